"""The harness of the benchmarks: pairs within a round, exponents, and a file whose other sections stay."""

import numpy as np
import pytest

from benchmarks.paired import Compared, compare, growth, header, keep, peak, table


def test_ways_are_compared_within_a_round():
    """A machine that is three times slower in the second round changes no ratio."""
    found = Compared({"ours": [1.0, 3.0, 1.0], "theirs": [2.0, 6.0, 2.0]})
    assert found.ratio("ours", "theirs") == 0.5
    assert found.spread("ours", "theirs") == (0.5, 0.5)
    assert found.fastest() == "ours"
    assert found.fastest("theirs") == "theirs"
    assert found.seconds == {"ours": 1.0, "theirs": 2.0}


def test_every_way_runs_in_every_round_and_the_order_changes():
    calls = []
    ways = {name: lambda name=name: calls.append(name) for name in "ab"}
    found = compare(ways, rounds=4, least=0)
    assert {name: len(seconds) for name, seconds in found.rounds.items()} == {"a": 4, "b": 4}
    measured = calls[4:]
    assert len(measured) == 8
    assert {tuple(measured[i : i + 2]) for i in range(0, 8, 2)} == {("a", "b"), ("b", "a")}


def test_a_short_way_is_repeated():
    calls = []
    compare({"a": lambda: calls.append(1)}, rounds=1, least=1e-4)
    assert len(calls) > 10


def test_the_exponent_of_a_power_is_found():
    sizes = np.array([1e3, 4e3, 1.6e4, 6.4e4])
    exact = growth(sizes, 3e-9 * sizes**1.5)
    assert exact.value == pytest.approx(1.5)
    assert exact.error < 1e-9
    bent = growth(sizes, 3e-9 * sizes + 1e-6)
    assert bent.value < 1
    assert bent.error > 0.01
    assert str(growth(sizes, sizes)) == "1.00 ± 0.00"


def test_the_peak_counts_what_is_let_go_again():
    assert 8e6 <= peak(lambda: np.zeros(1_000_000).sum()) < 8.1e6


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    results = tmp_path / "RESULTS.md"
    keep("One", table(["work", "ratio"], [["a", 1.5]]), results=results)
    keep("Two", ["second"], results=results)
    keep("One", table(["work", "ratio"], [["a", 0.5]]), results=results)
    text = results.read_text(encoding="utf-8")
    assert text.startswith("# What was measured")
    assert text.count("## One") == 1
    assert "| a | 0.5 |" in text
    assert "1.5" not in text.split("## One")[1].replace(header(), "")
    assert "second" in text
    assert text.index("## One") < text.index("## Two")
