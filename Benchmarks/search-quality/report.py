"""Makes one table of the rows that SearchQuality and optuna_samplers.py print.

    python report.py results/*.csv > results/README.md
"""
import collections
import csv
import statistics
import sys

SHOWN = [100, 200, 500, 1000, 2000]
# With one objective the figure is best/optimum - 1, with several the hypervolume.
SINGLE = {"four-sizes", "four-sizes-copies", "resnet20-nax", "resnet20-cosearch", "resnet18-tiny-cosearch"}


def spread(values, single):
    values = sorted(values)
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    if single:
        return f"{100 * quartiles[1]:.1f} % ({100 * quartiles[0]:.1f} to {100 * quartiles[2]:.1f})"
    return f"{quartiles[1]:.3f} ({quartiles[0]:.3f} to {quartiles[2]:.3f})"


figures = collections.defaultdict(list)
for path in sys.argv[1:]:
    with open(path) as file:
        for row in csv.DictReader(file):
            figures[row["space"], row["strategy"], int(row["evaluations"])].append(float(row["figure"]))
spaces = sorted({space for space, _, _ in figures}, key=lambda space: (space not in SINGLE, space))
for space in spaces:
    single = space in SINGLE
    print(f"\n## {space}\n")
    print("| strategy | " + " | ".join(f"{count:,}" for count in SHOWN) + " | seeds |")
    print("|---" * (len(SHOWN) + 2) + "|")
    # A run that was cut short has no figure at the last count.
    strategies = {strategy for place, strategy, count in figures if place == space and count == SHOWN[-1] and len(figures[place, strategy, count]) > 1}
    last = {strategy: statistics.median(figures[space, strategy, SHOWN[-1]]) for strategy in strategies}
    for strategy in sorted(strategies, key=lambda strategy: (last[strategy] if single else -last[strategy], strategy)):
        cells = [spread(figures[space, strategy, count], single) for count in SHOWN]
        print(f"| {strategy} | " + " | ".join(cells) + f" | {len(figures[space, strategy, SHOWN[-1]])} |")
