"""Trains the external-contact model: the last external torques and rates of an arm's joints -> free or touched. Synthetic data only."""
import json
import os
import sys

import numpy as np
import torch

import arm_world
import candidates
import card
import inputs
import metrics
import sequences
import trees

SEED = candidates.SEED
LABELS = ["free", "contact"]
INPUT, OUTPUT = "joints", "state"
# Fixed before the first result. No arm is in two parts.
LENGTH, STRIDE, TRAINING_STRIDE = 25, 1, 5
TRAINING_ARMS, TEST_ARMS = 200, 400
TRAINING_SEED, TEST_SEED = 2026, 77_000
LEVELS = (0.5, 0.9)
# What is touched with less than this at a joint, in newton metre, is not asked for: no residual of an arm that is known to a tenth shows it.
LEAST_TORQUE, LEAST_FORCE = 1.0, 5.0
AFTER = 0.3

CANDIDATES = {
    "residuals, logistic": lambda: sequences.Logistic(candidates.JointResidual(arm_world.JOINTS)),
    "residuals, boosted": lambda: sequences.Boosted(candidates.JointResidual(arm_world.JOINTS)),
    "residuals, convolution": lambda: sequences.Convolution(candidates.JointResidual(arm_world.JOINTS)),
}


def touched(force, world):
    return (force > LEAST_FORCE) & (world > LEAST_TORQUE)


