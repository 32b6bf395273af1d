#!/usr/bin/env python3
"""How much of what wires do to a layer's sums the gains of training miss (docs/results.md).

usage: training-model.py NAXDSE       needs numpy

One layer of normal 8-bit weights in differential pairs of 2-bit cells (100 kΩ to 1 MΩ) on one crossbar, wires of 2.5 Ω a segment, 50 Ω at
the ends. `naxdse crossbar` gives the exact effective conductances of the stored weights, as simulate uses them, and of arrays of mean
conductance, as training does (Sources/CoSearch/Crossbars). Inputs are 8-bit numbers, half of them 0. Seed 1.
"""
import os, subprocess, sys, tempfile
import numpy as np

HIGH, LOW = 1e-5, 1e-6
STEP = (HIGH - LOW) / 3
FACTORS = np.array([1, 4, 16, 64] * 2)  # positive side, then negative


def effective(tool, cells):
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        np.savetxt(path("g"), cells, delimiter=",", fmt="%.17g")
        np.savetxt(path("v"), np.ones((1, len(cells))), delimiter=",")
        subprocess.run([tool, "crossbar", "--conductances", path("g"), "--voltages", path("v"), "--row-resistance", "2.5 Ω", "--column-resistance",
                        "2.5 Ω", "--source-resistance", "50 Ω", "--sink-resistance", "50 Ω", "--effective-matrix", path("e"), "--json"],
                       check=True, stdout=subprocess.DEVNULL)
        return np.loadtxt(path("e"), delimiter=",")


def levels(weights):
    """rows × 8 columns a weight."""
    sides = [np.maximum(0, weights), np.maximum(0, -weights)]
    return np.stack([side >> 2 * k & 3 for side in sides for k in range(4)], -1).reshape(len(weights), -1)


def rms(x): return np.sqrt((x ** 2).mean())


q = np.arange(-127, 128)
density = np.exp(-0.5 * (3 * q / 127) ** 2)
mean_levels = (density / density.sum()) @ levels(q[:, None])
shares = mean_levels * FACTORS / (mean_levels @ FACTORS)
random = np.random.default_rng(1)
for size in 32, 64, 128:
    weights = random.normal(size=(size, size // 8))
    weights = np.round(weights / np.abs(weights).max(0) * 127).astype(int)
    inputs = random.integers(0, 256, (2000, size)) * (random.random((2000, size)) < 0.5)
    stored = (effective(sys.argv[1], LOW + STEP * levels(weights)) - LOW) / STEP
    signed = FACTORS * np.where(np.arange(8) < 4, 1, -1)
    ideal, simulated = inputs @ weights, inputs @ (stored.reshape(size, -1, 8) @ signed)

    def missed(columns, shares):
        cells = np.tile(columns, (size, 1))
        gains = (effective(sys.argv[1], cells) / cells).reshape(size, -1, 8) @ shares
        return rms(inputs @ (gains * weights) - simulated) / rms(ideal - simulated)

    print(f"{size}×{size}: wires change a sum by {rms(ideal - simulated) / rms(ideal):.1%}; missed with the device's mean conductance "
          f"{missed(np.full(size, (HIGH + LOW) / 2), FACTORS / FACTORS.sum()):.0%}, with the slices' {missed(LOW + STEP * np.resize(mean_levels, size), shares):.0%}")
