"""The same form elsewhere: index by index, as adjoints, by differences, and against PyTorch."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.activations import softmax
from unity.arrays import to_numpy
from unity.checks import assert_adjoint, assert_gradient
from unity.kindred import (
    attention,
    attention_error_back,
    attention_weights,
    back_through_time,
    mean_kernel,
    mix,
    mix_error_back,
    mix_weight_gradient,
    recurrent_error_back,
    recurrent_step,
    recurrent_weight_gradient,
    scores,
    softmax_error_back,
    stack,
    unroll,
)
from unity.trilinear import Convolution, Dense

EPS = np.finfo(np.float64).eps
some_shapes = settings(deadline=None, max_examples=25)
sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def close(ours, expected, terms=100):
    """Equal up to the rounding of a sum of some terms of size 1."""
    np.testing.assert_allclose(
        to_numpy(ours), expected, rtol=0, atol=terms * EPS * max(1, np.abs(expected).max(initial=0))
    )


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed: make oracles")


def leaves(torch, *arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def gradients(*tensors):
    return [tensor.grad.numpy() for tensor in tensors]


# A recurrent step


def step_shapes(n, k, m):
    """Those of W, U, X, H and E."""
    return (n, k), (k, k), (n, m), (k, m), (k, m)


@pytest.mark.derivation("D41")
def test_a_recurrent_step_by_definition(asarray):
    W, U, X, H, E = arrays = drawn(0, *step_shapes(2, 3, 4))
    Z, dX, dH, dW, dU = (np.zeros_like(array) for array in (E, X, H, W, U))
    for j, k, i in np.ndindex(2, 3, 4):
        Z[k, i] += W[j, k] * X[j, i]
        dX[j, i] += W[j, k] * E[k, i]
        dW[j, k] += X[j, i] * E[k, i]
    for j, k, i in np.ndindex(3, 3, 4):
        Z[k, i] += U[j, k] * H[j, i]
        dH[j, i] += U[j, k] * E[k, i]
        dU[j, k] += H[j, i] * E[k, i]
    W, U, X, H, E = map(asarray, arrays)
    close(recurrent_step(W, U, X, H), Z)
    for found, expected in zip(recurrent_error_back(W, U, E), (dX, dH), strict=True):
        close(found, expected)
    for found, expected in zip(recurrent_weight_gradient(X, H, E), (dW, dU), strict=True):
        close(found, expected)


@pytest.mark.derivation("D41")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_a_recurrent_step_is_one_product_of_what_is_stacked(n, k, m, seed):
    """Three maps, one number: linear in the error, in the weights, in input and state."""
    W, U, X, H, E = drawn(seed, *step_shapes(n, k, m))
    both, weights = np.concatenate([X, H]), np.concatenate([W, U])
    np.testing.assert_array_equal(stack(X, H), both)
    assert_adjoint(
        lambda XH: recurrent_step(W, U, XH[:n], XH[n:]), lambda E: stack(*recurrent_error_back(W, U, E)), both, E
    )
    assert_adjoint(
        lambda WU: recurrent_step(WU[:n], WU[n:], X, H),
        lambda E: stack(*recurrent_weight_gradient(X, H, E)),
        weights,
        E,
    )
    dX, dH = recurrent_error_back(W, U, E)
    dW, dU = recurrent_weight_gradient(X, H, E)
    form = Dense().form(E, weights, both)
    terms = abs(E).sum() * abs(weights).sum() * abs(both).max()
    for number in ((recurrent_step(W, U, X, H) * E).sum(), (dX * X).sum() + (dH * H).sum()):
        assert abs(number - form) <= 100 * EPS * terms
    assert abs((dW * W).sum() + (dU * U).sum() - form) <= 100 * EPS * terms


@pytest.mark.derivation("D41")
def test_a_recurrent_step_by_differences():
    W, U, X, H, E = drawn(1, *step_shapes(2, 3, 2))
    (dX, dH), (dW, dU) = recurrent_error_back(W, U, E), recurrent_weight_gradient(X, H, E)
    number = lambda W, U, X, H: (E * recurrent_step(W, U, X, H)).sum()
    assert_gradient(lambda W: number(W, U, X, H), W, dW, tolerance=1e-10)
    assert_gradient(lambda U: number(W, U, X, H), U, dU, tolerance=1e-10)
    assert_gradient(lambda X: number(W, U, X, H), X, dX, tolerance=1e-10)
    assert_gradient(lambda H: number(W, U, X, H), H, dH, tolerance=1e-10)


# Through time


def sequence(seed, n, k, T, m):
    """W, U, X and the error of all states."""
    return drawn(seed, (n, k), (k, k), (n, T, m), (k, T, m))


def test_states_by_definition(asarray):
    W, U, X, _ = sequence(2, 2, 3, 4, 5)
    H = to_numpy(unroll(*map(asarray, (W, U, X))))
    assert H.shape == (3, 4, 5)
    for i in range(5):
        h = np.zeros(3)
        for t in range(4):
            h = np.tanh([W[:, k] @ X[:, t, i] + U[:, k] @ h for k in range(3)])
            np.testing.assert_allclose(H[:, t, i], h, rtol=0, atol=100 * EPS)


def test_one_moment_is_a_dense_layer():
    """The first state knows of no other: U has nothing to weigh, and gets no gradient."""
    W, U, X, E = sequence(3, 3, 2, 1, 4)
    close(unroll(W, U, X)[:, 0], np.tanh(W.T @ X[:, 0]))
    dW, dU, dX = back_through_time(W, U, X, E)
    delta = E[:, 0] * (1 - np.tanh(W.T @ X[:, 0]) ** 2)
    close(dW, X[:, 0] @ delta.T)
    close(dX[:, 0], W @ delta)
    np.testing.assert_array_equal(dU, 0)


@pytest.mark.derivation("D41")
@pytest.mark.parametrize(("n", "k", "T", "m"), [(2, 3, 4, 2), (1, 1, 6, 1), (3, 2, 2, 3)])
def test_back_through_time_by_differences(n, k, T, m):
    W, U, X, E = sequence(4, n, k, T, m)
    cost = lambda W, U, X: (E * unroll(W, U, X)).sum()
    dW, dU, dX = back_through_time(W, U, X, E)
    assert_gradient(lambda W: cost(W, U, X), W, dW, tolerance=1e-9)
    assert_gradient(lambda U: cost(W, U, X), U, dU, tolerance=1e-9)
    assert_gradient(lambda X: cost(W, U, X), X, dX, tolerance=1e-9)


@pytest.mark.derivation("D41")
def test_shared_weights_add_their_gradients_up(asarray):
    """With weights of its own at every moment, each would get a part of the gradient: together they are the whole."""
    n, k, T = 2, 3, 4
    W, U, X, E = sequence(5, n, k, T, 2)

    def cost(Ws, Us):
        h, total = np.zeros((k, 2)), 0.0
        for t in range(T):
            h = np.tanh(Ws[t].T @ X[:, t] + Us[t].T @ h)
            total += (E[:, t] * h).sum()
        return total

    dW, dU, _ = map(to_numpy, back_through_time(*map(asarray, (W, U, X, E))))
    parts_W, parts_U = [], []
    for t in range(T):
        for parts, own in ((parts_W, W), (parts_U, U)):
            direction = drawn(t, own.shape)[0]
            moved = lambda h, t=t, own=own, direction=direction: [own + (s == t) * h * direction for s in range(T)]
            f = lambda h, own=own, moved=moved: cost(*((moved(h), [U] * T) if own is W else ([W] * T, moved(h))))
            parts.append((direction, (f(1e-5) - f(-1e-5)) / 2e-5))
    # The same direction at every moment moves the shared weight: so the parts have to be asked for one direction.
    direction = drawn(9, W.shape)[0]
    shares = []
    for t in range(T):
        f = lambda h, t=t: cost([W + (s == t) * h * direction for s in range(T)], [U] * T)
        shares.append((f(1e-5) - f(-1e-5)) / 2e-5)
    assert sum(shares) == pytest.approx((dW * direction).sum(), abs=1e-8)
    assert max(map(abs, shares)) > 0.01
