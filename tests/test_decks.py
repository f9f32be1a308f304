"""The decks' slips, each refuted as printed, and its correction proved beside it."""

import importlib
import math
import pkgutil

import numpy as np
import pytest

from unity import decks
from unity.arrays import to_numpy
from unity.datasets import xor
from unity.decks import (
    cost_without_minus,
    descend_accumulators_set_once,
    descend_by_loops,
    z_with_bias_inside_loop,
)
from unity.logistic import cost, cost_by_loops, fit, forward, gradient

EPS = np.finfo(float).eps


def start(n):
    return np.zeros((n, 1)), np.zeros((1, 1))


def noisy(rng, m):
    """Two features and labels drawn from a logistic model: classes overlap, so that a minimum exists."""
    X = rng.normal(size=(2, m))
    return X, (X[:1] - 0.5 + rng.logistic(size=(1, m)) > 0).astype(float)


@pytest.fixture
def fifty(rng):
    return noisy(rng, 50)


def test_all_names_what_is_public():
    """Each module of the package names its own, and the package names them all."""
    modules = [importlib.import_module(f"unity.decks.{module.name}") for module in pkgutil.iter_modules(decks.__path__)]
    for module in modules:
        own = {name for name, thing in vars(module).items() if getattr(thing, "__module__", None) == module.__name__}
        assert {name for name in own if not name.startswith("_")} <= set(module.__all__)
        assert all(getattr(decks, name) is getattr(module, name) for name in module.__all__)
    assert sorted(name for module in modules for name in module.__all__) == sorted(decks.__all__)


# J, dw, db set to zero once


@pytest.mark.derivation("D22", "E17")
def test_the_repaired_loop_is_gradient_descent(asarray, fifty):
    X, Y = fifty
    w, b = start(2)
    trace = descend_by_loops(*map(asarray, (w, b, X, Y)), step=0.5, iterations=30)
    for t in range(30):
        dw, db = gradient(w, b, X, Y)
        np.testing.assert_allclose(trace.w[:, [t]], w, atol=1e-13)
        np.testing.assert_allclose(trace.b[:, [t]], b, atol=1e-13)
        np.testing.assert_allclose(trace.J[t], cost(w, b, X, Y), rtol=1e-12)
        np.testing.assert_allclose(trace.dw[:, [t]], dw, atol=1e-13)
        np.testing.assert_allclose(trace.db[:, [t]], db, atol=1e-13)
        w, b = w - 0.5 * dw, b - 0.5 * db
    np.testing.assert_allclose(trace.w[:, [30]], w, atol=1e-13)
    np.testing.assert_allclose(trace.b[:, [30]], b, atol=1e-13)


@pytest.mark.derivation("D22", "E17")
@pytest.mark.parametrize("m", [1, 2, 7, 50])
def test_the_faulty_loop_is_momentum(asarray, rng, m):
    """What its variables hold is g_t + dw_(t-1) / m, with g_t the gradient where it stands; its first pass is right."""
    X, Y = noisy(rng, m)
    w, b = start(2)
    trace = descend_accumulators_set_once(*map(asarray, (w, b, X, Y)), step=0.3, iterations=20)
    J, dw, db = 0.0, np.zeros((2, 1)), np.zeros((1, 1))
    for t in range(20):
        w, b = trace.w[:, [t]], trace.b[:, [t]]
        g = gradient(w, b, X, Y)
        J, dw, db = cost(w, b, X, Y) + J / m, g[0] + dw / m, g[1] + db / m
        np.testing.assert_allclose(trace.J[t], J, rtol=1e-12)
        np.testing.assert_allclose(trace.dw[:, [t]], dw, atol=1e-12)
        np.testing.assert_allclose(trace.db[:, [t]], db, atol=1e-12)
        np.testing.assert_allclose(trace.w[:, [t + 1]], w - 0.3 * dw, atol=1e-12)
        np.testing.assert_allclose(trace.b[:, [t + 1]], b - 0.3 * db, atol=1e-12)


@pytest.mark.derivation("D22", "E17")
def test_the_faulty_loop_is_not_gradient_descent(fifty):
    faulty, repaired = (
        descend(*start(2), *fifty, step=0.5, iterations=2)
        for descend in (descend_accumulators_set_once, descend_by_loops)
    )
    np.testing.assert_array_equal(faulty.dw[:, 0], repaired.dw[:, 0])
    # The second pass holds a fiftieth of the first besides.
    np.testing.assert_allclose(faulty.dw[:, 1] - repaired.dw[:, 1], repaired.dw[:, 0] / 50, rtol=1e-9)


