#!/usr/bin/env python3
"""Optuna (https://optuna.org, `pip install optuna`) as a strategy of naxdse:

    naxdse search run search/resnet20-nax.xml --strategy exec:Scripts/strategies/optuna_tpe.py
    naxdse search run … --strategy exec:Scripts/strategies/optuna_tpe.py --set sampler=nsga2

Settings (--set NAME=VALUE):
    sampler   tpe (the default), nsga2 or random
    batch     points to ask Optuna for at a time; by default 1 for tpe, the population for nsga2
    startup   random trials before TPE begins (10)
    population  of NSGA-II (50)

docs/external-strategies.md describes the protocol. Constraints go to Optuna as such: a point's
excess is the amount by which it breaks them.
"""

import json
import sys


def fail(message):
    print(json.dumps({"error": message}), flush=True)
    sys.exit(1)


try:
    import optuna
except ImportError:
    fail("Python has no module 'optuna'; install it with `pip install optuna`")

optuna.logging.set_verbosity(optuna.logging.ERROR)


def excess_of(trial):
    return (trial.user_attrs.get("excess", 0.0),)


class Search:
    """Optuna's study behind naxdse's messages."""

    def __init__(self, start):
        self.start = start
        self.study = None
        self.open = []
        settings = start["settings"]
        known = {"sampler", "batch", "startup", "population"}
        for name in sorted(settings):
            if name not in known:
                fail(f"there is no setting '{name}'; there are {', '.join(sorted(known))}")
        self.sampler = settings.get("sampler", "tpe")
        if self.sampler not in ("tpe", "nsga2", "random"):
            fail(f"sampler is '{self.sampler}'; it can be tpe, nsga2 or random")
        try:
            self.startup = int(settings.get("startup", "10"))
            self.population = int(settings.get("population", "50"))
            standard = self.population if self.sampler == "nsga2" else 1
            self.batch = int(settings.get("batch", standard))
        except ValueError as error:
            fail(f"a setting is no whole number: {error}")
        if self.batch < 1 or self.startup < 1 or self.population < 2:
            fail("batch and startup have to be 1 or more, population 2 or more")

    def begin(self, seed):
        seed %= 2**32
        constraints = excess_of if self.start["constraints"] else None
        if self.sampler == "nsga2":
            sampler = optuna.samplers.NSGAIISampler(
                population_size=self.population, seed=seed, constraints_func=constraints)
        elif self.sampler == "random":
            sampler = optuna.samplers.RandomSampler(seed=seed)
        else:
            # Optuna marks constraints_func and multivariate as experimental and says so on standard error.
            sampler = optuna.samplers.TPESampler(
                n_startup_trials=self.startup, seed=seed, constraints_func=constraints,
                constant_liar=self.batch > 1)
        self.study = optuna.create_study(
            sampler=sampler, directions=[objective["direction"] for objective in self.start["objectives"]])

    def ask(self, count, seed):
        if self.study is None:
            self.begin(seed)
        self.open = [self.study.ask() for _ in range(min(count, self.batch))]
        return [self.point(trial) for trial in self.open]

    def point(self, trial):
        values = {}
        for parameter in self.start["space"]:
            when = parameter.get("when")
            if when and values.get(when["parameter"]) not in when["values"]:
                continue
            values[parameter["name"]] = self.suggest(trial, parameter)
        return values

    @staticmethod
    def suggest(trial, parameter):
        name, kind = parameter["name"], parameter["type"]
        if kind == "category":
            return trial.suggest_categorical(name, parameter["values"])
        low, high, log = parameter["from"], parameter["to"], parameter["logarithmic"]
        if kind == "real":
            return trial.suggest_float(name, low, high, log=log)
        step = parameter["step"]
        # Optuna has no logarithmic scale with steps.
        return trial.suggest_int(name, low, high, step=step, log=log and step == 1)

    def tell(self, results):
        for trial, result in zip(self.open, results):
            failed = result["excess"] is None or any(value is None for value in result["values"])
            trial.set_user_attr("excess", result["excess"] if result["excess"] is not None else 1e300)
            if failed:
                self.study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                self.study.tell(trial, result["values"])
        self.open = []


def main():
    start = json.loads(sys.stdin.readline())
    if start.get("naxdse") != 1:
        fail("this script speaks version 1 of the protocol")
    search = Search(start["start"])
    print(json.dumps({"ready": f"optuna {optuna.__version__} {search.sampler}"}), flush=True)
    for line in sys.stdin:
        message = json.loads(line)
        if "ask" in message:
            print(json.dumps({"points": search.ask(message["ask"], message["seed"])}), flush=True)
        elif "tell" in message:
            search.tell(message["tell"])


if __name__ == "__main__":
    main()
