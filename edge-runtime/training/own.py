"""Trains a model again on a person's own hand or arm: a stream of a recording as CSV (EdgeAI.Robot export) and labels (YOUR_OWN.md says how).

labels.csv has a header and one line for each stretch of time or each row:
    from,to,label[,group]    seconds as in the export's first column; readings outside every stretch are not used
    row,label[,group]        the export's rows, counted from 0
A group is what must not be in training and in measuring at once: an object, a session. Without groups the last three tenths of the time are held back.
"""
import argparse
import hashlib
import os
import sys

import numpy as np
import pandas as pd
import torch
from sklearn.ensemble import HistGradientBoostingClassifier

import candidates
import card
import grasp_stability
import inputs
import metrics
import trees

SEED = candidates.SEED
HELD_BACK_SHARE = 0.3
FEWEST = 20
OWN_LIMIT = 16_000_000
FIRST = {"grasp-stability": None, "slip-onset": "holds", "joint-anomaly": "normal", "external-contact": "free"}
LENGTHS = {"slip-onset": 32, "joint-anomaly": 4, "external-contact": 25}
LONGEST_GAP_PERIODS = 2.5


def stop(problem):
    sys.exit(f"train.sh: {problem}")


class Windows(torch.nn.Module):
    """One boosted forest for each class beside the first over one view of the window, the logarithms of their odds beside 0, one temperature."""

    def __init__(self, view, forests, temperature):
        super().__init__()
        self.view = view
        self.forests = torch.nn.ModuleList([trees.TreeModule(trees.from_boosting(forest)) for forest in forests])
        self.temperature = temperature

    def forward(self, x):
        features = self.view(x)
        odds = [forest(features) for forest in self.forests]
        return torch.softmax(torch.cat([torch.zeros_like(odds[0]), *odds], 1) / self.temperature, 1)


class Flat(torch.nn.Module):
    """The features of a view of a sequence."""

    def __init__(self, view):
        super().__init__()
        self.view = view

    def forward(self, x):
        return self.view.flat(x)


def read(path, labels_path):
    """The values, times, labels ("" where none) and groups of each row."""
    try:
        table, labels = pd.read_csv(path), pd.read_csv(labels_path, skipinitialspace=True)
    except (OSError, ValueError) as error:
        stop(f"{error}: name CSV files that are there, each with a header")
    if "seconds" not in table.columns:
        stop(f"{path}: has no column 'seconds': export the stream with EdgeAI.Robot export")
    columns = [name for name in table.columns if name.startswith("value_")]
    seconds = table["seconds"].to_numpy(float)
    names, groups = np.full(len(table), "", object), np.full(len(table), "", object)
    ranged = {"from", "to", "label"} <= set(labels.columns)
    if not ranged and not {"row", "label"} <= set(labels.columns):
        stop(f"{labels_path}: has the columns {', '.join(labels.columns)}: it needs from,to,label or row,label, and may have group")
    for number, line in enumerate(labels.itertuples(index=False), 2):
        line = line._asdict() if "from" not in labels.columns else dict(zip(labels.columns, line))
        if ranged:
            rows = np.flatnonzero((seconds >= float(line["from"])) & (seconds < float(line["to"])))
            if len(rows) == 0:
                stop(f"{labels_path}:{number}: no reading lies from {line['from']} to {line['to']} s; the export goes from {seconds[0]:.3f} to {seconds[-1]:.3f} s")
        else:
            rows = [int(line["row"])]
            if not 0 <= rows[0] < len(table):
                stop(f"{labels_path}:{number}: row {rows[0]} is not one of the {len(table)} rows of {path}")
        names[rows] = str(line["label"]).strip()
        groups[rows] = str(line.get("group", "") if not pd.isna(line.get("group", "")) else "")
    return table[columns].to_numpy(float), seconds, table["sequence"].to_numpy(int), names, groups


