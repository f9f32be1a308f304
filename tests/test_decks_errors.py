"""Errors sent back as the deck prints them, each refuted and put right; and its other slips about layers."""

import functools
import itertools
import math
import re

import numpy as np
import pytest
from every_activation import ACTIVATIONS
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import geometry, logistic
from unity.activations import (
    GELU,
    IDENTITY,
    RELU,
    SIGMOID,
    SOFTPLUS,
    TANH,
    gelu,
    sigmoid,
)
from unity.arrays import to_numpy
from unity.checks import assert_adjoint, assert_gradient, differences
from unity.course.convolving import weight_gradient_by_correlation
from unity.datasets import moons, standardise, xor
from unity.decks import (
    WAYS,
    back_propagate,
    by_fractions,
    by_fractions_and_slope,
    by_weights,
    by_weights_and_slope,
    compare,
    error_by_forward_weights,
    error_without_slope,
    forward_pass,
    proportional_error,
    random_layers,
    shares,
    sums,
    train_in_rounds,
    train_with,
    transformer_counts,
    unnormalised_error,
)
from unity.descent import gradient_descent
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.layers import Elementwise, convolution, dense
from unity.network import Network
from unity.toeplitz import matrix
from unity.trilinear import Convolution, Dense

EPS = np.finfo(float).eps
some_shapes = settings(max_examples=25)
sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def along(one, other):
    """The cosine of the angle between two arrays taken as vectors."""
    return float((one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other))


# In proportion to the weights


@pytest.mark.derivation("D31")
def test_the_fractions_of_the_deck(asarray, rng):
    """Two inputs, three neurons, written out."""
    (w11, w12, w13), (w21, w22, w23) = W = rng.uniform(0.1, 1, (2, 3))
    (y1,), (y2,), (y3,) = E = rng.normal(size=(3, 1))
    expected = [
        [w11 / (w11 + w21) * y1 + w12 / (w12 + w22) * y2 + w13 / (w13 + w23) * y3],
        [w21 / (w11 + w21) * y1 + w22 / (w12 + w22) * y2 + w23 / (w13 + w23) * y3],
    ]
    np.testing.assert_allclose(to_numpy(proportional_error(asarray(W), asarray(E))), expected, rtol=0, atol=20 * EPS)
    np.testing.assert_allclose(
        to_numpy(unnormalised_error(asarray(W), asarray(E))),
        [[w11 * y1 + w12 * y2 + w13 * y3], [w21 * y1 + w22 * y2 + w23 * y3]],
        rtol=0,
        atol=20 * EPS,
    )


@pytest.mark.derivation("D31")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_no_error_is_lost_whatever_the_signs(n_in, n_out, m, seed):
    W, E = drawn(seed, (n_in, n_out), (n_out, m))
    F = shares(W)
    size = abs(F).sum() * max(1, abs(E).max())
    np.testing.assert_allclose(F.sum(axis=0), 1, rtol=0, atol=20 * EPS * size)
    np.testing.assert_allclose(F * W.sum(axis=0), W, rtol=0, atol=20 * EPS * abs(W).max() * size)
    np.testing.assert_allclose(proportional_error(W, E).sum(axis=0), E.sum(axis=0), rtol=0, atol=20 * EPS * size)
    assert_adjoint(lambda E: proportional_error(W, E), lambda D: F.T @ D, E, drawn(seed, (n_in, m))[0])


@pytest.mark.derivation("D31")
def test_a_bias_takes_its_share_away(rng):
    """With the bias among a neuron's weights the inputs get less than there was: the rest goes to a 1 that learns nothing."""
    W, b, E = rng.uniform(0.1, 1, (3, 4)), rng.uniform(0.1, 1, (1, 4)), rng.uniform(0.1, 1, (4, 2))
    to_all = proportional_error(np.concatenate([b, W]), E)
    np.testing.assert_allclose(to_all.sum(axis=0), E.sum(axis=0), atol=20 * EPS)
    np.testing.assert_allclose(E.sum(axis=0) - to_all[1:].sum(axis=0), (b / (b + W.sum(axis=0)) @ E)[0], atol=20 * EPS)
    assert (to_all[1:].sum(axis=0) < 0.95 * E.sum(axis=0)).all()


@pytest.mark.derivation("D31")
def test_mixed_signs_give_fractions_beyond_0_and_1():
    W, E = np.array([[3.0], [-2.0]]), np.array([[1.0]])
    np.testing.assert_array_equal(shares(W), [[3.0], [-2.0]])
    assert proportional_error(W, E).sum() == 1
    # The nearer the sum is to 0, the larger the fractions: here an error of 1 becomes two of a million.
    near = proportional_error(np.array([[1.000001], [-1.0]]), E)
    assert abs(near).min() > 9e5
    assert near.sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.derivation("D31")
def test_negative_weights_keep_their_fractions_while_the_gradient_turns(rng):
    """The fractions of W and of -W are the same. The cost's slope in what the inputs give is not: by differences."""
    W, X, E = -rng.uniform(0.1, 1, (3, 1)), rng.normal(size=(3, 2)), rng.normal(size=(1, 2))
    F = shares(W)
    assert ((F > 0) & (F < 1)).all()
    np.testing.assert_array_equal(F, shares(-W))
    gradient, _ = differences(lambda X: (E * (W.T @ X)).sum(), X)
    np.testing.assert_allclose(unnormalised_error(W, E), gradient, atol=1e-9)
    assert along(proportional_error(W, E), gradient) == pytest.approx(-1, abs=1e-9)


