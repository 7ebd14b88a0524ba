"""Simulated arms of three joints that move, and are touched or hit: synthetic data, for no real set of contacts is at hand.

The equations are those of EdgeAI.Runtime/Estimation: the recursive Newton-Euler algorithm of ArmModel and the generalized momentum observer of MomentumObserver
(De Luca and Mattone, 2005), over many arms at once. The arm that moves is not the arm that the observer knows: masses, centres and inertias are off by a tenth,
friction by a third, and the real friction has a Stribeck dip and a ripple of the gears that the observer does not know of. The motion follows its path
stiffly, so the motors give what the path, friction and the world ask of them.
"""
import numpy as np

JOINTS = 3
RATE = 125.0
GAIN = 50.0
NUDGE = 1e-5
REST_RATE = 0.01
SECONDS = 20.0
GRAVITY = np.array([0.0, 0.0, -9.80665])


def _cross(a, b):
    return np.stack([a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1], a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2], a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]], -1)


# Shoulder about z, shoulder about y, elbow about y; lengths along x of the turned frames.
AXES = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])


def _turn(axis, angle, v):
    """v turned about an axis (Rodrigues), by an angle per row."""
    c, s = np.cos(angle)[..., None], np.sin(angle)[..., None]
    along = (v @ axis)[..., None] * axis
    return c * v + s * _cross(np.broadcast_to(axis, v.shape), v) + (1 - c) * along


def torques(arm, q, qd, qdd, gravity):
    """The torques that a motion takes, without friction [n,3]; arm: offsets, masses, centres, inertias, rotors, each [n,3,...]."""
    rate = np.zeros(q.shape[:1] + (3,))
    spin = np.zeros_like(rate)
    acceleration = np.broadcast_to(-gravity, rate.shape)
    rates, spins, forces, moments = [], [], [], []
    for j in range(JOINTS):
        lever = arm["offset"][:, j]
        acceleration = acceleration + _cross(spin, lever) + _cross(rate, _cross(rate, lever))
        back = lambda v, j=j: _turn(AXES[j], -q[:, j], v)
        rate, spin, acceleration = back(rate), back(spin), back(acceleration)
        turning = qd[:, j, None] * AXES[j]
        spin = spin + qdd[:, j, None] * AXES[j] + _cross(rate, turning)
        rate = rate + turning
        centre = arm["centre"][:, j]
        at_centre = acceleration + _cross(spin, centre) + _cross(rate, _cross(rate, centre))
        inertia = arm["inertia"][:, j]
        forces.append(arm["mass"][:, j, None] * at_centre)
        moments.append(inertia * spin + _cross(rate, inertia * rate))
    out = np.zeros(q.shape)
    force, moment = np.zeros_like(rate), np.zeros_like(rate)
    for j in reversed(range(JOINTS)):
        centre = arm["centre"][:, j]
        if j + 1 < JOINTS:
            lever = arm["offset"][:, j + 1]
            turned_force, turned_moment = _turn(AXES[j + 1], q[:, j + 1], force), _turn(AXES[j + 1], q[:, j + 1], moment)
            moment = turned_moment + _cross(lever, turned_force)
            force = turned_force
        moment = moment + moments[j] + _cross(centre, forces[j])
        force = force + forces[j]
        out[:, j] = moment @ AXES[j] + arm["rotor"][:, j] * qdd[:, j]
    return out


def friction(arm, qd):
    """Viscous and Coulomb friction as ArmModel has it: against the rate, its sign smoothed about rest."""
    return arm["viscous"] * qd + arm["coulomb"] * np.tanh(qd / REST_RATE)