@pytest.mark.derivation("D22", "E17")
@pytest.mark.parametrize("m", [3, 50])
def test_the_faulty_loop_reaches_the_same_minimum_and_shows_too_large_a_cost(m):
    X, Y = np.linspace(-1, 2, m)[None], (np.arange(m) % 2).astype(float)[None]
    faulty = descend_accumulators_set_once(*start(1), X, Y, step=0.5, iterations=1500)
    optimum = fit(X, Y, tol=1e-12)
    np.testing.assert_allclose(faulty.w[:, [-1]], optimum.w, atol=1e-7)
    np.testing.assert_allclose(faulty.b[:, [-1]], optimum.b, atol=1e-7)
    np.testing.assert_allclose(faulty.J[-1], cost(optimum.w, optimum.b, X, Y) * m / (m - 1), rtol=1e-10)
    repaired = descend_by_loops(*start(1), X, Y, step=0.5, iterations=1500)
    np.testing.assert_allclose(repaired.J[-1], cost(optimum.w, optimum.b, X, Y), rtol=1e-10)


@pytest.mark.derivation("D22", "E17")
def test_one_example_swings_about_its_minimum_for_ever():
    """With m = 1 nothing is divided away: a ball without friction. The label 0.3 has its minimum at sigma(z) = 0.3."""
    X, Y = np.array([[1.5]]), np.array([[0.3]])
    minimum = math.log(0.3 / 0.7)
    z = {}
    for descend in (descend_by_loops, descend_accumulators_set_once):
        trace = descend(*start(1), X, Y, step=0.1, iterations=2000)
        z[descend] = (trace.w * X + trace.b)[0]
    assert abs(z[descend_by_loops][-1] - minimum) < 1e-10
    late = z[descend_accumulators_set_once][-200:] - minimum
    assert late.max() > 0.8 * abs(minimum)
    assert late.min() < -0.8 * abs(minimum)
    # dw and db, which the deck's stopping rule waits for, come by 0 but never stay small.
    assert np.abs(trace.dw[0, -200:]).max() > 0.5
    # The J that it shows is the sum of all passes.
    costs = [cost(trace.w[:, [t]], trace.b[:, [t]], X, Y) for t in range(2000)]
    np.testing.assert_allclose(trace.J, np.cumsum(costs), rtol=1e-10)


@pytest.mark.derivation("D22", "D47", "E17")
def test_one_example_with_a_plain_label_runs_on_at_full_speed():
    """There is no minimum: gradient descent slows down like a logarithm, the faulty loop keeps its pace."""
    X, Y = np.array([[1.5]]), np.array([[1.0]])
    repaired = descend_by_loops(*start(1), X, Y, step=0.1, iterations=1000)
    faulty = descend_accumulators_set_once(*start(1), X, Y, step=0.1, iterations=1000)
    strides = np.abs(np.diff(repaired.w[0]))
    assert strides[-1] < 0.01 * strides[0]
    strides = np.abs(np.diff(faulty.w[0]))
    np.testing.assert_allclose(strides[-500:], strides[-1], rtol=1e-9)
    assert strides[-1] > 4 * strides[0]
    # The cost that it shows stands still above 2, while the true one is long 0 for all purposes.
    assert faulty.J[-1] > 2
    assert cost(faulty.w[:, [-1]], faulty.b[:, [-1]], X, Y) < 1e-100


def test_no_pass_leaves_the_start():
    trace = descend_by_loops(np.ones((2, 1)), np.ones((1, 1)), np.ones((2, 3)), np.ones((1, 3)), step=1.0, iterations=0)
    assert [part.shape for part in trace] == [(2, 1), (1, 1), (0,), (2, 0), (1, 0)]
    np.testing.assert_array_equal(trace.w, 1)


def test_loops_want_an_example():
    nothing = [np.ones(shape) for shape in ((2, 1), (1, 1), (2, 0), (1, 0))]
    for function in (descend_by_loops, descend_accumulators_set_once):
        with pytest.raises(ValueError, match=r"X \(2, 0\) holds no example, expected at least one"):
            function(*nothing, step=1.0, iterations=1)
    with pytest.raises(ValueError, match=r"X \(2, 0\) holds no example, expected at least one"):
        cost_without_minus(*nothing)


# The missing minus sign


