"""Results say what the command line says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import naxdse


def command(*words: str) -> Any:
    """What naxdse writes with --json."""
    done = subprocess.run([naxdse.find_program(), *words, "--json"], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def test_an_evaluation_is_that_of_the_command_line(server: naxdse.Server) -> None:
    result = naxdse.evaluate("nax-heterogeneous", "lenet5", "pipelined-8b", server=server)
    written = command("evaluate", "nax-heterogeneous", "-n", "lenet5", "-m", "pipelined-8b")
    assert {key: value for key, value in result.data.items() if key != "provenance"} == {
        key: value for key, value in written.items() if key != "provenance"
    }
    assert result.energy_J == written["energy_J"] and result.edap_Jsmm2 == written["edap_Jsmm2"]
    assert [each.name for each in result.layers] == ["c1", "c3", "c5", "f6", "output"]
    # The files of this request alone, each with its digest.
    paths = [each["path"] for each in result.data["provenance"]["inputs"]]
    assert any(path.endswith("nax-heterogeneous.xml") for path in paths) and not any("isaac" in path for path in paths)


def test_breakdowns_sum_to_the_whole(server: naxdse.Server) -> None:
    result = naxdse.evaluate("isaac", "lenet5", server=server)
    for tree in (result.by_component, result.by_layer, result.by_level):
        assert tree.energy_J == pytest.approx(result.energy_J, rel=1e-12)
        for _, node in tree.walk():
            if node.children:
                assert node.dynamic_energy_J == pytest.approx(sum(each.dynamic_energy_J for each in node.children), rel=1e-9)


def test_a_comparison_has_a_row_for_each(server: naxdse.Server) -> None:
    compared = naxdse.compare(["isaac", "puma"], "lenet5", "default", server=server)
    assert [each.hardware for each in compared] == ["isaac", "puma"] and compared.baseline == "isaac"
    assert compared["puma"].area_mm2 == naxdse.evaluate("puma", "lenet5", "default", server=server).area_mm2
    frame = compared.frame()
    assert list(frame["hardware"]) == ["isaac", "puma"] and frame["energy_J"][0] == compared["isaac"].energy_J
    with pytest.raises(KeyError):
        compared["isac"]


def test_a_page_is_shown_in_a_frame_of_its_own(server: naxdse.Server, tmp_path: Path) -> None:
    compared = naxdse.compare(["isaac"], "lenet5", server=server)
    shown = compared._repr_html_()
    assert shown is not None and shown.startswith("<iframe srcdoc=\"&lt;!DOCTYPE html&gt;") and "<script" not in shown
    compared.write_html(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")
    plain = naxdse.evaluate("isaac", "lenet5", server=server)
    assert plain._repr_html_() is None
    with pytest.raises(ValueError):
        plain.write_html(tmp_path / "other.html")


def test_attributes_can_be_set(server: naxdse.Server) -> None:
    path = "level[@name='chip']/@count"
    with pytest.raises(naxdse.InputError, match="no attribute 'count'"):
        naxdse.evaluate("puma", "lenet5", set={path: 2}, server=server)
    little, much = (
        naxdse.evaluate("puma", "lenet5", set={"component[@id='edram-64k']/@leakage": leakage}, server=server)
        for leakage in ("1 mW", "2 mW")
    )
    assert little.dynamic_energy_J == much.dynamic_energy_J
    assert little.leakage_W is not None and much.leakage_W is not None and much.leakage_W > little.leakage_W


def test_frames_of_layers_and_parts(server: naxdse.Server) -> None:
    result = naxdse.evaluate("isaac", "lenet5", server=server)
    assert list(result.layers_frame()["name"]) == [each.name for each in result.layers]
    parts = result.breakdown_frame("level")
    assert parts["energy_J"][0] == pytest.approx(result.energy_J, rel=1e-12)
    with pytest.raises(ValueError, match="component, layer, level"):
        result.breakdown_frame("part")


def test_names_are_those_that_ship(server: naxdse.Server) -> None:
    assert {"isaac", "puma"} <= set(naxdse.names("hardware", server=server))
    assert "NSGA-II" in naxdse.names("strategy", server=server)["nsga2"]
    assert naxdse.version(server=server).count(".") == 2
