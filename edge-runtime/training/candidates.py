"""The configurations that choose.py compares and the training scripts build: for each model a handful, simplest first."""
import json
import os
from dataclasses import dataclass
from typing import Callable

import torch
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier

SEED = 2026
# Fingers, and taxels of each: those of the data set, set anew for a hand of one's own.
HAND = [3, 24]
SELECTION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "selection.json")


class Raw(torch.nn.Module):
    """The 72 taxels in raw counts."""

    def forward(self, taxels):
        return taxels.reshape(-1, HAND[0] * HAND[1])


class Shape(torch.nn.Module):
    """Each finger's 24 taxels with their mean removed and their spread divided out: its gain and offset are gone."""

    def forward(self, taxels):
        fingers = taxels.reshape(-1, HAND[0], HAND[1])
        centred = fingers - fingers.mean(2, keepdim=True)
        return (centred / torch.sqrt((centred * centred).mean(2, keepdim=True) + 1.0)).reshape(-1, HAND[0] * HAND[1])


class ShapeAndSpread(torch.nn.Module):
    """The shape of each finger, and the logarithm of its spread."""

    def forward(self, taxels):
        fingers = taxels.reshape(-1, HAND[0], HAND[1])
        centred = fingers - fingers.mean(2, keepdim=True)
        spread = torch.sqrt((centred * centred).mean(2, keepdim=True) + 1.0)
        return torch.cat([(centred / spread).reshape(-1, HAND[0] * HAND[1]), torch.log(spread).reshape(-1, HAND[0])], 1)


class Rank(torch.nn.Module):
    """How many of the finger's other taxels read less than each taxel: whatever bends all of them alike is gone."""

    def forward(self, taxels):
        fingers = taxels.reshape(-1, HAND[0], HAND[1])
        return (fingers.unsqueeze(2) < fingers.unsqueeze(3)).to(torch.float32).sum(3).reshape(-1, HAND[0] * HAND[1])


class Counts(torch.nn.Module):
    """The 15 x 6 counts of a window."""

    def forward(self, wrench):
        return wrench.reshape(-1, 90)


def _summary(series):
    """Level, spread, extremes and slope over the 15 samples of [n, 15, axes]."""
    centred = series - series.mean(1, keepdim=True)
    spread = torch.sqrt((centred * centred).mean(1))
    time = torch.arange(-7, 8, dtype=torch.float32).reshape(1, 15, 1)
    return [series.mean(1), spread, series.amin(1), series.amax(1), (series * time).mean(1)]


class Summary(torch.nn.Module):
    """Five statistics per axis over the window: level, spread, extremes, slope."""

    def forward(self, wrench):
        return torch.cat(_summary(wrench), 1)


class Statistics(torch.nn.Module):
    """Eleven statistics per axis over the window: level, spread, extremes, slope, jerkiness, first, last, and the mean of each third."""

    def forward(self, wrench):
        jerk = (wrench[:, 1:] - wrench[:, :-1]).abs().mean(1)
        return torch.cat([*_summary(wrench), jerk, wrench[:, 0], wrench[:, 14],
                          wrench[:, :5].mean(1), wrench[:, 5:10].mean(1), wrench[:, 10:].mean(1)], 1)


class StatisticsAndLengths(torch.nn.Module):
    """The eleven statistics, and the five of the force's and the torque's length, which no turn of the wrist changes."""

    def forward(self, wrench):
        lengths = torch.sqrt((wrench * wrench).reshape(-1, 15, 2, 3).sum(3))
        return torch.cat([Statistics()(wrench), *_summary(lengths)], 1)


@dataclass(frozen=True)
class Part:
    """One forest over one view of the input; parts of a candidate are averaged."""
    view: type
    forest: Callable
    noisy: bool = False


def _boosted():
    return HistGradientBoostingClassifier(max_iter=150, learning_rate=0.06, max_leaf_nodes=16, l2_regularization=5.0, random_state=SEED)


def _boosted_stiff():
    return HistGradientBoostingClassifier(max_iter=250, learning_rate=0.05, max_leaf_nodes=8, l2_regularization=20.0,
                                          min_samples_leaf=40, random_state=SEED)


def _extra_trees_shallow():
    return ExtraTreesClassifier(60, min_samples_leaf=12, max_features=0.3, random_state=SEED, n_jobs=1)


def _extra_trees(**settings):
    return lambda: ExtraTreesClassifier(100, class_weight="balanced", random_state=SEED, n_jobs=1, **settings)


def _random_forest():
    return RandomForestClassifier(100, class_weight="balanced", random_state=SEED, n_jobs=1)


GRASP = {
    "raw counts, boosted": [Part(Raw, _boosted)],
    "shape, boosted": [Part(Shape, _boosted)],
    "ranks, boosted": [Part(Rank, _boosted)],
    "shape with noise, boosted": [Part(Shape, _boosted_stiff, noisy=True)],
    "shape and spread, extra-trees with boosted": [Part(ShapeAndSpread, _extra_trees_shallow), Part(ShapeAndSpread, _boosted)],
    "shape, boosted, with ranks, boosted": [Part(Shape, _boosted), Part(Rank, _boosted)],
    "shape with noise, boosted, with ranks, boosted": [Part(Shape, _boosted_stiff, noisy=True), Part(Rank, _boosted)],
}

def _boosted_large():
    return HistGradientBoostingClassifier(max_iter=300, learning_rate=0.08, max_leaf_nodes=31, random_state=SEED)


def _extra_trees_deep():
    return ExtraTreesClassifier(80, max_features=0.3, random_state=SEED, n_jobs=1)


