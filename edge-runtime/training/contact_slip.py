"""Trains the contact-slip network, small enough for a board: 3 fingers x 24 taxels -> probability of slip and of a stable grasp.

In two steps, since the converter to int8 stands between them (train.sh runs all three): `fit` writes the ONNX file, the calibration inputs
and the held-out inputs; `card` takes the int8 network's answers and writes the card.
"""
import os
import re
import sys

import numpy as np
import torch
from sklearn.model_selection import GroupKFold

import candidates
import card
import data
import metrics
from grasp_stability import split

SEED = candidates.SEED
FOLDS, EPOCHS, BATCH = 8, 60, 64
NOISE = 0.3
CALIBRATION = 512
STEP = 32  # steps of the input per mean absolute distance, see firmware/NETWORKS.md, "The tactile window"
LABELS = ["slip", "stable"]
INPUT, OUTPUT = "window", "probabilities"


def window(taxels):
    """What ContactSlip makes of a window: integers, defined in firmware/NETWORKS.md, "The tactile window"."""
    sums = taxels.reshape(-1, 3, 24).astype(np.int64)
    distance = 24 * sums - sums.sum(2, keepdims=True)
    spread = np.maximum(np.abs(distance).sum(2, keepdims=True), 1)
    return np.clip((2 * STEP * 24 * distance + spread) // (2 * spread), -127, 127)


def _fit_one(make, inputs, labels):
    torch.manual_seed(SEED)
    network = make()
    x, y = torch.tensor(inputs, dtype=torch.float32) / STEP, torch.tensor(labels)
    batches = (len(y) + BATCH - 1) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=EPOCHS * batches)
    for _ in range(EPOCHS):
        order = torch.randperm(len(y))
        for first in range(0, len(y), BATCH):
            rows = order[first:first + BATCH]
            batch = x[rows]
            # Small differences stop to matter, as in the grasp-stability forests.
            batch = batch + NOISE * batch.std(2, keepdim=True) * torch.randn_like(batch)
            loss = torch.nn.functional.cross_entropy(network(batch), y[rows], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.eval()


def fit(candidate, taxels, labels):
    return [_fit_one(candidate, window(taxels), labels)]


def mean_probabilities(candidate, models, taxels):
    with torch.no_grad():
        return torch.softmax(models[0](torch.tensor(window(taxels), dtype=torch.float32) / STEP), 1).double().numpy()


def out_of_fold(candidate, taxels, labels, groups, folds):
    """Probabilities of every row from a network that saw neither its object nor an identical row."""
    same = data.identical([taxels])[0]
    probabilities = np.zeros((len(labels), 2))
    for train, test in GroupKFold(folds).split(taxels, labels, groups):
        train = train[~np.isin(same[train], same[test])]
        probabilities[test] = mean_probabilities(candidate, fit(candidate, taxels[train], labels[train]), taxels[test])
    return probabilities


def _exportable(network, temperature):
    """The steps of the input and the temperature folded into the first and the last weights, a softmax at the end."""
    weighted = [layer for layer in network if hasattr(layer, "weight")]
    with torch.no_grad():
        weighted[0].weight /= STEP
        weighted[-1].weight /= temperature
        weighted[-1].bias /= temperature
    return torch.nn.Sequential(*network, torch.nn.Softmax(1))


def _write_rows(path, rows):
    np.savetxt(path, rows.reshape(len(rows), -1), fmt="%d", delimiter=",")


def fit_and_export(data_folder, folder, scratch):
    taxels, labels, objects, _ = data.load_grasps(data_folder)
    _, held, train = split(taxels, objects)
    candidate = candidates.SLIP[candidates.selection("contact-slip")["chosen"]]
    cross = out_of_fold(candidate, taxels[train], labels[train], objects[train], FOLDS)
    heat = metrics.temperature(cross, labels[train])
    network = _exportable(fit(candidate, taxels[train], labels[train])[0], heat)
    os.makedirs(folder, exist_ok=True)
    torch.onnx.export(network, torch.zeros(1, 3, 24), os.path.join(folder, "model.onnx"), opset_version=13, input_names=[INPUT], output_names=[OUTPUT])
    inputs = window(taxels)
    _write_rows(os.path.join(scratch, "held-out.csv"), inputs[held])
    rows = np.random.default_rng(SEED).permutation(np.flatnonzero(train))[:CALIBRATION]
    _write_rows(os.path.join(scratch, "calibration.csv"), inputs[rows])
    with torch.no_grad():
        np.save(os.path.join(scratch, "float.npy"), network(torch.tensor(inputs[held], dtype=torch.float32)).numpy())
    np.save(os.path.join(scratch, "cross.npy"), cross)


def write_card(data_folder, folder, scratch, generated):
    taxels, labels, objects, orientations = data.load_grasps(data_folder)
    held_objects, held, train = split(taxels, objects)
    truth, groups = labels[held], objects[held]
    selection = candidates.selection("contact-slip")
    exact = np.load(os.path.join(scratch, "float.npy"))
    fixed = np.loadtxt(os.path.join(scratch, "answers.csv"), delimiter=",", ndmin=2)
    cross = np.load(os.path.join(scratch, "cross.npy"))
    on = "held-out objects"
    table = []
    for name, answers in (("int8 on the board", fixed), ("float32", exact)):
        hit = answers.argmax(1) == truth
        where = f"{on}, {name}"
        everything = np.arange(len(truth))
        statistics = {"accuracy": lambda rows, h=hit: h[rows].mean(),
                      "f1-slip": lambda rows, a=answers: metrics.f1(truth[rows], a[rows].argmax(1), 0),
                      "expected-calibration-error": lambda rows, a=answers: metrics.calibration_error(a[rows], truth[rows])}
        table += [card.metric(key, where, of(everything), metrics.bootstrap_by_group(groups, of), OUTPUT, len(truth)) for key, of in statistics.items()]
    loss = lambda rows: np.mean((exact.argmax(1)[rows] == truth[rows]) * 1.0 - (fixed.argmax(1)[rows] == truth[rows]))
    table.append(card.metric("accuracy-lost-to-int8", on, loss(np.arange(len(truth))), metrics.bootstrap_by_group(groups, loss), OUTPUT, len(truth)))
    table.append(card.metric("same-answer-as-float32", on, np.mean(exact.argmax(1) == fixed.argmax(1)), None, OUTPUT, len(truth)))
    for name in data.ORIENTATIONS:
        rows = np.flatnonzero(orientations[held] == name)
        hit = fixed.argmax(1) == truth
        table.append(card.metric("accuracy", f"{on}, int8 on the board, palm {name}", hit[rows].mean(),
                                 metrics.bootstrap_by_group(groups[rows], lambda inner, r=rows: hit[r[inner]].mean()), OUTPUT, len(rows)))
    cross_hit = cross.argmax(1) == labels[train]
    table.append(card.metric("accuracy", f"training objects, {FOLDS}-fold by object, float32", cross_hit.mean(),
                             metrics.bootstrap_by_group(objects[train], lambda rows: cross_hit[rows].mean()), OUTPUT, train.sum()))
    with open(generated, encoding="utf-8") as file:
        digest = re.search(r"digest ([0-9a-f]{64})", file.read()).group(1)
    card.write(folder, {
        "name": "contact-slip", "file": "model.onnx",
        "task": "Says on the board, from a window of readings of three fingertips taken before the lift, whether the grasp will slip or hold.",
        "input": {"name": INPUT, "type": "float32", "shape": [1, 3, 24],
                  "meaning": "the tactile window of firmware/NETWORKS.md: whole numbers from -127 to 127, first finger, middle finger, thumb, 24 taxels each"},
        "outputs": [{"name": OUTPUT, "shape": [1, 2], "labels": LABELS}],
        "method": f"{selection['chosen'].capitalize()}, trained with noise of {NOISE} of each finger's spread. One temperature, found on out-of-fold answers "
                  "for training objects, calibrates it and stands in the last layer. The board runs the int8 network that `convert-network` made of it "
                  f"with {CALIBRATION} training windows; the SHA-256 of that network's tables, the model digest of the board's decisions, is `{digest}`.",
        "boardDigest": digest,
        "data": {"name": "BioTac SP Stability Set v2, 4682 grasps of 41 objects in three orientations (the training files of the set)",
                 "source": "3D Perception Lab, biotacsp-stability-set-v2 (Garcia-Garcia et al., TactileGCN, IJCNN 2019)", "licence": "MIT",
                 "labels": "column slipped: 1 is slip, 0 is stable"},
        "split": {"how": f"By object: the same {len(held_objects)} of 41 objects as for grasp-stability, drawn once with seed {SEED}, are held out whole; no identical "
                         "window crosses the split. Network, temperature and calibration of the int8 factors come from the other 32.",
                  "seed": SEED, "objects": held_objects},
        "selection": {**selection, "history": (
            "Four networks were compared on training objects in a first look (4-fold, half the epochs) before the rule was written; the held-out objects "
            "were not looked at, but they are those on which the grasp-stability forests had been scored before.")},
        "metrics": table,
        "limits": [
            "It does not see slip happen: the data set has one reading for each grasp, taken before the lift, and no readings in time. The board's window "
            "averages readings against noise; it learnt nothing about their course.",
            "Another session is harder than another object (see the selection's rows with an orientation left out, and the grasp-stability model).",
            "Beside grasp-stability, 250 kB of trees on the robot, it is no worse on the held-out objects and worse by the selection's score, "
            "with an orientation left out above all: compare both cards.",
            "It knows one hand (Shadow Dexterous Hand, BioTac SP). A finger without contact is no case in the data: let contact be decided first."],
        "generators": []})
    print(f"contact-slip: int8 {table[0]['value']} [{table[0]['low']}, {table[0]['high']}], float32 {table[3]['value']}, lost {table[6]['value']} "
          f"[{table[6]['low']}, {table[6]['high']}], same answer {table[7]['value']}, 8-fold {cross_hit.mean():.4f}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"fit": fit_and_export, "card": write_card}[sys.argv[1]](*sys.argv[2:])
