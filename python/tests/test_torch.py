"""A PyTorch module is a network."""

from __future__ import annotations

from typing import Any

import pytest

import naxdse

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")


def module() -> Any:
    nn = torch.nn
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16 * 16 * 16, 10))


def test_a_module_has_its_own_multiply_accumulates(server: naxdse.Server) -> None:
    net = module().train()
    result = naxdse.evaluate("isaac", (net, torch.zeros(1, 3, 32, 32)), "default", server=server)
    # 3·9 a position and channel; 4096 · 10 of the last layer.
    assert result.macs == 27 * 16 * 32 * 32 + 4096 * 10 and len(result.layers) == 2
    assert net.training, "the module is as it was"
    compared = naxdse.compare(["isaac", "puma"], (net, torch.zeros(1, 3, 32, 32)), "default", server=server)
    assert compared["isaac"].energy_J == result.energy_J


def test_what_is_no_module_is_refused(server: naxdse.Server) -> None:
    with pytest.raises(TypeError, match="PyTorch"):
        naxdse.evaluate("isaac", (1, 2), server=server)
