"""Polynomial features: every monomial once, in graded order, and the curves that a plane among them draws."""

import math
import time

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic
from unity.arrays import to_numpy
from unity.datasets import circle
from unity.features import exponents, polynomial

EPS = np.finfo(float).eps


@pytest.mark.derivation("D25")
@given(n=st.integers(1, 4), degree=st.integers(1, 5), m=st.integers(0, 4), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_each_row_is_its_monomial(n, degree, m, seed):
    X = np.random.default_rng(seed).normal(size=(n, m))
    rows = polynomial(X, degree)
    powers = exponents(n, degree)
    assert rows.shape == (len(powers), m)
    for row, e in zip(rows, powers):
        for i in range(m):
            np.testing.assert_allclose(row[i], math.prod(X[j, i] ** e[j] for j in range(n)), rtol=10 * EPS)


@given(n=st.integers(0, 5), degree=st.integers(1, 5))
@settings(max_examples=25)
def test_every_monomial_comes_once_in_graded_order(n, degree):
    found = exponents(n, degree)
    assert len(found) == math.comb(n + degree, n) - 1
    # By degree; within a degree the larger power of an earlier input comes first.
    assert list(found) == sorted(set(found), key=lambda e: (sum(e), [-power for power in e]))
    assert all(1 <= sum(e) <= degree for e in found)


@pytest.mark.derivation("D25")
@pytest.mark.parametrize(("n", "degree"), [(1, 4), (2, 3), (4, 2), (3, 5)])
def test_the_order_is_scikit_learns(rng, n, degree):
    from sklearn.preprocessing import PolynomialFeatures

    X = rng.normal(size=(n, 6))
    theirs = PolynomialFeatures(degree, include_bias=False).fit(X.T)
    np.testing.assert_array_equal(exponents(n, degree), theirs.powers_)
    np.testing.assert_allclose(polynomial(X, degree), theirs.transform(X.T).T, rtol=10 * EPS)


@pytest.mark.parametrize(("n", "degree"), [(2, 3), (3, 2)])
def test_the_order_is_sympys(n, degree):
    x = sympy.symbols(f"x1:{n + 1}")
    graded = [
        monomial
        for d in range(1, degree + 1)
        for monomial in sorted(
            sympy.itermonomials(x, d, min_degrees=d), key=sympy.polys.orderings.monomial_key("grlex", x), reverse=True
        )
    ]
    assert [sympy.Poly(monomial, *x).monoms()[0] for monomial in graded] == list(exponents(n, degree))


def test_degree_one_is_the_input(asarray, rng):
    X = rng.normal(size=(3, 4))
    np.testing.assert_array_equal(to_numpy(polynomial(asarray(X), 1)), X)
    assert exponents(3, 1) == ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def test_no_inputs_have_no_products():
    assert exponents(0, 3) == ()
    assert polynomial(np.empty((0, 5)), 3).shape == (0, 5)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_every_kind_of_array_keeps_its_precision(asarray, rng, kind):
    X = rng.normal(size=(2, 3)).astype(kind)
    rows = polynomial(asarray(X), 3)
    assert rows.dtype == asarray(X).dtype
    np.testing.assert_allclose(to_numpy(rows)[3], X[0] * X[1], rtol=10 * np.finfo(kind).eps)


@pytest.mark.parametrize("degree", [0, -1])
def test_a_degree_below_one_is_refused(degree):
    with pytest.raises(ValueError, match=f"polynomial: degree = {degree}, expected 1 or more"):
        polynomial(np.ones((2, 3)), degree)
    with pytest.raises(ValueError, match=f"exponents: degree = {degree}, expected 1 or more"):
        exponents(2, degree)


# The deck's boundaries


@pytest.mark.derivation("D25")
def test_the_line_of_the_deck(rng):
    # theta = (-3, 1, 1): among features of degree 1 the boundary is the line x_1 + x_2 = 3.
    X = rng.uniform(-1, 4, (2, 500))
    labels = logistic.decide(np.ones((2, 1)), np.array([[-3.0]]), polynomial(X, 1))
    np.testing.assert_array_equal(labels, X[0] + X[1] >= 3)


@pytest.mark.derivation("D25", "E19")
def test_the_circle_of_the_deck(rng):
    """theta = (-1, 0, 0, 1, 1) is the unit circle, and not the rule -3 + x_1^2 + x_2^2 >= 0 that stands beside it."""
    theta = dict(zip([(0, 0), (1, 0), (0, 1), (2, 0), (0, 2)], (-1.0, 0.0, 0.0, 1.0, 1.0)))
    w = np.array([[theta.get(e, 0.0)] for e in exponents(2, 2)])
    X = rng.uniform(-2, 2, (2, 500))
    labels = logistic.decide(w, np.array([[theta[0, 0]]]), polynomial(X, 2))
    squares = X[0] ** 2 + X[1] ** 2
    np.testing.assert_array_equal(labels, -1 + squares >= 0)
    assert (labels != (-3 + squares >= 0)).any()
    # What is printed is refuted by any point between the two circles.
    between = np.array([[1.2], [0.5]])
    assert logistic.decide(w, np.array([[-1.0]]), polynomial(between, 2)) == 1
    assert -3 + np.sum(between**2) < 0


@pytest.mark.derivation("D25")
def test_a_fit_among_squares_finds_the_circle():
    examples = circle(4000, seed=3)
    straight = logistic.fit(examples.X, examples.Y)
    curved = logistic.fit(polynomial(examples.X, 2), examples.Y)
    # The examples were drawn with log-odds 4 (x_1^2 + x_2^2 - 1).
    np.testing.assert_allclose(curved.w[:, 0], [0, 0, 4, 0, 4], atol=0.5)
    np.testing.assert_allclose(curved.b, -4, atol=0.5)
    straight_right = np.mean(logistic.decide(straight.w, straight.b, examples.X) == examples.y)
    curved_right = np.mean(logistic.decide(curved.w, curved.b, polynomial(examples.X, 2)) == examples.y)
    assert straight_right < 0.82 < 0.9 < curved_right


@pytest.mark.derivation("D25")
def test_a_higher_degree_draws_two_rings(rng):
    # Class 1 lies between the circles of radius 1 and 2: (r^2 - 1)(4 - r^2) >= 0, a polynomial of degree 4.
    w = np.zeros((len(exponents(2, 4)), 1))
    for e, coefficient in {(2, 0): 5, (0, 2): 5, (4, 0): -1, (2, 2): -2, (0, 4): -1}.items():
        w[exponents(2, 4).index(e)] = coefficient
    X = rng.uniform(-2.5, 2.5, (2, 800))
    radius = np.hypot(*X)
    labels = logistic.decide(w, np.array([[-4.0]]), polynomial(X, 4))
    np.testing.assert_array_equal(labels, (radius >= 1) & (radius <= 2))


def test_as_many_features_as_scikit_learn_takes_at_once(rng):
    """500 inputs, 125,750 features: the same ones in the same order, in about its time (it was forty times that)."""
    from sklearn.preprocessing import PolynomialFeatures

    X = rng.standard_normal((500, 20))
    theirs = PolynomialFeatures(2, include_bias=False).fit(X.T)
    np.testing.assert_array_equal(polynomial(X, 2), theirs.transform(X.T).T)

    def seconds(f):
        start = time.process_time()
        f()
        return time.process_time() - start

    ours = min(seconds(lambda: polynomial(X, 2)) for _ in range(3))
    assert ours < 10 * min(seconds(lambda: theirs.transform(X.T)) for _ in range(3)) + 0.01
