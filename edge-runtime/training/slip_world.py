"""Simulated fingertips on which objects hold, creep and slip: synthetic data, for no real set of tactile sequences is at hand.

A fingertip of 24 taxels presses on an object of mass m. Each taxel is a bristle of a brush (Dahl's and the brush model's picture of friction): it sticks
and bears k z, until that exceeds its own static friction mu_s p; then it lets go down to a part of mu_k p and sticks again. Many bristles letting go at once
accelerate the object, which is the slip; one by one they are the creep before it. Static friction is drawn anew at each grip of a bristle, which makes the
micro-vibration that a slipping fingertip feels and a holding one does not; so does the object's texture, which presses on each taxel more and less as it slides by. A taxel reads its
share of the normal force and some of its bristle's shear, through the rubber's low-pass, sampled over a millisecond, in counts, with noise and drift. Beside slips there are things that are none: a moving arm, taps, a grip that is tightened, a load that grows and stays.
"""
import numpy as np

TAXELS, ROWS, COLUMNS = 24, 6, 4
RATE = 200.0
STEP = 0.0005
SUBSTEPS = int(round(1.0 / RATE / STEP))
SAMPLED = 2
SECONDS = 6.0
SETTLE = 0.5
# The object has slipped when it slid this far, beyond what its bristles bend, within this time.
SLID_METRES, SLID_READINGS = 1e-4, 5


def objects(count, seed):
    """The parameters of grips: object, finger and sensor, drawn independently."""
    r = np.random.default_rng(seed)
    log = lambda low, high: np.exp(r.uniform(np.log(low), np.log(high), count))
    normal = log(0.8, 8.0)
    static = r.uniform(0.3, 1.2, count)
    return {"normal": normal, "static": static, "kinetic": static * r.uniform(0.6, 0.95, count), "mass": log(0.03, 0.6), "stiffness": log(3e3, 3e4),
            "centre": np.column_stack([r.uniform(1.5, 3.5, count), r.uniform(1.0, 2.0, count)]), "radius": r.uniform(1.3, 3.0, count), "scatter": r.uniform(0.05, 0.25, count),
            "gain": log(60.0, 240.0), "uneven": 1.0 + 0.15 * r.standard_normal((count, TAXELS)), "shear": r.uniform(0.1, 0.5, count), "rubber": r.uniform(60.0, 250.0, count), "texture": r.uniform(0.05, 0.2, count), "wave": log(3e-4, 2e-3),
            "noise": log(0.6, 2.5), "drift": r.uniform(-3.0, 3.0, (count, TAXELS)), "rest": r.uniform(200.0, 800.0, (count, TAXELS))}


def _events(p, kinds, r):
    """What happens in each sequence, per step: factor of the normal force, load beside gravity's share, in newton."""
    count, steps = len(kinds), int(SECONDS / STEP)
    time = np.arange(steps) * STEP
    capacity = p["static"] * p["normal"]
    base = r.uniform(0.15, 0.55, count) * capacity
    load = np.repeat(base[:, None], steps, 1)
    grip = np.ones((count, steps))
    start = r.uniform(1.5, 5.0, count)
    ramp = np.clip((time[None, :] - start[:, None]) / r.uniform(0.05, 1.0, count)[:, None], 0.0, 1.0)
    slipping, loosening = kinds == 1, kinds == 2
    load[slipping] += ramp[slipping] * (capacity * r.uniform(1.05, 1.6, count) - base)[slipping, None]
    lowest = base / capacity * r.uniform(0.5, 0.9, count)
    grip[loosening] -= ramp[loosening] * (1.0 - lowest)[loosening, None]
    growing = kinds == 3
    load[growing] += ramp[growing] * (capacity * r.uniform(0.6, 0.8, count) - base)[growing, None]
    tightening = kinds == 4
    grip[tightening] += ramp[tightening] * r.uniform(0.2, 1.0, count)[tightening, None]
    # The arm moves in every sequence, little in most: an inertial load, the same for all taxels.
    wave = np.sin(2 * np.pi * (r.uniform(0.5, 12.0, count)[:, None] * time + r.uniform(0, 1, count)[:, None]))
    load += wave * (r.uniform(0.0, 0.15, count) * base)[:, None]
    # A tap on the object: a few milliseconds of force on the skin.
    tapped = kinds == 5
    for row in np.flatnonzero(tapped):
        for at in r.uniform(1.0, 5.5, 4):
            grip[row] += r.uniform(0.05, 0.3) * np.exp(-0.5 * ((time - at) / r.uniform(0.002, 0.01)) ** 2)
    # In half of the slips somebody notices: the grip is doubled, 0.2 to 0.6 s after.
    saved = (slipping | loosening) & (r.uniform(size=count) < 0.5)
    after = start + r.uniform(0.2, 0.6, count) + 0.3
    tighter = np.clip((time[None, :] - after[:, None]) / 0.1, 0.0, 1.0)
    grip[saved] *= (1.0 + 2.0 * tighter[saved])
    return grip, load


