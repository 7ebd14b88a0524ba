"""What a model's input looked like in training, written beside its card as input.json: the runtime flags what does not look like it.

A mean, a few directions with the spread along each, and one spread for everything else: the Mahalanobis distance under probabilistic principal
components (Tipping and Bishop, 1999). Its limit is the distance that 1 in 100 training inputs exceeds when whole groups (objects, minutes, arms)
are left out of the statistics; how many held-back inputs exceed it is measured and stands in the card.
"""
import json
import os
from dataclasses import dataclass, field

import numpy as np
from sklearn.model_selection import GroupKFold

import card
import metrics

FALSE_ALARMS = 0.01
FOLDS = 5
FORMAT = "edgeai-model-input/1"


@dataclass
class Statistics:
    period: float
    low: float
    high: float
    alarm: float
    restless: bool
    mean: np.ndarray
    directions: np.ndarray
    spreads: np.ndarray
    rest: float
    limit: float = 0.0
    measured: float = 0.0
    interval: tuple = field(default=(0.0, 1.0))
    count: int = 0

    def distance(self, x):
        """The squared distance of each row."""
        centred = np.asarray(x, float) - self.mean
        along = centred @ self.directions.T
        rest = np.maximum((centred ** 2).sum(1) - (along ** 2).sum(1), 0.0)
        return ((along / self.spreads) ** 2).sum(1) + rest / self.rest ** 2

    def table(self, on):
        return [card.metric("flagged-as-unfamiliar", on, self.measured, self.interval, None, self.count)]


def _describe(x, factors, floor):
    mean = x.mean(0)
    centred = x - mean
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    variance = singular ** 2 / max(len(x) - 1, 1)
    count = max(1, min(factors, len(variance) - 1, x.shape[1] - 1))
    left = variance[count:].sum() / max(x.shape[1] - count, 1)
    return mean, directions[:count], np.sqrt(np.maximum(variance[:count], floor ** 2)), float(np.sqrt(max(left, floor ** 2)))


def fit(x, groups, held, period, factors, alarm=None, restless=False, low=None, high=None, floor=1e-3, held_groups=None):
    """x, held: rows of what the graph is fed; alarm: the probability from which the stage calls a class other than the first; restless: whether every channel of a working sensor moves by itself; low, high: the sensor's rails, where they are known."""
    x, held = np.asarray(x, float), np.asarray(held, float)
    apart = np.zeros(len(x))
    folds = min(FOLDS, len(np.unique(groups)))
    for train, test in GroupKFold(folds).split(x, groups=groups):
        apart[test] = Statistics(period, None, None, None, False, *_describe(x[train], factors, floor)).distance(x[test])
    statistics = Statistics(period, low, high, alarm, restless, *_describe(x, factors, floor), limit=float(np.quantile(apart, 1.0 - FALSE_ALARMS)))
    if len(held):
        flagged = statistics.distance(held) > statistics.limit
        statistics.measured, statistics.count = float(flagged.mean()), len(flagged)
        statistics.interval = (metrics.wilson(flagged.sum(), len(flagged)) if held_groups is None
                               else metrics.bootstrap_by_group(held_groups, lambda rows: flagged[rows].mean()))
    return statistics


def _short(values):
    return [float(f"{v:.6g}") for v in np.ravel(values)]


def write(folder, name, s):
    document = {"format": FORMAT, "input": name, "periodMilliseconds": None if s.period is None else round(s.period * 1000.0, 3), "low": s.low, "high": s.high, "restless": s.restless, "alarmAt": s.alarm,
                "falseAlarmRate": FALSE_ALARMS, "measuredRate": round(s.measured, 4), "limit": float(f"{s.limit:.6g}"), "rest": float(f"{s.rest:.6g}"),
                "mean": _short(s.mean), "spreads": _short(s.spreads), "directions": [_short(d) for d in s.directions]}
    with open(os.path.join(folder, "input.json"), "w", encoding="utf-8") as out:
        json.dump(document, out, separators=(",", ":"))
        out.write("\n")
