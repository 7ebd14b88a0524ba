"""Trains the grasp-stability model: 3 x 24 taxels in raw counts -> probability of slip and of a stable grasp."""
import os
import random
import sys

import numpy as np
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold, StratifiedKFold

import candidates
import card
import data
import generator
import inputs
import metrics
import robustness
import trees

SEED = candidates.SEED
HELD_OUT_OBJECTS = 9
SEEN_FOLDS = 5
NOISE, NOISY_COPIES = 0.3, 2
LABELS = ["slip", "stable"]
INPUT, OUTPUT = "taxels", "probabilities"


class GraspStability(torch.nn.Module):
    """The mean of a candidate's forests, sharpened or softened by one temperature."""

    def __init__(self, candidate, models, temperature):
        super().__init__()
        self.views = torch.nn.ModuleList([part.view() for part in candidate])
        self.forests = torch.nn.ModuleList([trees.TreeModule(trees.from_boosting(model) if _is_boosted(model) else trees.from_forest(model))
                                            for model in models])
        self.boosted = [_is_boosted(model) for model in models]
        self.temperature = temperature

    def forward(self, taxels):
        parts = [forest(view(taxels)) for view, forest in zip(self.views, self.forests)]
        stable = sum(torch.sigmoid(part) if boosted else part[:, 1:] for part, boosted in zip(parts, self.boosted)) / float(len(parts))
        return torch.softmax(torch.log(torch.cat([1.0 - stable, stable], 1) + 1e-3) / self.temperature, 1)


def _is_boosted(model):
    return isinstance(model, HistGradientBoostingClassifier)


def view_of(view, taxels):
    with torch.no_grad():
        return view(torch.tensor(taxels, dtype=torch.float32)).numpy()


def with_noise(taxels, labels):
    """The grasps and NOISY_COPIES of each with noise of NOISE of the finger's own spread: small differences stop to matter."""
    random_numbers = np.random.default_rng(SEED)
    fingers = taxels.reshape(-1, candidates.HAND[0], candidates.HAND[1]).astype(float)
    spread = fingers.std(2, keepdims=True)
    copies = [fingers + NOISE * spread * random_numbers.standard_normal(fingers.shape) for _ in range(NOISY_COPIES)]
    return np.concatenate([fingers, *copies]).reshape(len(taxels) * (1 + NOISY_COPIES), -1), np.tile(labels, 1 + NOISY_COPIES)


def fit(candidate, taxels, labels):
    models = []
    for part in candidate:
        rows, answers = with_noise(taxels, labels) if part.noisy else (taxels, labels)
        models.append(part.forest().fit(view_of(part.view(), rows), answers))
    return models


def mean_probabilities(candidate, models, taxels):
    return sum(model.predict_proba(view_of(part.view(), taxels)) for part, model in zip(candidate, models)) / float(len(models))


def out_of_fold(candidate, taxels, labels, groups, folds):
    """Probabilities of every row from forests that saw neither its object nor an identical row."""
    same = data.identical([taxels])[0]
    probabilities = np.zeros((len(labels), 2))
    for train, test in GroupKFold(folds).split(taxels, labels, groups):
        train = train[~np.isin(same[train], same[test])]
        probabilities[test] = mean_probabilities(candidate, fit(candidate, taxels[train], labels[train]), taxels[test])
    return probabilities


def other_orientation(candidate, taxels, labels, objects, orientations, held, train):
    """Accuracy on held-out objects in an orientation that training never saw, per orientation."""
    result = {}
    for name in data.ORIENTATIONS:
        seen, test = train & (orientations != name), held & (orientations == name)
        predicted = mean_probabilities(candidate, fit(candidate, taxels[seen], labels[seen]), taxels[test]).argmax(1)
        result[name] = np.mean(predicted == labels[test]), metrics.bootstrap_by_group(
            objects[test], lambda rows, hit=(predicted == labels[test]): hit[rows].mean()), test.sum()
    return result


def seen_objects(candidate, taxels, labels):
    """Accuracy of random folds over all grasps: every object, and its neighbours in time, is in training. Comparable with figures of others, and of no use on other objects."""
    hits = np.zeros(len(labels), bool)
    for train, test in StratifiedKFold(SEEN_FOLDS, shuffle=True, random_state=SEED).split(taxels, labels):
        hits[test] = mean_probabilities(candidate, fit(candidate, taxels[train], labels[train]), taxels[test]).argmax(1) == labels[test]
    return hits


