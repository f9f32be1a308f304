"""What chapters 13 to 15 show of a convolution: by definition, against SciPy, SymPy and polynomials, and as the product does it."""

import numpy as np
import pytest
import scipy.signal
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from test_trilinear import arrays_of, by_scipy, close, convolutions

from unity.arrays import to_numpy
from unity.checks import assert_gradient
from unity.course.convolving import (
    circular_correlation,
    convolve_by_definition,
    dilate,
    error_back_by_correlation,
    exchange,
    flip,
    full_convolution,
    full_correlation,
    receptive_field,
    true_convolution,
    weight_gradient_by_correlation,
)
from unity.trilinear import Convolution, Dense

some_shapes = settings(max_examples=25)


@pytest.mark.derivation("D37", "D39")
@some_shapes
@given(convolutions(strides=(1, 1), paddings=(0, 0)))
def test_scipy_agrees(case):
    """convolve2d where the kernel lies within the image, and both where it overlaps."""
    _, W, X = arrays_of(*case)
    close(true_convolution(W, X), by_scipy(scipy.signal.convolve2d, W, X, "valid"))
    close(full_correlation(W, X), by_scipy(scipy.signal.correlate2d, W, X, "full"))
    close(full_convolution(W, X), by_scipy(scipy.signal.convolve2d, W, X, "full"))


# Convolution and correlation


@pytest.mark.derivation("D37", "E10")
def test_true_convolution_by_definition(rng):
    """Kernel and image run against each other; the networks' convolution lets them run along."""
    W, X = rng.standard_normal((2, 2, 3, 2)), rng.standard_normal((2, 4, 5, 3))
    Z = true_convolution(W, X)
    expected = np.zeros_like(Z)
    for k, r, s, i in np.ndindex(Z.shape):
        for c, a, b in np.ndindex(2, 2, 3):
            expected[k, r, s, i] += W[c, a, b, k] * X[c, r + 1 - a, s + 2 - b, i]
    close(Z, expected)
    assert np.abs(Z - Convolution((2, 3)).forward(W, X)).max() > 0.1


@pytest.mark.derivation("D37")
def test_flip(rng):
    W = rng.standard_normal((2, 2, 3, 4))
    for c, a, b, k in np.ndindex(W.shape):
        assert flip(W)[c, a, b, k] == W[c, 1 - a, 2 - b, k]
    np.testing.assert_array_equal(flip(flip(W)), W)
    even = W + flip(W)
    X = rng.standard_normal((2, 4, 5, 3))
    close(true_convolution(even, X), Convolution((2, 3)).forward(even, X))


@pytest.mark.derivation("D37")
def test_true_convolution_commutes_and_correlation_does_not(rng):
    """The flip is what makes it a product: of two polynomials in two variables, for instance."""
    f, g = rng.standard_normal((1, 2, 3, 1)), rng.standard_normal((1, 4, 2, 1))
    close(full_convolution(f, g), full_convolution(g, f))
    assert np.abs(full_correlation(f, g) - full_correlation(g, f)).max() > 0.1
    p, q = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0])
    product = full_convolution(p.reshape(1, 1, 3, 1), q.reshape(1, 1, 2, 1))
    np.testing.assert_array_equal(product.ravel(), np.polymul(p, q))


def test_exchange(rng):
    W = rng.standard_normal((2, 2, 3, 4))
    for c, a, b, k in np.ndindex(W.shape):
        assert exchange(W)[k, a, b, c] == W[c, a, b, k]


def test_dilate(asarray, rng):
    E = rng.standard_normal((2, 2, 3, 2))
    D = to_numpy(dilate(asarray(E), (3, 2)))
    assert D.shape == (2, 4, 5, 2)
    np.testing.assert_array_equal(D[:, ::3, ::2], E)
    assert np.count_nonzero(D) == E.size
    np.testing.assert_array_equal(dilate(E, 1), E)
    np.testing.assert_array_equal(dilate(E, 2), dilate(E, (2, 2)))


# The way back, as convolutions