def observe(arm, q, qd, motor, period):
    """The observer's estimate of the world's torques, [sequences, readings, 3]; arm's arrays have a row per sequence."""
    count, readings, _ = q.shape
    flat = {key: np.repeat(value, readings, 0) for key, value in arm.items()}
    position, velocity, nothing = q.reshape(-1, 3), qd.reshape(-1, 3), np.zeros((count * readings, 3))
    momentum = torques(flat, position, nothing, velocity, np.zeros(3))
    drive = motor.reshape(-1, 3) - friction(flat, velocity) - torques(flat, position, nothing, nothing, GRAVITY)
    for j in range(JOINTS):
        aside = np.zeros(3)
        aside[j] = NUDGE
        energy = [0.5 * (velocity * torques(flat, position + way * aside, nothing, velocity, np.zeros(3))).sum(1) for way in (1.0, -1.0)]
        drive[:, j] += (energy[0] - energy[1]) / (2 * NUDGE)
    momentum, drive = momentum.reshape(q.shape), drive.reshape(q.shape)
    estimate, integral = np.zeros(q.shape), np.zeros((count, 3))
    for k in range(1, readings):
        integral += period * (drive[:, k] + drive[:, k - 1] + estimate[:, k - 1]) / 2
        estimate[:, k] = GAIN * (momentum[:, k] - momentum[:, 0] - integral) / (1 + GAIN * period / 2)
        integral += period * estimate[:, k] / 2
    return estimate


def arms(count, seed):
    """The arms: what they are, and what their observers believe of them."""
    r = np.random.default_rng(seed)
    length = np.column_stack([np.zeros(count), r.uniform(0.2, 0.4, count), r.uniform(0.2, 0.4, count)])
    offset = np.zeros((count, 3, 3))
    offset[:, 0, 2], offset[:, 2, 0] = 0.1, length[:, 1]
    mass = np.column_stack([r.uniform(1.5, 4.0, count), r.uniform(1.5, 4.0, count), r.uniform(0.6, 2.5, count)])
    centre = np.zeros((count, 3, 3))
    centre[:, 1, 0], centre[:, 2, 0] = 0.5 * length[:, 1], 0.5 * length[:, 2]
    inertia = mass[:, :, None] * (0.02 + length[:, :, None] ** 2 / 12) * np.array([0.2, 1.0, 1.0])
    real = {"offset": offset, "mass": mass, "centre": centre, "inertia": inertia, "rotor": r.uniform(0.1, 0.6, (count, 3)),
            "viscous": r.uniform(0.5, 4.0, (count, 3)), "coulomb": r.uniform(0.5, 3.0, (count, 3))}
    off = lambda value, share: value * (1.0 + share * r.uniform(-1.0, 1.0, value.shape[:2] + (1,) * (value.ndim - 2)))
    believed = {"offset": offset, "mass": off(mass, 0.1), "centre": off(centre, 0.1), "inertia": off(inertia, 0.1), "rotor": off(real["rotor"], 0.1),
                "viscous": off(real["viscous"], 0.33), "coulomb": off(real["coulomb"], 0.33)}
    return real, believed, length


def _paths(count, time, r):
    """Smooth paths with rests: quintic steps between random poses."""
    q, qd, qdd = (np.zeros((count, len(time), 3)) for _ in range(3))
    for row in range(count):
        at, pose = 0.0, r.uniform(-1.2, 1.2, 3)
        while at < time[-1]:
            span, rest = r.uniform(0.6, 3.0), r.choice([0.0, r.uniform(0.2, 1.5)])
            goal = pose + r.uniform(-1.0, 1.0, 3) * min(1.0, span / 1.2)
            goal = np.clip(goal, -2.0, 2.0)
            inside = (time >= at) & (time < at + span + rest)
            s = np.clip((time[inside] - at) / span, 0.0, 1.0)[:, None]
            step = (goal - pose)[None, :]
            q[row, inside] = pose + step * (10 * s ** 3 - 15 * s ** 4 + 6 * s ** 5)
            qd[row, inside] = step * (30 * s ** 2 - 60 * s ** 3 + 30 * s ** 4) / span
            qdd[row, inside] = step * (60 * s - 180 * s ** 2 + 120 * s ** 3) / span ** 2
            at, pose = at + span + rest, goal
    return q, qd, qdd