@pytest.mark.derivation("D31")
@pytest.mark.parametrize("column", [[1.0, -1.0, 0.0], [0.1, 0.2, -0.3], [0.0, 0.0, 0.0], [1e20, -1e20, 1.0]])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_that_sum_to_zero_have_no_fractions(asarray, column, dtype):
    """Also where rounding hides it: 0.1 + 0.2 - 0.3 is 5.6e-17."""
    W = asarray(np.array([[1.0, 2.0, 1.0], column], dtype=dtype).T)
    E = asarray(np.ones((2, 1), dtype=dtype))
    for call in (lambda: shares(W), lambda: proportional_error(W, E), lambda: by_fractions(W, E, W[:, :1])):
        with pytest.raises(ValueError, match=r"^shares: column 1 of W sums to 0, expected a sum"):
            call()


def test_small_sums_still_have_fractions():
    np.testing.assert_allclose(shares(np.array([[1e-200], [3e-200]])), [[0.25], [0.75]], rtol=4 * EPS)
    assert shares(np.array([[1.0], [-1.0 + 1e-12]])).sum() == pytest.approx(1, abs=1e-3)


# Without the fractions


@pytest.mark.derivation("D32")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_without_the_fractions_it_is_the_gradient_of_a_layer_that_does_not_bend(n_in, n_out, m, seed):
    W, X, E = drawn(seed, (n_in, n_out), (n_in, m), (n_out, m))
    assert_adjoint(lambda X: W.T @ X, lambda E: unnormalised_error(W, E), X, E)
    assert_gradient(lambda X: (E * (W.T @ X)).sum(), X, unnormalised_error(W, E), tolerance=1e-9)
    np.testing.assert_allclose(unnormalised_error(W, E), Dense().error_back(W, E, (n_in,)), atol=20 * EPS * n_out * 20)


@pytest.mark.derivation("D32")
def test_without_the_fractions_error_is_not_conserved():
    W, E = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[4.0], [1.0]])
    assert proportional_error(W, E).sum() == E.sum() == 5
    assert unnormalised_error(W, E).sum() == (W.sum(axis=0) @ E).item() == 17


