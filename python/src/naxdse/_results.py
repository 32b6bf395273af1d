"""What comes back, as dataclasses. Names carry units, as keys of naxdse's JSON do: ``energy_J``, ``edap_Jsmm2``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ._frames import frame
from ._pages import Paged

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Layer:
    """A layer with weights, in place on the chip."""

    name: str
    crossbar: str
    """The type of its crossbars."""
    crossbars: int
    copies: int
    macs: int
    dynamic_energy_J: float
    delay_s: float
    bottleneck: str
    """The part that sets its pace."""
    bottleneck_place: str
    utilisation: float
    """Share of its crossbars' cells that hold weights."""
    held_bit: float
    elsewhere_bit: float
    off_chip_bit: float


@dataclass(frozen=True)
class Node:
    """A part of a breakdown, with its own parts; energy and area are their sums."""

    name: str
    dynamic_energy_J: float
    leakage_energy_J: float | None
    energy_J: float | None
    area_mm2: float
    leakage_W: float | None
    delay_s: float | None
    children: tuple[Node, ...]

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Node:
        return cls(
            name=data["name"], dynamic_energy_J=data["dynamic_energy_J"], leakage_energy_J=data["leakage_energy_J"],
            energy_J=data["energy_J"], area_mm2=data["area_mm2"], leakage_W=data["leakage_W"], delay_s=data.get("delay_s"),
            children=tuple(cls._of(each) for each in data["children"]))

    def walk(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """Itself and all below it, each with its path."""
        path = f"{path}/{self.name}" if path else self.name
        yield path, self
        for child in self.children:
            yield from child.walk(path)


@dataclass(frozen=True)
class Evaluation(Paged):
    """One network on one architecture. Figures with leakage in them are None where the hardware does not tell it."""

    hardware: str
    network: str
    mapping: str
    dataflow: str
    dynamic_energy_J: float
    leakage_energy_J: float | None
    energy_J: float | None
    delay_s: float
    latency_s: float
    interval_s: float
    area_mm2: float
    io_area_mm2: float
    total_area_mm2: float
    power_W: float | None
    leakage_W: float | None
    edp_Js: float | None
    edap_Jsmm2: float | None
    tops: float
    tops_per_W: float | None
    tops_per_mm2: float
    peak_tops: float | None
    peak_tops_per_W: float | None
    peak_tops_per_mm2: float | None
    share_of_peak: float | None
    utilisation: float
    leakage_basis: str
    """"stated", "assumed" or "unknown"."""
    macs: int
    layers: tuple[Layer, ...] = field(repr=False)
    by_component: Node = field(repr=False)
    by_layer: Node = field(repr=False)
    by_level: Node = field(repr=False)
    warnings: tuple[str, ...] = field(repr=False)
    """What there is to know about the numbers."""
    data: Mapping[str, Any] = field(repr=False, compare=False)
    """All of the answer: parts, buffers, analog, provenance, …, as ``docs/output.md`` describes them."""
    html: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Evaluation:
        made = {"layers", "by_component", "by_layer", "by_level", "warnings", "data", "html"}
        plain = {each.name: data.get(each.name) for each in fields(cls) if each.name not in made}
        known = {each.name for each in fields(Layer)}
        return cls(
            **plain,  # type: ignore[arg-type]
            layers=tuple(Layer(**{key: value for key, value in each.items() if key in known}) for each in data["layers"]),
            by_component=Node._of(data["breakdown"]["by_component"]), by_layer=Node._of(data["breakdown"]["by_layer"]),
            by_level=Node._of(data["breakdown"]["by_level"]), warnings=tuple(data["warnings"]),
            data={key: value for key, value in data.items() if key != "html"}, html=data.get("html"))

    def layers_frame(self) -> pandas.DataFrame:
        """A row for each layer with weights."""
        return frame([vars(each) for each in self.layers])

    def breakdown_frame(self, by: str = "component") -> pandas.DataFrame:
        """A row for each part, with its path; sums stand beside what they are sums of.

        :param by: "component", "layer" or "level".
        """
        trees = {"component": self.by_component, "layer": self.by_layer, "level": self.by_level}
        if by not in trees:
            raise ValueError(f"by is '{by}'; give one of {', '.join(trees)}")
        rows = [
            {"part": path} | {key: value for key, value in vars(node).items() if key not in ("name", "children")}
            for path, node in trees[by].walk()
        ]
        return frame(rows)


def _row(evaluation: Evaluation) -> dict[str, Any]:
    left_out = {"layers", "by_component", "by_layer", "by_level", "warnings", "data", "html"}
    return {each.name: getattr(evaluation, each.name) for each in fields(Evaluation) if each.name not in left_out}


@dataclass(frozen=True)
class Comparison(Paged):
    """One network on several architectures."""

    network: str
    baseline: str
    """The hardware that ratios are to."""
    results: tuple[Evaluation, ...]
    html: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, data: Mapping[str, Any], html: str | None) -> Comparison:
        return cls(
            network=data["network"], baseline=data["baseline"], results=tuple(Evaluation._of(each) for each in data["results"]), html=html)

    def __getitem__(self, hardware: str) -> Evaluation:
        """The evaluation of that architecture."""
        for each in self.results:
            if each.hardware == hardware:
                return each
        raise KeyError(hardware)

    def __iter__(self) -> Iterator[Evaluation]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def frame(self) -> pandas.DataFrame:
        """A row for each architecture, a column for each figure."""
        return frame([_row(each) for each in self.results])


