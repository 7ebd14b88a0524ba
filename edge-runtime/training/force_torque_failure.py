"""Trains the force-torque-failure model: 15 samples of a wrist's wrench in raw counts -> what went wrong, one head per activity."""
import os
import sys
import warnings

import numpy as np
import torch
from sklearn.model_selection import StratifiedGroupKFold

import candidates
import card
import data
import generator
import inputs
import metrics
import trees

SEED = candidates.SEED
REPEATS, FOLDS = 5, 10
INPUT = "wrench"
MINIMUM, MAXIMUM = -4096, 4095


class ForceTorqueFailure(torch.nn.Module):
    """One forest and one temperature per activity over the same view of the window."""

    def __init__(self, view, forests, temperatures):
        super().__init__()
        self.features = view
        self.forests = torch.nn.ModuleList([trees.TreeModule(trees.from_forest(forest)) for forest in forests])
        self.temperatures = temperatures

    def forward(self, wrench):
        features = self.features(wrench)
        return tuple(torch.softmax(torch.log(forest(features) + 1e-3) / t, 1) for forest, t in zip(self.forests, self.temperatures))


def features_of(candidate, windows):
    with torch.no_grad():
        return candidate.view()(torch.tensor(windows, dtype=torch.float32)).numpy()


def out_of_fold(candidate, features, labels, groups, folds, seed):
    """Probabilities of every row from a forest that saw neither the row nor an identical one."""
    probabilities = np.zeros((len(labels), labels.max() + 1))
    for train, test in StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(features, labels, groups):
        forest = candidate.forest().fit(features[train], labels[train])
        probabilities[np.ix_(test, forest.classes_)] = forest.predict_proba(features[test])
    return probabilities


def repeated_hits(candidate, windows, labels, groups):
    """The share of REPEATS x FOLDS-fold answers that were right, per window."""
    features = features_of(candidate, windows)
    return np.mean([out_of_fold(candidate, features, labels, groups, FOLDS, SEED + r).argmax(1) == labels for r in range(REPEATS)], axis=0)


def held_back_rows(problems, groups):
    """About a quarter of the distinct windows, stratified by problem and label, grouped over all five problems."""
    strata = np.concatenate([[f"{i}/{label}" for label in labels] for i, (_, labels) in enumerate(problems)])
    every = np.concatenate(groups)
    _, test = next(StratifiedGroupKFold(4, shuffle=True, random_state=SEED).split(every, strata, every))
    held = np.zeros(len(every), bool)
    held[test] = True
    return np.split(held, np.cumsum([len(labels) for _, labels in problems])[:-1])


