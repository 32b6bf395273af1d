#!/usr/bin/env python3
"""How fast two builds of naxdse train ResNet-20, in turns, on one core: images a second of processor time, and their ratio.

    Benchmarks/training/compare.py CIFAR-10 EARLIER LATER [--rounds 5] [--steps 40] [--batch 64]

CIFAR-10 is the folder of its binary version; EARLIER and LATER are executables, each followed by =LIBRARY where its training backend is not
found by itself: `old/naxdse=old/libnaxdse-torch.so`. Each round trains a few steps and then more with each build, in turns, so that what else the
machine does meets both alike; a step is the difference, without start and reading of images. Rounded: 8-bit weights and results on
crossbars of 64×64, as a retraining has them. Recipe: EARLIER rounds 30 epochs, LATER 24 in floating point and then 6 rounded.
Ratios are medians over the rounds.
"""
import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("data")
parser.add_argument("builds", nargs=2, metavar="BUILD")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--steps", type=int, default=40)
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--json", metavar="FILE", help="write all numbers here too")
arguments = parser.parse_args()
data = os.path.abspath(arguments.data)
folder = tempfile.mkdtemp(prefix="naxdse-training-")


def call(build, *words):
    """Runs a command and gives its processor time in seconds."""
    tool, _, library = build.partition("=")
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    if library:
        environment["NAXDSE_TORCH_BACKEND"] = os.path.abspath(library)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([os.path.abspath(tool), *words], env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{tool} {' '.join(words)}: {done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def images(count):
    return ["--epochs", "1", "--batch", str(arguments.batch), "--images", str(count), "--validation-images", "64", "--seed", "1", "--threads", "1"]


def rate(build, *mode):
    """Images a second, from a long and a short training."""
    times = []
    few = 5
    for steps in (few, few + arguments.steps):
        run = os.path.join(folder, "run")
        shutil.rmtree(run, ignore_errors=True)
        times.append(call(build, "nas", "retrain", os.path.join(folder, "search"), "--folder", run, "--uniform", "x64", *mode, *images(steps * arguments.batch)))
    return arguments.steps * arguments.batch / (times[1] - times[0])


# The earlier build's search: the later one reads what it wrote.
call(arguments.builds[0], "nas", "run", "resnet20-cosearch", "--data", data, "--folder", os.path.join(folder, "search"), "--warm-up", "1", *images(arguments.batch))
modes = {"rounded": [], "floating": ["--ideal", "--unquantised"]}
rates = {mode: [[], []] for mode in modes}
for round in range(arguments.rounds):
    for mode, options in modes.items():
        order = [0, 1] if round % 2 == 0 else [1, 0]
        for build in order:
            rates[mode][build].append(rate(arguments.builds[build], *options))
        print(f"round {round + 1}, {mode}: {rates[mode][0][-1]:.0f} and {rates[mode][1][-1]:.0f} images a second", file=sys.stderr)
shutil.rmtree(folder)
ratios = {mode: [b / a for a, b in zip(*rates[mode])] for mode in modes}
ratios["recipe"] = [
    (30 / rates["rounded"][0][i]) / (24 / rates["floating"][1][i] + 6 / rates["rounded"][1][i]) for i in range(arguments.rounds)
]
for mode in ratios:
    median = statistics.median(ratios[mode])
    spread = f"{min(ratios[mode]):.2f} to {max(ratios[mode]):.2f}"
    numbers = "" if mode == "recipe" else f", {statistics.median(rates[mode][0]):.0f} and {statistics.median(rates[mode][1]):.0f} images a second"
    print(f"{mode:9} {median:.2f}× ({spread}{numbers})")
if arguments.json:
    with open(arguments.json, "w") as file:
        json.dump({"rates": rates, "ratios": ratios}, file, indent=1)