@pytest.mark.derivation("E06")
@some_shapes
@given(st.integers(2, 5), sizes, st.floats(0.1, 10), seeds)
def test_equal_column_sums_make_it_a_normalisation(n_in, n_out, s, seed):
    """Then, and for every error, the two differ by the factor s; a negative s turns the direction round."""
    W, E = drawn(seed, (n_in, n_out), (n_out, 3))
    W = W + (s - W.sum(axis=0)) / n_in
    np.testing.assert_allclose(s * proportional_error(W, E), unnormalised_error(W, E), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(-s * proportional_error(-W, E), unnormalised_error(-W, E), rtol=1e-9, atol=1e-9)


@pytest.mark.derivation("E06", "D32")
def test_unequal_column_sums_turn_the_direction():
    """By 45 degrees and more: the fractions ask for the second input, the weights for the first."""
    W, E = np.array([[9.0, 0.0], [1.0, 1.0]]), np.array([[1.0], [1.0]])
    np.testing.assert_allclose(proportional_error(W, E), [[0.9], [1.1]])
    np.testing.assert_array_equal(unnormalised_error(W, E), [[9.0], [2.0]])
    E = np.array([[1.0], [-1.0]])
    assert along(proportional_error(W, E), unnormalised_error(W, E)) == pytest.approx(math.sqrt(0.5))
    # Each neuron by itself is only rescaled: the direction turns where several errors meet.
    for e in np.eye(2):
        assert along(proportional_error(W, e[:, None]), unnormalised_error(W, e[:, None])) == pytest.approx(1)


@pytest.mark.derivation("E06")
@some_shapes
@given(st.integers(2, 5), st.integers(2, 5), seeds)
def test_only_equal_column_sums_keep_every_direction(n_in, n_out, seed):
    """For weights drawn at random some error meets an angle."""
    (W,) = drawn(seed, (n_in, n_out))
    errors = [np.eye(n_out)[:, [i]] + np.eye(n_out)[:, [j]] for i in range(n_out) for j in range(i)]
    assert min(along(proportional_error(W, E), unnormalised_error(W, E)) for E in errors) < 1 - 1e-9


@pytest.mark.derivation("E06")
def test_parallel_columns_keep_the_line_but_not_the_direction():
    """With W = u v^T both ways stay on the line of u, yet unequal column sums send some error the other way."""
    W = np.array([[1.0], [2.0]]) @ np.array([[1.0, 2.0]])
    for E, cosine in (([[1.0], [1.0]], 1), ([[1.5], [-1.0]], -1)):
        assert along(proportional_error(W, np.array(E)), unnormalised_error(W, np.array(E))) == pytest.approx(cosine)


# With the transpose that goes forward


@pytest.mark.derivation("E07")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_the_forward_transpose_does_not_fit(n_in, n_out, m, seed):
    """E has a row for each output. W^T E exists where a layer has as many inputs, and then it is not the gradient."""
    W, X, E = drawn(seed, (n_in, n_out), (n_in, m), (n_out, m))
    if n_in != n_out:
        with pytest.raises(ValueError, match=rf"^error_by_forward_weights: E .* has n_in = {n_out}, W .* = {n_in}"):
            error_by_forward_weights(W, E)
        return
    printed = error_by_forward_weights(W, E)
    np.testing.assert_allclose(printed, [[W[:, j] @ E[:, i] for i in range(m)] for j in range(n_in)], atol=100 * EPS)
    gradient, _ = differences(lambda X: (E * (W.T @ X)).sum(), X)
    np.testing.assert_allclose(unnormalised_error(W, E), gradient, atol=1e-8)
    if n_in > 1:
        assert abs(printed - gradient).max() > 1e-6


@pytest.mark.derivation("E07")
def test_the_forward_transpose_is_right_where_it_is_no_other(rng):
    W, E = rng.normal(size=(3, 3)), rng.normal(size=(3, 2))
    np.testing.assert_allclose(
        error_by_forward_weights(W + W.T, E), unnormalised_error(W + W.T, E), rtol=0, atol=50 * EPS
    )


@pytest.mark.derivation("E07")
def test_the_deck_has_it_right_in_its_example(rng):
    """Two inputs, three neurons: forward by the 3 x 2 transpose, back by the 2 x 3 matrix as it stands."""
    W, x, e = rng.normal(size=(2, 3)), rng.normal(size=(2, 1)), rng.normal(size=(3, 1))
    assert Dense().forward(W, x).shape == (3, 1)
    assert unnormalised_error(W, e).shape == (2, 1)
    with pytest.raises(ValueError, match="n_in"):
        error_by_forward_weights(W, e)


# Without the slope


def stack(widths, seed=0, spread=None):
    """Parameters of a stack of dense layers, drawn so that its sums neither grow nor shrink."""
    rng = np.random.default_rng(seed)
    pairs = [(rng.standard_normal((n, k)) / math.sqrt(n), np.zeros((k, 1))) for n, k in itertools.pairwise(widths)]
    return tuple((W, b if spread is None else spread * rng.standard_normal(b.shape)) for W, b in pairs)


def outputs(parameters, X, activation):
    """What the last layer gives where it has an activation like the others."""
    return activation.function(forward_pass(parameters, X, activation=activation).Z[-1])


@pytest.mark.derivation("E08")
@pytest.mark.parametrize("widths", [(2, 3), (3, 4, 2), (2, 5, 4, 3)])
def test_an_error_without_slope_is_that_of_a_network_that_does_not_bend(asarray, widths):
    parameters, (X, E) = stack(widths, spread=1.0), drawn(1, (widths[0], 4), (widths[-1], 4))
    weights = [W for W, _ in parameters]
    printed = to_numpy(error_without_slope([asarray(W) for W in weights], asarray(E)))
    np.testing.assert_allclose(printed, functools.reduce(np.matmul, weights) @ E, atol=1e-13)
    for activation in ACTIVATIONS:
        cost = lambda X, activation=activation: (E * outputs(parameters, X, activation)).sum()
        gradient, _ = differences(cost, X)
        assert (abs(printed - gradient).max() < 1e-8) == (activation is IDENTITY)


@pytest.mark.derivation("E08", "D33")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_both_right_forms(activation):
    """delta_n = (W delta) * f' for slopes in z; E_n = W (E * f') for slopes in y: both by differences, and one another."""
    parameters, (X, E) = stack((2, 4, 3, 2), spread=1.0), drawn(2, (2, 3), (2, 3))
    Z = forward_pass(parameters, X, activation=activation).Z
    gradient, _ = differences(lambda X: (E * outputs(parameters, X, activation)).sum(), X)
    error, delta = E, E * activation.slope(Z[-1])
    for n in (2, 1):
        W, S = parameters[n][0], activation.slope(Z[n - 1])
        error = unnormalised_error(W, error * activation.slope(Z[n]))
        delta = by_weights_and_slope(W, delta, S)
        np.testing.assert_allclose(error * S, delta, atol=1e-13)
    np.testing.assert_allclose(unnormalised_error(parameters[0][0], delta), gradient, atol=1e-8)
    error = unnormalised_error(parameters[0][0], error * activation.slope(Z[0]))
    np.testing.assert_allclose(error, gradient, atol=1e-8)


@pytest.mark.derivation("E08")
def test_without_a_slope_the_error_does_not_know_the_example():
    """Ten examples, one error: printed, ten times the same. The truth fades where the sigmoid is flat."""
    W, b = np.array([[2.0]]), np.zeros((1, 1))
    X, E = np.linspace(0, 9, 10)[None], np.ones((1, 10))
    printed = error_without_slope([W, W], E)
    np.testing.assert_array_equal(printed, 4.0)
    gradient, _ = differences(lambda X: (E * outputs(((W, b), (W, b)), X, SIGMOID)).sum(), X)
    assert (np.diff(gradient[0]) < 0).all()
    # A slope of the sigmoid is at most 1/4, so two layers take at least fifteen sixteenths of it away.
    assert (gradient <= printed / 16).all()
    assert gradient[0, -1] < 1e-6


@pytest.mark.derivation("E08")
def test_without_a_slope_silent_neurons_are_taught():
    """A ReLU whose sum is negative gives 0 whatever is changed a little: its gradient is 0, the printed error is not."""
    W, b = np.array([[1.0]]), np.array([[-5.0]])
    layers, X, Y = ((W, b), (W, np.zeros((1, 1)))), np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]])
    own = {"activation": RELU, "family": BERNOULLI}
    (true, _), _ = back_propagate(layers, X, Y, **own)
    (printed, _), _ = back_propagate(layers, X, Y, **own, way=by_weights)
    np.testing.assert_array_equal(true, 0)
    assert printed[0, 0] == pytest.approx(-0.75)


@pytest.mark.derivation("E08")
@pytest.mark.parametrize(("widths", "right"), [((2, 5, 1), (True, True)), ((2, 5, 4, 1), (False, True, True))])
def test_a_slope_in_the_update_alone_saves_one_hidden_layer(widths, right):
    """Read kindly, the deck's update has the slope of its own layer in it. Then a second hidden layer shows the gap."""
    parameters, (X,) = stack(widths, spread=1.0), drawn(3, (2, 6))
    Y = (X[:1] * X[1:] > 0).astype(float)
    A, Z = forward_pass(parameters, X, activation=SIGMOID)
    gradient = back_propagate(parameters, X, Y, activation=SIGMOID, family=BERNOULLI)
    for n, same in enumerate(right):
        error = error_without_slope([W for W, _ in parameters[n + 1 :]], BERNOULLI.error(Z[-1], Y))
        dW = A[n] @ (error * (SIGMOID.slope(Z[n]) if n + 1 < len(parameters) else 1)).T
        assert (abs(dW - gradient[n][0]).max() < 1e-14) == same


