"""The circuit solver beside badcrossbar 1.1.0: same crossbars, same run, outputs compared.

    pip install badcrossbar==1.1.0
    swift build -c release --package-path Benchmarks
    python3 Benchmarks/crossbar/compare.py > Benchmarks/crossbar/results.md

Wires of 2.5 ohm, cells evenly from 100 to 600 kilohm, one input of 0 to 0.2 V. Times are the least of
several, taken in turns on one core, each from conductances to all node voltages and currents. Where the
machine is shared, long runs are interrupted; processor time then tells what an idle core takes.
"""
import json
import logging
import os
import pathlib
import platform
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
import badcrossbar
import numpy as np

logging.disable(logging.INFO)
WIRE = 2.5
# size, repetitions of badcrossbar (0: too long), of one solve, of the effective matrix
CASES = [(32, 20, 200, 50), (64, 10, 100, 20), (128, 5, 100, 30), (256, 3, 40, 4), (512, 0, 10, 0), (1024, 0, 4, 0)]
binary = pathlib.Path(__file__).parent.parent / ".build/release/crossbar-benchmark"


def ours(resistances, voltages, solves, matrices):
    rows, columns = resistances.shape
    lines = [f"{rows} {columns} {WIRE} {WIRE} {WIRE} {WIRE}"]
    lines += [" ".join(repr(float(1 / r)) for r in row) for row in resistances]
    lines += [" ".join(repr(float(v)) for v in voltages)]
    run = subprocess.run(
        [binary, str(solves), str(matrices)], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def badcrossbars(resistances, voltages, repetitions):
    least = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        solution = badcrossbar.compute(voltages.reshape(-1, 1), resistances, r_i=WIRE)
        least = min(least, time.perf_counter() - start)
    return least, np.asarray(solution.currents.output).ravel()


def milliseconds(seconds):
    return "–" if seconds is None else f"{1000 * seconds:.3g}" if seconds < 1 else f"{1000 * seconds:.0f}"


print("# Crossbars with wires: the circuit solver beside badcrossbar 1.1.0\n")
print(__doc__.strip().split("\n\n")[-1].replace("\n", " ") + "\n")
print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}.\n")
print("| crossbar | badcrossbar, ms | naxdse, ms | ratio | effective matrix, ms | of processor time | memory, MB | iterations | largest difference |")
print("|" + "---|" * 9)
random = np.random.default_rng(1)
for size, repetitions, solves, matrices in CASES:
    resistances = random.uniform(100e3, 600e3, (size, size))
    voltages = random.uniform(0, 0.2, size)
    # Half of ours before and half after, so that a busy moment of the machine does not fall on one tool alone.
    result = ours(resistances, voltages, (solves + 1) // 2, matrices)
    theirs = badcrossbars(resistances, voltages, repetitions) if repetitions else None
    second = ours(resistances, voltages, (solves + 1) // 2, 0)
    solve = min(result["solve_s"], second["solve_s"])
    ratio = f"{theirs[0] / solve:.0f}" if theirs else "–"
    outputs = np.array(result["outputs_A"])
    difference = f"{np.max(np.abs(outputs / theirs[1] - 1)):.1e}" if theirs else "–"
    print(
        f"| {size}×{size} | {milliseconds(theirs and theirs[0])} | {milliseconds(solve)} | {ratio} "
        f"| {milliseconds(result['matrix_s'])} | {milliseconds(result['matrix_processor_s'])} | {second['peak_memory_MB']:.0f} | {result['iterations']} | {difference} |")
    sys.stdout.flush()