@pytest.mark.derivation("E16")
def test_the_printed_cost_is_the_negative_of_the_cost(asarray, rng):
    w, b, (X, Y) = rng.normal(size=(2, 1)), rng.normal(size=(1, 1)), noisy(rng, 9)
    given = list(map(asarray, (w, b, X, Y)))
    printed = to_numpy(cost_without_minus(*given))
    assert printed.shape == ()
    assert printed < 0
    np.testing.assert_allclose(printed, -cost(w, b, X, Y), rtol=1e-12)
    np.testing.assert_allclose(printed, -to_numpy(cost_by_loops(*given)), rtol=1e-12)


@pytest.mark.derivation("E16")
def test_the_printed_cost_grows_where_the_model_gets_better(fifty):
    """What is to be minimised must fall on the way down: the printed J rises, to no more than 0."""
    trace = descend_by_loops(*start(2), *fifty, step=0.5, iterations=20)
    printed = [cost_without_minus(trace.w[:, [t]], trace.b[:, [t]], *fifty) for t in range(21)]
    assert (np.diff(printed) > 0).all()
    assert (np.diff(trace.J) < 0).all()
    assert max(printed) < 0


@pytest.mark.derivation("E16", "D49")
@pytest.mark.parametrize(("z", "a"), [(37.0, 1), (-800.0, 0)])
def test_the_printed_cost_needs_a_logarithm_of_zero(z, a):
    one = np.ones((1, 1))
    with pytest.raises(ValueError, match=f"cost_without_minus: a of example 0 is rounded to {a}"):
        cost_without_minus(z * one, 0 * one, one, one)
    assert np.isfinite(cost(z * one, 0 * one, one, one))


# Products and loops


@pytest.mark.derivation("E30")
def test_the_printed_product_of_two_columns_raises(rng):
    w, x = rng.normal(size=(3, 1)), rng.normal(size=(3, 1))
    with pytest.raises(ValueError, match="not aligned"):
        np.dot(w, x)
    np.testing.assert_allclose(np.dot(w.T, x), forward(w, np.zeros((1, 1)), x), rtol=10 * EPS)


@pytest.mark.derivation("E30")
def test_the_printed_product_holds_for_plain_vectors_only(rng):
    # With one axis each, np.dot(w, x) is the number that is meant.
    w, x = rng.normal(size=3), rng.normal(size=3)
    np.testing.assert_allclose(np.dot(w, x), (w[:, None].T @ x[:, None])[0, 0], rtol=10 * EPS)


@pytest.mark.derivation("D22")
@pytest.mark.parametrize("n", [1, 2, 12])
def test_a_bias_inside_the_loop_counts_n_times(asarray, rng, n):
    w, b, x = rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, 1))
    slipped = to_numpy(z_with_bias_inside_loop(*map(asarray, (w, b, x))))
    assert slipped.shape == (1, 1)
    np.testing.assert_allclose(slipped, forward(w, n * b, x), atol=100 * EPS)
    assert (abs(slipped - forward(w, b, x)) > 1e-3) == (n > 1)


@pytest.mark.parametrize("m", [1, 2, 3])
def test_each_gradient_is_met_again_in_each_later_pass(asarray, rng, m):
    g = rng.normal(size=(2, 5))
    expected = np.zeros_like(g)
    for t in range(5):
        for s in range(t + 1):
            expected[:, t] += g[:, s] / m ** (t - s)
    np.testing.assert_allclose(to_numpy(decks.accumulated(asarray(g), m)), expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_floats_keep_their_kind(asarray, kind):
    w, b, X, Y = (asarray(np.ones(shape, kind)) for shape in [(2, 1), (1, 1), (2, 1), (1, 1)])
    assert cost_without_minus(w, b, X, Y).dtype == z_with_bias_inside_loop(w, b, X).dtype == w.dtype


def test_shapes_are_named():
    four = np.ones((2, 1)), np.ones((1, 1)), np.ones((3, 5)), np.ones((1, 5))
    for descend in (descend_by_loops, descend_accumulators_set_once):
        with pytest.raises(ValueError, match=rf"{descend.__name__}: X \(3, 5\) has n = 3, w \(2, 1\) has n = 2"):
            descend(*four, step=1.0, iterations=1)


@pytest.mark.derivation("D22")
def test_no_loop_learns_xor():
    # One neuron, however it descends, stays at one half.
    clouds = xor(40, seed=0)
    for descend in (descend_by_loops, descend_accumulators_set_once):
        trace = descend(*start(2), clouds.X, clouds.Y, step=0.5, iterations=300)
        assert 0.65 < cost(trace.w[:, [-1]], trace.b[:, [-1]], clouds.X, clouds.Y) < math.log(2)
