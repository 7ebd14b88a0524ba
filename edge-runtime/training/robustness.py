"""Damages readings in ways that a test can repeat to the count, and says what the answers are worth then."""
import numpy as np

STEP = 8


def noise(rows):
    """Whole numbers from -STEP to STEP on every value, by a fixed pattern."""
    k, i = np.indices(rows.shape)
    return rows + (31 * k + 17 * i) % (2 * STEP + 1) - STEP


def dead(rows):
    """One value of each row at 0, another one from row to row."""
    damaged = rows.copy()
    damaged[np.arange(len(rows)), 7 * np.arange(len(rows)) % rows.shape[1]] = 0
    return damaged


def saturated(rows, most):
    """A third of the values at the end of the range."""
    damaged = rows.copy()
    damaged[:, : rows.shape[1] // 3] = most
    return damaged


def adversarial(probabilities, rows, labels):
    """Each value STEP up or down, whichever takes more from the right answer by finite differences of the model itself: small steps of an adversary."""
    worst = []
    for row, label in zip(rows, labels):
        each = np.repeat(row[None], 2 * len(row), 0)
        each[np.arange(len(row)), np.arange(len(row))] += STEP
        each[len(row) + np.arange(len(row)), np.arange(len(row))] -= STEP
        right = probabilities(each)[:, label]
        up, down = right[:len(row)], right[len(row):]
        worst.append(row + STEP * np.where(up < down, 1, np.where(down < up, -1, 0)))
    return np.array(worst)
