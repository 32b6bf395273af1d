"""Optuna's samplers on the same spaces, by the same numbers: rows of CSV like those of `SearchQuality measure`.

    python optuna_samplers.py --program .build/release/SearchQuality --seeds 10 SPACE.xml ... > optuna.csv
"""
import argparse
import csv
import json
import subprocess
import sys
import time

import optuna

CHECKPOINTS = [50, 100, 200, 500, 1000, 2000]


def samplers(constraints):
    return {
        "optuna-tpe": lambda seed: optuna.samplers.TPESampler(seed=seed, constraints_func=constraints),
        "optuna-nsga2": lambda seed: optuna.samplers.NSGAIISampler(seed=seed, constraints_func=constraints),
    }


class Space:
    """A space served by SearchQuality."""

    def __init__(self, program, path):
        self.process = subprocess.Popen([program, "serve", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.parameters = json.loads(self.process.stdout.readline())

    def reset(self):
        self.process.stdin.write("reset\n")

    def evaluate(self, places):
        self.process.stdin.write(" ".join(map(str, places)) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def suggest(self, trial):
        places = []
        for parameter in self.parameters:
            if "categories" in parameter:
                places.append(trial.suggest_categorical(parameter["name"], list(range(parameter["categories"]))))
            elif "values" in parameter:
                places.append(trial.suggest_int(parameter["name"], 0, parameter["values"] - 1))
            else:
                places.append(trial.suggest_float(parameter["name"], 0, 1))
        return places


def search(space, make, seed):
    """The figure at each checkpoint of one search."""
    space.reset()
    probe = space.evaluate([0 if "categories" in p or "values" in p else 0.5 for p in space.parameters])
    space.reset()
    study = optuna.create_study(directions=["minimize"] * len(probe["costs"]), sampler=make(seed))
    figures = []
    for count in range(1, CHECKPOINTS[-1] + 1):
        trial = study.ask()
        result = space.evaluate(space.suggest(trial))
        trial.set_user_attr("excess", result["excess"])
        study.tell(trial, result["costs"])
        if count in CHECKPOINTS:
            figures.append((count, result["figure"]))
    return figures


def finished(paths):
    """Space, sampler and seed of each search that earlier runs brought to its end."""
    rows = (row for path in paths for row in csv.DictReader(open(path)))
    return {(row["space"], row["strategy"], int(row["seed"])) for row in rows if int(row["evaluations"]) == CHECKPOINTS[-1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--finished", nargs="*", default=[], help="CSV files of earlier runs: seeds that they hold to the end are left out")
    parser.add_argument("--samplers", nargs="*", default=["optuna-tpe", "optuna-nsga2"])
    parser.add_argument("--constrained", nargs="*", default=["resnet20-duplication"], help="spaces that have constraints")
    parser.add_argument("spaces", nargs="+")
    arguments = parser.parse_args()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    print("space,strategy,seed,evaluations,figure", flush=True)
    done = finished(arguments.finished)
    for path in arguments.spaces:
        space = Space(arguments.program, path)
        name = path.split("/")[-1].removesuffix(".xml")
        constraints = (lambda trial: [trial.user_attrs["excess"]]) if name in arguments.constrained else None
        for sampler in arguments.samplers:
            for seed in range(1, arguments.seeds + 1):
                if (name, sampler, seed) in done:
                    continue
                start = time.time()
                for count, figure in search(space, samplers(constraints)[sampler], seed):
                    print(f"{name},{sampler},{seed},{count},{figure}", flush=True)
                print(f"{name} {sampler} {seed}: {time.time() - start:.0f} s", file=sys.stderr)


main()
