"""Points of a search have the numbers that a study gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import naxdse

SEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<search xmlns="urn:naxdse:search:1" name="small" network="lenet5" hardware="nax-heterogeneous">
  <parameter name="columns" path="crossbar[@id='x64']/adc/@columns" values="64 128"/>
  <parameter name="leakage" path="component[@id='edram-64k']/@leakage" from="0.1" to="1" unit="mW" continuous="true" scale="logarithmic"/>
  <layers match="*"><crossbar values="x32 x64"/></layers>
  <objective measure="energy"/>
  <objective measure="delay"/>
</search>
"""


def test_points_have_the_values_of_the_study_s_trials(server: naxdse.Server) -> None:
    study = naxdse.search("resnet20-duplication", strategy="random", trials=64, seed=7, with_trials=True, server=server)
    assert study.trials == 64 and study.columns is not None
    frame = study.frame()
    with naxdse.open_search("resnet20-duplication", server=server) as search:
        names = [each.name for each in search.parameters]
        points = [{name: frame[name][row] for name in names} for row in range(64)]
        by_name = search.evaluate(points)
        in_order = search.evaluate([[str(point[name]) for name in names] for point in points])
        one = search.evaluate_one(points[5])
    assert by_name["energy_J"] == list(frame["energy_J"]) and by_name["delay"] == list(frame["delay_s"])
    assert by_name.excess == list(frame["excess"]) and in_order.columns == by_name.columns
    assert one["energy_J"] == by_name["energy_J"][5]
    assert by_name.frame().shape == (64, 4)


def test_the_same_seed_gives_the_same_points(server: naxdse.Server) -> None:
    with naxdse.open_search("resnet20-nax", server=server) as search:
        assert search.sample(5, seed=1) == search.sample(5, seed=1) != search.sample(5, seed=2)
        # Four crossbars for each of 20 layers, three kernels for the 19 that are convolutions.
        assert search.size == 4**20 * 3**19
        assert search.is_looked_up


def test_a_point_outside_the_space_says_where(server: naxdse.Server) -> None:
    with naxdse.open_search("resnet20-nax", server=server) as search:
        good: dict[str, Any] = search.sample(1, seed=1)[0]
        with pytest.raises(naxdse.InputError, match="point 1 has \"x33\" for 'conv1.crossbar'; that is one of \"x16\""):
            search.evaluate([good, good | {"conv1.crossbar": "x33"}])
        with pytest.raises(naxdse.InputError, match="no value for 'conv1.kernel'"):
            search.evaluate([{key: value for key, value in good.items() if key != "conv1.kernel"}])
        with pytest.raises(naxdse.InputError, match="did you mean 'conv1.kernel'"):
            search.evaluate([good | {"conv1.kernl": "3"}])
        with pytest.raises(naxdse.InputError, match="give 39"):
            search.evaluate([[1, 2]])
        assert len(search.evaluate([])) == 0


def test_measures_beyond_the_table_are_worked_out(server: naxdse.Server) -> None:
    with naxdse.open_search("resnet20-nax", server=server) as table, naxdse.open_search(
        "resnet20-nax", measures=["edap", "latency", "power"], server=server
    ) as model:
        points = table.sample(3, seed=1)
        assert table.is_looked_up and not model.is_looked_up
        looked_up, worked_out = table.evaluate(points)["edap"], model.evaluate(points)
        for a, b in zip(looked_up, worked_out["edap"]):
            assert a == pytest.approx(b, rel=1e-9)
        assert all(value is not None and value > 0 for value in worked_out["power"])
    with pytest.raises(naxdse.InputError, match="did you mean 'energy'"):
        naxdse.open_search("resnet20-nax", measures=["enery"], server=server)


def test_hardware_varies_and_conditions_hold(server: naxdse.Server, tmp_path: Path) -> None:
    file = tmp_path / "small.xml"
    file.write_text(SEARCH)
    search = naxdse.open_search(file, server=server)
    points = search.sample(40, seed=1)
    together, alone = search.evaluate(points, threads=2), search.evaluate(points, threads=1)
    assert together.columns == alone.columns and not together.reasons
    search.close()


def test_a_study_is_kept_where_it_is_told_to_be(server: naxdse.Server, tmp_path: Path) -> None:
    seen: list[int] = []
    storage = tmp_path / "studies.sqlite"
    study = naxdse.search(
        "resnet20-nax", strategy="random", trials=256, seed=1, study="mine", storage=storage, html=True, server=server,
        progress=lambda done, total, note: seen.append(done))
    assert study.name == "mine" and storage.exists() and seen and seen[-1] == 256
    assert study.html is not None and study.best[0] is not None and study.best[0].values["edap_Jsmm2"] is not None
    with pytest.raises(naxdse.InputError, match="mine"):
        naxdse.search("resnet20-nax", strategy="random", trials=1, study="mine", storage=storage, server=server)
    with pytest.raises(ValueError):
        study.frame()
    assert len(study.front_frame()) == 1
    # Nothing is kept without a place.
    assert naxdse.search("resnet20-nax", strategy="random", trials=64, seed=1, server=server).columns is None


def test_optuna_can_choose(server: naxdse.Server) -> None:
    optuna = pytest.importorskip("optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with naxdse.open_search("resnet20-nax", server=server) as search:
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
        study.optimize(lambda trial: search.evaluate_one(search.suggest(trial))["edap_Jsmm2"], n_trials=10)
        assert study.best_value == min(trial.value for trial in study.trials)
