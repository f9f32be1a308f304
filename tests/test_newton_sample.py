"""Where a search begins: at the minimum of a sample, if that has one and is large enough to tell."""

from unittest import mock

import numpy as np
import pytest

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.newton import LinearModel, newton, passes
from unity.newton.problem import Problem

MODEL = LinearModel(
    lambda Z, Y: softplus((1 - 2 * Y) * Z),
    lambda Z, Y: (1 - 2 * Y) * sigmoid((1 - 2 * Y) * Z),
    lambda Z: sigmoid_slope(Z)[None],
    lambda Z, Y: (2 * Y - 1) * Z,
    np.ones((1, 1)),
)


@pytest.fixture
def problem(rng, monkeypatch):
    """Many examples that overlap, of as many features as are asked for, and a sample of a hundred of them."""
    monkeypatch.setattr(passes, "SAMPLE", 100)

    def made(n, l2=0.1):
        X = rng.normal(size=(n, 1000))
        monkeypatch.setattr(passes.Passes, "sample", lambda self, size: passes.Passes(*(A[:, ::10] for A in (X, Y))))
        Y = (rng.random((1, 1000)) < sigmoid(X[:1])).astype(float)
        return Problem(MODEL, X, Y, l2)

    return made


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_minimum_of_a_sample_and_its_curvature(problem, l2):
    stated = problem(3, l2)
    few = stated.sampled()
    with mock.patch.object(newton, "_newton", wraps=newton._newton) as asked:
        V, kept, certified = newton._from_sample(stated, True)
    (_, tol, most), _ = asked.call_args
    assert (tol, most) == (pytest.approx(0.1 * (4 / 100) ** 0.5), 50)
    place = few.at(V)
    assert float(np.sum(place.gradient * np.linalg.solve(place.curvature, place.gradient))) <= tol**2
    assert certified
    assert kept.share == 10
    assert newton._from_sample(stated, False) == (None, None, False)


def test_five_examples_for_each_parameter_are_enough(problem):
    with mock.patch.object(newton, "_newton", wraps=newton._newton) as asked:
        newton._from_sample(problem(19), True)
        assert asked.call_count == 1
        V, kept, certified = newton._from_sample(problem(20), True)
    assert asked.call_count == 1
    assert (V, kept.share, certified) == (None, np.inf, False)


def test_without_a_sample_it_begins_at_zero(problem):
    stated = problem(3)
    stated.sample = None
    assert newton._from_sample(stated, True) == (None, None, False)


def test_a_logit_that_is_on_its_way_by_one_a_step_is_waited_for():
    """Its gain is lost in the rounding of the cost long before a penalty so small stops it."""
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=(1, 60)), np.zeros((1, 60))])
    Y = rng.integers(0, 2, (1, 60)).astype(float)
    X[:, 0], Y[0, 0], l2 = (0.0, 1.0), 1.0, 1e-22
    found = newton.minimise(MODEL, X, Y, l2=l2)
    w, b = float(found.W[1, 0]), float(found.b[0, 0])
    assert w > 35  # e^-35 is 1e-15: beside the cost of the others, rounding
    assert np.exp(-w - b) / 60 == pytest.approx(l2 * w, rel=0.01)