# The truth


@pytest.mark.derivation("D33")
def test_back_propagation_of_three_layers_written_out(asarray):
    """delta and 1/m as the formula has them, each layer by a line of its own."""
    (W1, b1), (W2, b2), (W3, b3) = parameters = stack((2, 4, 3, 2), spread=0.5)
    X, (Y,) = drawn(4, (2, 5))[0], [np.array([[1.0, 0, 0, 1, 1], [0, 1, 1, 0, 0]])]
    m = 5
    Z1 = W1.T @ X + b1
    Z2 = W2.T @ np.tanh(Z1) + b2
    Z3 = W3.T @ np.tanh(Z2) + b3
    delta3 = 1 / (1 + np.exp(-Z3)) - Y
    delta2 = (W3 @ delta3) * (1 - np.tanh(Z2) ** 2)
    delta1 = (W2 @ delta2) * (1 - np.tanh(Z1) ** 2)
    expected = [
        (X @ delta1.T / m, delta1.mean(axis=1, keepdims=True)),
        (np.tanh(Z1) @ delta2.T / m, delta2.mean(axis=1, keepdims=True)),
        (np.tanh(Z2) @ delta3.T / m, delta3.mean(axis=1, keepdims=True)),
    ]
    given = tuple((asarray(W), asarray(b)) for W, b in parameters)
    found = back_propagate(given, asarray(X), asarray(Y), activation=TANH, family=BERNOULLI)
    for ours, theirs in zip(found, expected, strict=True):
        for array, true in zip(ours, theirs, strict=True):
            assert type(array) is type(asarray(X))
            np.testing.assert_allclose(to_numpy(array), true, rtol=0, atol=100 * EPS)


CASES = {  # widths, activation, family
    "no hidden layer": ((3, 1), TANH, BERNOULLI),
    "one": ((2, 4, 1), SIGMOID, BERNOULLI),
    "two": ((3, 4, 2, 3), SOFTPLUS, CATEGORICAL),
    "three": ((2, 3, 4, 3, 2), GELU, GAUSSIAN),
    "several yes or no": ((2, 5, 3), TANH, BERNOULLI),
}


def case(name):
    """Parameters, X, Y, and what a network of this name is made of."""
    widths, activation, family = CASES[name]
    X, Y = drawn(5, (widths[0], 4), (widths[-1], 4))
    if family is CATEGORICAL:
        Y = np.eye(widths[-1])[:, [0, 2, 1, 0]]
    elif family is BERNOULLI:
        Y = (Y > 0).astype(float)
    return stack(widths, seed=6, spread=1.0), X, Y, {"activation": activation, "family": family}


@pytest.mark.derivation("D33")
@pytest.mark.parametrize("name", CASES)
def test_back_propagation_is_what_differences_find(name):
    parameters, X, Y, own = case(name)
    cost = lambda parameters: own["family"].cost(forward_pass(parameters, X, activation=own["activation"]).Z[-1], Y)
    gradient = back_propagate(parameters, X, Y, **own)
    for n, (W, b) in enumerate(parameters):
        replaced = lambda *pair, n=n: (*parameters[:n], pair, *parameters[n + 1 :])
        assert_gradient(lambda W, b=b, to=replaced: cost(to(W, b)), W, gradient[n][0], tolerance=1e-9)
        assert_gradient(lambda b, W=W, to=replaced: cost(to(W, b)), b, gradient[n][1], tolerance=1e-9)


@pytest.mark.derivation("D33")
@pytest.mark.parametrize("name", CASES)
def test_back_propagation_is_the_gradient_of_the_network(name):
    """The library's own network, whose layers know nothing of this function."""
    parameters, X, Y, own = case(name)
    widths, activation, family = CASES[name]
    layers = [layer for width in widths[1:] for layer in (dense(width), Elementwise(activation))][:-1]
    between = [entry for pair in parameters for entry in (pair, ())][:-1]
    theirs = [pair for pair in Network(layers, family).gradient(tuple(between), X, Y) if pair]
    for ours, expected in zip(back_propagate(parameters, X, Y, **own), theirs, strict=True):
        for array, true in zip(ours, expected, strict=True):
            np.testing.assert_allclose(array, true, rtol=0, atol=1e-14)


@pytest.mark.derivation("D33")
@pytest.mark.parametrize("name", ["one", "two"])
def test_pytorch_agrees(torch, name):
    parameters, X, Y, own = case(name)
    leaves = [torch.tensor(array, requires_grad=True) for pair in parameters for array in pair]
    A = torch.tensor(X)
    for i, (W, b) in enumerate(zip(leaves[::2], leaves[1::2])):
        A = W.T @ (A if i == 0 else own["activation"].function(A)) + b
    if own["family"] is BERNOULLI:
        cost = torch.nn.functional.binary_cross_entropy_with_logits(A, torch.tensor(Y))
    else:
        cost = torch.nn.functional.cross_entropy(A.T, torch.tensor(Y.T.copy()))
    cost.backward()
    found = [array for pair in back_propagate(parameters, X, Y, **own) for array in pair]
    for ours, leaf in zip(found, leaves, strict=True):
        np.testing.assert_allclose(ours, leaf.grad.numpy(), rtol=0, atol=1e-13)


