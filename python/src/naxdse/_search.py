"""A search whose points this program chooses."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Union

from ._frames import frame
from ._server import Server, default_server

if TYPE_CHECKING:
    import pandas

Value = Union[str, int, float]
Point = Union[Mapping[str, Value], Sequence["Value | None"]]
"""Values by the parameters' names, or in their order, None for a parameter that is not active."""


@dataclass(frozen=True)
class Parameter:
    """One thing that may vary."""

    name: str
    type: str
    """"category", "integer" or "real"."""
    values: tuple[str, ...] = ()
    """Of a category."""
    low: float = 0
    high: float = 0
    step: int = 1
    """Of an integer."""
    logarithmic: bool = False
    """Whether equal steps are equal ratios."""
    when: tuple[str, frozenset[Value]] | None = None
    """It is active only where that parameter, which comes before, has one of these values; None where it always is."""

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Parameter:
        when = data.get("when")
        return cls(
            name=data["name"], type=data["type"], values=tuple(data.get("values", ())), low=data.get("from", 0), high=data.get("to", 0),
            step=data.get("step", 1), logarithmic=data.get("logarithmic", False),
            when=None if when is None else (when["parameter"], frozenset(when["values"])))

    def is_active(self, point: Mapping[str, Value]) -> bool:
        """Whether it has a value, beside those that the parameters before it have."""
        return self.when is None or point.get(self.when[0]) in self.when[1]

    def sample(self, generator: random.Random) -> Value:
        """A value, each as likely; of a logarithmic real each ratio."""
        if self.type == "category":
            return generator.choice(self.values)
        if self.type == "integer":
            return generator.randrange(int(self.low), int(self.high) + 1, self.step)
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** generator.random())
        return generator.uniform(self.low, self.high)

    def suggest(self, trial: Any) -> Value:
        """The value that a trial of Optuna suggests."""
        if self.type == "category":
            suggested: Value = trial.suggest_categorical(self.name, list(self.values))
        elif self.type == "integer":
            logarithmic = self.logarithmic and self.step == 1
            suggested = trial.suggest_int(self.name, int(self.low), int(self.high), step=self.step, log=logarithmic)
        else:
            suggested = trial.suggest_float(self.name, self.low, self.high, log=self.logarithmic)
        return suggested


@dataclass(frozen=True)
class Outcomes:
    """The numbers of some points, in their order."""

    columns: Mapping[str, list[float | None]]
    """A list for each measure, by its key with the unit; None where the point could not be built."""
    excess: list[float | None]
    """0 for a point that keeps to all limits, else what it is beyond them, relative to each; None where it could not be built."""
    reasons: Mapping[int, str] = field(default_factory=dict)
    """Why points could not be built, by their places."""

    def __getitem__(self, measure: str) -> list[float | None]:
        """A measure's values by its key (``energy_J``), or by the key without its unit (``energy``)."""
        if measure in self.columns:
            return self.columns[measure]
        for key, values in self.columns.items():
            if key.split("_")[0] == measure:
                return values
        raise KeyError(measure)

    def __len__(self) -> int:
        return len(self.excess)

    @property
    def feasible(self) -> list[bool]:
        """Whether each keeps to all limits."""
        return [each == 0 for each in self.excess]

    def frame(self) -> pandas.DataFrame:
        """A row for each point."""
        return frame(dict(self.columns) | {"excess": self.excess})


class Search:
    """A search file that is open: its space, and the numbers of any points of it.

    >>> with open_search("resnet20-nax") as search:                     # doctest: +SKIP
    ...     outcomes = search.evaluate(search.sample(10_000, seed=1))
    ...     min(outcomes["edap"])
    """

    parameters: tuple[Parameter, ...]
    measures: tuple[str, ...]
    """Keys of what points have."""
    objectives: tuple[tuple[str, str], ...]
    """Measure and direction, "minimize" or "maximize"."""
    size: int
    """How many points there are, with one value for each real parameter."""

    def __init__(
        self, search: str | os.PathLike[str], measures: Sequence[str] | None = None, server: Server | None = None
    ) -> None:
        self._server = server or default_server()
        self._asked = {"search": os.fspath(search), "measures": list(measures) if measures is not None else None}
        self._generation = 0
        self._handle = 0
        self._open()

    def _open(self) -> None:
        data = self._server.request("open", self._asked)
        self._generation = self._server.generation
        self._handle = int(data["handle"])
        self.parameters = tuple(Parameter._of(each) for each in data["parameters"])
        self.measures = tuple(data["measures"])
        self.objectives = tuple((each["measure"], each["direction"]) for each in data["objectives"])
        self.size = int(data["points"])
        self.is_looked_up: bool = data["looked_up"]
        self.name: str = data["name"]

    def evaluate(self, points: Iterable[Point], *, threads: int | None = None) -> Outcomes:
        """The numbers of some points. Many at once are quicker than one by one.

        :raises InputError: for the first that is no point of the space.
        """
        # A server that was started anew has nothing open.
        if self._server.ensure() != self._generation:
            self._open()
        asked = [dict(each) if isinstance(each, Mapping) else list(each) for each in points]
        data: dict[str, Any] = self._server.request("points", {"handle": self._handle, "points": asked, "threads": threads})
        failed = data.pop("failed", [])
        excess = data.pop("excess")
        return Outcomes(columns=data, excess=excess, reasons={each["point"]: each["reason"] for each in failed})

    def evaluate_one(self, point: Point) -> dict[str, float | None]:
        """The numbers of one point, ``excess`` among them."""
        outcomes = self.evaluate([point])
        return {key: values[0] for key, values in outcomes.columns.items()} | {"excess": outcomes.excess[0]}

    def sample(self, count: int, *, seed: int) -> list[dict[str, Value]]:
        """Points with every active parameter at random; the same seed gives the same ones."""
        generator = random.Random(seed)
        points = []
        for _ in range(count):
            point: dict[str, Value] = {}
            for parameter in self.parameters:
                if parameter.is_active(point):
                    point[parameter.name] = parameter.sample(generator)
            points.append(point)
        return points

    def suggest(self, trial: Any) -> dict[str, Value]:
        """The point that a trial of Optuna suggests."""
        point: dict[str, Value] = {}
        for parameter in self.parameters:
            if parameter.is_active(point):
                point[parameter.name] = parameter.suggest(trial)
        return point

    def close(self) -> None:
        """Lets it go."""
        if self._handle and self._server.generation == self._generation:
            handle, self._handle = self._handle, 0
            self._generation = 0
            self._server.request("close", {"handle": handle})

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
