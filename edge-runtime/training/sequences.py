"""What the models over sequences share: windows, candidates, fitting, calibration, and the score of an alarm over whole sequences."""
import numpy as np
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

import alarms
import candidates
import metrics
import trees

SEED = candidates.SEED
FOLDS = 4
BATCH, EPOCHS = 256, 8


class Logistic(torch.nn.Module):
    """One weight per feature of the view: the alarm that a person would write by hand, with its limits fitted."""

    def __init__(self, view):
        super().__init__()
        self.view = view
        self.scale = torch.nn.BatchNorm1d(view.flat_count, affine=False)
        self.linear = torch.nn.Linear(view.flat_count, 2)

    def forward(self, x):
        return self.linear(self.scale(self.view.flat(x)))


class Convolution(torch.nn.Module):
    """Two convolutions over the view's channels in time, and their maximum and mean."""

    def __init__(self, view, width=12):
        super().__init__()
        self.view = view
        self.scale = torch.nn.BatchNorm1d(view.channel_count, affine=False)
        self.first = torch.nn.Conv1d(view.channel_count, width, 5)
        self.second = torch.nn.Conv1d(width, width, 5)
        self.linear = torch.nn.Linear(3 * width, 2)

    def forward(self, x):
        h = torch.relu(self.second(torch.relu(self.first(self.scale(self.view.channels(x))))))
        return self.linear(torch.cat([h.amax(2), h.mean(2), h[:, :, -1]], 1))


class Boosted(torch.nn.Module):
    """Boosted trees over the view's features; 0 for the first class beside the log odds of the second."""

    def __init__(self, view):
        super().__init__()
        self.view = view
        self.forest = None

    def forward(self, x):
        odds = self.forest(self.view.flat(x))
        return torch.cat([torch.zeros_like(odds), odds], 1)


class Calibrated(torch.nn.Module):
    """A fitted candidate and its temperature."""

    def __init__(self, model, temperature):
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(self, x):
        return torch.softmax(self.model(x) / self.temperature, 1)


def fit(make, windows, labels):
    torch.manual_seed(SEED)
    model = make()
    if isinstance(model, Boosted):
        with torch.no_grad():
            features = np.concatenate([model.view.flat(part).numpy() for part in torch.tensor(windows).split(4096)])
        forest = HistGradientBoostingClassifier(max_iter=120, learning_rate=0.08, max_leaf_nodes=16, l2_regularization=5.0, random_state=SEED)
        model.forest = trees.TreeModule(trees.from_boosting(forest.fit(features, labels)))
        return model.eval()
    order = np.random.default_rng(SEED)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    x, y = torch.tensor(windows), torch.tensor(labels)
    for _ in range(EPOCHS):
        for rows in torch.tensor(order.permutation(len(y))).split(BATCH):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
        schedule.step()
    return model.eval()


def answers(model, windows):
    with torch.no_grad():
        return np.concatenate([model(part).numpy() for part in torch.tensor(windows).split(4096)])


def out_of_fold(make, windows, labels, groups):
    logits = np.zeros((len(labels), 2))
    for train, test in GroupKFold(min(FOLDS, len(np.unique(groups)))).split(windows, groups=groups):
        logits[test] = answers(fit(make, windows[train], labels[train]), windows[test])
    return logits


def choice_score(make, windows, labels, groups):
    logits = out_of_fold(make, windows, labels, groups)
    return {"score": average_precision_score(labels, logits[:, 1] - logits[:, 0]), "accuracy": (logits.argmax(1) == labels).mean()}


def temperature(logits, labels):
    def loss(t):
        z = (logits[:, 1] - logits[:, 0]) / t
        return np.mean(np.logaddexp(0.0, np.where(labels == 1, -z, z)))
    return float(min(np.exp(np.linspace(np.log(0.3), np.log(5.0), 113)), key=loss))


def windows_of(sequences, truth, length, stride):
    """float32 windows [n, length, channels], the label at the end of each, and the sequence each is of."""
    ends = np.arange(length, sequences.shape[1] + 1, stride)
    parts = np.stack([sequences[:, end - length:end] for end in ends], 1).astype(np.float32)
    return parts.reshape((-1,) + parts.shape[2:]), truth[:, ends - 1].astype(np.int64).ravel(), np.repeat(np.arange(len(sequences)), len(ends))


def alarm_figures(model, sequences, truth, length, stride, rate, levels, after):
    """Probabilities and labels of every decision, and per level of probability (delays, false alarms, quiet hours) of each sequence."""
    ends = np.arange(length, sequences.shape[1] + 1, stride)
    seconds, period = (ends - 1) / rate, stride / rate
    probabilities, rows = [], {level: [] for level in levels}
    for sequence, there in zip(sequences, truth):
        windows = np.stack([sequence[end - length:end] for end in ends]).astype(np.float32)
        p = answers(model, windows)
        probabilities.append(p)
        # An event that ended between two decisions still counts: it is there at the first decision after it began.
        at_ends = np.array([there[max(0, end - stride):end].any() for end in ends])
        for level in levels:
            rows[level].append(alarms.score(at_ends, p[:, 1] >= level, seconds, period, after=after))
    return np.concatenate(probabilities), truth[:, ends - 1].astype(np.int64).ravel(), np.repeat(np.arange(len(sequences)), len(ends)), rows


def alarm_metrics(card, rows, levels, on, output):
    """The table's rows: events found, delays, false alarms an hour, for each level of probability."""
    table = []
    for level in levels:
        delays = np.concatenate([np.array(part[0], float) for part in rows[level]])
        false, hours = sum(part[1] for part in rows[level]), sum(part[2] for part in rows[level])
        found = np.isfinite(delays)
        where = f"{on}, alarm at a probability of {level}"
        table.append(card.metric("events-found", where, found.mean(), metrics.wilson(found.sum(), len(found)), output, len(found)))
        table.append(card.metric("median-delay-milliseconds", where, 1000 * np.median(delays[found]), None, output, found.sum()))
        table.append(card.metric("95th-percentile-delay-milliseconds", where, 1000 * np.percentile(delays[found], 95), None, output, found.sum()))
        table.append(card.metric("false-alarms-per-hour", where, false / hours, [b / hours for b in alarms.poisson_interval(false)], output, false))
    table.append(card.metric("hours-without-an-event", on, hours))
    return table
