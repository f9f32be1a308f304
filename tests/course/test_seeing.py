"""What benchmarks/seeing.py kept: whole, in accord with what benchmarks/digits.py found, and found again."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from unity import notebook

PATH = Path(__file__).parents[2] / "benchmarks" / "seeing.py"
KEPT, DIGITS = notebook.results("seeing"), notebook.results("digits")


@pytest.fixture(scope="module")
def seeing():
    sys.path.insert(0, str(PATH.parent))
    try:
        spec = importlib.util.spec_from_file_location("benchmark_seeing", PATH)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(PATH.parent))
    return module


def test_every_network_of_the_script_is_kept_with_all_its_runs(seeing):
    assert list(KEPT["networks"]) == list(seeing.NAMES)
    for key, row in KEPT["networks"].items():
        assert row["name"] == seeing.NAMES[key]
        assert row["parameters"] == sum(P.size for own in seeing.network(key).init(seeing.SHAPE, 0) for P in own)
        assert row["step"] in seeing.STEPS
        assert [run["deal"] for run in row["runs"]] == list(seeing.DEALS)


@pytest.mark.parametrize(("key", "name"), [("none", "none"), ("dense-64", "one"), ("convolution-16", "convolution")])
def test_both_benchmarks_tell_the_same(key, name):
    """The same networks on the same deals: within three of 449 images, where two machines round differently."""
    ours, theirs = KEPT["networks"][key], DIGITS["networks"][name]
    assert (ours["parameters"], ours["step"]) == (theirs["parameters"], theirs["step"])
    for run, other in zip(ours["runs"], theirs["by_deal"], strict=True):
        assert run["share"] == pytest.approx(other["share"], abs=3.5 / DIGITS["images"]["test"])


def test_a_run_is_found_again(seeing):
    """Moved images lie nearer to what a network confuses, so that a rounding may move more of them."""
    row = KEPT["networks"]["dense-32"]
    again = seeing.run("dense-32", 1, row["step"])
    for side in seeing.MOVES:
        assert again[side] == pytest.approx(row["runs"][0][side], abs=0.03)


def test_scrambled_images_are_scrambled_after_they_are_moved(seeing):
    X = np.random.default_rng(0).uniform(size=(1, 8, 8, 3))
    assert seeing.seen("dense-64", X) is X
    strewn = seeing.seen("scrambled", X)
    assert not np.array_equal(strewn, X)
    np.testing.assert_array_equal(np.sort(strewn, axis=None), np.sort(X, axis=None))


def test_the_table_and_the_file_say_what_was_found(seeing):
    text = "\n".join(seeing.table(KEPT))
    for row in KEPT["networks"].values():
        shares = [run["share"] for run in row["runs"]]
        assert f"{100 * np.mean(shares):.2f} +- {100 * np.std(shares, ddof=1):.2f}" in text
    assert json.loads(seeing.written(KEPT)) == KEPT
    assert seeing.RESULTS.read_text(encoding="utf-8") == seeing.written(KEPT)
