"""Accuracy, F1, calibration error and their intervals."""
import numpy as np


def f1(truth, predicted, positive):
    hit = np.sum((predicted == positive) & (truth == positive))
    wrong = np.sum(predicted == positive) + np.sum(truth == positive)
    return 2.0 * hit / wrong if wrong else 0.0


def calibration_error(probabilities, truth, bins=10):
    """Expected calibration error of the predicted class over equal-width bins of its probability."""
    confidence, predicted = probabilities.max(1), probabilities.argmax(1)
    correct = predicted == truth
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(correct[which == b].mean() - confidence[which == b].mean()) * np.mean(which == b)
                     for b in range(bins) if np.any(which == b)))


def bootstrap_by_group(groups, statistic, seed=20261123, rounds=2000):
    """The 95 % percentile interval of statistic(rows) when whole groups are drawn with replacement."""
    members = [np.flatnonzero(groups == g) for g in np.unique(groups)]
    generator = np.random.default_rng(seed)
    values = [statistic(np.concatenate([members[i] for i in generator.integers(0, len(members), len(members))]))
              for _ in range(rounds)]
    return float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


def wilson(hits, n):
    """The 95 % score interval of a proportion: for samples so small that a bootstrap can return a single point."""
    z = 1.96
    middle = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(hits * (n - hits) / n + z * z / 4)
    return middle - half, middle + half


def temperature(probabilities, truth):
    """The temperature T that minimises the log loss of softmax(log(p) / T), by a fixed grid."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(3.0), 93))
    return float(min(grid, key=lambda t: log_loss(scaled(probabilities, t), truth)))


def scaled(probabilities, t):
    """softmax(log(p + 0.001) / T): the same expression as in the graphs."""
    logits = np.log(probabilities + 1e-3) / t
    exponent = np.exp(logits - logits.max(1, keepdims=True))
    return exponent / exponent.sum(1, keepdims=True)


def log_loss(probabilities, truth):
    return float(-np.mean(np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-9))))
