#!/usr/bin/env python3
"""Time and memory of naxdse at growing sizes: layers of a network, crossbars of a chip, trials of a study.

    Benchmarks/limits/measure.py --program .build/release/naxdse                 # all, as the README has it
    Benchmarks/limits/measure.py --program .build/release/naxdse layers --sizes 1000 10000

Writes a table in Markdown to standard output: seconds of all cores together (which other work on the
machine changes little), MiB at most in memory, and how both grow from one size to the next, as the
exponent p of size^p (1 is linear). Everything is made in a temporary
folder, which is removed.
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile


def measured(command, folder, runs):
    """Core-seconds and MiB of one command, the fastest of its runs; one that takes longer than 5 s runs once."""
    best = None
    for _ in range(runs):
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = usage.ru_utime + usage.ru_stime
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(command)}: {errors.decode()}")
        if best is None or seconds < best[0]:
            best = (seconds, usage.ru_maxrss / 1024)
        if seconds > 5:
            break
    return best


def network(layers):
    """A chain of residual blocks: convolution, batch norm, relu, convolution, batch norm, add, relu."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<network xmlns="urn:naxdse:network:1" name="deep-{layers}">',
             '  <input name="image" shape="16 32 32"/>', '  <relu name="start"/>']
    last = "start"
    for block in range((layers - 4) // 7):
        b = f"block{block}"
        lines += [
            f'  <convolution name="{b}.conv1" inputs="{last}" channels="16" kernel="3" padding="same"/>',
            f'  <batch-norm name="{b}.bn1"/>', f'  <relu name="{b}.relu1"/>',
            f'  <convolution name="{b}.conv2" channels="16" kernel="3" padding="same"/>', f'  <batch-norm name="{b}.bn2"/>',
            f'  <add name="{b}.add" inputs="{b}.bn2 {last}"/>', f'  <relu name="{b}.relu2"/>']
        last = f"{b}.relu2"
    lines += ['  <flatten name="flatten"/>', '  <linear name="scores" features="10"/>', '</network>', '']
    return "\n".join(lines)


def wide(crossbars):
    """Linear layers of 4096 × 4096: 4,096 crossbars of 128 × 128 each, at 8 bits in cells of 2."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<network xmlns="urn:naxdse:network:1" name="wide-{crossbars}">',
             '  <input name="tokens" shape="4096"/>']
    lines += [f'  <linear name="layer{i}" features="4096"/>' for i in range(max(1, crossbars // 4096))]
    return "\n".join(lines + ['</network>', ''])


SEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<search xmlns="urn:naxdse:search:1" name="s" network="{network}" hardware="nax-heterogeneous">
  <layers match="*"><crossbar/></layers>
  <objective measure="energy"/><objective measure="delay"/><objective measure="area"/>
</search>
"""


def layers(size, folder, program):
    with open(f"{folder}/network.xml", "w") as file:
        file.write(network(size))
    with open(f"{folder}/search.xml", "w") as file:
        file.write(SEARCH.format(network="network.xml"))
    yield "validate", [program, "validate", "network.xml"]
    yield "evaluate", [program, "evaluate", "nax-heterogeneous", "-n", "network.xml", "--json"]
    yield "report --html", [program, "report", "nax-heterogeneous", "-n", "network.xml", "--html", "page.html"]
    yield "search run, 1,000 trials", [
        "sh", "-c", f"rm -f s.sqlite; exec '{program}' search run search.xml --storage s.sqlite --strategy random --trials 1000"]


def crossbars(size, folder, program):
    with open(f"{folder}/network.xml", "w") as file:
        file.write(wide(size))
    with open(f"{folder}/search.xml", "w") as file:
        file.write(SEARCH.format(network="network.xml"))
    yield "evaluate", [program, "evaluate", "homogeneous-128", "-n", "network.xml", "--json"]
    yield "report --html", [program, "report", "homogeneous-128", "-n", "network.xml", "--html", "page.html"]
    yield "search run, 1,000 trials", [
        "sh", "-c", f"rm -f s.sqlite; exec '{program}' search run search.xml --storage s.sqlite --strategy random --trials 1000"]


def trials(size, folder, program):
    for old in os.listdir(folder):
        os.remove(f"{folder}/{old}")
    first = [program, "search", "run", "resnet20-crossbars", "--storage", "t.sqlite", "--study", "t", "--strategy", "random", "--trials"]
    subprocess.run(first + ["0"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    yield "search resume, from none", [program, "search", "resume", "t", "--storage", "t.sqlite", "--trials", str(size)]
    yield "search list", [program, "search", "list", "--storage", "t.sqlite"]
    yield "search show", [program, "search", "show", "t", "--storage", "t.sqlite"]
    yield "search best", [program, "search", "best", "t", "--storage", "t.sqlite"]
    yield "search best --trial", [program, "search", "best", "t", "--trial", str(size - 1), "--storage", "t.sqlite"]
    yield "search front", [program, "search", "front", "t", "--storage", "t.sqlite"]
    yield "search export --csv", [program, "search", "export", "t", "--csv", "--storage", "t.sqlite"]


SUBJECTS = {
    "layers": (layers, [1000, 2000, 5000, 10000, 20000]),
    "crossbars": (crossbars, [10**4, 10**5, 10**6]),
    "trials": (trials, [10**5, 10**6, 10**7]),
}


def growth(before, after, ratio):
    return "" if before is None else f"{math.log(after / before) / math.log(ratio):.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="naxdse, built for release")
    parser.add_argument("--sizes", nargs="+", type=int, help="other sizes than the README's, for one subject")
    parser.add_argument("subjects", nargs="*", help="layers, crossbars, trials")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    names = options.subjects or list(SUBJECTS)
    for name in names:
        if name not in SUBJECTS:
            parser.error(f"there is no subject '{name}'; there are {', '.join(SUBJECTS)}")
    if options.sizes and len(names) != 1:
        parser.error("--sizes goes with one subject")
    for name in names:
        subject, standard = SUBJECTS[name]
        rows, last = {}, {}
        with tempfile.TemporaryDirectory() as folder:
            before = None
            for size in options.sizes or standard:
                for what, command in subject(size, folder, program):
                    # What goes on with a study has its work to do once.
                    seconds, mebibytes = measured(command, folder, runs=1 if "resume" in command else 3)
                    old = last.get(what)
                    ratio = size / before if before else 0
                    rows.setdefault(what, []).append(
                        f"| {what} | {size:,} | {seconds:.3g} | {growth(old and old[0], seconds, ratio)} "
                        f"| {mebibytes:.0f} | {growth(old and old[1], mebibytes, ratio)} |")
                    last[what] = (seconds, mebibytes)
                before = size
        print(f"| command | {name} | core s | grows as | MiB | grows as |\n|---|--:|--:|--:|--:|--:|")
        print("\n".join(row for group in rows.values() for row in group) + "\n", flush=True)


if __name__ == "__main__":
    main()