def test_sizes_that_do_not_fit_are_named():
    parameters, X, Y, own = case("two")
    with pytest.raises(ValueError, match=r"^sums: A \(2, 4\) has n_in = 2, W \(3, 4\) has n_in = 3"):
        back_propagate(parameters, X[:2], Y, **own)
    with pytest.raises(ValueError, match=r"^error: Y \(1, 4\) has K = 1, Z \(3, 4\) has K = 3"):
        back_propagate(parameters, X, Y[:1], **own)
    for way in WAYS:
        with pytest.raises(ValueError, match=rf"^{way.__name__}: S \(3, 2\) has n_in = 3, W \(2, 1\) has n_in = 2"):
            way(np.ones((2, 1)), np.ones((1, 2)), np.ones((3, 2)))


@pytest.mark.parametrize("widths", [(3, 1), (2, 5, 4, 3)])
def test_random_layers_are_those_that_a_network_starts_from(widths):
    layers = [layer for width in widths[1:] for layer in (dense(width), Elementwise(TANH))][:-1]
    theirs = Network(layers, BERNOULLI).init(widths[:1], seed=7)[::2]
    for ours, expected in zip(random_layers(widths, seed=7), theirs, strict=True):
        for array, other in zip(ours, expected, strict=True):
            np.testing.assert_array_equal(array, other)


@pytest.mark.parametrize(
    ("widths", "complaint"),
    [((4,), r"random_layers: widths \(4,\) name no layer"), ((), "name no layer"), ((2, 0), "width"), ((0, 2), "0")],
)
def test_layers_have_widths(widths, complaint):
    with pytest.raises(ValueError, match=complaint):
        random_layers(widths, seed=0)


# Side by side


def clouds():
    """XOR, standardised."""
    examples = xor(80, seed=0)
    return standardise(examples.X).X, examples.Y


def half_circles():
    """The moons, standardised."""
    examples = moons(100, seed=0)
    return standardise(examples.X).X, examples.Y


@pytest.mark.derivation("D34")
def test_four_ways_by_definition(asarray, rng):
    W, E, S = rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.uniform(0, 1, (3, 4))
    expected = {
        by_fractions: W / W.sum(axis=0) @ E,
        by_weights: W @ E,
        by_fractions_and_slope: (W / W.sum(axis=0) @ E) * S,
        by_weights_and_slope: (W @ E) * S,
    }
    assert tuple(expected) == WAYS
    for way, error in expected.items():
        found = to_numpy(way(*map(asarray, (W, E, S))))
        np.testing.assert_allclose(found, error, rtol=0, atol=100 * EPS * abs(error).max())


def test_no_slope_is_met_where_none_is_named(rng):
    W, E = rng.normal(size=(3, 2)), rng.normal(size=(2, 4))
    for way, met in zip(WAYS, (False, False, True, True)):
        np.testing.assert_array_equal(way(W, E, np.zeros((3, 4))) == 0, met)


def cosines(widths, examples, activation=TANH, starts=20):
    """By way: a row for each start, a column for each layer."""
    own = {"activation": activation, "family": BERNOULLI}
    tables = [compare(stack(widths, seed), *examples, **own) for seed in range(starts)]
    return {way: np.array([table[way.__name__] for table in tables]) for way in WAYS}


@pytest.mark.derivation("D34", "D33")
@pytest.mark.parametrize("name", CASES)
def test_the_true_way_has_no_angle_and_the_last_layer_none_by_any(name):
    parameters, X, Y, own = case(name)
    table = compare(parameters, X, Y, **own)
    assert list(table) == [way.__name__ for way in WAYS]
    assert all(len(row) == len(parameters) for row in table.values())
    np.testing.assert_allclose(table["by_weights_and_slope"], 1, rtol=0, atol=10 * EPS)
    np.testing.assert_allclose([row[-1] for row in table.values()], 1, rtol=0, atol=10 * EPS)


@pytest.mark.derivation("D34")
@pytest.mark.parametrize("name", ["one", "two", "three"])
def test_cosines_by_definition(name):
    parameters, X, Y, own = case(name)
    table = compare(parameters, X, Y, **own)
    flat = lambda pair: np.concatenate([array.ravel() for array in pair])
    gradient = back_propagate(parameters, X, Y, **own)
    for way in WAYS:
        for pair, true, cosine in zip(back_propagate(parameters, X, Y, **own, way=way), gradient, table[way.__name__]):
            assert cosine == pytest.approx(along(flat(pair), flat(true)), abs=10 * EPS)


@pytest.mark.derivation("D34", "D31")
@pytest.mark.parametrize("widths", [(2, 8, 1), (2, 8, 8, 1)])
def test_before_a_single_output_fractions_change_no_angle_but_its_sign(widths):
    """One column, one sum: where it is negative, the last hidden layer is driven the other way."""
    examples = clouds()
    table = cosines(widths, examples)
    signs = np.sign([stack(widths, seed)[-1][0].sum() for seed in range(20)])
    assert set(signs) == {-1, 1}
    np.testing.assert_allclose(table[by_fractions_and_slope][:, -2], signs, rtol=0, atol=10 * EPS)
    np.testing.assert_allclose(table[by_fractions][:, -2], signs * table[by_weights][:, -2], rtol=0, atol=10 * EPS)


@pytest.mark.derivation("D34")
def test_angles_as_measured():
    """XOR, two hidden layers of tanh, twenty starts: without slopes downhill but far off, by fractions anywhere."""
    table = cosines((2, 8, 8, 1), clouds())
    without_slope, with_fractions, printed = (
        table[way][:, :2] for way in (by_weights, by_fractions_and_slope, by_fractions)
    )
    assert 0.05 < without_slope.min() < 0.1
    np.testing.assert_allclose(np.median(without_slope, axis=0), [0.28, 0.66], atol=0.01)
    # Each layer further back is further off.
    assert (np.median(without_slope, axis=0)[0] < np.median(without_slope, axis=0)[1] - 0.3).all()
    assert with_fractions.min() == pytest.approx(-1)
    assert (printed < 0).mean() > 0.4
    assert printed.max() < 0.98