@pytest.mark.derivation("D38", "E09")
def test_local_gradients_of_the_deck():
    """dy_i/dw_j by SymPy is the 4 x 4 table that P(X) holds; the deck's second row of dL/dw begins with the wrong x."""
    x, w, e = sympy.symbols("x1:10"), sympy.symbols("w1:5"), sympy.symbols("e1:5")
    taps = [(0, 1, 3, 4), (1, 2, 4, 5), (3, 4, 6, 7), (4, 5, 7, 8)]
    y = [sum(w[j] * x[n] for j, n in enumerate(seen)) for seen in taps]
    table = [[sympy.diff(y_i, w_j) for w_j in w] for y_i in y]
    assert table == [[x[n] for n in seen] for seen in taps]
    numbers = dict(zip(x, np.arange(1.0, 10.0)))
    P = Convolution(2).view(np.arange(1.0, 10.0).reshape(1, 3, 3, 1))
    np.testing.assert_array_equal(P.T, [[numbers[entry] for entry in row] for row in table])

    loss = sum(e_i * y_i for e_i, y_i in zip(e, y))
    right = [sympy.diff(loss, w_j) for w_j in w]
    assert right[1] == e[0] * x[1] + e[1] * x[2] + e[2] * x[4] + e[3] * x[5]
    printed = e[0] * x[0] + e[1] * x[2] + e[2] * x[4] + e[3] * x[5]
    assert sympy.expand(printed - right[1]) == e[0] * x[0] - e[0] * x[1]

    drawn = numbers | dict(zip(e, [2.0, -3.0, 5.0, 7.0]))
    E = np.array([2.0, -3.0, 5.0, 7.0]).reshape(1, 2, 2, 1)
    dW = weight_gradient_by_correlation(np.arange(1.0, 10.0).reshape(1, 3, 3, 1), E).ravel()
    np.testing.assert_array_equal(dW, [float(row.subs(drawn)) for row in right])
    assert dW[1] != float(printed.subs(drawn))


@pytest.mark.derivation("D38", "E25")
def test_the_chain_rule_sums_over_outputs(rng):
    """dL/dw = sum over j of dL/dy_j dy_j/dw: no single j gives it."""
    E, W, X = arrays_of(Convolution(2), (1, 3, 3), 1, 1)
    local = Convolution(2).view(X)
    terms = E.ravel() * local
    dW = Convolution(2).weight_gradient(X, E).ravel()
    close(dW, terms.sum(axis=1))
    close(weight_gradient_by_correlation(X, E).ravel(), terms.sum(axis=1))
    assert (np.abs(terms - dW[:, None]) > 1e-3).all()
    assert_gradient(lambda W: (E * Convolution(2).forward(W, X)).sum(), W, dW.reshape(W.shape))


@pytest.mark.derivation("D38")
@some_shapes
@given(convolutions(paddings=(0, 0)))
def test_weight_gradient_is_a_correlation(case):
    product, *_ = case
    E, W, X = arrays_of(*case)
    whole = weight_gradient_by_correlation(X, E, stride=product.stride)
    kh, kw = product.size
    left_over = [(n - k) % s for n, k, s in zip(X.shape[1:3], product.size, product.stride)]
    assert whole.shape == (W.shape[0], kh + left_over[0], kw + left_over[1], W.shape[3])
    close(whole[:, :kh, :kw], product.weight_gradient(X, E))


@pytest.mark.derivation("D39")
@some_shapes
@given(convolutions(paddings=(0, 0)))
def test_error_back_is_a_full_correlation(case):
    """With the flipped kernel a correlation, with the kernel as it is a convolution; what a stride leaves over gets 0."""
    product, shape, *_ = case
    E, W, _ = arrays_of(*case)
    dX = error_back_by_correlation(W, E, stride=product.stride)
    close(full_convolution(exchange(W), dilate(E, product.stride)), dX)
    expected = product.error_back(W, E, shape)
    height, width = dX.shape[1:3]
    close(dX, expected[:, :height, :width])
    assert np.count_nonzero(expected[:, height:]) == np.count_nonzero(expected[:, :, width:]) == 0