def training_windows():
    x, force, world = arm_world.draw(TRAINING_ARMS, TRAINING_SEED)
    return sequences.windows_of(x, touched(force, world), LENGTH, TRAINING_STRIDE)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    selection = candidates.selection("external-contact")
    make = CANDIDATES[selection["chosen"]]
    windows, labels, groups = training_windows()
    heat = sequences.temperature(sequences.out_of_fold(make, windows, labels, groups), labels)
    model = sequences.Calibrated(sequences.fit(make, windows, labels), heat).eval()
    trees.export(model, torch.zeros(1, LENGTH, 2 * arm_world.JOINTS), os.path.join(folder, "model.onnx"), INPUT, [OUTPUT])

    x, force, world = arm_world.draw(TEST_ARMS, TEST_SEED)
    there = touched(force, world)
    on = "simulated arms that training never saw"
    p, truth, arms, rows = sequences.alarm_figures(model, x, there, LENGTH, STRIDE, arm_world.RATE, LEVELS, AFTER)
    right = p.argmax(1) == truth
    table = [card.metric("accuracy", on, right.mean(), metrics.bootstrap_by_group(arms, lambda r: right[r].mean(), rounds=200), OUTPUT, len(truth)),
             card.metric("f1-contact", on, metrics.f1(truth, p.argmax(1), 1), metrics.bootstrap_by_group(arms, lambda r: metrics.f1(truth[r], p[r].argmax(1), 1), rounds=200), OUTPUT, truth.sum()),
             card.metric("expected-calibration-error", on, metrics.calibration_error(p, truth), None, OUTPUT, len(truth))]
    table += sequences.alarm_metrics(card, rows, LEVELS, on, OUTPUT)

    few = np.random.default_rng(SEED).permutation(len(windows))[:6000]
    held, _, held_groups = sequences.windows_of(x[:200], there[:200], LENGTH, 125)
    statistics = inputs.fit(windows[few].reshape(len(few), -1), groups[few], held.reshape(len(held), -1), 1.0 / arm_world.RATE, 24, alarm=LEVELS[-1], floor=1e-3, held_groups=held_groups)
    inputs.write(folder, INPUT, statistics)
    table += statistics.table(on)

    # To the wire's step of a millionth: what the stage gets is what is written here.
    x = np.round(x, 4)
    asked, _, _ = sequences.windows_of(x[:4], there[:4], LENGTH, 400)
    card.write_reference(folder, asked, {OUTPUT: sequences.answers(model, asked)}, whole=False)
    card.write_sequence(folder, [x[row, :1000] for row in range(2)], [there[row, :1000] for row in range(2)], STRIDE,
                        [sequences.answers(model, sequences.windows_of(x[row:row + 1, :1000], there[row:row + 1, :1000], LENGTH, STRIDE)[0])[:, 1] for row in range(2)])
    write_observer_reference(os.path.join(folder, "observer.json"))
    card.write(folder, {
        "name": "external-contact", "file": "model.onnx",
        "task": "SYNTHETIC DATA ONLY. Says from the last 200 ms of an arm's external torques, 125 a second, whether something touches or hits it.",
        "input": {"name": INPUT, "type": "float32", "shape": [1, LENGTH, 2 * arm_world.JOINTS],
                  "meaning": f"{LENGTH} readings 8 ms apart, each the external torques of {arm_world.JOINTS} joints in N m, as MomentumObserver estimates them with a gain of {arm_world.GAIN:.0f} 1/s, then their rates in rad/s"},
        "outputs": [{"name": OUTPUT, "shape": [1, 2], "labels": LABELS}],
        "method": f"{selection['chosen'].capitalize()}: {candidates.JointResidual.__doc__} One temperature ({heat:.3f}), found on out-of-fold answers for training arms, calibrates it. All of it stands in the graph. The stage calls an alarm from a probability of {LEVELS[-1]} (input.json, alarmAt), which was fixed before the first result.",
        "data": {"name": f"Synthetic data only: {TRAINING_ARMS} simulated arms to train, {TEST_ARMS} to measure, {arm_world.SECONDS:.0f} s each; edge-runtime/training/arm_world.py says the physics",
                 "source": "this project's simulation: rigid bodies, friction with a Stribeck dip, gear ripple, noise, and an observer that knows the arm to a tenth and its friction to a third", "licence": "as the project",
                 "labels": f"contact: a force above {LEAST_FORCE:.0f} N acts that puts more than {LEAST_TORQUE:.0f} N m on the joints"},
        "split": {"how": f"By simulated arm: bodies, friction, what the observer believes, noise, path and contacts are drawn anew for every arm; training from seed {TRAINING_SEED}, measuring from seed {TEST_SEED}. "
                         "Configuration and temperature come from the training arms, in four folds by arm.", "seed": TEST_SEED},
        "selection": {**selection, "history": "Seeds, rule and candidates were committed before the first result (edge-runtime/training/choose.py, external_contact.py)."},
        "metrics": table,
        "limits": [
            "SYNTHETIC DATA ONLY: the figures say that the model learnt the simulation. Train it on your own arm before you rely on it; edge-runtime/training/YOUR_OWN.md is the way.",
            "No safety function: no force or speed limit of a standard rests on it.",
            "It is fed by the momentum observer: where the arm's model is off by more than a tenth (an unknown tool or payload), it sees contacts that are none.",
            "Three joints of 0.5 to 3 N m of friction, as drawn: another arm's residuals are another size and need their own training.",
            "The motion follows its path stiffly in the simulation; a compliant controller gives way, and shows a contact later."],
        "generators": []})
    print(f"external-contact: {selection['chosen']}, temperature {heat:.2f}; " + "; ".join(f"{m['name']} on {m['on']} {m['value']} [{m.get('low')}, {m.get('high')}]" for m in table))


def write_observer_reference(path):
    """One arm, its states and what the observer makes of them here: a test holds the robot's own ArmModel and MomentumObserver against it."""
    _, believed, _ = arm_world.arms(1, 5)
    r = np.random.default_rng(5)
    time = np.arange(60) / arm_world.RATE
    phase = r.uniform(0, 6, 3)
    q = np.sin(2.0 * time[:, None] * np.array([1.0, 1.7, 2.3]) + phase)[None]
    qd = (2.0 * np.array([1.0, 1.7, 2.3]) * np.cos(2.0 * time[:, None] * np.array([1.0, 1.7, 2.3]) + phase))[None]
    motor = 3.0 * r.standard_normal((1, 60, 3))
    estimate = arm_world.observe(believed, q, qd, motor, 1.0 / arm_world.RATE)
    document = {"gain": arm_world.GAIN, "periodSeconds": 1.0 / arm_world.RATE, "axes": arm_world.AXES.tolist(), **{key: value[0].tolist() for key, value in believed.items()},
                "positions": q[0].tolist(), "rates": qd[0].tolist(), "motor": motor[0].tolist(), "external": estimate[0].tolist()}
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
