"""Chooses each model's configuration on its training part alone and writes selection.json, which the training scripts follow.

The rule was committed before its first result. Held-out objects and held-back windows are cut off before anything is fitted.
"""
import json
import sys
import warnings

import numpy as np
import torch
from sklearn.model_selection import GroupKFold

import candidates
import contact_slip
import data
import external_contact
import force_torque_failure
import grasp_stability
import joint_anomaly
import sequences
import slip_onset

BY_OBJECT, BY_ORIENTATION = 8, 4
RULES = {
    "grasp-stability": f"highest mean of two accuracies on the training objects: {BY_OBJECT}-fold by object, and, with {BY_ORIENTATION}-fold by object, "
                       "an orientation left out as well (mean of the three); a tie to three decimals goes to the simpler",
    "contact-slip": f"highest mean of two accuracies on the training objects: {BY_OBJECT}-fold by object, and, with {BY_ORIENTATION}-fold by object, "
                    "an orientation left out as well (mean of the three), float32; a tie to three decimals goes to the smaller",
    "force-torque-failure": f"highest mean accuracy over the five problems, {force_torque_failure.REPEATS} x {force_torque_failure.FOLDS}-fold on the "
                            "training windows; a tie to three decimals goes to the simpler",
    "joint-anomaly": f"highest mean of the F1 of protective stops and of lost grips over {joint_anomaly.BLOCKS} blocks of the training time, each asked of forests that saw "
                     "the others; a tie to three decimals goes to the simpler",
    "slip-onset": f"highest average precision of windows of the simulated training grips, {sequences.FOLDS}-fold by grip; a tie to three decimals goes to the simpler",
    "external-contact": f"highest average precision of windows of the simulated training arms, {sequences.FOLDS}-fold by arm; a tie to three decimals goes to the simpler"}


def grasp_scores(training, candidate, taxels, labels, objects, orientations):
    same = data.identical([taxels])[0]
    by_object = training.out_of_fold(candidate, taxels, labels, objects, BY_OBJECT).argmax(1) == labels
    left_out = np.zeros(len(labels), bool)
    for train, test in GroupKFold(BY_ORIENTATION).split(taxels, labels, objects):
        for name in data.ORIENTATIONS:
            fit_on = train[(orientations[train] != name) & ~np.isin(same[train], same[test])]
            asked = test[orientations[test] == name]
            models = training.fit(candidate, taxels[fit_on], labels[fit_on])
            left_out[asked] = training.mean_probabilities(candidate, models, taxels[asked]).argmax(1) == labels[asked]
    each = {f"palm {name} left out": left_out[orientations == name].mean() for name in data.ORIENTATIONS}
    return {"score": (by_object.mean() + np.mean(list(each.values()))) / 2, "by object": by_object.mean(), **each}


def wrench_scores(candidate, problems):
    """problems: (windows, labels, groups) of each activity, training windows only."""
    each = {}
    for activity, (windows, labels, groups) in zip(data.ACTIVITIES, problems):
        each[activity] = force_torque_failure.repeated_hits(candidate, windows, labels, groups).mean()
    return {"score": np.mean(list(each.values())), **each}


def compare(model, table, score):
    print(f"{model}: {RULES[model]}")
    rows = []
    for name, candidate in table.items():
        scores = {key: round(float(value), 3) for key, value in score(candidate).items()}
        rows.append({"name": name, **scores})
        print(f"  {name}: " + ", ".join(f"{key} {value:.3f}" for key, value in scores.items()), flush=True)
    # max keeps the first of equals, and the tables are ordered from the simplest on.
    best = max(rows, key=lambda row: row["score"])["name"]
    print(f"  chosen: {best}")
    return {"rule": RULES[model], "chosen": best, "candidates": rows}


def joint_scores(candidate, data_folder):
    rows, labels, _, _, run = data.load_joints(data_folder)
    windows, answers, ends = joint_anomaly.training_windows(candidate, rows, labels, run)
    odds = joint_anomaly.out_of_block(candidate, windows, answers, ends)
    stop, grip = joint_anomaly.f1_scores(joint_anomaly.softmax(odds).argmax(1), answers)
    return {"score": (stop + grip) / 2, "protective stop": stop, "grip lost": grip}


def choose_joints(data_folder):
    return {"joint-anomaly": compare("joint-anomaly", candidates.JOINTS, lambda c: joint_scores(c, data_folder))}


def choose_recorded(data_folder):
    taxels, labels, objects, orientations = data.load_grasps(data_folder)
    _, _, train = grasp_stability.split(taxels, objects)
    grasp = [part[train] for part in (taxels, labels, objects, orientations)]
    result = {"grasp-stability": compare("grasp-stability", candidates.GRASP, lambda c: grasp_scores(grasp_stability, c, *grasp)),
              "contact-slip": compare("contact-slip", candidates.SLIP, lambda c: grasp_scores(contact_slip, c, *grasp))}

    problems = [data.load_failures(data_folder, number) for number in range(1, 6)]
    groups = data.identical([windows for windows, _ in problems])
    held = force_torque_failure.held_back_rows(problems, groups)
    wrench = [(windows[~back], np.unique(text, return_inverse=True)[1][~back], group[~back])
              for (windows, text), group, back in zip(problems, groups, held)]
    result["force-torque-failure"] = compare("force-torque-failure", candidates.WRENCH, lambda c: wrench_scores(c, wrench))
    return result


def choose_sequences(name, training):
    windows, labels, groups = training.training_windows()
    return {name: compare(name, training.CANDIDATES, lambda make: sequences.choice_score(make, windows, labels, groups))}


CHOICES = {"recorded": choose_recorded, "joint-anomaly": choose_joints,
           "slip-onset": lambda _: choose_sequences("slip-onset", slip_onset), "external-contact": lambda _: choose_sequences("external-contact", external_contact)}


def main(data_folder, names):
    """Chooses again what is named, or everything; what was chosen for the others stays."""
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", message="The least populated class")
    with open(candidates.SELECTION, encoding="utf-8") as file:
        result = json.load(file)
    for name in names or CHOICES:
        result.update(CHOICES[name](data_folder))
    with open(candidates.SELECTION, "w", encoding="utf-8") as out:
        json.dump(result, out, indent=2)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