def damaged(model, statistics, taxels, truth, on):
    """What every fifth held-out grasp is worth once it is damaged: the share that is flagged, and the accuracy of the rest."""
    def probabilities(rows):
        with torch.no_grad():
            return model(torch.tensor(rows, dtype=torch.float32)).numpy()
    rows, right = taxels[::5], truth[::5]
    table = []
    for what, asked in (("undamaged", rows), (f"noise of up to {robustness.STEP} counts on every taxel", robustness.noise(rows)), ("one dead taxel", robustness.dead(rows)),
                        (f"every taxel {robustness.STEP} counts up or down, as an adversary would", robustness.adversarial(probabilities, rows, right))):
        flagged = statistics.distance(asked) > statistics.limit
        hit = probabilities(asked).argmax(1) == right
        table.append(card.metric("flagged", f"{on}, every fifth, {what}", flagged.mean(), metrics.wilson(flagged.sum(), len(flagged)), OUTPUT, len(flagged)))
        table.append(card.metric("accuracy-where-not-flagged", f"{on}, every fifth, {what}", hit[~flagged].mean() if (~flagged).any() else 1.0,
                                 metrics.wilson(hit[~flagged].sum(), max((~flagged).sum(), 1)), OUTPUT, (~flagged).sum()))
    return table


def split(taxels, objects):
    """The held-out objects' names, their rows, and the training rows: those of other objects that equal no held-out row."""
    held_objects = sorted(random.Random(SEED).sample(sorted(set(objects)), HELD_OUT_OBJECTS))
    held = np.isin(objects, held_objects)
    same = data.identical([taxels])[0]
    return held_objects, held, ~held & ~np.isin(same, same[held])