@pytest.mark.derivation("D34")
def test_what_training_makes_of_each_way_on_xor():
    """The slope decides: without it nothing is learned, by weights or fractions, and the cost stays near log 2."""
    X, Y = clouds()
    own = {"activation": TANH, "family": BERNOULLI, "step": 0.5, "iterations": 400}
    ends = {way: [train_with(way, stack((2, 8, 1), s), X, Y, **own).costs[-1] for s in (0, 1)] for way in WAYS}
    for way in (by_fractions, by_weights):
        np.testing.assert_allclose(ends[way], math.log(2), atol=0.002)
    for way in (by_fractions_and_slope, by_weights_and_slope):
        assert max(ends[way]) < 0.02


@pytest.mark.derivation("D34")
def test_what_training_makes_of_each_way_on_the_moons():
    """Two hidden layers: by the printed ways they end no better than about one neuron's straight line, mostly worse; with
    the slope, the fractions still cost a factor of three and more.
    """
    X, Y = half_circles()
    own = {"activation": TANH, "family": BERNOULLI, "step": 0.5, "iterations": 400}
    ends = {way: [train_with(way, stack((2, 8, 8, 1), s), X, Y, **own).costs[-1] for s in (0, 1)] for way in WAYS}
    straight = logistic.fit(X, Y)
    assert float(logistic.cost(straight.w, straight.b, X, Y)) == pytest.approx(0.265, abs=0.001)
    # From start 0 rounding decides where the fractions end: moving X by 1e-15 of itself moves the cost by 0.03.
    assert 0.3 < ends[by_fractions][0] < 0.5
    assert ends[by_fractions][1] == pytest.approx(0.23, abs=0.01)
    np.testing.assert_allclose(ends[by_weights], [0.35, 0.35], atol=0.01)
    np.testing.assert_allclose(ends[by_fractions_and_slope], [0.02, 0.12], atol=0.01)
    assert max(ends[by_weights_and_slope]) < 0.007


@pytest.mark.derivation("D34", "D33")
def test_training_by_the_true_way_is_gradient_descent():
    parameters, X, Y, own = case("one")
    kept = [(W.copy(), b.copy()) for W, b in parameters]
    flat = tuple(array for pair in parameters for array in pair)
    slopes = lambda *flat: tuple(
        array for pair in back_propagate(tuple(zip(flat[::2], flat[1::2])), X, Y, **own) for array in pair
    )
    path = gradient_descent(slopes, flat, step=0.3, iterations=7)
    training = train_with(by_weights_and_slope, parameters, X, Y, **own, step=0.3, iterations=7)
    assert len(training.costs) == 8
    assert training.epochs == 7
    for t, iterate in enumerate(path.iterates):
        Z = forward_pass(tuple(zip(iterate[::2], iterate[1::2])), X, activation=own["activation"]).Z[-1]
        assert training.costs[t] == pytest.approx(float(own["family"].cost(Z, Y)), abs=1e-14)
    for pair, W, b in zip(training.parameters, path.parameters[::2], path.parameters[1::2]):
        np.testing.assert_allclose(pair[0], W, rtol=0, atol=1e-14)
        np.testing.assert_allclose(pair[1], b, rtol=0, atol=1e-14)
    for pair, before in zip(parameters, kept):
        np.testing.assert_array_equal(pair[0], before[0])
        np.testing.assert_array_equal(pair[1], before[1])


def test_training_on_every_kind_of_array(asarray):
    parameters, X, Y, own = case("two")
    run = lambda take: train_with(
        by_fractions_and_slope,
        tuple((take(W), take(b)) for W, b in parameters),
        take(X),
        take(Y),
        **own,
        step=0.1,
        iterations=3,
    )
    ours, expected = run(asarray), run(np.asarray)
    np.testing.assert_allclose(ours.costs, expected.costs, rtol=1e-12)
    assert type(ours.parameters[0][0]) is type(asarray(X))
    table = compare(tuple((asarray(W), asarray(b)) for W, b in parameters), asarray(X), asarray(Y), **own)
    for way, row in compare(parameters, X, Y, **own).items():
        np.testing.assert_allclose(table[way], row, rtol=0, atol=1e-12)


def test_no_iterations_and_runaway_weights():
    parameters, X, Y, own = case("no hidden layer")
    rest = train_with(by_weights, parameters, X, Y, **own, step=1.0, iterations=0)
    assert (rest.epochs, rest.parameters) == (0, parameters)
    own["family"] = GAUSSIAN
    with pytest.raises(
        FloatingPointError, match=r"^train_with: by_weights has led to a cost of .* after \d+ steps"
    ) as told:
        train_with(by_weights, parameters, X, Y, **own, step=9.0, iterations=10_000)
    cost, after, limit = re.search(
        r"cost of (\S+) after (\d+) steps, expected less than (\S+):", str(told.value)
    ).groups()
    assert not float(cost) < float(limit)
    kept = train_with(by_weights, parameters, X, Y, **own, step=9.0, iterations=int(after) - 1)
    assert max(kept.costs) < float(limit)


