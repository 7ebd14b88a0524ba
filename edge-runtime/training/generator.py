"""Fits the class-conditional generators that the simulated boards draw from: mixtures of Gaussians with a few factors each."""
import json

import numpy as np
from sklearn.cluster import KMeans

FEWEST_ROWS = 5


def _component(rows, weight, factors, floor):
    mean = rows.mean(0)
    centred = rows - mean
    count = max(0, min(factors, len(rows) - 2))
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    loads = directions[:count] * (singular[:count, None] / np.sqrt(max(len(rows) - 1, 1)))
    residual = centred.var(0) - (loads ** 2).sum(0)
    return {"weight": weight, "mean": mean, "factors": loads, "noise": np.sqrt(np.maximum(residual, floor ** 2))}


def _clusters(rows, spread, most, seed):
    """The largest number of clusters, up to most, that leaves FEWEST_ROWS rows in each."""
    for count in range(most, 1, -1):
        which = KMeans(count, n_init=4, random_state=seed).fit_predict(rows / spread)
        if np.bincount(which, minlength=count).min() >= FEWEST_ROWS:
            return count, which
    return 1, np.zeros(len(rows), int)


def fit(x, labels, names, components, factors, floor, seed):
    """x [n,d]; labels index names. A mean never is a single recorded window: a class with few rows is drawn towards the mean of all."""
    spread = x.std(0) + 1e-9
    classes = []
    for index, name in enumerate(names):
        rows = x[labels == index].astype(float)
        count, which = _clusters(rows, spread, int(np.clip(len(rows) // 8, 1, components)), seed)
        parts = [_component(rows[which == c], np.mean(which == c), factors, floor) for c in range(count)]
        if len(rows) < FEWEST_ROWS:
            parts[0]["mean"] = 0.75 * parts[0]["mean"] + 0.25 * x.mean(0)
        classes.append({"label": name, "components": parts})
    return classes


def draw(classes, index, count, seed, minimum, maximum):
    """Draws as the simulated board does: one component, its factors, its noise, rounded and clamped."""
    random = np.random.default_rng(seed)
    parts = classes[index]["components"]
    which = random.choice(len(parts), count, p=np.array([p["weight"] for p in parts]))
    rows = []
    for c in which:
        part = parts[c]
        rows.append(part["mean"] + random.standard_normal(len(part["factors"])) @ part["factors"]
                    + random.standard_normal(len(part["mean"])) * part["noise"])
    return np.clip(np.rint(np.array(rows)), minimum, maximum).astype(np.int64)


def _short(values):
    return [float(f"{v:.4g}") for v in values]


def write(path, name, shape, minimum, maximum, classes):
    document = {
        "format": "edgeai-class-conditional-gaussian/1", "name": name, "shape": list(shape), "integer": True,
        "minimum": minimum, "maximum": maximum,
        "classes": [{"label": c["label"], "components": [
            {"weight": float(f"{p['weight']:.4g}"), "mean": _short(p["mean"]),
             "factors": [_short(f) for f in p["factors"]], "noise": _short(p["noise"])} for p in c["components"]]} for c in classes]}
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, separators=(",", ":"))
        out.write("\n")
