"""Entropy, divergence and smoothed labels: their definitions, their least values, and who else computes them."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from unity.activations import softmax
from unity.arrays import to_numpy
from unity.course.chapter_06 import surprise
from unity.families import CATEGORICAL, categorical_loss


def columns(rng, K=4, m=5):
    Y = rng.uniform(size=(K, m))
    return rng.normal(scale=2, size=(K, m)), Y / Y.sum(axis=0)


@pytest.mark.derivation("D15")
def test_entropy_and_divergence_agree_with_scipy(rng):
    Z, Y = columns(rng)
    np.testing.assert_allclose(surprise.entropy(Y)[0], scipy.stats.entropy(Y), rtol=1e-13)
    np.testing.assert_allclose(surprise.divergence(Z, Y)[0], scipy.stats.entropy(Y, softmax(Z)), rtol=1e-12)


def test_a_sure_label_has_no_entropy(rng):
    Z, Y = rng.normal(size=(3, 3)), np.eye(3)
    np.testing.assert_array_equal(surprise.entropy(Y), np.zeros((1, 3)))
    np.testing.assert_array_equal(surprise.divergence(Z, Y), categorical_loss(Z, Y))


@given(z=st.lists(st.floats(-20, 20), min_size=3, max_size=3), seed=st.integers(0, 1000))
def test_a_wrong_belief_costs_something(z, seed):
    """The divergence is never negative, and 0 exactly where the belief is right."""
    _, Y = columns(np.random.default_rng(seed), K=3, m=1)
    Z = np.array(z)[:, None]
    apart = np.abs(softmax(Z) - Y).sum()
    D = surprise.divergence(Z, Y).item()
    assert apart**2 / 2 - 1e-12 <= D  # Pinsker's inequality
    np.testing.assert_allclose(surprise.divergence(np.log(Y), Y), 0, atol=1e-14)


def test_the_entropy_is_the_floor_of_a_heap(rng):
    """Examples in the shares y that share one score: no score makes their mean loss smaller than H."""
    Y = np.eye(3)[:, [0, 0, 0, 1, 1, 2]]
    shares = Y.mean(axis=1, keepdims=True)
    floor = surprise.entropy(shares).item()
    best = np.broadcast_to(np.log(shares), Y.shape)
    assert float(CATEGORICAL.cost(best, Y)) == pytest.approx(floor, rel=1e-14)
    for _ in range(20):
        assert float(CATEGORICAL.cost(best + rng.normal(size=(3, 1)), Y)) > floor


def test_smoothed_by_its_definition():
    Y = np.eye(3)[:, [2, 0]]
    expected = [[0.7 * Y[k, i] + 0.3 / 3 for i in range(2)] for k in range(3)]
    np.testing.assert_allclose(surprise.smoothed(Y, epsilon=0.3), expected, rtol=1e-15)
    np.testing.assert_array_equal(surprise.smoothed(Y, epsilon=0.0), Y)
    np.testing.assert_allclose(surprise.smoothed(Y, epsilon=1.0), 1 / 3)


def test_every_kind_of_array(rng, asarray):
    Z, Y = columns(rng)
    np.testing.assert_allclose(to_numpy(surprise.entropy(asarray(Y))), surprise.entropy(Y), rtol=1e-12)
    np.testing.assert_allclose(
        to_numpy(surprise.divergence(asarray(Z), asarray(Y))), surprise.divergence(Z, Y), rtol=1e-11
    )


@pytest.mark.parametrize("function", [surprise.entropy, lambda Y: surprise.divergence(Y, Y)])
def test_what_is_no_share_is_refused(function):
    with pytest.raises(ValueError, match=r"column 1 of Y is \[0.5, 0.7\], expected a share for each class"):
        function(np.array([[1.0, 0.5], [0.0, 0.7]]))
    with pytest.raises(ValueError, match="column 0 of Y is"):
        function(np.array([[math.nan], [1.0]]))


@pytest.mark.parametrize("epsilon", [-0.1, 1.1, math.nan])
def test_a_share_beyond_its_bounds_is_refused(epsilon):
    with pytest.raises(ValueError, match=r"smoothed: epsilon = .*, expected a share from 0 to 1"):
        surprise.smoothed(np.ones((2, 1)), epsilon=epsilon)
