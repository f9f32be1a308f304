"""What a pass asks of logits at once is what the plain functions say one by one, to the last digits, small numbers too."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.arrays import one_hot
from unity.families import categorical_loss, categorical_slope
from unity.fast import logits
from unity.logistic import optimum
from unity.newton import LinearModel

EPS = np.finfo(float).eps
scales = st.sampled_from([1e-12, 1e-3, 1.0, 10.0, 300.0])


def plain(model, Z, Y):
    return model.loss(Z, Y), model.error(Z, Y), model.curvature(Z), (-model.margin(Z, Y)).max()


def assert_same(found, expected, rtol):
    """To so many digits, each number for itself; beyond 1e-300 there are none."""
    for ours, theirs in zip(found, expected):
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-300)


@given(m=st.integers(1, 50), scale=scales, seed=st.integers(0, 2**32))
def test_one_logit(m, scale, seed):
    rng = np.random.default_rng(seed)
    Z, Y = scale * rng.normal(size=(1, m)), 1.0 * rng.integers(0, 2, (1, m))
    assert_same(logits.bernoulli(Z, Y), plain(optimum.SURE, Z, Y), 8 * EPS)
    assert logits.bernoulli(Z, Y, False)[2] is None


@given(m=st.integers(1, 50), K=st.integers(2, 5), scale=scales, right=st.booleans(), seed=st.integers(0, 2**32))
def test_several_logits(m, K, scale, right, seed):
    rng = np.random.default_rng(seed)
    Z = scale * rng.normal(size=(K, m))
    Y = one_hot(Z.argmax(axis=0) if right else rng.integers(0, K, m), K)
    model = LinearModel(categorical_loss, categorical_slope, softmax._curvature, softmax.margin, np.eye(K))
    found = logits.categorical(Z, Y)
    assert_same(found, plain(model, Z, Y), 40 * K * EPS)
    assert found[3] == (-softmax.margin(Z, Y)).max()
    assert logits.categorical(Z, Y, False)[2] is None


def test_single_precision_stays():
    Z, Y = np.float32([[1.0, -200.0], [3.0, 2.0]]), np.float32([[1.0, 0.0], [0.0, 1.0]])
    for found in logits.bernoulli(Z[:1], Y[:1]), logits.categorical(Z, Y):
        assert {array.dtype for array in found} == {np.dtype(np.float32)}


@pytest.mark.parametrize("x", [0.0, 5e-324, 1e-300, 1e-17, 1.1e-16, 2.3e-16, 1e-9, 0.3, 1.0, 1e10])
def test_a_logarithm_near_one(x):
    with mpmath.workdps(50):
        expected = float(mpmath.log1p(mpmath.mpf(Fraction(x).numerator) / Fraction(x).denominator))
    np.testing.assert_allclose(logits.log1p(np.array([x])), expected, rtol=4 * EPS, atol=0)


@pytest.mark.parametrize(("fit", "K"), [(logistic.fit, 2), (softmax.fit, 3)])
def test_a_fit_is_the_same_without(rng, monkeypatch, fit, K):
    X = rng.normal(size=(4, 300))
    y = np.argmax(rng.normal(size=(K, 4)) @ X + rng.gumbel(size=(K, 300)), axis=0)
    ours, calls = fit(X, y), []
    for name in "bernoulli", "categorical":
        monkeypatch.setattr(logits, name, lambda *_: calls.append(1))
    shared = optimum.LinearModel(
        *(getattr(optimum.SURE, name) for name in ("loss", "error", "curvature", "margin")), np.eye(1)
    )
    monkeypatch.setattr(optimum, "SURE", shared)
    monkeypatch.setattr(softmax, "LinearModel", lambda *parts: LinearModel(*parts[:5]))
    theirs = fit(X, y)
    assert (ours.iterations, ours.passes, calls) == (theirs.iterations, theirs.passes, [])
    np.testing.assert_allclose(ours.W, theirs.W, rtol=1e-10)