@pytest.mark.derivation("D39")
def test_error_back_needs_the_flip(rng):
    W, E = rng.standard_normal((2, 3, 3, 2)), rng.standard_normal((2, 2, 2, 1))
    dX = Convolution(3).error_back(W, E, (2, 4, 4))
    assert np.abs(full_correlation(exchange(W), E) - dX).max() > 0.1


# Translation


@pytest.mark.derivation("D44")
@some_shapes
@given(convolutions(strides=(1, 1), paddings=(0, 0)), st.integers(-3, 3), st.integers(-3, 3))
def test_shifts_commute_on_a_torus(case, down, right):
    """On an image that continues at its other side, a shift of the input is a shift of the output."""
    _, W, X = arrays_of(*case)
    moved = circular_correlation(W, np.roll(X, (down, right), axis=(1, 2)))
    close(moved, np.roll(circular_correlation(W, X), (down, right), axis=(1, 2)))


@pytest.mark.derivation("D44")
def test_circular_correlation_by_definition(asarray, rng):
    W, X = rng.standard_normal((2, 3, 4, 3)), rng.standard_normal((2, 3, 5, 2))
    expected = np.zeros((3, 3, 5, 2))
    for k, r, s, i in np.ndindex(expected.shape):
        for c, a, b in np.ndindex(2, 3, 4):
            expected[k, r, s, i] += W[c, a, b, k] * X[c, (r + a) % 3, (s + b) % 5, i]
    close(circular_correlation(asarray(W), asarray(X)), expected)
    one = rng.standard_normal((2, 1, 1, 3))
    close(circular_correlation(one, X), Convolution(1).forward(one, X))
    with pytest.raises(
        ValueError, match=r"^circular_correlation: the kernel \(3, 4\) is larger than the image \(3, 3\)"
    ):
        circular_correlation(W, X[:, :, :3])
    with pytest.raises(ValueError, match=r"is larger than the image \(2, 5\)"):
        circular_correlation(W, X[:, :2])


# What a kernel sees


@pytest.mark.derivation("D36")
@settings(max_examples=25)
@given(st.lists(st.builds(Convolution, *2 * [st.tuples(st.integers(1, 3), st.integers(1, 3))]), max_size=3))
def test_receptive_field_is_what_reaches_one_output(products):
    """Send an error back from one output in the middle: it lands on exactly the field."""
    shape = (1, 5, 5)
    error = np.zeros((*shape, 1))
    error[0, 2, 2] = 1
    for product in reversed(products):
        height, width = ((n - 1) * s + k for n, k, s in zip(error.shape[1:3], product.size, product.stride))
        error = product.error_back(np.ones((1, *product.size, 1)), error, (1, height, width))
    rows, columns = (np.flatnonzero(error.any(axis=axes)) for axes in ((0, 2, 3), (0, 1, 3)))
    assert receptive_field(products) == (np.ptp(rows) + 1, np.ptp(columns) + 1)


@pytest.mark.derivation("D36")
def test_receptive_field():
    assert receptive_field([]) == (1, 1)
    assert receptive_field([Convolution(2)]) == (2, 2)
    assert receptive_field([Convolution((1, 3), stride=(2, 3)), Convolution((3, 2), stride=5), Convolution(2)]) == (
        1 + 2 * 2 + 10,
        3 + 1 * 3 + 15,
    )
    with pytest.raises(TypeError, match=r"^receptive_field: Dense\(\), expected a Convolution$"):
        receptive_field([Convolution(2), Dense()])


# What does not fit


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dilate(np.ones((1, 2, 2, 1)), 0), "dilate: stride = 0, expected an integer of at least 1"),
        (
            lambda: weight_gradient_by_correlation(np.ones((1, 3, 3, 1)), np.ones((1, 2, 2, 1)), stride=3),
            r"Convolution: the kernel \(4, 4\) is larger than the image \(3, 3\)",
        ),
        (
            lambda: convolve_by_definition(np.ones((1, 4, 1, 1)), np.ones((1, 3, 3, 1))),
            r"Convolution: the kernel \(4, 1\) is larger than the image \(3, 3\)",
        ),
    ],
)
def test_what_does_not_fit_is_said(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
