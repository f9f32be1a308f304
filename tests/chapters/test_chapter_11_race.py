"""The race of chapter 11 is run on the networks that it names, and each recipe runs from the same start."""

import numpy as np
import pytest

from unity import decks
from unity.activations import TANH
from unity.course.chapter_11 import race


@pytest.fixture(scope="module")
def xor():
    return race.cases()["XOR"]


def test_every_case_fits_its_network():
    for case in race.cases().values():
        assert (len(case.X), len(case.Y)) == (case.widths[0], case.widths[-1])
        assert case.X.shape[1] == case.Y.shape[1]
        np.testing.assert_allclose(case.X.mean(axis=1), 0, atol=1e-12)


def test_angles_are_those_of_each_start(xor):
    table = race.angles(xor, starts=3)
    assert list(table) == [way.__name__ for way in decks.WAYS]
    layers = decks.random_layers(xor.widths, seed=2)
    alone = decks.compare(layers, xor.X, xor.Y, activation=TANH, family=xor.family)
    for recipe, cosines in table.items():
        assert cosines.shape == (3, 3)
        np.testing.assert_array_equal(cosines[2], alone[recipe])


def test_the_mean_slope_is_that_of_the_first_layer(xor):
    Z = [decks.random_layers(xor.widths, seed=seed)[0][0].T @ xor.X for seed in range(2)]
    np.testing.assert_allclose(race.mean_slope(xor, starts=2), np.mean(1 - np.tanh(Z) ** 2))


def test_all_start_at_the_same_cost_and_only_the_gradient_learns_both(xor):
    costs = race.costs(xor, iterations=5)
    assert {len(values) for values in costs.values()} == {6}
    assert len({values[0] for values in costs.values()}) == 1
    assert costs["by_weights_and_slope"][-1] == min(values[-1] for values in costs.values())


def test_fractions_point_uphill_as_often_as_downhill_and_weights_always_down():
    """What the chapter says of the angles."""
    tables = {name: race.angles(case) for name, case in race.cases().items()}
    for table in tables.values():
        assert 0.4 < (table["by_fractions"][:, :2] < 0).mean() < 0.6
        assert table["by_weights"].min() > 0
        assert all(np.allclose(cosines[:, -1], 1) for cosines in table.values())
    # Before a single output the fractions are along the weights, or against them.
    np.testing.assert_allclose(abs(tables["XOR"]["by_fractions_and_slope"][:, 1]), 1)
    assert tables["digits"]["by_weights"].min() > 0.8


def test_the_slope_decides_on_xor_and_the_weights_on_the_digits():
    """What the chapter says of the costs."""
    last = {name: {way: costs[-1] for way, costs in race.costs(case).items()} for name, case in race.cases().items()}
    assert max(ends["by_weights_and_slope"] for ends in last.values()) < 0.03
    assert min(last["XOR"]["by_weights"], last["XOR"]["by_fractions"]) > 0.68
    assert last["XOR"]["by_fractions_and_slope"] < 0.1
    assert last["digits"]["by_weights"] < 0.06 < last["digits"]["by_fractions"]
