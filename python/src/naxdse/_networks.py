"""Networks as arguments: a name, a file, or a PyTorch module with an example of its input."""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Union

Network = Union[str, "os.PathLike[str]", "tuple[Any, Any]"]
"""The name of a built-in network, the path of an XML or ONNX file, or ``(module, example)``: a PyTorch module and an example of its input,
or a tuple of its inputs."""


@contextlib.contextmanager
def as_name(network: Network) -> Iterator[str]:
    """The name by which naxdse finds the network, for as long as it lasts."""
    if isinstance(network, (str, os.PathLike)):
        yield os.fspath(network)
        return
    if not (isinstance(network, tuple) and len(network) == 2 and hasattr(network[0], "state_dict")):
        raise TypeError("a network is a name, a path, or (module, example input) of PyTorch")
    module, example = network
    with tempfile.TemporaryDirectory(prefix="naxdse-") as folder:
        # The file's name is the network's.
        path = Path(folder) / f"{type(module).__name__.lower()}.onnx"
        export(module, example, path)
        yield str(path)


@contextlib.contextmanager
def as_names(networks: Network | Sequence[Network]) -> Iterator[list[str]]:
    """The same for one network or several."""
    several: list[Network]
    if isinstance(networks, (str, os.PathLike)) or (
        isinstance(networks, tuple) and len(networks) == 2 and hasattr(networks[0], "state_dict")
    ):
        several = [networks]
    else:
        several = list(networks)
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(as_name(each)) for each in several]


def export(module: Any, example: Any, path: str | os.PathLike[str]) -> None:
    """Writes a PyTorch module as an ONNX file with its weights, in evaluation mode, as `torch.onnx` exports it.

    The module's mode is as it was afterwards.

    :param example: an input, or a tuple of inputs, with a batch of 1.
    :raises ImportError: where torch is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise ImportError("a module as a network needs torch: pip install torch onnx") from error
    inputs = example if isinstance(example, tuple) else (example,)
    was_training = module.training
    module.eval()
    try:
        with torch.no_grad(), warnings.catch_warnings():
            # The exporter that traces needs no other package; from torch 2.9 on it has to be asked for, and says that it is old.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                torch.onnx.export(module, inputs, os.fspath(path), dynamo=False)
            except TypeError:
                torch.onnx.export(module, inputs, os.fspath(path))
    finally:
        module.train(was_training)