def main(data_folder, folder):
    os.makedirs(folder, exist_ok=True)
    # Known, and said in the card: the class lost has fewer windows than there are folds.
    warnings.filterwarnings("ignore", message="The least populated class")
    torch.set_num_threads(1)
    problems = [data.load_failures(data_folder, number) for number in range(1, 6)]
    groups = data.identical([windows for windows, _ in problems])
    held = held_back_rows(problems, groups)
    selection = candidates.selection("force-torque-failure")
    candidate = candidates.WRENCH[selection["chosen"]]
    names, forests, temperatures, table, all_hits = [], [], [], [], []
    for activity, (windows, text), group, back in zip(data.ACTIVITIES, problems, groups, held):
        classes = sorted(set(text))
        labels = np.searchsorted(classes, text)
        windows, labels, group = windows[~back], labels[~back], group[~back]
        features = features_of(candidate, windows)
        hits = repeated_hits(candidate, windows, labels, group)
        interval = metrics.bootstrap_by_group(group, lambda rows: hits[rows].mean())
        table.append(card.metric("accuracy", f"training windows, {REPEATS} x {FOLDS}-fold", hits.mean(), interval, activity, len(labels)))
        all_hits.append(hits)
        inner = out_of_fold(candidate, features, labels, group, 5, SEED)
        names.append(classes)
        temperatures.append(metrics.temperature(inner, labels))
        forests.append(candidate.forest().fit(features, labels))
    mean = np.mean([hits.mean() for hits in all_hits])
    training_groups = np.concatenate([group[~back] for group, back in zip(groups, held)])
    problem_of = np.concatenate([np.full(len(hits), i) for i, hits in enumerate(all_hits)])
    all_hits = np.concatenate(all_hits)
    interval = metrics.bootstrap_by_group(training_groups, lambda rows: np.mean([all_hits[rows][problem_of[rows] == i].mean() for i in range(5)]))
    table.insert(0, card.metric("mean-accuracy", f"training windows, {REPEATS} x {FOLDS}-fold, mean of the five problems", mean, interval, None, len(all_hits)))

    if any(len(forest.classes_) != len(classes) for forest, classes in zip(forests, names)):
        raise SystemExit("force-torque-failure: a class has no window in the training part: choose another seed")
    model = ForceTorqueFailure(candidate.view(), forests, temperatures)
    trees.export(model, torch.zeros(1, 15, 6), os.path.join(folder, "model.onnx"), INPUT, list(data.ACTIVITIES))

    generators, drawn, held_hits = [], [], []
    for head, (activity, (windows, text), group, back, classes) in enumerate(zip(data.ACTIVITIES, problems, groups, held, names)):
        labels = np.searchsorted(classes, text)
        with torch.no_grad():
            answers = model(torch.tensor(windows[back], dtype=torch.float32))[head].numpy()
        hit = answers.argmax(1) == labels[back]
        held_hits.append(hit)
        table.append(card.metric("accuracy", "held-back windows", hit.mean(), metrics.wilson(hit.sum(), len(hit)), activity, len(hit)))
        table.append(card.metric("expected-calibration-error", "held-back windows", metrics.calibration_error(answers, labels[back]), None, activity, len(hit)))
        fitted = generator.fit(windows[~back].reshape(-1, 90), labels[~back], classes, components=3, factors=4, floor=0.5, seed=SEED)
        file = f"generator-{activity}.json"
        generator.write(os.path.join(folder, file), f"force-torque-failure/{activity}", [15, 6], MINIMUM, MAXIMUM, fitted)
        agreement = {}
        for index, label in enumerate(classes):
            rows = generator.draw(fitted, index, 500, SEED + index, MINIMUM, MAXIMUM).reshape(-1, 15, 6)
            with torch.no_grad():
                agreement[label] = round(float(np.mean(model(torch.tensor(rows, dtype=torch.float32))[head].numpy().argmax(1) == index)), 3)
            drawn.append(rows[:1])
        generators.append({"file": file, "agreement": agreement})

    right = np.concatenate(held_hits)
    table.insert(0, card.metric("accuracy", "held-back windows of all five problems", right.mean(), metrics.wilson(right.sum(), len(right)), None, len(right)))

    every = np.concatenate([windows for windows, _ in problems]).reshape(-1, 90)
    apart, back = np.concatenate(groups), np.concatenate(held)
    familiar = inputs.fit(every[~back], apart[~back], every[back], 0.021, 12, floor=1.0)
    inputs.write(folder, INPUT, familiar)
    table += familiar.table("held-back windows of all five problems")

    asked = np.concatenate(drawn)
    with torch.no_grad():
        answers = model(torch.tensor(asked, dtype=torch.float32))
    card.write_reference(folder, asked, {name: a.numpy() for name, a in zip(data.ACTIVITIES, answers)})
    card.write(folder, {
        "name": "force-torque-failure", "file": "model.onnx",
        "task": "Says from 315 ms of a wrist's force and torque, recorded right after something was noticed, what went wrong; one head per activity of the robot.",
        "input": {"name": INPUT, "type": "float32", "shape": [1, 15, 6],
                  "meaning": "raw counts, 15 samples 21 ms apart, each Fx Fy Fz Tx Ty Tz; the statistics are computed inside the graph"},
        "outputs": [{"name": name, "shape": [1, len(classes)], "labels": list(classes)} for name, classes in zip(data.ACTIVITIES, names)],
        "method": f"{selection['chosen'].capitalize()}: the view of the window feeds one forest of 100 trees per activity. What the view holds: {candidate.view.__doc__} "
                  "The forest's probabilities pass one temperature per activity, found on out-of-fold answers for the training part. All of it stands in the graph.",
        "data": {"name": "UCI Robot Execution Failures, 349 of its 463 windows: lp1 to lp5, one problem per activity in this order",
                 "source": "L. Seabra Lopes and L. M. Camarinha-Matos, UCI Machine Learning Repository, 1999",
                 "licence": "no licence file travels with the data; UCI's page is understood to give CC BY 4.0",
                 "labels": "the class names of the files"},
        "split": {"how": "Windows that are identical in any of the five problems stay together. The held-back rows below (a quarter, seed "
                         f"{SEED}), counted from 0 in each file, are cut off before anything else: neither the choice of the configuration nor the temperatures "
                         f"nor the forests read them. Folds of the rest: stratified, grouped, repeated with seeds {SEED} to {SEED + REPEATS - 1}.",
                  "seed": SEED, "indexes": {f"lp{i + 1}": [int(r) for r in np.flatnonzero(back)] for i, back in enumerate(held)}},
        "selection": {**selection, "history": (
            "The rule and the candidates were committed before the first result (edge-runtime/training/choose.py). They are not blind: an earlier, "
            "uncommitted choice among about twenty had used folds over all windows, the held-back ones among them, and its winner had been scored on the "
            "held-back windows; that winner is one of the candidates. This choice used the training windows only.")},
        "metrics": table,
        "limits": [
            "349 windows are few: the intervals are wide, and a class such as lost has two windows in all.",
            "The figures over training windows are those that the configuration was chosen by, which flatters them a little; those over held-back windows are not. "
            "Candidates a point apart lie well inside each other's intervals: there the rule decided, not the evidence.",
            "It names the failure after something was noticed; it does not notice it. The class normal is a false alarm, not ordinary motion.",
            "One robot, one sensor, its own counts and frame: another wrist needs its own training.",
            "A window with a gap is refused by the stage, never padded."],
        "generators": generators})
    print(f"force-torque-failure: {selection['chosen']}; training {REPEATS} x {FOLDS}-fold mean {mean:.4f} [{interval[0]:.4f}, {interval[1]:.4f}]; "
          f"held back {right.sum()} of {len(right)}: "
          + " ".join(f"{m['output']} {m['value']}" for m in table if m["on"] == "held-back windows" and m["name"] == "accuracy"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
