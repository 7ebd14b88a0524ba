"""What a person asks of an alarm: how many events it finds, how late, and how often it cries for nothing."""
import numpy as np
from math import lgamma


def runs(flags):
    """[start, end) of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, int), [0]])))
    return list(zip(edges[::2], edges[1::2]))


def score(truth, alarm, seconds, period, late=0.5, after=0.3):
    """One sequence of decisions: truth and alarm are flags, seconds their times, rising.

    Returns delays (seconds, NaN for an event without an alarm until `late` after it began or ended, whichever comes later), alarms that began
    while nothing was there nor had been for `after`, and the hours in which nothing was there. Alarms that stood when an event began count
    with a delay of 0 and, if they began before it by more than `after`, as false as well.
    """
    events = [(seconds[a], seconds[b - 1]) for a, b in runs(truth)]
    alarms = [(seconds[a], seconds[b - 1]) for a, b in runs(alarm)]
    delays = []
    for begin, end in events:
        hits = [max(first - begin, 0.0) for first, last in alarms if first <= max(end, begin + late) and last >= begin]
        delays.append(min(hits) if hits else np.nan)
    false = sum(1 for first, last in alarms if not any(first <= end + after and last >= begin - after for begin, end in events))
    quiet = len(truth) * period - sum(end - begin + period + after for begin, end in events)
    return delays, false, max(quiet, 0.0) / 3600.0


def poisson_interval(count):
    """The exact 95 % interval of a Poisson count (Garwood), by bisection."""
    def tail(mean, upto):
        return sum(np.exp(k * np.log(mean) - mean - lgamma(k + 1)) for k in range(upto + 1)) if mean > 0 else 1.0

    def solve(target, upto):
        low, high = 0.0, 10.0 * (count + 5)
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if tail(middle, upto) > target else (low, middle)
        return low
    return (0.0 if count == 0 else solve(0.975, count - 1)), solve(0.025, count)