def _contacts(count, time, r):
    """A force in the base's directions [n, t, 3], where on which body it acts, and its size; hits last 0.03 to 0.2 s, pushes 0.5 to 2 s."""
    force = np.zeros((count, len(time), 3))
    for row in range(count):
        for at in np.cumsum(r.uniform(2.5, 8.0, 8)):
            if r.uniform() < 0.35 or at > time[-1] - 2.5:
                continue
            hit = r.uniform() < 0.6
            span, peak = (r.uniform(0.03, 0.2), np.exp(r.uniform(np.log(15), np.log(150)))) if hit else (r.uniform(0.5, 2.0), np.exp(r.uniform(np.log(10), np.log(60))))
            s = (time - at) / span
            shape = np.where((s >= 0) & (s <= 1), np.sin(np.pi * np.clip(s, 0, 1)) if hit else np.minimum(1.0, np.minimum(s, 1 - s) * span / 0.1), 0.0)
            direction = r.standard_normal(3)
            force[row] += shape[:, None] * peak * direction / np.linalg.norm(direction)
    return force, r.integers(1, 3, count), r.uniform(0.4, 1.0, count)


def _world_torques(length, offset, q, force, body, share):
    """J^T F at a point a share along a body, by the base's directions."""
    count, readings, _ = q.shape
    axes, origins = [], []
    identity = np.broadcast_to(np.eye(3), (count * readings, 3, 3))
    flat = q.reshape(-1, 3)
    turn = identity
    origin = np.zeros((count * readings, 3))
    columns = lambda m, v: np.einsum("nij,nj->ni", m, v)
    for j in range(JOINTS):
        origin = origin + columns(turn, np.repeat(offset[:, j], readings, 0))
        turned = np.stack([_turn(AXES[j], flat[:, j], np.broadcast_to(np.eye(3)[i], (len(flat), 3))) for i in range(3)], -1)
        turn = turn @ turned
        axes.append(columns(turn, np.broadcast_to(AXES[j], origin.shape)))
        origins.append(origin)
    reach = np.repeat(length[np.arange(count), body] * share, readings)
    out = np.zeros((count * readings, 3))
    for chosen in (1, 2):
        rows = np.repeat(body == chosen, readings)
        frame = identity
        for j in range(chosen + 1):
            turned = np.stack([_turn(AXES[j], flat[:, j], np.broadcast_to(np.eye(3)[i], (len(flat), 3))) for i in range(3)], -1)
            frame = frame @ turned
        point = origins[chosen] + columns(frame, np.column_stack([reach, np.zeros((len(reach), 2))]))
        for j in range(chosen + 1):
            arm = _cross(axes[j], point - origins[j])
            out[rows, j] = (arm * force.reshape(-1, 3)).sum(1)[rows]
    return out.reshape(q.shape)


def draw(count, seed):
    """residuals and rates [arms, readings, 6], the force's size [arms, readings] in newton, and its joint torques' size in newton metre; one arm each."""
    r = np.random.default_rng(seed + 7)
    real, believed, length = arms(count, seed)
    time = np.arange(int(SECONDS * RATE)) / RATE
    q, qd, qdd = _paths(count, time, r)
    force, body, share = _contacts(count, time, r)
    world = _world_torques(length, real["offset"], q, force, body, share)
    flat = {key: np.repeat(value, len(time), 0) for key, value in real.items()}
    shape = q.shape
    motor = torques(flat, q.reshape(-1, 3), qd.reshape(-1, 3), qdd.reshape(-1, 3), GRAVITY).reshape(shape)
    each = {key: value[:, None] for key, value in real.items()}
    # A Stribeck dip and the gears' ripple: what the observer knows nothing of.
    stribeck = 0.3 * each["coulomb"] * np.tanh(qd / REST_RATE) * np.exp(-(qd / 0.05) ** 2)
    ripple = r.uniform(0.02, 0.15, (count, 1, 3)) * each["coulomb"] * np.sin(r.integers(20, 101, (count, 1, 3)) * q + r.uniform(0, 6.28, (count, 1, 3)))
    motor = motor + friction(each, qd) + stribeck + ripple * (np.abs(qd) > REST_RATE) - world
    measured = motor + r.uniform(0.02, 0.15, (count, 1, 3)) * r.standard_normal(shape)
    seen_rate = qd + r.uniform(0.0005, 0.004, (count, 1, 1)) * r.standard_normal(shape)
    residual = observe(believed, q + 1e-4 * r.standard_normal(shape), seen_rate, measured, 1.0 / RATE)
    return np.concatenate([residual, seen_rate], 2), np.linalg.norm(force, axis=2), np.linalg.norm(world, axis=2)
