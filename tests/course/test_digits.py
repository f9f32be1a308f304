"""What benchmarks/digits.py kept: whole, true to itself, and found again when a run of it is repeated."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from unity import notebook

PATH = Path(__file__).parents[2] / "benchmarks" / "digits.py"
KEPT = notebook.results("digits")


@pytest.fixture(scope="module")
def digits():
    spec = importlib.util.spec_from_file_location("benchmark_digits", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_network_of_the_script_is_kept_with_all_its_runs(digits):
    assert list(KEPT["networks"]) == list(digits.NETWORKS)
    for name, row in KEPT["networks"].items():
        assert row["layers"] == [repr(layer) for layer in digits.network(name).layers]
        assert [run["seed"] for run in row["by_seed"]] == list(digits.SEEDS)
        assert [run["deal"] for run in row["by_deal"]] == list(digits.DEALS)
        assert {run["deal"] for run in row["by_seed"]} == {0}
        costs = row["validation_cost_by_step"]
        assert str(row["step"]) == min(costs, key=costs.get)


def test_shares_and_mistakes_agree():
    for row in KEPT["networks"].values():
        for run in row["by_seed"] + row["by_deal"]:
            assert run["share"] == pytest.approx(1 - len(run["wrong"]) / KEPT["images"]["test"], abs=1e-5)
            assert run["epochs"] <= KEPT["most_epochs"]


def test_a_run_is_found_again(digits):
    """Up to what another machine rounds otherwise: the same share within three images, and mostly the same mistakes."""
    row = KEPT["networks"]["one"]
    again = digits.run("one", 0, row["step"], 0)
    assert again["share"] == pytest.approx(row["by_seed"][0]["share"], abs=3.5 / KEPT["images"]["test"])
    assert len(set(again["wrong"]) & set(row["by_seed"][0]["wrong"])) >= 5


def test_a_point_of_the_grid_is_found_again(digits):
    steps = KEPT["steps"]
    found = [digits.held_out_cost(128, 0.3, seed) for seed in steps["seeds"]]
    (row,) = (row for row in steps["rows"] if row["batch"] == 128)
    assert np.mean(found) == pytest.approx(row["costs"][steps["step"].index(0.3)], rel=0.01)
    assert digits.held_out_cost(8, 1e300, 0) is None


def test_the_table_and_the_file_say_what_was_found(digits):
    text = "\n".join(digits.table(KEPT))
    for row in KEPT["networks"].values():
        shares = [run["share"] for run in row["by_seed"]]
        assert f"{100 * np.mean(shares):.2f} +- {100 * np.std(shares, ddof=1):.2f}" in text
    assert json.loads(digits.written(KEPT)) == KEPT
    assert digits.RESULTS.read_text(encoding="utf-8") == digits.written(KEPT)