@dataclass(frozen=True)
class Accuracy:
    """Accuracy, computed in one way."""

    computed: str
    """How: "floating point", "integers", "crossbars, ideal cells", or with which imperfection."""
    accuracy: float
    """Share of the images that were recognised."""
    hits: int
    interval_95: tuple[float, float]
    """Of 95 % confidence."""


@dataclass(frozen=True)
class Simulation(Paged):
    """The accuracy of a trained network on an architecture's crossbars: as it was trained, and with what goes wrong, one by one."""

    network: str
    hardware: str
    mapping: str
    images: int
    results: tuple[Accuracy, ...]
    data: Mapping[str, Any] = field(repr=False, compare=False)
    html: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Simulation:
        return cls(
            network=data["network"], hardware=data["hardware"], mapping=data["mapping"], images=data["images"],
            results=tuple(
                Accuracy(each["computed"], each["accuracy"], each["hits"], (each["interval_95"][0], each["interval_95"][1]))
                for each in data["results"]),
            data={key: value for key, value in data.items() if key != "html"}, html=data.get("html"))

    @property
    def accuracy(self) -> float:
        """With everything that the hardware file says can go wrong."""
        return self.results[-1].accuracy

    def frame(self) -> pandas.DataFrame:
        """A row for each way of computing."""
        return frame([vars(each) for each in self.results])


@dataclass(frozen=True)
class Trial:
    """One point of a study."""

    number: int
    values: Mapping[str, float | None]
    """The objectives, by keys with their units."""
    excess: float | None
    """What it is beyond the limits, relative to them; 0 where it keeps to all."""
    parameters: Mapping[str, str]
    reason: str | None = None
    """Why it could not be built, where it could not."""

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Trial:
        own = {"trial", "excess", "reason", "parameters"}
        return cls(
            number=data["trial"], values={key: value for key, value in data.items() if key not in own}, excess=data["excess"],
            parameters=data["parameters"], reason=data.get("reason"))


@dataclass(frozen=True)
class Study(Paged):
    """What a search found."""

    name: str
    strategy: str
    trials: int
    feasible: int
    """Trials that keep to all limits."""
    finished: bool
    """Whether the strategy has nothing more to look at."""
    conclusion: str | None
    """What the strategy says of its result: a proof, or how far from the best it can be."""
    best: tuple[Trial | None, ...]
    """For each objective the best trial; None where none is feasible."""
    front: tuple[Trial, ...]
    """The Pareto front; of one objective its best."""
    columns: Mapping[str, list[Any]] | None = field(repr=False, compare=False)
    """Of every trial, where they were asked for: numbers, values and parameters."""
    data: Mapping[str, Any] = field(repr=False, compare=False)
    html: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Study:
        return cls(
            name=data["study"], strategy=data["strategy"], trials=data["trials"], feasible=data["feasible"], finished=data["finished"],
            conclusion=data["conclusion"], best=tuple(None if each is None else Trial._of(each) for each in data["best"]),
            front=tuple(Trial._of(each) for each in data["front_trials"]), columns=data.get("all_trials"),
            data={key: value for key, value in data.items() if key not in ("html", "all_trials")}, html=data.get("html"))

    def front_frame(self) -> pandas.DataFrame:
        """A row for each member of the front, with its values and its parameters."""
        return frame([{"trial": each.number} | dict(each.values) | dict(each.parameters) for each in self.front])

    def frame(self) -> pandas.DataFrame:
        """A row for each trial.

        :raises ValueError: where the trials were not asked for.
        """
        if self.columns is None:
            raise ValueError("the trials are not here: search with with_trials=True")
        return frame(self.columns)