def split(places, groups):
    """What is held back: a fifth of the groups, at least one, where there are two or more; otherwise the last three tenths of the time."""
    known = sorted(set(groups) - {""})
    if len(known) >= 2:
        held = sorted(np.random.default_rng(SEED).choice(known, max(1, len(known) // 5), replace=False))
        return np.isin(groups, held), f"By group: {', '.join(held)} held back whole, drawn with seed {SEED}."
    cut = np.quantile(places, 1.0 - HELD_BACK_SHARE)
    return places > cut, f"By time: the last {HELD_BACK_SHARE:.0%} of what is labelled are held back; name groups in the labels to hold back an object or a session instead."


def windows_of(values, seconds, sequence, names, groups, length):
    period = float(np.median(np.diff(seconds)))
    whole = np.concatenate([[False], (np.diff(sequence) == 1) & (np.diff(seconds) <= LONGEST_GAP_PERIODS * period) & (np.diff(seconds) > 0)])
    since = np.zeros(len(values), int)
    for row in range(1, len(values)):
        since[row] = since[row - 1] + 1 if whole[row] else 0
    ends = np.flatnonzero((since >= length - 1) & (names != ""))
    if len(ends) == 0:
        stop(f"no {length} readings stand one after the other without a hole before a labelled one: record without losses, or label more")
    return np.stack([values[end - length + 1:end + 1] for end in ends]).astype(np.float32), names[ends], groups[ends], ends, period


def check(names, classes, held):
    for label in classes:
        for part, rows in (("trained on", ~held), ("held back", held)):
            count = int(np.sum(names[rows] == label))
            if count < (FEWEST if part == "trained on" else 1):
                stop(f"'{label}' has {count} examples of those {part}, and needs {FEWEST if part == 'trained on' else 1}: label more, or give groups so that each class is in several")


def train_grasp(arguments, values, seconds, names, groups):
    rows = np.flatnonzero(names != "")
    taxels, names, groups = values[rows].astype(np.int64), names[rows], groups[rows]
    if sorted(set(names)) != ["slip", "stable"]:
        stop(f"labels are {', '.join(sorted(set(names)))}: grasp-stability has slip and stable")
    if taxels.shape[1] % arguments.fingers:
        stop(f"{taxels.shape[1]} taxels are not {arguments.fingers} fingers of as many each: give --fingers")
    candidates.HAND[:] = [arguments.fingers, taxels.shape[1] // arguments.fingers]
    labels = (names == "stable").astype(int)
    held, how = split(rows, groups)
    check(names, ["slip", "stable"], held)
    chosen = candidates.selection("grasp-stability")["chosen"]
    candidate = candidates.GRASP[chosen]
    if arguments.known_objects:
        candidate, chosen = candidates.KNOWN_OBJECTS, "the configuration for known objects"
    apart = np.where(groups == "", (rows // max(1, len(rows) // 8)).astype(str), groups)
    folds = min(5, len(set(apart[~held])))
    heat = 1.0
    if folds > 1:
        heat = metrics.temperature(grasp_stability.out_of_fold(candidate, taxels[~held], labels[~held], apart[~held], folds), labels[~held])
    model = grasp_stability.GraspStability(candidate, grasp_stability.fit(candidate, taxels[~held], labels[~held]), heat)
    count = taxels.shape[1]
    statistics = inputs.fit(taxels[~held], apart[~held], taxels[held], None, min(24, count // 2), restless=True, low=0, high=4095, floor=1.0)
    return (model, taxels[held], labels[held], groups[held], how, chosen, statistics, [1, count], "taxels", "probabilities", ["slip", "stable"],
            f"raw counts of {count} taxels, {arguments.fingers} fingers after one another", (~held).sum())


def train_windows(arguments, values, seconds, sequence, names, groups):
    length, first = LENGTHS[arguments.model], FIRST[arguments.model]
    windows, names, groups, ends, period = windows_of(values, seconds, sequence, names, groups, length)
    classes = [first] + sorted(set(names) - {first})
    if len(classes) < 2 or first not in names:
        stop(f"labels are {', '.join(sorted(set(names)))}: {arguments.model} needs '{first}' and at least one other")
    held, how = split(ends, groups)
    # No window of training reaches into what is held back.
    beside = np.zeros(len(ends), bool)
    if set(groups) <= {""}:
        beside = ~held & (ends > ends[held].min() - length)
    check(names[~beside], classes, held[~beside])
    labels = np.array([classes.index(name) for name in names])
    channels = windows.shape[2]
    if arguments.model == "slip-onset":
        view = Flat(candidates.TaxelActivity())
    elif channels % 2:
        stop(f"{channels} values a reading: joints have an effort and a rate each")
    else:
        view = Flat(candidates.JointResidual(channels // 2)) if arguments.model == "external-contact" else candidates.JointCourse()
        if arguments.model == "joint-anomaly" and channels < 14:
            view = Flat(candidates.JointResidual(channels // 2))
    train = ~held & ~beside
    with torch.no_grad():
        features = view(torch.tensor(windows[train])).numpy()
    make = lambda: HistGradientBoostingClassifier(max_iter=120, learning_rate=0.06, max_leaf_nodes=12, l2_regularization=5.0, random_state=SEED)
    block = (np.arange(train.sum()) * 5) // max(1, train.sum())
    odds = np.zeros((train.sum(), len(classes) - 1))
    for part in range(5):
        inside = block == part
        for at in range(1, len(classes)):
            target = (labels[train][~inside] == at).astype(int)
            odds[inside, at - 1] = make().fit(features[~inside], target).decision_function(features[inside]) if 0 < target.sum() < len(target) else -10.0
    heat = float(min(np.exp(np.linspace(np.log(0.3), np.log(6.0), 61)), key=lambda t: metrics.log_loss(_softmax(odds / t), labels[train])))
    model = Windows(view, [make().fit(features, (labels[train] == at).astype(int)) for at in range(1, len(classes))], heat)
    flat = windows.reshape(len(windows), -1)
    statistics = inputs.fit(flat[train], block, flat[held], period, min(24, flat.shape[1] // 2), alarm=arguments.alarm, restless=arguments.model == "slip-onset",
                            floor=0.5 if arguments.model == "slip-onset" else 1e-3)
    meaning = f"{length} readings {period * 1000:.3f} ms apart, {channels} values each"
    return model, windows[held], labels[held], groups[held], how, type(view).__name__, statistics, [1, length, channels], "taxels" if arguments.model == "slip-onset" else "joints", "state", classes, meaning, train.sum()


def _softmax(odds):
    exponent = np.exp(np.column_stack([np.zeros(len(odds)), odds]))
    return exponent / exponent.sum(1, keepdims=True)


def main():
    parser = argparse.ArgumentParser(prog="train.sh")
    parser.add_argument("--csv", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--model", required=True, choices=list(FIRST))
    parser.add_argument("--output", required=True)
    parser.add_argument("--fingers", type=int, default=3)
    parser.add_argument("--known-objects", action="store_true")
    parser.add_argument("--alarm", type=float, default=0.5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    values, seconds, sequence, names, groups = read(arguments.csv, arguments.labels)
    result = (train_grasp(arguments, values, seconds, names, groups) if arguments.model == "grasp-stability"
              else train_windows(arguments, values, seconds, sequence, names, groups))
    model, asked, truth, held_groups, how, method, statistics, shape, input_name, output, labels, meaning, trained = result
    os.makedirs(arguments.output, exist_ok=True)
    trees.export(model, torch.zeros(*shape), os.path.join(arguments.output, "model.onnx"), input_name, [output])
    inputs.write(arguments.output, input_name, statistics)
    with torch.no_grad():
        p = model(torch.tensor(asked, dtype=torch.float32)).numpy()
    right = p.argmax(1) == truth
    blocks = held_groups if len(set(held_groups)) > 1 else (np.arange(len(truth)) * 20 // len(truth))
    on = "what was held back"
    table = [card.metric("accuracy", on, right.mean(), metrics.bootstrap_by_group(blocks, lambda r: right[r].mean()), output, len(truth)),
             card.metric("always-the-commonest-class", on, np.bincount(truth).max() / len(truth))]
    table += [card.metric(f"f1-{label}", on, metrics.f1(truth, p.argmax(1), at), None, output, int((truth == at).sum())) for at, label in enumerate(labels)]
    table += [card.metric("expected-calibration-error", on, metrics.calibration_error(p, truth), None, output, len(truth))] + statistics.table(on)
    name = os.path.basename(os.path.abspath(arguments.output))
    with open(arguments.csv, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    card.write(arguments.output, {
        "name": name, "file": "model.onnx", "task": f"{arguments.model}, trained on a recording of one's own.",
        "input": {"name": input_name, "type": "float32", "shape": shape, "meaning": meaning},
        "outputs": [{"name": output, "shape": [1, len(labels)], "labels": labels}],
        "method": f"The way of the shipped {arguments.model} ({method}), fitted anew with the same settings.",
        "data": {"name": f"{trained} readings to train, {len(truth)} to measure", "source": f"CSV with SHA-256 {digest}", "licence": "whoever recorded it says", "labels": os.path.basename(arguments.labels)},
        "split": {"how": how, "seed": SEED, "objects": sorted(set(held_groups) - {""})},
        "selection": {"rule": "none: nothing was chosen, the shipped model's settings are taken", "history": "", "chosen": method, "candidates": [{"name": method, "accuracy": float(right.mean())}]},
        "metrics": table,
        "limits": ["It knows what was recorded: one hand or arm, its sensors, these objects and days.",
                   "Held back is what was recorded beside it; another day is harder. Record one, label it, and measure before you rely on it."],
        "generators": []}, limit=OWN_LIMIT, command="edge-runtime/training/train.sh --recording ... --labels ... --model " + arguments.model)
    reference = asked[:16] if len(asked) >= 16 else asked
    card.write_reference(arguments.output, reference, {output: p[:len(reference)]}, whole=arguments.model in ("grasp-stability", "slip-onset"))
    print(f"{arguments.output}: {name}, trained on {trained}, measured on {len(truth)} held back ({how})")
    for m in table:
        interval = f" ({m['low']:.3f} to {m['high']:.3f})" if "low" in m else ""
        print(f"  {m['name']:32} {m['value']:.3f}{interval}")


if __name__ == "__main__":
    main()