def test_rounds_are_training_in_parts():
    parameters, X, Y, own = case("two")
    plan = {"step": 0.1, "iterations": 4}
    found = train_in_rounds(by_weights, parameters, X, Y, **own, rounds=3, **plan)
    whole = train_with(by_weights, parameters, X, Y, **own, step=0.1, iterations=12)
    np.testing.assert_allclose(found.costs, whole.costs[4::4], rtol=1e-12)
    assert len(set(whole.costs)) == 13
    for ours, theirs in zip(found.parameters, whole.parameters, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


def test_shares_want_a_matrix():
    with pytest.raises(ValueError, match=r"^shares: W \(3,\) has 1 axis, expected \(n_in, n_out\)"):
        shares(np.ones(3))


def test_no_angle_where_nothing_is_asked_for():
    """Labels that are what the network says: no update has a direction."""
    parameters, X, _, own = case("one")
    A = sigmoid(forward_pass(parameters, X, activation=own["activation"]).Z[-1])
    assert np.isnan([value for row in compare(parameters, X, A, **own).values() for value in row]).all()


# What the deck says of layers, in numbers


@pytest.mark.derivation("E04", "D29")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_the_last_hidden_layer_hears_the_one_before_it(rng, activation):
    """H = f(w_z^T Z): Z is the only one of the deck's arrays that w_z^T fits, and there is no T."""
    f = activation.function
    for widths in ((2, 2, 2, 2), (2, 3, 4, 5)):  # in a square stack any of the arrays would fit
        parameters, X = stack(widths, spread=1.0), rng.normal(size=(2, 6))
        (w_x, b_x), (w_y, b_y), (w_z, b_z) = parameters
        Y = f(w_x.T @ X + b_x)
        Z = f(w_y.T @ Y + b_y)
        H = f(w_z.T @ Z + b_z)
        A, sums_of_layers = forward_pass(parameters, X, activation=activation)
        for ours, theirs in zip((*A, f(sums_of_layers[-1])), (X, Y, Z, H), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=100 * EPS)
    for other in (X, Y):
        with pytest.raises(ValueError, match="sums: A"):
            sums(w_z, b_z, other)


@pytest.mark.derivation("E22")
@pytest.mark.parametrize(("n", "m"), [(3, 5), (5, 3), (4, 1)])
def test_a_table_of_m_rows_gives_m_outputs(rng, n, m):
    """The deck's w_x^T is m x n: applied to x_1..x_n it gives y_1..y_m, not y_n. (Its m counts neurons.)"""
    transposed, x = rng.normal(size=(m, n)), rng.normal(size=(n, 1))
    y = sums(transposed.T, np.zeros((m, 1)), x)
    assert y.shape == (m, 1)
    assert [transposed[i] @ x[:, 0] for i in range(m)] == pytest.approx(list(y[:, 0]), abs=100 * EPS)


@pytest.mark.derivation("E23")
def test_without_a_bias_every_neuron_is_undecided_at_the_origin(rng):
    """Y = f(W^T X) has lost it: then the boundary runs through 0 whatever is learned, and XOR's corners show it."""
    X = np.zeros((2, 1))
    with_bias = stack((2, 8, 8, 1), seed=1, spread=1.0)
    bare = tuple((W, np.zeros_like(b)) for W, b in with_bias)
    assert sigmoid(forward_pass(bare, X, activation=TANH).Z[-1]) == 0.5
    (_, b), (U, d), (V, c) = with_bias
    true = V.T @ np.tanh(U.T @ np.tanh(b) + d) + c
    np.testing.assert_allclose(forward_pass(with_bias, X, activation=TANH).Z[-1], true, atol=100 * EPS)
    assert abs(sigmoid(forward_pass(with_bias, X, activation=TANH).Z[-1]) - 0.5) > 0.01
    w = rng.normal(size=(2, 1))
    assert geometry.offset(w, np.zeros((1, 1))) == 0
    # And y = W^T x is no output yet: the deck's next line applies the activation to it.
    Z = sums(w, np.zeros((1, 1)), 10 * w)
    assert Z > 1 > sigmoid(Z)


# No activation bends a neuron's boundary

RISING = [activation for activation in ACTIVATIONS if (activation.slope(np.linspace(-30, 30, 6001)) > 0).all()]


@pytest.mark.derivation("E03", "D26")
@pytest.mark.parametrize("activation", RISING, ids=repr)
@pytest.mark.parametrize("level", [-0.009, 0.2, 0.7])
def test_a_neuron_crosses_a_level_on_one_straight_line(rng, activation, level):
    """Strictly monotone: f(w^T x + b) passes the level exactly where the signed distance passes one number."""
    w, b, X = rng.normal(size=(2, 1)), rng.normal(size=(1, 1)), rng.uniform(-3, 3, (2, 4000))
    Z = np.linspace(-30, 30, 600_001)
    crossed = np.flatnonzero(np.diff(activation.function(Z) > level))
    assert len(crossed) <= 1
    d = geometry.signed_distance(w, b, X)
    if not len(crossed):
        assert len(set((activation.function(sums(w, b, X)) > level).ravel())) == 1
        return
    z = Z[crossed[0]]
    near = abs(geometry.norm(w) * d - z) < 1e-3
    np.testing.assert_array_equal(
        ((activation.function(sums(w, b, X)) > level) == (d > z / geometry.norm(w))) | near, True
    )
    on_the_line = geometry.line(w, b - z, np.linspace(-9, 9, 50)[None])
    np.testing.assert_allclose(
        activation.function(sums(w, b, on_the_line)), activation.function(Z[crossed[0]]), atol=1e-12
    )


@pytest.mark.derivation("E03", "D26")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_along_its_boundary_a_neuron_says_the_same(rng, activation):
    """Whatever f is, a move across w changes nothing: every level is made of whole lines, none of which can bend."""
    w, b, X = rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), rng.normal(size=(3, 20))
    moved = X + 5 * geometry.across(w, rng.normal(size=(3, 20)))
    assert abs(moved - X).max() > 1
    f = lambda X: activation.function(sums(w, b, X))
    np.testing.assert_allclose(f(moved), f(X), rtol=0, atol=1e-13)