def simulate(p, kinds, seed):
    """counts [sequences, readings, 24] int, and whether the object slid over the last readings [sequences, readings]."""
    r = np.random.default_rng(seed)
    count, steps = len(kinds), int(SECONDS / STEP)
    grip, load = _events(p, kinds, r)
    y, x = np.divmod(np.arange(TAXELS), COLUMNS)
    away = ((y[None] - p["centre"][:, :1]) ** 2 + (x[None] - p["centre"][:, 1:]) ** 2) / p["radius"][:, None] ** 2
    share = np.sqrt(np.maximum(1.0 - away, 0.0))
    share = share / share.sum(1, keepdims=True)
    lever = p["shear"][:, None] * (y[None] - p["centre"][:, :1]) / ROWS
    stiffness = p["stiffness"][:, None] * share
    each_static = p["static"][:, None] * (1.0 + p["scatter"][:, None] * r.standard_normal((count, TAXELS)))
    damping = 0.2 * np.sqrt(p["stiffness"] * p["mass"])
    bend = np.zeros((count, TAXELS))
    place, speed = np.zeros(count), np.zeros(count)
    smooth = np.zeros((count, TAXELS))
    phase = r.uniform(0.0, 2 * np.pi, (count, TAXELS))
    slid_by = np.zeros((count, TAXELS))
    blend = (1.0 - np.exp(-2 * np.pi * p["rubber"] * STEP))[:, None]
    readings = steps // SUBSTEPS
    counts, slid = np.zeros((count, readings, TAXELS)), np.zeros((count, readings))
    total = np.zeros((count, TAXELS))
    for step in range(steps):
        bumps = 1.0 + p["texture"][:, None] * np.sin(2 * np.pi * slid_by / p["wave"][:, None] + phase)
        pressure = share * (p["normal"] * grip[:, step])[:, None] * bumps
        force = stiffness * bend
        lets_go = force > each_static * pressure
        if lets_go.any():
            left = np.minimum(force, p["kinetic"][:, None] * pressure) * r.uniform(0.2, 0.9, lets_go.shape)
            slid_by = np.where(lets_go, slid_by + bend - left / np.maximum(stiffness, 1e-9), slid_by)
            bend = np.where(lets_go, left / np.maximum(stiffness, 1e-9), bend)
            drawn = p["static"][:, None] * (1.0 + p["scatter"][:, None] * r.standard_normal(lets_go.shape))
            each_static = np.where(lets_go, np.maximum(drawn, p["kinetic"][:, None]), each_static)
            force = stiffness * bend
        rising = min(1.0, step * STEP / SETTLE)
        speed = speed + STEP * (rising * load[:, step] - force.sum(1) - damping * speed) / p["mass"]
        # Beyond 0.3 m/s the object has left; nothing is learnt from how it flies.
        speed = np.clip(speed, -0.3, 0.3)
        place = place + STEP * speed
        bend = bend + STEP * speed[:, None]
        smooth += blend * (pressure + lever * force - smooth)
        if step % SUBSTEPS >= SUBSTEPS - SAMPLED:
            total += smooth
        if (step + 1) % SUBSTEPS == 0:
            at = step // SUBSTEPS
            counts[:, at] = total / SAMPLED
            slid[:, at] = place - (share * bend).sum(1)
            total[:] = 0.0
    seconds = np.arange(readings)[None, :, None] / RATE
    counts = p["rest"][:, None] + p["gain"][:, None, None] * TAXELS / 4.0 * p["uneven"][:, None] * counts
    counts += p["drift"][:, None] * seconds + p["noise"][:, None, None] * r.standard_normal(counts.shape)
    before = np.concatenate([np.repeat(slid[:, :1], SLID_READINGS, 1), slid[:, :-SLID_READINGS]], 1)
    slips = slid - before > SLID_METRES
    settled = int((SETTLE + 0.3) * RATE)
    return np.clip(np.rint(counts), 0, 4095).astype(np.int16)[:, settled:], slips[:, settled:]


def draw(grips, seed):
    """grips sequences of as many grips: three in ten slip; the rest are all that is none."""
    r = np.random.default_rng(seed)
    kinds = r.choice([0, 1, 2, 3, 4, 5], grips, p=[0.25, 0.15, 0.15, 0.15, 0.15, 0.15])
    counts, slips = simulate(objects(grips, seed + 1), kinds, seed + 2)
    return counts, slips, kinds