def main(data_folder, folder):
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    taxels, labels, objects, orientations = data.load_grasps(data_folder)
    held_objects, held, train = split(taxels, objects)
    selection = candidates.selection("grasp-stability")
    candidate = candidates.GRASP[selection["chosen"]]

    cross = out_of_fold(candidate, taxels[train], labels[train], objects[train], 8)
    heat = metrics.temperature(cross, labels[train])
    cross_accuracy = np.mean(cross.argmax(1) == labels[train])
    cross_interval = metrics.bootstrap_by_group(objects[train], lambda rows: np.mean(cross.argmax(1)[rows] == labels[train][rows]))

    model = GraspStability(candidate, fit(candidate, taxels[train], labels[train]), heat)
    trees.export(model, torch.zeros(1, 72), os.path.join(folder, "model.onnx"), INPUT, [OUTPUT])

    with torch.no_grad():
        answers = model(torch.tensor(taxels[held], dtype=torch.float32)).numpy()
    truth, groups, predicted = labels[held], objects[held], answers.argmax(1)
    on = "held-out objects"
    statistics = {
        "accuracy": lambda rows: np.mean(predicted[rows] == truth[rows]),
        "f1-stable": lambda rows: metrics.f1(truth[rows], predicted[rows], 1),
        "f1-slip": lambda rows: metrics.f1(truth[rows], predicted[rows], 0),
        "expected-calibration-error": lambda rows: metrics.calibration_error(answers[rows], truth[rows])}
    everything = np.arange(len(truth))
    table = [card.metric(name, on, of(everything), metrics.bootstrap_by_group(groups, of), OUTPUT, len(truth)) for name, of in statistics.items()]
    for name in data.ORIENTATIONS:
        rows = np.flatnonzero(orientations[held] == name)
        table.append(card.metric("accuracy", f"{on}, palm {name}", statistics["accuracy"](rows),
                                 metrics.bootstrap_by_group(groups[rows], lambda inner, r=rows: statistics["accuracy"](r[inner])), OUTPUT, len(rows)))
    table.append(card.metric("accuracy", "training objects, 8-fold by object", cross_accuracy, cross_interval, OUTPUT, train.sum()))
    shifted = other_orientation(candidate, taxels, labels, objects, orientations, held, train)
    table += [card.metric("accuracy", f"{on}, palm {name} with no palm-{name} grasp in training", value, interval, OUTPUT, n)
              for name, (value, interval, n) in shifted.items()]

    for parts, which in ((candidate, "this configuration"), (candidates.KNOWN_OBJECTS, "the configuration for known objects (YOUR_OWN.md, --known-objects)")):
        seen = seen_objects(parts, taxels, labels)
        table.append(card.metric("accuracy", f"seen objects, {SEEN_FOLDS} folds of shuffled grasps, {which}: for comparison with others", seen.mean(),
                                 metrics.bootstrap_by_group(objects, lambda rows: seen[rows].mean()), OUTPUT, len(seen)))
    apart = mean_probabilities(candidates.KNOWN_OBJECTS, fit(candidates.KNOWN_OBJECTS, taxels[train], labels[train]), taxels[held]).argmax(1) == truth
    table.append(card.metric("accuracy", f"{on}, the configuration for known objects", apart.mean(), metrics.bootstrap_by_group(groups, lambda rows: apart[rows].mean()), OUTPUT, len(apart)))
    # A finger's raw counts of 12 bits; the electrodes' noise never rests.
    familiar = inputs.fit(taxels[train], objects[train], taxels[held], None, 24, restless=True, low=0, high=4095, floor=1.0, held_groups=objects[held])
    inputs.write(folder, INPUT, familiar)
    table += familiar.table(on) + damaged(model, familiar, taxels[held], truth, on)

    classes = generator.fit(taxels[train], labels[train], LABELS, components=8, factors=6, floor=1.0, seed=SEED)
    generator.write(os.path.join(folder, "generator.json"), "grasp-stability", [72], 0, 4095, classes)
    drawn = [generator.draw(classes, c, 1000, SEED + c, 0, 4095) for c in range(2)]
    with torch.no_grad():
        on_drawn = [model(torch.tensor(rows, dtype=torch.float32)).numpy() for rows in drawn]
    agreement = {label: round(float(np.mean(on_drawn[c].argmax(1) == c)), 3) for c, label in enumerate(LABELS)}
    card.write_reference(folder, np.concatenate([rows[:8] for rows in drawn]), {OUTPUT: np.concatenate([rows[:8] for rows in on_drawn])})

    views = [f"({i + 1}) {part.view.__doc__}" + (f" Trained with noise of {NOISE} of that spread." if part.noisy else "") for i, part in enumerate(candidate)]
    card.write(folder, {
        "name": "grasp-stability", "file": "model.onnx",
        "task": "Says from one reading of three fingertips, taken before the lift, whether the grasp will slip or hold.",
        "input": {"name": INPUT, "type": "float32", "shape": [1, 72],
                  "meaning": "raw counts, first finger taxels 1 to 24, middle finger 1 to 24, thumb 1 to 24; normalised inside the graph"},
        "outputs": [{"name": OUTPUT, "shape": [1, 2], "labels": LABELS}],
        "method": f"{selection['chosen'].capitalize()}. Forests are averaged over views of the input: " + " ".join(views) +
                  f" One temperature ({heat:.3f}), found on out-of-fold answers for training objects, calibrates the mean. All of it stands in the graph. "
                  "It was chosen for answering well in an orientation it never saw as well as on an object it never saw (see the selection).",
        "data": {"name": "BioTac SP Stability Set v2, 4682 grasps of 41 objects in three orientations (the training files of the set)",
                 "source": "3D Perception Lab, biotacsp-stability-set-v2 (Garcia-Garcia et al., TactileGCN, IJCNN 2019)", "licence": "MIT",
                 "labels": "column slipped: 1 is slip, 0 is stable (the counts per orientation equal the set's own table)"},
        "split": {"how": f"By object: {HELD_OUT_OBJECTS} of 41 objects drawn once with seed {SEED} are held out whole; no identical window crosses the split. "
                         "The configuration, the temperature and the forests come from the other 32.",
                  "seed": SEED, "objects": held_objects},
        "selection": {**selection, "history": (
            "The rule and the candidates were committed before the first result (edge-runtime/training/choose.py). They are not blind: an earlier, "
            "uncommitted choice among some thirty came before, and two of the candidates ('shape and spread, extra-trees with boosted' and 'shape with noise, "
            "boosted, with ranks, boosted') had been scored on the held-out objects, their rows with an orientation left out included, before this choice was "
            "committed. This choice used the 32 training objects only.")},
        "metrics": table,
        "limits": [
            "Another session is harder than another object: in an orientation without any training grasp it answers worse (see the table), "
            "and published work reports about 0.71 on the set's ten test objects, which are not here and were not used.",
            "The grasps of one object follow each other, slips after stable ones or the reverse, so that slow drift of the sensor may help on this data and not on yours.",
            "It knows one hand (Shadow Dexterous Hand, BioTac SP) and its raw counts; other tactile skins need their own training.",
            "A finger without contact is no case of its own in the data: ask the touch stage first."],
        "generators": [{"file": "generator.json", "agreement": agreement}]})
    print(f"grasp-stability: accuracy {table[0]['value']} [{table[0]['low']}, {table[0]['high']}], 8-fold {cross_accuracy:.4f}, "
          f"calibration error {table[3]['value']}, agreement {agreement}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
