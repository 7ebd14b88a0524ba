"""Reads the two data sets and finds identical windows."""
import os
import sys

import numpy as np
import pandas as pd

ORIENTATIONS = ("down", "side", "45")
ACTIVITIES = ("approach-to-grasp", "transfer-of-part", "position-after-transfer-failure", "approach-to-ungrasp", "motion-with-part")


def _existing(path):
    if not os.path.exists(path):
        sys.exit(f"{path}: no such file: give the folder that holds tactile/ and force-torque/ as the first argument of train.sh")
    return path


def load_grasps(folder):
    """taxels [n,72] int (ff 1..24, mf 1..24, th 1..24), labels (0 slip, 1 stable), object names, orientation names.

    The column `slipped` is 1 where the object slipped or fell: its counts per orientation equal the data set's own table.
    """
    frames = []
    for orientation in ORIENTATIONS:
        path = os.path.join(folder, "tactile", "biotac-sp-stability-v2", f"bts3v2_palm_{orientation}.csv")
        frame = pd.read_csv(_existing(path))
        frame["orientation"] = orientation
        frames.append(frame)
    frame = pd.concat(frames, ignore_index=True)
    columns = [f"{finger}_biotac_{taxel}" for finger in ("ff", "mf", "th") for taxel in range(1, 25)]
    return (frame[columns].to_numpy(np.int64), 1 - frame["slipped"].to_numpy(np.int64),
            frame["object"].to_numpy(str), frame["orientation"].to_numpy(str))


def load_failures(folder, problem):
    """windows [n,15,6] int and label names of lp<problem>.data, in the file's order."""
    path = os.path.join(folder, "force-torque", "robot-execution-failures", f"lp{problem}.data")
    windows, labels = [], []
    with open(_existing(path), encoding="ascii") as lines:
        for line in lines:
            fields = line.split()
            if len(fields) == 1:
                labels.append(fields[0])
                windows.append([])
            elif fields:
                windows[-1].append([int(field) for field in fields])
    return np.array(windows, np.int64).reshape(-1, 15, 6), np.array(labels)


def identical(arrays):
    """One integer per row over several arrays: equal rows, equal integer."""
    numbers = {}
    return [np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in array]) for array in arrays]


JOINTS = [f"J{joint}" for joint in range(6)] + ["tool"]
LONGEST_GAP_SECONDS = 2.5 * 1.005


def load_joints(folder):
    """The UR3's readings in order of time: rows [n,14] (seven currents in ampere, the tool's last, then seven rates in rad/s, the tool's 0),
    labels (0 normal, 1 protective stop, 2 grip lost), seconds from the first, row numbers in the file, and the run of each reading: a hole begins another.

    Temperatures are left out: they tell how long the arm has run, so that a split by time would be answered from the clock, and no JointState carries them.
    """
    path = os.path.join(folder, "force-torque", "ur3-cobotops", "ur3-cobotops-first-5200.csv")
    frame = pd.read_csv(_existing(path), sep=";", decimal=",", skipinitialspace=True)
    frame.columns = [name.strip() for name in frame.columns]
    columns = [f"Current_J{joint}" for joint in range(6)] + ["Tool_current"] + [f"Speed_J{joint}" for joint in range(6)]
    flags = frame[["Robot_ProtectiveStop", "grip_lost"]].astype(str).apply(lambda column: column.str.strip())
    whole = frame[columns].notna().all(axis=1) & flags.isin(["True", "False"]).all(axis=1)
    number = np.flatnonzero(whole.to_numpy())
    frame, flags = frame[whole], flags[whole]
    rows = np.column_stack([frame[columns].to_numpy(float), np.zeros(len(frame))])
    labels = np.where(flags["Robot_ProtectiveStop"] == "True", 1, np.where(flags["grip_lost"] == "True", 2, 0))
    stamp = pd.to_datetime(frame["Timestamp"].astype(str).str.strip('"'), utc=True)
    seconds = (stamp - stamp.iloc[0]).dt.total_seconds().to_numpy()
    run = np.cumsum(np.concatenate([[0], (np.diff(seconds) > LONGEST_GAP_SECONDS) | (np.diff(seconds) <= 0)]))
    return rows, labels, seconds, number, run
