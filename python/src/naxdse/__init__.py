"""Co-design of neural networks and memristive-crossbar hardware.

>>> import naxdse
>>> compared = naxdse.compare(["isaac", "puma"], "resnet20")                    # doctest: +SKIP
>>> compared["isaac"].energy_J                                                  # doctest: +SKIP
>>> naxdse.evaluate("isaac", (module, example_input)).edap_Jsmm2                # doctest: +SKIP

All functions ask one long-lived process (:class:`Server`), which is started at the first question.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Union

from ._errors import Error, InputError, Problem, ServerError
from ._networks import Network, as_name, as_names, export
from ._results import Accuracy, Comparison, Evaluation, Layer, Node, Simulation, Study, Trial
from ._search import Outcomes, Parameter, Point, Search, Value
from ._server import Progress, Server, default_server, find_program

__all__ = [
    "Accuracy", "Comparison", "Error", "Evaluation", "InputError", "Layer", "Network", "Node", "Outcomes", "Parameter", "Point", "Problem",
    "Search", "Server", "ServerError", "Simulation", "Study", "Trial", "Value", "compare", "default_server", "evaluate", "export",
    "find_program", "names", "open_search", "search", "simulate", "version",
]

__version__ = "0.2.0"

Name = Union[str, "os.PathLike[str]"]
"""The name of something that is shipped, or the path of a file."""


def version(*, server: Server | None = None) -> str:
    """Of the program."""
    return str((server or default_server()).request("version")["version"])


def names(kind: str, *, server: Server | None = None) -> dict[str, str]:
    """What can be named, each with a line on it.

    :param kind: hardware, mappings, networks, searches, strategies, mappers, models, data or studies.
    """
    found = (server or default_server()).request("list", {"kind": kind})["names"]
    return {each["name"]: each["summary"] for each in found}


def evaluate(
    hardware: Name,
    network: Network,
    mapping: Name | None = None,
    *,
    set: Mapping[str, str | float] | None = None,
    full_chip: bool = False,
    with_io: bool = False,
    assume_leakage: str | None = None,
    html: bool = False,
    server: Server | None = None,
) -> Evaluation:
    """Energy, delay and area of a network on an architecture, with where they go.

    :param network: a name, the path of an XML or ONNX file, or ``(module, example input)`` of PyTorch.
    :param mapping: without it, the one that the hardware file names.
    :param set: attributes of the hardware file that have other values: ``{"crossbar[@id='x64']/adc/@columns": 128}``.
    :param full_chip: count area and leakage of the whole chip that the file describes, used or not.
    :param with_io: count area and leakage of links and of what is beyond them as well.
    :param assume_leakage: this share of the power at full activity for leakage that is unknown: ``"10%"``.
    :param html: bring the page with the result, as notebooks show it.
    :raises InputError: where a file, a name or a value is wrong.
    """
    with as_name(network) as named:
        data = (server or default_server()).request("evaluate", {
            "hardware": os.fspath(hardware), "network": named, "mapping": None if mapping is None else os.fspath(mapping),
            "set": dict(set) if set else None, "full_chip": full_chip, "with_io": with_io, "assume_leakage": assume_leakage, "html": html,
        })
    return Evaluation._of(data)


def compare(
    hardware: Sequence[Name],
    network: Network,
    mapping: Name | Sequence[Name] | None = None,
    *,
    baseline: str | None = None,
    sort: str | None = None,
    full_chip: bool = False,
    with_io: bool = False,
    assume_leakage: str | None = None,
    html: bool = True,
    server: Server | None = None,
) -> Comparison:
    """Architectures on a network, side by side.

    :param mapping: one for all, or one for each; without it, those that the hardware files name.
    :param baseline: the hardware that ratios are to; without it, the first.
    :param sort: put the best of this metric first: "energy", "edap", …
    :raises InputError: where a file, a name or a value is wrong.
    """
    mappings = [] if mapping is None else [mapping] if isinstance(mapping, (str, os.PathLike)) else list(mapping)
    with as_name(network) as named:
        data = (server or default_server()).request("compare", {
            "hardware": [os.fspath(each) for each in hardware], "network": [named], "mapping": [os.fspath(each) for each in mappings],
            "baseline": baseline, "sort": sort, "full_chip": full_chip, "with_io": with_io, "assume_leakage": assume_leakage, "html": html,
        })
    return Comparison._of(data["comparisons"][0], data.get("html"))


def simulate(
    hardware: Name,
    network: Network,
    data: Name,
    *,
    weights: Name | None = None,
    mapping: Name | None = None,
    images: int = 1000,
    calibration_images: int = 64,
    seed: int = 1,
    adc_range: str | None = None,
    surrogate: Sequence[Name] = (),
    threads: int | None = None,
    html: bool = False,
    progress: Progress | None = None,
    server: Server | None = None,
) -> Simulation:
    """The accuracy of a trained network on an architecture's crossbars, bit by bit.

    :param network: an ONNX file, ``(module, example input)`` of PyTorch, or a name that `weights` go with.
    :param data: a folder with CIFAR-10 (binary version) or Tiny ImageNet.
    :param weights: a safetensors file, named as in PyTorch.
    :param images: how many test images, from the first.
    :param adc_range: "full", "unit" or "calibrated".
    :param progress: told how many images are done.
    :raises InputError: where a file, a name or a value is wrong.
    """
    with as_name(network) as named:
        answer = (server or default_server()).request("simulate", {
            "hardware": os.fspath(hardware), "network": named, "data": os.fspath(data),
            "weights": None if weights is None else os.fspath(weights), "mapping": None if mapping is None else os.fspath(mapping),
            "images": images, "calibration_images": calibration_images, "seed": seed, "adc_range": adc_range,
            "surrogate": [os.fspath(each) for each in surrogate], "threads": threads, "html": html,
        }, progress=progress)
    return Simulation._of(answer)


def search(
    search: Name,
    *,
    strategy: str = "nsga2",
    trials: int | None = 1000,
    seed: int = 0,
    settings: Mapping[str, str | float] | None = None,
    study: str | None = None,
    storage: Name | None = None,
    threads: int | None = None,
    with_trials: bool = False,
    html: bool = False,
    progress: Progress | None = None,
    server: Server | None = None,
) -> Study:
    """Begins a study of a search and runs it.

    :param strategy: one of ``names("strategies")``, or ``exec:PROGRAM``.
    :param trials: how many; None for as many as the strategy wants, which `exact` and `exhaustive` end by themselves.
    :param study: its name; without one, the search's.
    :param storage: a file of studies, or the URL of a database, where it is kept and can be gone on with; without one it is not kept.
    :param with_trials: bring every trial with the result, for :meth:`Study.frame`.
    :param progress: told how many trials are done.
    :raises InputError: where a file, a name or a value is wrong.
    """
    data = (server or default_server()).request("search", {
        "search": os.fspath(search), "strategy": strategy, "trials": trials, "seed": str(seed),
        "settings": None if settings is None else dict(settings), "study": study,
        "storage": None if storage is None else os.fspath(storage), "threads": threads, "with_trials": with_trials, "html": html,
    }, progress=progress)
    return Study._of(data)


def open_search(search: Name, *, measures: Sequence[str] | None = None, server: Server | None = None) -> Search:
    """Opens a search, for points that this program chooses: a loop of one's own, Optuna, a gradient.

    :param measures: what points are to have; without them, the search's objectives, energy, delay and area.
    :raises InputError: where the file, or one that it names, is wrong.
    """
    return Search(search, measures, server)