@pytest.mark.derivation("E03", "D26")
def test_a_gelu_crosses_one_level_on_two_parallel_lines():
    """It falls before it rises: -0.1 is met twice, between two planes of one normal the neuron is below it."""
    Z = np.linspace(-5, 5, 1_000_001)
    first, last = Z[np.flatnonzero(np.diff(gelu(Z) < -0.1))]
    assert first == pytest.approx(-1.5017, abs=1e-4)
    assert last == pytest.approx(-0.2489, abs=1e-4)
    w, b = np.array([[3.0], [4.0]]), np.array([[1.0]])
    for z in (first, last):
        points = geometry.line(w, b - z, np.linspace(-9, 9, 5)[None])
        np.testing.assert_allclose(gelu(sums(w, b, points)), -0.1, atol=1e-5)
    middle = geometry.line(w, b - (first + last) / 2, np.zeros((1, 1)))
    assert gelu(sums(w, b, middle)) < -0.1


@pytest.mark.derivation("E03", "D30")
def test_a_hidden_layer_does_bend_it():
    """Two sigmoids make a corner: three points of the boundary lie on no line."""
    layers = ((20 * np.eye(2), np.zeros((2, 1))), (np.ones((2, 1)), np.array([[-1.5]])))
    score = lambda x, y: forward_pass(layers, np.array([[x], [y]]), activation=SIGMOID).Z[-1].item()
    bisect = lambda f, low, high: next(t for t in np.linspace(low, high, 20_001) if f(t) > 0)
    far_up = 3.0, bisect(lambda y: score(3.0, y), -1, 1)
    far_right = bisect(lambda x: score(x, 3.0), -1, 1), 3.0
    corner = bisect(lambda t: score(t, t), -1, 1)
    assert far_up[1] == pytest.approx(0, abs=1e-3)
    assert far_right[0] == pytest.approx(0, abs=1e-3)
    # The line through the two far points passes the diagonal at 1.5.
    assert corner < 0.1


# The table at the end of the deck, each row corrected and run


@pytest.mark.derivation("D42", "D28")
def test_logistic_regression_and_a_neuron(rng):
    """First row: f(w^T x + b), with the bias that the deck leaves out."""
    w, b, X = rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), rng.normal(size=(3, 5))
    neuron = Network([dense(1)], BERNOULLI)
    np.testing.assert_allclose(neuron.predict(((w, b),), X), sigmoid(logistic.forward(w, b, X)), atol=10 * EPS)
    np.testing.assert_allclose(sigmoid(sums(w, b, X)), 1 / (1 + np.exp(-(w.T @ X + b))), atol=10 * EPS)


@pytest.mark.derivation("D42", "E07")
def test_forward_by_the_transpose_and_back_by_the_matrix(rng):
    """Second row: the deck has w^T on both sides."""
    W, X, E = rng.normal(size=(2, 3)), rng.normal(size=(2, 4)), rng.normal(size=(3, 4))
    np.testing.assert_allclose(Dense().forward(W, X), W.T @ X, atol=10 * EPS)
    np.testing.assert_allclose(Dense().error_back(W, E, (2,)), W @ E, atol=10 * EPS)
    np.testing.assert_allclose(unnormalised_error(W, E), W @ E, atol=10 * EPS)


@pytest.mark.derivation("D42")
def test_a_convolution_and_a_dense_layer(rng):
    """Third row: one is the other, with a table of zeros and repeated weights."""
    W, X = rng.normal(size=(1, 2, 2, 1)), rng.normal(size=(1, 3, 3, 4))
    T = matrix(Convolution(2), W, (1, 3, 3))
    ours = convolution(1, 2).forward((W, np.zeros((1, 1))), X)
    theirs = dense(4).forward((T, np.zeros((4, 1))), X.reshape(9, 4))
    np.testing.assert_allclose(ours.reshape(4, 4), theirs, atol=20 * EPS)


@pytest.mark.derivation("D42")
@pytest.mark.parametrize(
    ("product", "shape"), [(Dense(), (4,)), (Convolution(2), (2, 3, 3))], ids=["dense", "convolution"]
)
def test_both_layers_have_both_ways_back(rng, product, shape):
    """Fourth row: the deck pairs a convolution's weight gradient with its forward pass, but a dense layer's error. Both
    pairs exist for both: the three numbers are one."""
    X, W = rng.normal(size=(*shape, 3)), rng.normal(size=(*product.patch(shape), 2))
    Z = product.forward(W, X)
    E = rng.normal(size=Z.shape)
    form = product.form(E, W, X)
    for image, array in ((product.error_back(W, E, shape), X), (product.weight_gradient(X, E), W), (Z, E)):
        assert (image * array).sum() == pytest.approx(form, abs=1e-12)
    if shape != (4,):
        np.testing.assert_allclose(product.weight_gradient(X, E), weight_gradient_by_correlation(X, E), atol=1e-13)


# Counts


@pytest.mark.derivation("E14", "D43")
def test_a_published_transformer_counted_layer_by_layer():
    """96 layers, 12288 numbers a token. The deck's 10^11 weights and 100 layers fit it; 10^6 neurons are too few."""
    depth, width = 96, 12288
    weights = hidden = outputs = 0
    for _ in range(depth):
        for n_in, n_out in [(width, width)] * 4 + [(width, 4 * width), (4 * width, width)]:
            weights += n_in * n_out
            outputs += n_out
        hidden += 4 * width
    counted = transformer_counts(depth, width)
    assert counted == (weights, hidden, outputs)
    assert counted.weights == pytest.approx(1.74e11, rel=0.01)
    assert counted.hidden == pytest.approx(4.7e6, rel=0.01)
    assert counted.outputs == pytest.approx(1.06e7, rel=0.01)
    assert counted.hidden > 4e6


def test_a_transformer_has_layers():
    for depth, width in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match=f"^transformer_counts: depth = {depth}, width = {width}"):
            transformer_counts(depth, width)