# For a hand that will only ever grasp objects that it was trained on: what it remembers of them may count. Worse on objects that it never saw.
KNOWN_OBJECTS = [Part(Raw, _boosted_large), Part(ShapeAndSpread, _extra_trees_deep)]

WRENCH = {
    "counts, extra-trees": Part(Counts, _extra_trees()),
    "five statistics, extra-trees": Part(Summary, _extra_trees()),
    "eleven statistics, extra-trees, leaves of two": Part(Statistics, _extra_trees(min_samples_leaf=2)),
    "eleven statistics, extra-trees": Part(Statistics, _extra_trees()),
    "eleven statistics, random forest": Part(Statistics, _random_forest),
    "eleven statistics, extra-trees, a third of them per cut": Part(Statistics, _extra_trees(max_features=0.33)),
    "eleven statistics and lengths, extra-trees": Part(StatisticsAndLengths, _extra_trees()),
}


def _dense(hidden):
    return lambda: torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(72, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 2))


def _convolution(channels, kernel, hidden):
    return lambda: torch.nn.Sequential(
        torch.nn.Conv1d(3, channels, kernel), torch.nn.ReLU(), torch.nn.MaxPool1d(2), torch.nn.Flatten(),
        torch.nn.Linear(channels * ((25 - kernel) // 2), hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 2))


SLIP = {
    "dense 72-16-2": _dense(16),
    "dense 72-32-2": _dense(32),
    "convolution of 8 kernels over 3 taxels, pooled by 2, dense 16-2": _convolution(8, 3, 16),
    "convolution of 12 kernels over 5 taxels, pooled by 2, dense 24-2": _convolution(12, 5, 24),
}


def selection(model):
    """What choose.py found for a model: rule, chosen (a key of the table above), candidates with their scores."""
    with open(SELECTION, encoding="utf-8") as file:
        return json.load(file)[model]


class LatestJoints(torch.nn.Module):
    """The latest reading: seven currents and seven rates."""

    def forward(self, joints):
        return joints[:, -1]


class JointCourse(torch.nn.Module):
    """The latest reading, its step from the one before, the mean and the spread of the window, and over the six joints the sums of the rates' and the currents' sizes, now and over the window."""

    def forward(self, joints):
        mean = joints.mean(1)
        spread = torch.sqrt(((joints - mean.unsqueeze(1)) ** 2).mean(1))
        sizes = joints.abs()
        sums = torch.cat([sizes[:, :, :6].sum(2, keepdim=True), sizes[:, :, 7:13].sum(2, keepdim=True)], 2)
        return torch.cat([joints[:, -1], joints[:, -1] - joints[:, -2], mean, spread, sums[:, -1], sums.mean(1), sums.amax(1), sums.amin(1)], 1)


@dataclass(frozen=True)
class JointCandidate:
    """One forest per fault over one view of the last readings."""
    view: type
    length: int
    forest: Callable
    boosted: bool = True


def _boosted_small():
    return HistGradientBoostingClassifier(max_iter=120, learning_rate=0.05, max_leaf_nodes=8, l2_regularization=5.0, min_samples_leaf=15, random_state=SEED)


def _joint_trees():
    return ExtraTreesClassifier(150, min_samples_leaf=2, max_features=0.3, random_state=SEED, n_jobs=1)


JOINTS = {
    "latest reading, boosted": JointCandidate(LatestJoints, 2, _boosted_small),
    "course of four readings, boosted": JointCandidate(JointCourse, 4, _boosted_small),
    "course of eight readings, boosted": JointCandidate(JointCourse, 8, _boosted_small),
    "course of four readings, extra-trees": JointCandidate(JointCourse, 4, _joint_trees, boosted=False),
    "course of eight readings, extra-trees": JointCandidate(JointCourse, 8, _joint_trees, boosted=False),
}


class TaxelActivity(torch.nn.Module):
    """How much the taxels move from reading to reading: their mean step, the logarithms of its size and of what each does beside it, and how the mean level changed since the window began."""

    channel_count, flat_count = 4, 16

    def channels(self, x):
        step = x[:, 1:] - x[:, :-1]
        together = step.mean(2)
        apart = torch.sqrt(((step - together.unsqueeze(2)) ** 2).mean(2) + 0.01)
        level = x.mean(2)
        change = level[:, 1:] - level[:, :1]
        return torch.stack([torch.log(apart), torch.log(together.abs() + 0.1), torch.sign(together) * torch.log(1.0 + together.abs()),
                            torch.sign(change) * torch.log(1.0 + change.abs())], 1)

    def flat(self, x):
        c = self.channels(x)
        return torch.cat([c[:, :, -4:].mean(2), c[:, :, -12:].mean(2), c.amax(2), c.mean(2)], 1)


class JointResidual(torch.nn.Module):
    """The external torques and the rates of the joints, torques squashed by their logarithm."""

    def __init__(self, joints):
        super().__init__()
        self.joints = joints
        self.channel_count, self.flat_count = 2 * joints + 1, 5 * (2 * joints + 1)

    def channels(self, x):
        x = x.transpose(1, 2)
        residual = x[:, :self.joints]
        squashed = torch.sign(residual) * torch.log(1.0 + residual.abs())
        length = torch.log(1.0 + torch.sqrt((residual ** 2).sum(1, keepdim=True)))
        return torch.cat([squashed, length, x[:, self.joints:]], 1)

    def flat(self, x):
        c = self.channels(x)
        return torch.cat([c[:, :, -1], c[:, :, -4:].mean(2), c.mean(2), c.amax(2), c[:, :, -1] - c[:, :, 0]], 1)
