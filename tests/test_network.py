"""Networks: back-propagation against its definition, differences and PyTorch; special cases by equality; training."""

import copy
import dataclasses
import itertools
import pickle
import signal
import tracemalloc

import array_api_strict
import numpy as np
import pytest
from every_activation import ACTIVATIONS, in_torch
from scipy.optimize import linprog
from test_layers import by_definition

from unity import logistic, network, softmax
from unity.activations import GELU, RELU, SIGMOID, SOFTPLUS, TANH, sigmoid
from unity.arrays import move, one_hot, to_numpy
from unity.checks import assert_gradient, gradient_gap
from unity.datasets import circle, digits, split, xor
from unity.descent import gradient_descent
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.layers import Affine, Elementwise, Flatten, Layer, MaxPool, MeanPool, convolution, dense
from unity.network import Network, arguments, chain, summary, training
from unity.network.training import Epoch, Stopped, Training
from unity.toeplitz import matrix
from unity.trilinear import Dense

EPS = np.finfo(np.float64).eps
FAMILIES = {"BERNOULLI": BERNOULLI, "CATEGORICAL": CATEGORICAL, "GAUSSIAN": GAUSSIAN}
every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def close(found, expected, factor=100):
    found, expected = to_numpy(found), to_numpy(expected)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=0, atol=factor * EPS * np.abs(expected).max(initial=1.0))


def leaves(parameters):
    """All arrays of the parameters, or of their gradients, in order."""
    return [P for own in parameters for P in own]


def all_close(found, expected, factor=100):
    assert [len(own) for own in found] == [len(own) for own in expected]
    for ours, theirs in zip(leaves(found), leaves(expected), strict=True):
        close(ours, theirs, factor)


def same(found, expected):
    """Digit for digit."""
    for ours, theirs in zip(leaves(found), leaves(expected), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def labels(family, K, m, rng):
    if family is CATEGORICAL:
        return np.eye(K)[:, rng.integers(0, K, m)]
    return rng.integers(0, 2, (K, m)) * 1.0 if family is BERNOULLI else rng.standard_normal((K, m))


def drawn(net, shape, m=5, seed=0, dtype=np.float64):
    """Parameters, with biases, X and Y."""
    rng = np.random.default_rng(seed)
    parameters = tuple(
        tuple((P + 0.5 * rng.standard_normal(P.shape)).astype(dtype) for P in own) for own in net.init(shape, rng)
    )
    X = rng.standard_normal((*shape, m)).astype(dtype)
    K = net.forward(parameters, X).shape[0]
    return parameters, X, labels(net.family, K, m, rng).astype(dtype)


NETWORKS = {
    "one neuron": (Network([dense(1)], BERNOULLI), (3,)),
    "softmax regression": (Network([dense(4)], CATEGORICAL), (3,)),
    "a line": (Network([dense(2)], GAUSSIAN), (3,)),
    "three dense layers": (
        Network([dense(4), Elementwise(TANH), dense(3), Elementwise(SIGMOID), dense(2)], BERNOULLI),
        (3,),
    ),
    "a CNN": (
        Network([convolution(3, 3, padding=1), Elementwise(SOFTPLUS), MaxPool(2), Flatten(), dense(3)], CATEGORICAL),
        (2, 5, 4),
    ),
    "a deeper CNN": (
        Network(
            [
                MaxPool((1, 2)),
                convolution(2, (2, 3), stride=(1, 2), padding=1),
                Elementwise(GELU),
                convolution(3, 2),
                Elementwise(TANH),
                MeanPool(2, stride=1),
                dense(3),
                Elementwise(SIGMOID),
                dense(2),
            ],
            GAUSSIAN,
        ),
        (2, 5, 14),
    ),
}
every_network = pytest.mark.parametrize(("net", "shape"), NETWORKS.values(), ids=NETWORKS)


# Definition


@pytest.mark.derivation("D33", "D40")
@every_network
def test_forward_and_backward_number_by_number(net, shape):
    """One layer after the other, each by its loops over single numbers; then the error back the same way."""
    parameters, X, Y = drawn(net, shape, m=3)
    inputs, errors = [X], {}
    for layer, own in zip(net.layers, parameters):
        out = (*layer.output_shape(inputs[-1].shape[:-1]), 3)
        inputs.append(by_definition(layer, own, inputs[-1], np.zeros(out))[0])
    Z = inputs.pop()
    for heard, expected in zip(net.inputs(parameters, X), [*inputs, Z], strict=True):
        close(heard, expected)
    close(net.forward(parameters, X), Z)
    close(net.predict(parameters, X), net.family.mean(Z))
    assert float(net.cost(parameters, X, Y)) == pytest.approx(float(net.family.plain_cost(Z, Y)), rel=1e-12)
    E = (net.family.mean(Z) - Y) / 3
    for i in reversed(range(len(net.layers))):
        _, errors[i], E = by_definition(net.layers[i], parameters[i], inputs[i], E)
    all_close(net.gradient(parameters, X, Y), [errors[i] for i in range(len(net.layers))])


@pytest.mark.derivation("D29")
def test_the_two_three_example_of_the_deck(asarray):
    """Two inputs, three hidden neurons, one output; every sum written out."""
    rng = np.random.default_rng(0)
    (w11, w12, w13), (w21, w22, w23) = W = rng.standard_normal((2, 3))
    V, (x1, x2) = rng.standard_normal((3, 1)), rng.standard_normal(2)
    hidden = np.array([[w11 * x1 + w21 * x2], [w12 * x1 + w22 * x2], [w13 * x1 + w23 * x2]])
    X = asarray(np.array([[x1], [x2]]))
    parameters = tuple(map(asarray, (W, np.zeros((3, 1)))))
    close(dense(3).forward(parameters, X), hidden)
    y1, y2, y3 = np.tanh(hidden[:, 0])
    z = V[0, 0] * y1 + V[1, 0] * y2 + V[2, 0] * y3
    net = Network([dense(3), Elementwise(TANH), dense(1)], BERNOULLI)
    both = (parameters, (), tuple(map(asarray, (V, np.zeros((1, 1))))))
    close(net.forward(both, X), np.array([[z]]))
    close(net.predict(both, X), np.array([[1 / (1 + np.exp(-z))]]))


@pytest.mark.derivation("D29", "E04", "E22", "E23")
def test_three_layers_as_products_of_matrices(rng):
    """H = f(W_z^T Z + b_z): not of T or of what came before Z, and with a bias in each layer."""
    net = Network([dense(4), Elementwise(SIGMOID), dense(4), Elementwise(SIGMOID), dense(4)], BERNOULLI)
    parameters, X, _ = drawn(net, (4,))
    (W_x, b_x), _, (W_y, b_y), _, (W_z, b_z) = parameters
    f = sigmoid
    Y = f(W_x.T @ X + b_x)
    Z = f(W_y.T @ Y + b_y)
    H = f(W_z.T @ Z + b_z)
    close(net.predict(parameters, X), H)
    for printed in (f(W_z.T @ Y + b_z), f(W_z.T @ X + b_z), f(W_z @ Z + b_z)):
        assert np.abs(H - printed).max() > 0.01
    assert np.abs(H - f(W_z.T @ f(W_y.T @ f(W_x.T @ X)))).max() > 0.01


@pytest.mark.derivation("E22")
def test_a_layer_has_as_many_outputs_as_W_has_columns():
    """w_x^T is m x n: n inputs, m outputs. The vector Y ends in y_m, not in y_n."""
    n, width = 4, 7
    net = Network([dense(width)], GAUSSIAN)
    ((W, b),) = net.init((n,), seed=0)
    assert W.T.shape == (width, n)
    Y = net.forward(((W, b),), np.ones((n, 1)))
    assert Y.shape == (width, 1)
    assert Y.shape[0] != n


@pytest.mark.derivation("E23")
def test_without_a_bias_every_boundary_runs_through_zero():
    """What the deck's later layers lose: at x = 0, tanh neurons without biases say 1/2 for every W."""
    net = Network([dense(3), Elementwise(TANH), dense(1)], BERNOULLI)
    for seed in range(5):
        (W, b), _, (V, c) = drawn(net, (2,), seed=seed)[0]
        zero = np.zeros((2, 1))
        assert net.predict(((W, 0 * b), (), (V, 0 * c)), zero).item() == 0.5
        assert abs(net.predict(((W, b), (), (V, c)), zero).item() - 0.5) > 1e-3


@every_network
def test_the_gradient_is_the_mean_of_single_gradients(net, shape):
    """All examples at once, with 1/m in the error: the same as one at a time."""
    parameters, X, Y = drawn(net, shape)
    singles = [net.gradient(parameters, X[..., i : i + 1], Y[:, i : i + 1]) for i in range(5)]
    mean = [tuple(sum(own) / 5 for own in zip(*layers)) for layers in zip(*singles)]
    all_close(net.gradient(parameters, X, Y), mean)


# True back-propagation


def three_dense_layers(widths=(4, 3, 2), n=5, seed=0):
    layers = [dense(widths[0]), Elementwise(TANH), dense(widths[1]), Elementwise(TANH), dense(widths[2])]
    net = Network(layers, BERNOULLI)
    return net, *drawn(net, (n,), m=6, seed=seed)


@pytest.mark.derivation("D33", "E08")
def test_true_back_propagation():
    """delta_n = (W delta_(n+1)) * f'(z_n);  dW_n = A_n delta_(n+1)^T / m,  db_n = sum of delta_(n+1) / m."""
    net, parameters, X, Y = three_dense_layers()
    (W_1, b_1), _, (W_2, b_2), _, (W_3, b_3) = parameters
    m = X.shape[1]
    Z_1 = W_1.T @ X + b_1
    A_1 = np.tanh(Z_1)
    Z_2 = W_2.T @ A_1 + b_2
    A_2 = np.tanh(Z_2)
    Z_3 = W_3.T @ A_2 + b_3
    slope = lambda Z: 1 - np.tanh(Z) ** 2
    delta_3 = 1 / (1 + np.exp(-Z_3)) - Y
    delta_2 = (W_3 @ delta_3) * slope(Z_2)
    delta_1 = (W_2 @ delta_2) * slope(Z_1)
    by_hand = [
        (A @ delta.T / m, delta.sum(axis=1, keepdims=True) / m)
        for A, delta in ((X, delta_1), (A_1, delta_2), (A_2, delta_3))
    ]
    own = net.gradient(parameters, X, Y)
    all_close([own[0], own[2], own[4]], by_hand)
    # The same for errors dL/dy at what a layer gives: E_n = W (E_(n+1) f'(z_(n+1))).
    E_2 = W_3 @ delta_3
    E_1 = W_2 @ (E_2 * slope(Z_2))
    close(delta_1, E_1 * slope(Z_1))


@pytest.mark.derivation("E08")
def test_without_the_slope_it_is_another_direction():
    net, parameters, X, Y = three_dense_layers()
    (W_1, b_1), _, (W_2, b_2), _, (W_3, b_3) = parameters
    delta_3 = net.predict(parameters, X) - Y
    E_1 = W_2 @ (W_3 @ delta_3)
    printed, true = X @ E_1.T / X.shape[1], net.gradient(parameters, X, Y)[0][0]
    cost = lambda W: net.cost(((W, b_1), (), (W_2, b_2), (), (W_3, b_3)), X, Y)
    assert gradient_gap(cost, W_1, true) < 1e-9
    assert gradient_gap(cost, W_1, printed) > 0.1
    cosine = (printed * true).sum() / np.linalg.norm(printed) / np.linalg.norm(true)
    assert cosine < 0.99


@pytest.mark.derivation("E07")
def test_back_through_W_and_not_through_its_transpose():
    """In the 2-3 example w^T does not even fit; where a layer is square it fits, and gives another gradient."""
    W, error = np.arange(6.0).reshape(2, 3), np.ones((3, 1))
    assert dense(3).error_back((W, np.zeros((3, 1))), np.ones((2, 1)), error).shape == (2, 1)
    with pytest.raises(ValueError, match="mismatch"):
        W.T @ error
    net, parameters, X, Y = three_dense_layers(widths=(3, 3, 3))
    (W_1, b_1), _, (W_2, b_2), _, (W_3, b_3) = parameters
    A_1 = np.tanh(W_1.T @ X + b_1)
    A_2 = np.tanh(W_2.T @ A_1 + b_2)
    E = (net.predict(parameters, X) - Y) / X.shape[1]
    printed = A_1 @ ((W_3.T @ E) * (1 - A_2**2)).T
    true = A_1 @ ((W_3 @ E) * (1 - A_2**2)).T
    close(net.gradient(parameters, X, Y)[2][0], true)
    cost = lambda W: net.cost(((W_1, b_1), (), (W, b_2), (), (W_3, b_3)), X, Y)
    assert gradient_gap(cost, W_2, true) < 1e-9
    assert gradient_gap(cost, W_2, printed) > 0.01


# There and back


@pytest.mark.derivation("D33", "D40", "D41")
@every_network
def test_there_and_back(net, shape):
    """Each error is the cost's slope in its value: behind layer after layer, by differences; and the gradient follows."""
    parameters, X, Y = drawn(net, shape, m=2)
    values, errors = net.there_and_back(parameters, X, Y)
    np.testing.assert_array_equal(values[0], X)
    np.testing.assert_array_equal(values[-1], net.forward(parameters, X))
    assert [value.shape for value in values] == [error.shape for error in errors]
    for i in range(len(net.layers) + 1):
        rest = Network(net.layers[i:], net.family)
        assert_gradient(lambda A, rest=rest, i=i: rest.cost(parameters[i:], A, Y), values[i], errors[i], tolerance=1e-7)
    found = [
        layer.gradients(own, A, E)
        for layer, own, A, E in zip(net.layers, parameters, values[:-1], errors[1:], strict=True)
    ]
    all_close(net.gradient(parameters, X, Y), found)


@pytest.mark.derivation("D33", "D41")
@pytest.mark.parametrize("seed", range(3))
def test_one_number_runs_through_rectifiers_without_biases(seed):
    """Value times error, added up, is the same everywhere, and so is each layer's weights times their gradient."""
    rectifier = Elementwise(RELU)
    layers = [convolution(3, 2), rectifier, MaxPool(2), convolution(4, 2), rectifier, MeanPool(2), Flatten(), dense(3)]
    net = Network(layers, CATEGORICAL)
    parameters = net.init((2, 8, 9), seed)
    _, X, Y = drawn(net, (2, 8, 9), seed=seed)
    values, errors = net.there_and_back(parameters, X, Y)
    numbers = [np.sum(value * error) for value, error in zip(values, errors)]
    numbers += [np.sum(W * dW) for (W, _), (dW, _) in filter(all, zip(parameters, net.gradient(parameters, X, Y)))]
    np.testing.assert_allclose(numbers, numbers[0], rtol=1e-12)
    biased = tuple((own[0], own[1] + 0.1) if own else () for own in parameters)
    values, errors = net.there_and_back(biased, X, Y)
    assert np.ptp([np.sum(value * error) for value, error in zip(values, errors)]) > 1e-3


# Differences, automatic differentiation


@pytest.mark.derivation("D33", "D40")
@every_network
def test_differences(net, shape):
    parameters, X, Y = drawn(net, shape, m=3)
    gradients = net.gradient(parameters, X, Y)
    for i, own in enumerate(parameters):
        for j, P in enumerate(own):

            def cost(P, i=i, j=j, own=own):
                changed = (*own[:j], P, *own[j + 1 :])
                return net.cost((*parameters[:i], changed, *parameters[i + 1 :]), X, Y)

            assert_gradient(cost, P, gradients[i][j], tolerance=1e-8)


@pytest.mark.derivation("D33", "D39", "D40")
@every_network
def test_the_error_sent_back_to_the_examples_by_differences(net, shape):
    parameters, X, Y = drawn(net, shape, m=3)
    E = np.random.default_rng(1).standard_normal(Y.shape)
    dX = net.error_back(parameters, X, E)
    assert dX.shape == X.shape
    assert_gradient(lambda X: (E * net.forward(parameters, X)).sum(), X, dX, tolerance=1e-8)
    whole = net.error_back(parameters, X, net.family.error(net.forward(parameters, X), Y))
    assert_gradient(lambda X: net.cost(parameters, X, Y), X, whole, tolerance=1e-8)


@pytest.mark.derivation("D33")
def test_the_error_sent_back_number_by_number(asarray):
    """E through W_2, the slope, W_1: and no example sees the error of another."""
    net = Network([dense(3), Elementwise(TANH), dense(2)], CATEGORICAL)
    parameters, X, _ = drawn(net, (4,))
    (W_1, b_1), _, (W_2, _) = parameters
    E = np.random.default_rng(2).standard_normal((2, 5))
    expected = W_1 @ ((W_2 @ E) * (1 - np.tanh(W_1.T @ X + b_1) ** 2))
    P, X, E = (move(a, like=asarray(np.zeros(1))) for a in (parameters, X, E))
    close(net.error_back(P, X, E), expected)
    close(net.error_back(P, X[:, :1], E[:, :1]), expected[:, :1])


def test_an_error_that_does_not_fit_the_logits_is_said():
    net = Network([dense(2)], CATEGORICAL)
    parameters, X, _ = drawn(net, (4,))
    with pytest.raises(ValueError, match=r"^error_back: E \(3, 5\) has K = 3, the last layer gives K = 2$"):
        net.error_back(parameters, X, np.ones((3, 5)))
    with pytest.raises(ValueError, match=r"^error_back: .*m = 5"):
        net.error_back(parameters, X, np.ones((2, 4)))


def layer_at_random(shape, rng):
    """A layer that fits examples of this shape."""
    pick = lambda choices: choices[rng.integers(len(choices))]
    some = lambda low, high: int(rng.integers(low, high + 1))
    steps = ["dense", "bend"] if len(shape) == 1 else ["convolution"] * 2 + ["bend"] * 2 + ["max", "mean", "flatten"]
    step, window = pick(steps), tuple(some(1, min(3, n)) for n in shape[1:])
    if step == "dense":
        return dense(some(1, 6))
    if step == "bend":
        return Elementwise(pick(ACTIVATIONS))
    if step == "convolution":
        return convolution(some(1, 4), window, (some(1, 2), some(1, 2)), (some(0, 2), some(0, 2)))
    if step == "flatten":
        return Flatten()
    return (MaxPool if step == "max" else MeanPool)(window, pick([None, 1, (2, 1)]))


def architecture(seed):
    """A network drawn at random: images or vectors in, up to five layers and a dense end; and examples for it."""
    rng = np.random.default_rng(seed)
    family = list(FAMILIES.values())[rng.integers(3)]
    shape = start = tuple(rng.integers((1, 4, 4), (4, 9, 9)).tolist() if rng.random() < 0.7 else (3,))
    layers = []
    for _ in range(rng.integers(6)):
        layers.append(layer_at_random(shape, rng))
        shape = layers[-1].output_shape(shape)
    if seed % 2:
        bend = ACTIVATIONS[seed // 2 % len(ACTIVATIONS)]  # each of them has its turn
        layers.insert(rng.integers(len(layers) + 1), Elementwise(bend))
    net = Network([*layers, dense(int(rng.integers(2, 5)))], family)
    return net, *drawn(net, start, m=int(rng.integers(1, 7)), seed=seed)


def by_torch(torch, net, parameters, X, Y):
    """Logits and cost with PyTorch's own layers, examples first as it wants them."""
    F, Z = torch.nn.functional, torch.movedim(X, -1, 0)
    for layer, own in zip(net.layers, parameters):
        if isinstance(layer, Elementwise):
            Z = in_torch(torch, layer.activation)(Z)
        elif isinstance(layer, Flatten):
            Z = Z.flatten(start_dim=1)
        elif isinstance(layer, MaxPool | MeanPool):
            pool = F.max_pool2d if isinstance(layer, MaxPool) else F.avg_pool2d
            Z = pool(Z, layer.size, layer.stride)
        elif isinstance(layer.product, Dense):
            W, b = own
            Z = F.linear(Z.flatten(start_dim=1), W.reshape(-1, layer.width).T, b[:, 0])
        else:
            W, b = own
            Z = F.conv2d(Z, W.permute(3, 0, 1, 2), b[:, 0], layer.product.stride, layer.product.padding)
    loss = {
        BERNOULLI: lambda: F.binary_cross_entropy_with_logits(Z, Y.T, reduction="sum") / len(Z),
        CATEGORICAL: lambda: F.cross_entropy(Z, Y.T),
        GAUSSIAN: lambda: F.mse_loss(Z, Y.T, reduction="sum") / 2 / len(Z),
    }
    return Z.T, loss[net.family]()


ARCHITECTURES = range(40)


def test_the_architectures_have_everything_in_them():
    nets = [architecture(seed)[0] for seed in ARCHITECTURES]
    layers = [layer for net in nets for layer in net.layers]
    assert {net.family for net in nets} == set(FAMILIES.values())
    assert {type(layer) for layer in layers} == {Affine, Elementwise, Flatten, MaxPool, MeanPool}
    assert {layer.activation for layer in layers if isinstance(layer, Elementwise)} == set(ACTIVATIONS)
    assert len(set(nets)) > 30
    assert sum(isinstance(layer, Affine) and not isinstance(layer.product, Dense) for layer in layers) > 15


@pytest.mark.derivation("D33", "D40")
@pytest.mark.parametrize("seed", ARCHITECTURES)
def test_pytorch_agrees(torch, seed):
    """Its layers, its losses, its autograd, in float64: logits, cost and every gradient to 1e-10."""
    net, parameters, X, Y = architecture(seed)
    own = tuple(tuple(torch.tensor(P, requires_grad=True) for P in layer) for layer in parameters)
    Z, cost = by_torch(torch, net, own, torch.tensor(X), torch.tensor(Y))
    cost.backward()
    np.testing.assert_allclose(net.forward(parameters, X), Z.detach().numpy(), rtol=1e-10, atol=1e-10)
    assert float(net.cost(parameters, X, Y)) == pytest.approx(cost.item(), rel=1e-10, abs=1e-10)
    for ours, theirs in zip(leaves(net.gradient(parameters, X, Y)), leaves(own), strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-10, atol=1e-10)


@pytest.mark.derivation("D33")
@pytest.mark.parametrize("name", ["three dense layers", "a CNN"])
def test_jax_differentiates_the_cost(jax, name):
    """jax.grad of `cost` is `gradient`, and both can be compiled."""
    net, shape = NETWORKS[name]
    parameters, X, Y = drawn(net, shape)
    moved = move((parameters, X, Y), like=jax.numpy.zeros(1))
    expected = net.gradient(parameters, X, Y)
    all_close(jax.jit(jax.grad(net.cost))(*moved), expected)
    all_close(jax.jit(net.gradient)(*moved), expected)


# Special cases: equal, not alike


@pytest.mark.derivation("D28")
def test_one_layer_with_a_sigmoid_is_logistic_regression(asarray):
    """Digit for digit: with m a power of two 1/m is exact, wherever it stands."""
    rng = np.random.default_rng(0)
    net = Network([dense(1)], BERNOULLI)
    w, b, X = (asarray(rng.standard_normal(shape)) for shape in ((7, 1), (1, 1), (7, 64)))
    Y = asarray(rng.integers(0, 2, (1, 64)) * 1.0)
    np.testing.assert_array_equal(to_numpy(net.forward(((w, b),), X)), to_numpy(logistic.forward(w, b, X)))
    np.testing.assert_array_equal(to_numpy(net.predict(((w, b),), X)), to_numpy(logistic.probability(w, b, X)))
    assert float(net.cost(((w, b),), X, Y)) == float(logistic.cost(w, b, X, Y))
    ((dw, db),) = net.gradient(((w, b),), X, Y)
    for ours, theirs in zip((dw, db), logistic.gradient(w, b, X, Y), strict=True):
        np.testing.assert_array_equal(to_numpy(ours), to_numpy(theirs))


@pytest.mark.derivation("D28")
@pytest.mark.parametrize("m", [1, 3, 50])
def test_logistic_regression_for_any_number_of_examples(m, rng):
    net = Network([dense(1)], BERNOULLI)
    parameters, X, Y = drawn(net, (4,), m=m)
    (w, b), *_ = parameters
    all_close(net.gradient(parameters, X, Y), [logistic.gradient(w, b, X, Y)], factor=4)
    all_close(net.gradient(parameters, X, Y), [logistic.gradient_by_loops(w, b, X, Y)], factor=10)


@pytest.mark.derivation("D28")
def test_training_one_neuron_is_gradient_descent_on_the_logistic_cost():
    rng = np.random.default_rng(0)
    net = Network([dense(1)], BERNOULLI)
    parameters, X, Y = drawn(net, (3,), m=16)
    trained = net.train(parameters, X, Y, step=0.5, batch=16, epochs=30, seed=rng)
    trace = gradient_descent(lambda w, b: logistic.gradient(w, b, X, Y), parameters[0], step=0.5, iterations=30)
    same(trained.parameters, [trace.parameters])
    assert list(trained.costs) == [float(logistic.cost(w, b, X, Y)) for w, b in trace.iterates]


@pytest.mark.derivation("D15")
def test_one_layer_with_a_softmax_is_softmax_regression(rng):
    net = Network([dense(3)], CATEGORICAL)
    parameters, X, Y = drawn(net, (4,), m=8)
    (W, b), *_ = parameters
    assert float(net.cost(parameters, X, Y)) == float(softmax.cost(W, b, X, Y))
    same(net.gradient(parameters, X, Y), [softmax.gradient(W, b, X, Y)])


@pytest.mark.derivation("D07", "D28")
def test_a_softmax_of_two_is_a_sigmoid_of_the_difference(rng):
    """w = w_1 - w_0 and b = b_1 - b_0; the gradient of class 1 is that of the sigmoid, of class 0 its negative."""
    two, one = Network([dense(2)], CATEGORICAL), Network([dense(1)], BERNOULLI)
    parameters, X, Y = drawn(two, (3,), m=9)
    ((W, b),) = parameters
    single, y = ((W[:, 1:] - W[:, :1], b[1:] - b[:1]),), Y[1:]
    close(two.predict(parameters, X)[1:], one.predict(single, X))
    assert float(two.cost(parameters, X, Y)) == pytest.approx(float(one.cost(single, X, y)), rel=1e-14)
    ((dW, db),), ((dw, d),) = two.gradient(parameters, X, Y), one.gradient(single, X, y)
    close(dW, np.concatenate([-dw, dw], axis=1))
    close(db, np.concatenate([-d, d]))


@pytest.mark.derivation("D36", "D41")
def test_a_convolution_is_a_dense_layer_in_a_network():
    """The same network with the convolution's table as dense weights: equal logits, cost and end gradients."""
    cnn = Network([convolution(3, 2, stride=2, padding=1), Elementwise(TANH), Flatten(), dense(2)], CATEGORICAL)
    shape = (2, 5, 6)
    parameters, X, Y = drawn(cnn, shape)
    (W, b), nothing, _, end = parameters
    product = cnn.layers[0].product
    places = 3 * 4
    mlp = Network([Flatten(), dense(3 * places), Elementwise(TANH), dense(2)], CATEGORICAL)
    table = ((), (matrix(product, W, shape), np.repeat(b, places, axis=0)), nothing, end)
    close(mlp.forward(table, X), cnn.forward(parameters, X))
    assert float(mlp.cost(table, X, Y)) == pytest.approx(float(cnn.cost(parameters, X, Y)), rel=1e-13)
    all_close(mlp.gradient(table, X, Y)[3:], cnn.gradient(parameters, X, Y)[3:])


@pytest.mark.derivation("D46")
def test_layers_without_activation_collapse(asarray):
    """Three dense layers are one: W = W_1 W_2 W_3, b = W_3^T (W_2^T b_1 + b_2) + b_3."""
    deep = Network([dense(5), dense(4), dense(2)], GAUSSIAN)
    parameters, X, _ = drawn(deep, (3,))
    (W_1, b_1), (W_2, b_2), (W_3, b_3) = parameters
    one = ((W_1 @ W_2 @ W_3, W_3.T @ (W_2.T @ b_1 + b_2) + b_3),)
    flat = Network([dense(2)], GAUSSIAN)
    parameters, one, X = (move(a, like=asarray(np.zeros(1))) for a in (parameters, one, X))
    close(deep.forward(parameters, X), flat.forward(one, X))


@pytest.mark.derivation("D46", "D36")
def test_a_linear_cnn_collapses_too():
    """Convolution, mean pooling and a dense end: one affine map; a ReLU between them, and it is none."""
    shape = (2, 6, 6)
    layers = [convolution(3, 3, padding=1), MeanPool(2), Flatten(), dense(2)]
    deep = Network(layers, GAUSSIAN)
    parameters, X, _ = drawn(deep, shape)
    pixels = np.eye(72).reshape(*shape, 72)
    b = deep.forward(parameters, np.zeros((*shape, 1)))
    W = (deep.forward(parameters, pixels) - b).T
    close(deep.forward(parameters, X), W.T @ X.reshape(72, -1) + b)
    bent = Network([layers[0], Elementwise(RELU), *layers[1:]], GAUSSIAN)
    bent_parameters = (parameters[0], (), *parameters[1:])
    b = bent.forward(bent_parameters, np.zeros((*shape, 1)))
    W = (bent.forward(bent_parameters, pixels) - b).T
    assert np.abs(bent.forward(bent_parameters, X) - (W.T @ X.reshape(72, -1) + b)).max() > 0.1


# Why a hidden layer

CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
XOR = np.array([[0.0, 1.0, 1.0, 0.0]])


@pytest.mark.derivation("D30")
def test_no_line_separates_xor():
    """The four inequalities w.x + b >= 1 or <= -1 have no solution; for AND they have one. And their sum is 0 >= 4."""

    def feasible(y):
        sign = 2 * y[0] - 1
        A = -sign[:, None] * np.column_stack([CORNERS.T, np.ones(4)])
        return linprog(np.zeros(3), A_ub=A, b_ub=-np.ones(4), bounds=[(None, None)] * 3).status == 0

    assert not feasible(XOR)
    assert feasible(np.array([[0.0, 0.0, 0.0, 1.0]]))
    rng = np.random.default_rng(0)
    W, b = rng.standard_normal((2, 1000)), rng.standard_normal((1000, 1))
    z = dense(1000).forward((W, b), CORNERS)
    np.testing.assert_allclose(z[:, 1] + z[:, 2] - z[:, 0] - z[:, 3], 0, atol=100 * EPS)
    assert not ((z > 0) == (XOR > 0)).all(axis=1).any()


@pytest.mark.derivation("D30")
def test_one_neuron_fails_at_xor_and_a_hidden_layer_solves_it():
    points = xor(200, seed=0)
    one = Network([dense(1)], BERNOULLI)
    two = Network([dense(2), Elementwise(TANH), dense(1)], BERNOULLI)
    right = lambda net, P: float(np.mean((net.predict(P, points.X) > 0.5) == points.Y))
    plan = {"step": 1.0, "batch": 200, "epochs": 500, "seed": 0}
    line = one.train(one.init((2,), seed=0), points.X, points.Y, **plan)
    assert right(one, line.parameters) <= 0.75
    assert line.costs[-1] > 0.68  # log 2 = 0.693: it learns nothing
    bent = two.train(two.init((2,), seed=0), points.X, points.Y, **plan)
    assert right(two, bent.parameters) == 1
    assert bent.costs[-1] < 0.05


@pytest.mark.derivation("D30")
def test_a_hidden_layer_combines_half_planes():
    """Or-but-not-and: above the line x_1 + x_2 = 1/2, below the line x_1 + x_2 = 3/2. Steep sigmoids draw them sharp."""
    net = Network([dense(2), Elementwise(SIGMOID), dense(1)], BERNOULLI)
    W, b = 100 * np.ones((2, 2)), np.array([[-50.0], [-150.0]])
    parameters = ((W, b), (), (np.array([[100.0], [-100.0]]), np.array([[-50.0]])))
    np.testing.assert_array_equal((net.predict(parameters, CORNERS) > 0.5) * 1.0, XOR)
    X = np.random.default_rng(0).uniform(-1, 2, (2, 2000))
    total = X.sum(axis=0)
    away = (np.abs(total - 0.5) > 0.05) & (np.abs(total - 1.5) > 0.05)
    inside = (total > 0.5) & (total < 1.5)
    np.testing.assert_array_equal((net.predict(parameters, X)[0] > 0.5)[away], inside[away])


# Training that held-out examples watch


LEARN = dict(step=0.5, batch=7, epochs=60, seed=3)
CURVED = Network([dense(6), Elementwise(TANH), dense(1)], BERNOULLI)


def seen_and_held(dtype=np.float64):
    """What is learned from, and what is held out."""
    seen, held = circle(30, seed=0), circle(50, seed=1)
    return [tuple(array.astype(dtype) for array in (part.X, part.Y)) for part in (seen, held)]


@pytest.mark.parametrize("patience", [4, None])
def test_held_out_examples_change_nothing_but_which_epoch_is_kept(patience):
    """The costs are those without them, the parameters those of as many epochs as gave the least held-out cost."""
    seen, held = seen_and_held()
    start = CURVED.init((2,), seed=1)
    watched = CURVED.train(start, *seen, **LEARN | {"epochs": 20}, held_out=held, patience=patience)
    plan = {name: LEARN[name] for name in ("step", "batch", "seed")}
    ends = [CURVED.train(start, *seen, epochs=t, **plan) for t in range(watched.epochs + 1)]
    assert watched.costs == ends[-1].costs
    np.testing.assert_allclose(watched.held_out, [float(CURVED.cost(end.parameters, *held)) for end in ends])
    assert watched.best == np.argmin(watched.held_out)
    same(watched.parameters, ends[watched.best].parameters)
    assert all((end.held_out, end.best, end.stopped) == (None, end.epochs, Stopped.EPOCHS) for end in ends)


def test_training_stops_when_patience_is_out():
    """Not before `patience` epochs in a row brought no new least, and at once then."""
    seen, held = seen_and_held()
    start = CURVED.init((2,), seed=1)
    watched = CURVED.train(start, *seen, **LEARN, held_out=held, patience=4)
    assert 0 < watched.best < LEARN["epochs"] - 4
    assert (watched.epochs, watched.stopped) == (watched.best + 4, Stopped.PATIENCE)
    least = np.minimum.accumulate(watched.held_out)
    gains = np.flatnonzero(np.diff(least, prepend=np.inf) < 0)
    assert np.diff(gains).max() <= 4
    impatient = CURVED.train(start, *seen, **LEARN, held_out=held, patience=1)
    assert impatient.epochs == impatient.best + 1 < watched.epochs
    assert impatient.held_out == watched.held_out[: impatient.epochs + 1]
    short = CURVED.train(start, *seen, **LEARN | {"epochs": 2}, held_out=held, patience=4)
    assert (short.epochs, short.stopped) == (2, Stopped.EPOCHS)
    assert short.held_out == watched.held_out[:3]


def test_the_start_may_be_the_best():
    net, (seen, _) = Network([dense(1)], BERNOULLI), seen_and_held()
    start = net.init((2,), seed=0)
    watched = net.train(start, *seen, **LEARN | {"batch": 30}, held_out=(seen[0], 1 - seen[1]), patience=4)
    assert (watched.best, watched.epochs) == (0, 4)
    same(watched.parameters, start)
    assert repr(watched) == f"Training(epochs=4, best=0, held_out={watched.held_out[0]:.4g}, Stopped.PATIENCE)"


def test_the_first_of_equal_epochs_is_kept():
    """A held-out cost that never moves: the start."""
    net, X = Network([dense(1)], GAUSSIAN), np.array([[1.0, 2.0]])
    start = net.init((1,), seed=0)
    trained = net.train(start, X, X, step=0.1, batch=1, epochs=3, seed=0, held_out=(0 * X, 0 * X), patience=None)
    # At x = 0 only b counts: the cost is b^2 / 2, least where b is 0, as at the start.
    assert trained.best == 0
    same(trained.parameters, start)


def test_held_out_training_keeps_float32():
    net, (seen, held) = Network([dense(1)], BERNOULLI), seen_and_held(np.float32)
    trained = net.train(move(net.init((2,), seed=0), like=seen[0]), *seen, **LEARN, held_out=held, patience=4)
    assert all(P.dtype == np.float32 for P in leaves(trained.parameters))


def test_what_holding_out_refuses():
    net, (seen, (X, Y)) = Network([dense(1)], BERNOULLI), seen_and_held()

    def train(**how):
        return net.train(net.init((2,), seed=0), *seen, **LEARN | {"held_out": (X, Y), "patience": 4} | how)

    for patience in (0, 1.5, "a"):
        with pytest.raises(ValueError, match=f"^train: patience = {patience!r}, expected an integer of 1 or more"):
            train(patience=patience)
    with pytest.raises(ValueError, match=r"^train: patience = 4 without held_out, expected examples .*\(X, Y\)"):
        train(held_out=None)
    for wrong in (X, 3, (X,), (X, Y, Y, Y)):
        with pytest.raises(TypeError, match=r"^train: held_out is of type .*, expected \(X, Y\)"):
            train(held_out=wrong)
    for held, error, message in [
        ((X * np.nan, Y), ValueError, "X holds a NaN"),
        ((X[:, :0], Y[:, :0]), ValueError, "X holds no example"),
        ((X[:1], Y), ValueError, r"layer 1: X has n = 1, the parameters were made for n = 2$"),
        ((X, Y[:, 1:]), ValueError, r"Y \(1, 49\) has m = 49, X \(2, 50\) has m = 50"),
        ((X, 2 * Y), ValueError, "Y holds a number outside 0 to 1"),
        ((X.tolist(), Y), TypeError, "X is a list, expected an array"),
        ((X, Y.tolist()), TypeError, "Y is a list, expected an array"),
        ((X.astype(np.float32), Y), TypeError, r"layer 1: W is numpy.ndarray of float64, X .*float32"),
    ]:
        with pytest.raises(error, match=f"^train: held_out: {message}"):
            train(held_out=held)
    with pytest.raises(FloatingPointError, match="after epoch 1: "):
        train(step=1e308)


def test_whoever_watches_sees_every_epoch_and_may_end_it():
    seen, held = seen_and_held()
    start = CURVED.init((2,), seed=1)
    plain = CURVED.train(start, *seen, **LEARN | {"epochs": 5}, held_out=held)
    met = []
    watched = CURVED.train(start, *seen, **LEARN | {"epochs": 5}, held_out=held, watch=met.append)
    assert [now.epoch for now in met] == list(range(6))
    assert all(type(now) is Epoch for now in met)
    assert tuple(now.cost for now in met) == plain.costs == watched.costs
    assert tuple(now.held_out for now in met) == plain.held_out
    same(met[0].parameters, start)
    same(met[plain.best].parameters, plain.parameters)
    assert watched.stopped is Stopped.EPOCHS
    for end in (0, 3):
        ended = CURVED.train(start, *seen, **LEARN, watch=lambda now, end=end: now.epoch == end)
        assert (ended.epochs, ended.stopped) == (end, Stopped.WATCH)
        same(ended.parameters, met[end].parameters)
        assert repr(ended) == f"Training(epochs={end}, cost={ended.costs[-1]:.4g}, Stopped.WATCH)"
    with pytest.raises(TypeError, match=r"^train: watch is of type int, expected a function of where training stands"):
        CURVED.train(start, *seen, **LEARN, watch=3)


@pytest.mark.parametrize("held_out", [False, True])
def test_an_interrupt_gives_what_was_reached(held_out):
    """Ctrl-C between two epochs, as the signal gives it: the costs until there, and the parameters that belong to them."""
    seen, held = seen_and_held()
    how = {"held_out": held} if held_out else {}

    def interrupt(now):
        if now.epoch == 4:
            signal.raise_signal(signal.SIGINT)

    start = CURVED.init((2,), seed=1)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
    try:
        ended = CURVED.train(start, *seen, **LEARN, watch=interrupt, **how)
    finally:
        signal.signal(signal.SIGINT, before)
    expected = CURVED.train(start, *seen, **LEARN | {"epochs": 4}, **how)
    assert (ended.stopped, ended.costs, ended.held_out) == (Stopped.INTERRUPT, expected.costs, expected.held_out)
    same(ended.parameters, expected.parameters)


@pytest.mark.parametrize("forward", range(8))
def test_an_interrupt_within_an_epoch_gives_the_epoch_before(forward):
    """Wherever it falls, the last cost is that of the last parameters; before the first cost nothing is reached."""
    seen, _ = seen_and_held()
    rest = CURVED.layers[1:]

    class Interrupting(Layer):
        calls = 0

        def output_shape(self, shape):
            return shape

        def forward(self, parameters, X):
            Interrupting.calls += 1
            if Interrupting.calls == forward + 1:
                raise KeyboardInterrupt
            return X

        def error_back(self, parameters, X, E):
            return E

    net = Network([CURVED.layers[0], Interrupting(), *rest], BERNOULLI)
    start = net.init((2,), seed=1)
    plan = LEARN | {"batch": 15, "epochs": 2}  # a cost, two batches, a cost, two batches, a cost
    if forward == 0:
        with pytest.raises(KeyboardInterrupt):
            net.train(start, *seen, **plan)
        return
    ended = net.train(start, *seen, **plan)
    Interrupting.calls = 100
    epochs = (forward - 1) // 3
    whole = net.train(start, *seen, **plan | {"epochs": epochs})
    assert ended.costs == whole.costs
    same(ended.parameters, whole.parameters)
    assert ended.stopped is (Stopped.INTERRUPT if forward < 7 else Stopped.EPOCHS)


# Examples that count more than others


@every_family
@pytest.mark.parametrize("batch", [10, 4])
def test_a_weight_of_three_is_an_example_met_three_times(family, batch):
    """Cost, gradient, and a descent of all examples at once; a weight of 0 leaves an example out."""
    net = Network([dense(3), Elementwise(TANH), dense(2)], family)
    parameters, X, Y = drawn(net, (2,), m=10)
    often = np.array([3, 0, 1, 1, 2, 0, 5, 1, 1, 2])
    s = often[None] * 1.0
    many = np.repeat(X, often, axis=1), np.repeat(Y, often, axis=1)
    assert float(net.cost(parameters, X, Y, s / 1.6)) == pytest.approx(float(net.cost(parameters, *many)), rel=1e-14)
    all_close(net.gradient(parameters, X, Y, s / 1.6), net.gradient(parameters, *many))
    plan = {"step": 0.3, "epochs": 4, "seed": 0}
    if batch == 10:
        ours = net.train(parameters, X, Y, **plan, batch=10, weights=7 * s, held_out=(X, Y, s))
        theirs = net.train(parameters, *many, **plan, batch=16, held_out=many)
        np.testing.assert_allclose(ours.costs, theirs.costs, rtol=1e-13)
        np.testing.assert_allclose(ours.held_out, theirs.held_out, rtol=1e-13)
        all_close(ours.parameters, theirs.parameters)
    else:
        one = net.train(parameters, X, Y, **plan, batch=4, weights=np.full((1, 10), 9.0))
        np.testing.assert_allclose(one.costs, net.train(parameters, X, Y, **plan, batch=4).costs, rtol=1e-13)


def test_weights_by_differences(small):
    parameters, X, Y = small
    s = np.random.default_rng(0).uniform(0, 3, (1, 10))
    (W, b), *rest = parameters
    cost = lambda W: SMALL.cost(((W, b), *rest), X, Y, s)
    assert_gradient(cost, W, SMALL.gradient(parameters, X, Y, s)[0][0], tolerance=1e-8)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        (np.ones(10), ValueError, r"weights \(10,\), expected \(1, 10\)"),
        (np.ones((1, 9)), ValueError, r"weights \(1, 9\), expected \(1, 10\)"),
        ([[1.0] * 10], TypeError, "weights is builtins.list, expected an array of float64 like X"),
        (
            np.ones((1, 10), dtype=int),
            TypeError,
            "weights is numpy.ndarray of int64, expected an array of float64 like X",
        ),
        (
            array_api_strict.ones((1, 10)),
            TypeError,
            "weights is array_api_strict.* expected an array of float64 like X",
        ),
        (-np.ones((1, 10)), ValueError, "weights holds a negative number"),
        (np.zeros((1, 10)), ValueError, "weights holds a negative number, or zeros only"),
        (np.full((1, 10), np.inf), ValueError, "weights holds a NaN or an infinity"),
    ],
)
def test_weights_that_are_none(small, weights, error, message):
    with pytest.raises(error, match=f"^train: {message}"):
        SMALL.train(*small, **PLAN, weights=weights)
    with pytest.raises(error, match=f"^train: held_out: {message}"):
        SMALL.train(*small, **PLAN, held_out=(*small[1:], weights))


# Labels, and one neuron, as they come


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.int8])
def test_labels_may_be_integers(kind, asarray):
    """The class of each example instead of its column; and a column of integers. Another layout adds in another order."""
    parameters, X, Y = drawn(SMALL, (2,), m=10)
    moved, X = tuple(tuple(map(asarray, own)) for own in parameters), asarray(X)
    y, columns = asarray(np.argmax(Y, axis=0).astype(kind)), asarray(Y.astype(kind))
    for Y_ in (y, columns):
        assert float(SMALL.cost(moved, X, Y_)) == pytest.approx(float(SMALL.cost(moved, X, asarray(Y))), rel=1e-14)
        for found in (SMALL.gradient(moved, X, Y_), SMALL.gradient(moved, X=X, Y=Y_)):
            all_close(found, SMALL.gradient(moved, X, asarray(Y)), factor=10)
        all_close([SMALL.there_and_back(moved, X, Y_)[1]], [SMALL.there_and_back(moved, X, asarray(Y))[1]], factor=10)
        trained = SMALL.train(moved, X, Y_, **PLAN, held_out=(X, Y_))
        assert trained.costs == trained.held_out
        assert trained.costs == pytest.approx(SMALL.train(moved, X, asarray(Y), **PLAN).costs, rel=1e-12)


@pytest.mark.parametrize("kind", [np.int64, bool, np.float64])
def test_labels_of_one_neuron(kind):
    net = Network([dense(1)], BERNOULLI)
    parameters, X, Y = drawn(net, (3,), m=10, dtype=np.float32)
    assert {0, 1} == set(Y[0].tolist())
    for y in (Y[0].astype(kind), Y.astype(kind)):
        assert net.cost(parameters, X, y) == net.cost(parameters, X, Y)
        assert net.cost(parameters, X, y).dtype == np.float32
        same(net.gradient(parameters, X, y), net.gradient(parameters, X, Y))
        assert net.train(parameters, X, y, **PLAN).costs == net.train(parameters, X, Y, **PLAN).costs


def test_several_neurons_that_say_yes_or_no_take_a_row_for_each():
    net = Network([dense(3)], BERNOULLI)
    parameters, X, Y = drawn(net, (2,))
    assert net.cost(parameters, X, Y.astype(bool)) == net.cost(parameters, X, Y)
    with pytest.raises(ValueError, match=r"^cost: Y \(5,\) has 1 axis, expected \(K, m\)"):
        net.cost(parameters, X, Y[0].astype(int))


def test_measured_numbers_may_be_integers_but_are_no_labels():
    net = Network([dense(2)], GAUSSIAN)
    parameters, X, _ = drawn(net, (2,))
    Y = np.arange(10).reshape(2, 5)
    assert net.cost(parameters, X, Y) == net.cost(parameters, X, Y.astype(float))
    with pytest.raises(ValueError, match=r"^gradient: Y \(5,\) has 1 axis, expected \(K, m\)"):
        net.gradient(parameters, X, Y[0])


@pytest.mark.parametrize("operation", ["cost", "gradient", "there_and_back", "train"])
def test_integers_that_are_no_labels(operation, small):
    parameters, X, _ = small
    call = lambda y: getattr(SMALL, operation)(parameters, X, y, **PLAN if operation == "train" else {})
    with pytest.raises(ValueError, match=rf"^{operation}: labels: y holds 2, expected a class from 0 to 1"):
        call(np.arange(10) % 3)
    with pytest.raises(ValueError, match=rf"^{operation}: .* has m = 9, .*\(2, 10\) (has m =|have) 10"):
        call(np.arange(9) % 2)


def test_one_neuron_may_start_from_a_vector_and_a_number(asarray):
    """w as (n,) and b as 0, or as an array with one number: the columns that are meant."""
    rng = np.random.default_rng(0)
    X, y = asarray(rng.standard_normal((3, 10))), asarray(rng.integers(0, 2, 10))
    w, net = rng.standard_normal(3), Network([dense(1)], BERNOULLI)
    expected = net.train(((asarray(w[:, None]), asarray(np.zeros((1, 1)))),), X, y, **PLAN)
    for b in (0, 0.0, np.float64(0), asarray(np.zeros(())), asarray(np.zeros(1))):
        trained = net.train(((asarray(w), b),), X, y, **PLAN)
        all_close(trained.parameters, expected.parameters, factor=0)
    eye = Network([convolution(1, 2), Flatten(), dense(1)], BERNOULLI)
    (W, b), nothing, (V, c) = eye.init((1, 3, 3), seed=0)
    images = rng.standard_normal((1, 3, 3, 4))
    plain = eye.train(((W, b), nothing, (V, c)), images, np.array([0, 1, 1, 0]), **PLAN)
    bare = eye.train(((W[..., 0], 0), nothing, (V[:, 0], 0)), images, np.array([0, 1, 1, 0]), **PLAN)
    all_close(bare.parameters, plain.parameters, factor=0)


def test_several_neurons_need_their_columns(small):
    (W, b), *rest = small[0]
    with pytest.raises(ValueError, match=r"^train: layer 1: b \(3,\) does not fit .* expected \(3, 1\)"):
        SMALL.train(((W, b[:, 0]), *rest), *small[1:], **PLAN)
    with pytest.raises(TypeError, match=r"^train: layer 1: b is of type int, expected an array \(3, 1\)"):
        SMALL.train(((W, 0), *rest), *small[1:], **PLAN)


# What a network keeps, and what it does not


def through_pickle(network):
    return pickle.loads(pickle.dumps(network))


@pytest.mark.parametrize("again", [through_pickle, copy.deepcopy, copy.copy])
def test_a_copy_of_a_network_keeps_every_check(again):
    """Its labels are looked at as before: what was no label stays none."""
    one, two = again(Network([dense(1)], BERNOULLI)), again(Network([dense(2)], CATEGORICAL))
    zero = ((np.zeros((1, 1)), np.zeros((1, 1))),)
    plan = {"step": 1.0, "batch": 1, "epochs": 20, "seed": 0}
    assert one == Network([dense(1)], BERNOULLI)
    with pytest.raises(ValueError, match=r"^train: Y holds a number outside 0 to 1"):
        one.train(zero, np.array([[1.0]]), np.array([[2.0]]), **plan)
    with pytest.raises(ValueError, match=r"^train: labels: a column of y sums to 2, expected 1"):
        two.train(two.init((1,), seed=0), np.array([[1.0]]), np.array([[1.0], [1.0]]), **plan)
    with pytest.raises(ValueError, match=r"^gradient: labels: y holds 2, expected a class from 0 to 1"):
        two.gradient(two.init((1,), seed=0), np.array([[1.0]]), np.array([2]))
    single = again(Network([dense(1)], CATEGORICAL))
    with pytest.raises(ValueError, match=r"^train: Y has one class"):
        single.train(zero, np.array([[1.0]]), np.array([[1.0]]), **plan)
    with pytest.raises(ValueError, match=r"^forward: parameters has 0 entries"):
        two.forward((), np.ones((1, 1)))


def test_training_leaves_no_memory_behind():
    """While it runs one copy of the examples in another order, and the batches; after it what it gives."""
    net = Network([dense(1)], BERNOULLI)
    X = np.random.default_rng(0).standard_normal((500, 2000))
    y = np.arange(2000) % 2
    start = net.init((500,), seed=0)
    plan = {"step": 0.01, "batch": 100, "epochs": 3, "seed": 0}
    net.train(start, X, y, **plan)
    tracemalloc.start()
    try:
        trained = net.train(start, X, y, **plan)
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert trained.epochs == 3
    assert peak < 1.2 * X.nbytes
    assert left < 50_000


def test_a_network_says_what_it_is():
    bend = Elementwise(TANH)
    net = Network([convolution(16, 3, padding=1), bend, MaxPool(2), Flatten(), dense(10)], CATEGORICAL)
    assert repr(net) == (
        "Network([convolution(16, size=(3, 3), padding=(1, 1)), Elementwise(tanh), MaxPool(size=(2, 2), stride=(2, 2)), "
        "Flatten(), dense(10)], CATEGORICAL)"
    )
    assert repr(Network([], GAUSSIAN)) == "Network([], GAUSSIAN)"
    assert repr(Network([convolution(2, (1, 5), stride=(1, 2))], GAUSSIAN)) == (
        "Network([convolution(2, size=(1, 5), stride=(1, 2))], GAUSSIAN)"
    )


@every_network
def test_a_summary_counts_what_init_draws_and_what_forward_gives(net, shape):
    found = net.summary(shape)
    parameters, X, _ = drawn(net, shape, m=1)
    assert found.counts == tuple(sum(P.size for P in own) for own in parameters)
    assert found.total == sum(P.size for P in leaves(parameters))
    assert found.shapes == tuple(A.shape[:-1] for A in net.inputs(parameters, X))
    lines = repr(found).splitlines()
    assert len(lines) == len(net.layers) + 3
    assert lines[-1].split() == [repr(net.family), f"{found.total:,}"]
    assert all(str(A.shape[:-1]) in line for A, line in zip(net.inputs(parameters, X), lines[1:]))


def test_a_summary_in_print():
    net = Network([Flatten(), dense(1000), Elementwise(RELU), dense(10)], CATEGORICAL)
    assert repr(net.summary((1, 8, 8))).splitlines() == [
        "layer                  gives  parameters",
        "                   (1, 8, 8)",
        "Flatten()              (64,)           0",
        "dense(1000)          (1000,)      65,000",
        "Elementwise(relu)    (1000,)           0",
        "dense(10)              (10,)      10,010",
        "CATEGORICAL                       75,010",
    ]
    with pytest.raises(ValueError, match=r"^summary: shape = 64, expected that of one example"):
        net.summary(64)
    with pytest.raises(ValueError, match=r"^summary: layer 1: Convolution: an example of shape \(4,\)"):
        Network([convolution(2, 3)], CATEGORICAL).summary((4,))


@pytest.mark.derivation("D30")
@pytest.mark.parametrize("seed", [0, 4, 5, 7])
def test_halfway_between_twins_the_cost_is_higher(seed):
    """A cost of hidden neurons is not convex: swapped neurons cost the same, equal ones draw one line, and XOR needs two."""
    net, points = Network([dense(2), Elementwise(TANH), dense(1)], BERNOULLI), xor(200, seed=10)
    (W, b), nothing, (V, c) = net.train(
        net.init((2,), seed=seed), points.X, points.Y, step=1.0, batch=20, epochs=60, seed=0
    ).parameters
    found, twin = ((W, b), nothing, (V, c)), ((W[:, ::-1], b[::-1]), nothing, (V[::-1], c))
    halfway = (((W + W[:, ::-1]) / 2, (b + b[::-1]) / 2), nothing, ((V + V[::-1]) / 2, c))
    cost = float(net.cost(found, CORNERS, XOR))
    assert float(net.cost(twin, CORNERS, XOR)) == pytest.approx(cost)
    assert cost < np.log(2) / 4 < float(net.cost(halfway, CORNERS, XOR))
    assert ((net.predict(halfway, CORNERS) > 0.5) == (XOR > 0)).sum() <= 3


# Where to start


@pytest.mark.derivation("D50")
def test_an_equal_start_leaves_hidden_units_identical_for_ever():
    """Columns of W that are equal get equal gradients: three units that stay one. A drawn start breaks the tie."""
    points = xor(60, seed=0)
    net = Network([dense(3), Elementwise(TANH), dense(1)], BERNOULLI)
    rng = np.random.default_rng(0)
    W, V = rng.standard_normal((2, 1)), rng.standard_normal((1, 1))
    start = ((np.tile(W, (1, 3)), np.zeros((3, 1))), (), (np.tile(V, (3, 1)), np.zeros((1, 1))))
    trained = net.train(start, points.X, points.Y, step=0.5, batch=10, epochs=200, seed=0)
    (W, b), _, (V, _) = trained.parameters
    assert np.abs(W - start[0][0]).max() > 0.1
    close(W, np.tile(W[:, :1], (1, 3)), factor=1e4)
    close(b, np.tile(b[:1], (3, 1)), factor=1e4)
    close(V, np.tile(V[:1], (3, 1)), factor=1e4)
    drawn_start = net.train(net.init((2,), seed=0), points.X, points.Y, step=0.5, batch=10, epochs=200, seed=0)
    (W, _), *_ = drawn_start.parameters
    assert np.ptp(W, axis=1).max() > 0.1
    assert drawn_start.costs[-1] < 0.1 < 0.3 < trained.costs[-1]


@pytest.mark.derivation("D50")
def test_zero_serves_one_neuron_and_no_hidden_layer():
    """From zero one neuron reaches the least cost. Behind a hidden layer of zeros no W ever moves."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((2, 40))
    Y = (X[:1] + 0.5 * rng.standard_normal((1, 40)) > 0) * 1.0
    zero = lambda net: tuple(tuple(0 * P for P in own) for own in net.init((2,), seed=0))
    one = Network([dense(1)], BERNOULLI)
    trained = one.train(zero(one), X, Y, step=2.0, batch=40, epochs=2000, seed=0)
    (w, b), *_ = trained.parameters
    fitted = logistic.fit(X, Y, tol=1e-12)
    np.testing.assert_allclose(w, fitted.w, atol=1e-6)
    np.testing.assert_allclose(b, fitted.b, atol=1e-6)
    net = Network([dense(3), Elementwise(TANH), dense(1)], BERNOULLI)
    trained = net.train(zero(net), X, Y, step=0.5, batch=10, epochs=20, seed=0)
    (W, b), _, (V, c) = trained.parameters
    assert not W.any()
    assert not b.any()
    assert not V.any()
    assert c.any()


# Reading digits


@pytest.mark.derivation("D45")
def test_three_networks_read_digits_with_the_same_code():
    """Softmax regression, a dense network, a CNN, on digits that they have not seen."""
    training, test = split(digits(), test=0.25, seed=0)
    bend = Elementwise(RELU)
    networks = {
        0.94: Network([Flatten(), dense(10)], CATEGORICAL),
        0.95: Network([Flatten(), dense(32), bend, dense(10)], CATEGORICAL),
        0.97: Network([convolution(16, 3, padding=1), bend, MaxPool(2), Flatten(), dense(10)], CATEGORICAL),
    }
    for expected, net in networks.items():
        start = net.init((1, 8, 8), seed=0)
        trained = net.train(start, training.X, training.Y, step=0.3, batch=32, epochs=15, seed=0)
        read = np.argmax(net.predict(trained.parameters, test.X), axis=0)
        assert np.mean(read == test.y) >= expected
        assert trained.costs[-1] < 0.1 * trained.costs[0]
        whole = float(net.cost(trained.parameters, training.X, training.Y))
        assert trained.costs[-1] == pytest.approx(whole, rel=1e-9)


# Far out


@every_family
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_far_out(family, dtype):
    """Logits of +-1e4: the cost is finite, and 0 or 1e4 for the sure ones; the gradient is finite."""
    net = Network([dense(2)], family)
    parameters = ((np.array([[1e4, -1e4]], dtype=dtype), np.zeros((2, 1), dtype=dtype)),)
    X, Y = np.array([[1.0, -1.0]], dtype=dtype), np.array([[1.0, 1.0], [0.0, 0.0]], dtype=dtype)
    cost, gradients = net.cost(parameters, X, Y), net.gradient(parameters, X, Y)
    assert np.isfinite(cost)
    assert all(np.isfinite(P).all() for P in leaves(gradients))
    if family is not GAUSSIAN:
        assert float(cost) == pytest.approx(1e4, rel=1e-6)  # the first example costs 0, the second 2e4
        assert float(net.cost(parameters, X[:, :1], Y[:, :1])) == 0


def test_a_sure_and_right_answer_keeps_the_digits_of_its_cost():
    net = Network([dense(1)], BERNOULLI)
    parameters = ((np.array([[40.0]]), np.zeros((1, 1))),)
    assert float(net.cost(parameters, np.ones((1, 1)), np.ones((1, 1)))) == pytest.approx(np.exp(-40), rel=1e-12)


def test_a_nan_comes_out_as_nan():
    net, shape = NETWORKS["a CNN"]
    parameters, X, Y = drawn(net, shape)
    X[0, 0, 0, 0] = np.nan
    assert np.isnan(net.cost(parameters, X, Y))
    assert np.isnan(net.gradient(parameters, X, Y)[-1][0]).any()


# Training

SMALL = Network([dense(3), Elementwise(TANH), dense(2)], CATEGORICAL)
PLAN = {"step": 0.1, "batch": 4, "epochs": 3, "seed": 0}


@pytest.fixture
def small():
    return drawn(SMALL, (2,), m=10)


def test_training_is_reproducible_from_its_seed(small):
    one, two = (SMALL.train(*small, **PLAN) for _ in range(2))
    same(one.parameters, two.parameters)
    assert one.costs == two.costs
    other = SMALL.train(*small, **PLAN | {"seed": 1})
    assert other.costs[0] == one.costs[0]
    assert other.costs[1:] != one.costs[1:]
    generator = SMALL.train(*small, **PLAN | {"seed": np.random.default_rng(0)})
    same(one.parameters, generator.parameters)


def test_a_step_goes_against_the_gradient(small):
    parameters, X, Y = small
    gradients = SMALL.gradient(parameters, X, Y)
    trained = SMALL.train(parameters, X, Y, step=0.25, batch=10, epochs=1, seed=0)
    expected = [tuple(P - 0.25 * dP for P, dP in zip(*pair)) for pair in zip(parameters, gradients)]
    same(trained.parameters, expected)
    assert trained.costs[1] < trained.costs[0]


def test_the_trace(small):
    """A cost for the start and one for each epoch, of all examples; the last parameters."""
    parameters, X, Y = small
    trained = SMALL.train(*small, **PLAN)
    assert isinstance(trained, Training)
    assert trained.epochs == 3
    assert len(trained.costs) == 4
    assert all(type(cost) is float for cost in trained.costs)
    assert trained.costs[0] == float(SMALL.cost(parameters, X, Y))
    assert trained.costs[-1] == float(SMALL.cost(trained.parameters, X, Y))
    shorter = SMALL.train(*small, **PLAN | {"epochs": 2})
    assert trained.costs[:3] == shorter.costs
    assert repr(trained) == f"Training(epochs=3, cost={trained.costs[-1]:.4g})"
    with pytest.raises(dataclasses.FrozenInstanceError):
        trained.costs = ()


def test_no_epochs(small):
    trained = SMALL.train(*small, **PLAN | {"epochs": 0})
    same(trained.parameters, small[0])
    assert trained.costs == (float(SMALL.cost(*small)),)


class Witness(Layer):
    """Hands on what it gets, remembers which examples came by, and wants no error back."""

    def __init__(self):
        self.seen = []

    def output_shape(self, shape):
        return shape

    def forward(self, parameters, X):
        self.seen.append([int(i) for i in X[0]])
        return X

    def error_back(self, parameters, X, E):
        raise AssertionError("the error was sent back further than it is needed")


def test_every_example_is_met_once_an_epoch():
    """In a new order each time, in batches of 3, 3 and 4 and never 4, 4 and 2: a rest would weigh more than its share."""
    witness = Witness()
    net = Network([witness, dense(1)], GAUSSIAN)
    X, Y = np.arange(10.0)[None], np.zeros((1, 10))
    net.train(net.init((1,), seed=0), X, Y, step=1e-3, batch=4, epochs=3, seed=0)
    whole = list(range(10))
    assert witness.seen[::4] == [whole] * 4  # the costs, before the first epoch and after each
    epochs = [list(itertools.chain(*witness.seen[i : i + 3])) for i in (1, 5, 9)]
    assert [len(batch) for batch in witness.seen[1:4]] == [3, 3, 4]
    assert all(sorted(epoch) == whole for epoch in epochs)
    assert len({tuple(epoch) for epoch in [*epochs, whole]}) == 4


class Shift(Witness):
    """Adds what it has learned, and wants no error back either."""

    def parameter_shapes(self, shape):
        return {"c": (1, 1)}

    def forward(self, parameters, X):
        return X + parameters[0]

    def gradients(self, parameters, X, E):
        return (E.sum(axis=1, keepdims=True),)


def test_no_error_goes_back_beyond_the_first_parameters():
    net = Network([Witness(), Witness(), Shift(), dense(1)], GAUSSIAN)
    one, X, Y = np.ones((1, 1)), np.array([[1.0, 2.0]]), np.zeros((1, 2))
    gradients = net.gradient(((), (), (one,), (one, 0 * one)), X, Y)
    assert gradients == ((), (), (2.5,), (6.5, 2.5))


def test_examples_keep_their_labels():
    """y = x is learned only where the order of X and of Y is the same."""
    net = Network([dense(1)], GAUSSIAN)
    X = np.random.default_rng(0).standard_normal((1, 50))
    trained = net.train(((np.zeros((1, 1)), np.zeros((1, 1))),), X, X, step=0.1, batch=5, epochs=50, seed=0)
    assert trained.costs[-1] < 1e-12


def test_the_cost_of_many_examples_is_taken_in_blocks(small, monkeypatch):
    whole = SMALL.train(*small, **PLAN)
    monkeypatch.setattr(training, "AT_ONCE", 3)
    in_blocks = SMALL.train(*small, **PLAN)
    same(whole.parameters, in_blocks.parameters)
    np.testing.assert_allclose(in_blocks.costs, whole.costs, rtol=10 * EPS)


def test_a_bar_only_where_it_is_wanted(small, capsys):
    SMALL.train(*small, **PLAN)
    assert capsys.readouterr() == ("", "")
    with_bar = SMALL.train(*small, **PLAN, progress=True)
    assert "3/3" in capsys.readouterr().err
    same(with_bar.parameters, SMALL.train(*small, **PLAN).parameters)


def test_divergence_is_said_with_its_epoch_and_batch():
    """A step beyond 2/L: on a line every batch of four multiplies the distance, until the numbers end."""
    net = Network([dense(1)], GAUSSIAN)
    X, Y = np.full((1, 8), 2.0), np.zeros((1, 8))
    start = ((np.ones((1, 1)), np.zeros((1, 1))),)
    assert net.train(start, X, Y, step=0.3, batch=4, epochs=100, seed=0).costs[-1] < 1e-10
    with pytest.raises(
        FloatingPointError, match=r"^train: the cost is inf after epoch \d+: .*float64, expected a smaller"
    ):
        net.train(start, X, Y, step=10.0, batch=4, epochs=1000, seed=0)
    with pytest.raises(
        FloatingPointError,
        match=r"^train: a parameter is no longer finite after batch 3 of epoch 1: with step = 1e\+150",
    ):
        net.train(start, X, Y, step=1e150, batch=2, epochs=5, seed=0)
    huge = ((np.full((1, 1), 1e200), np.zeros((1, 1))),)
    with pytest.raises(FloatingPointError, match=r"^train: the cost is inf after epoch 0: "):
        net.train(huge, X, Y, step=0.1, batch=4, epochs=5, seed=0)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"step": 0.0}, r"step = 0.0, expected a positive number"),
        ({"step": "a"}, r"step = 'a', expected a positive number"),
        ({"step": None}, r"step = None, expected a positive number"),
        ({"step": -1.0}, r"step = -1.0, expected"),
        ({"step": float("nan")}, r"step = nan, expected"),
        ({"step": float("inf")}, r"step = inf, expected"),
        ({"batch": 0}, r"batch = 0, expected an integer of 1 or more"),
        ({"batch": None}, r"batch = None, expected an integer of 1 or more"),
        ({"batch": 2.0}, r"batch = 2.0, expected"),
        ({"epochs": -1}, r"epochs = -1, expected an integer of 0 or more"),
        ({"epochs": 1.5}, r"epochs = 1.5, expected"),
        ({"epochs": "3"}, r"epochs = '3', expected"),
    ],
)
def test_plans_that_are_none(small, plan, message):
    with pytest.raises(ValueError, match=f"^train: {message}"):
        SMALL.train(*small, **PLAN | plan)


@pytest.mark.parametrize("given", [lambda X, Y: (X, None), lambda X, Y: (X.tolist(), Y)])
def test_only_batches_without_labels_need_no_size(small, given):
    parameters, X, Y = small
    with pytest.raises(ValueError, match=r"^train: batch = None, expected an integer of 1 or more"):
        SMALL.train(parameters, *given(X, Y), step=0.1, epochs=1, seed=0)


def test_a_batch_larger_than_all_is_all(small):
    whole = SMALL.train(*small, **PLAN | {"batch": 10})
    assert len(whole.costs) == 4
    assert SMALL.train(*small, **PLAN | {"batch": 11}).costs == whole.costs
    assert SMALL.train(*small, **PLAN | {"batch": 10**9}).costs == whole.costs


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none(small, wrong):
    parameters, X, Y = small
    changed = lambda A: np.concatenate([A[:, :-1], np.full_like(A[:, :1], wrong)], axis=1)
    with pytest.raises(ValueError, match=r"^train: X holds a NaN or an infinity, expected finite numbers$"):
        SMALL.train(parameters, changed(X), Y, **PLAN)
    with pytest.raises(ValueError, match=r"^train: Y holds a NaN or an infinity, expected finite numbers$"):
        SMALL.train(parameters, X, changed(Y), **PLAN)
    first, *rest = parameters
    with pytest.raises(ValueError, match=r"^train: the parameters hold a NaN or an infinity, expected finite numbers$"):
        SMALL.train(((changed(first[0]), first[1]), *rest), X, Y, **PLAN)


def test_labels_that_are_none():
    bernoulli, gaussian = Network([dense(2)], BERNOULLI), Network([dense(2)], GAUSSIAN)
    parameters, X, _ = drawn(bernoulli, (2,), m=4)
    plan = PLAN | {"batch": 2, "epochs": 1}
    shares = np.array([[0.1, 1.0, 0.0, 0.3], [0.9, 0.0, 1.0, 0.7]])
    for net in (bernoulli, gaussian, Network([dense(2)], CATEGORICAL)):
        net.train(parameters, X, shares, **plan)
    gaussian.train(parameters, X, 7 * shares - 3, **plan)
    for wrong in (shares + 0.2, shares - 0.2):
        with pytest.raises(ValueError, match=r"^train: Y holds a number outside 0 to 1, expected .* for BERNOULLI"):
            bernoulli.train(parameters, X, wrong, **plan)
    for wrong in (0.9 * shares, shares + np.array([[0.2], [-0.2]])):
        with pytest.raises(ValueError, match=r"^train: labels: (a column of y sums to 0.9|y holds -0.\d+), expected"):
            Network([dense(2)], CATEGORICAL).train(parameters, X, wrong, **plan)
    one = Network([dense(1)], CATEGORICAL)
    with pytest.raises(ValueError, match=r"^train: Y has one class, expected two or more for CATEGORICAL"):
        one.train(one.init((2,), seed=0), X, np.ones((1, 4)), **plan)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_probabilities_are_labels_too(dtype, rng):
    """What a softmax gives sums to 1 but for rounding: one network may learn from another."""
    net = Network([dense(10)], CATEGORICAL)
    parameters, X, _ = drawn(net, (4,), m=500, dtype=dtype)
    Y = net.predict(parameters, 3 * X)
    assert (Y.sum(axis=0) != 1).any()
    assert net.train(parameters, X, Y, **PLAN).costs[-1] > 0


def test_no_examples():
    parameters, X, Y = drawn(SMALL, (2,), m=0)
    assert SMALL.forward(parameters, X).shape == (2, 0)
    with pytest.raises(ValueError, match=r"^train: X holds no example$"):
        SMALL.train(parameters, X, Y, **PLAN)


# Arrays


@pytest.mark.parametrize("name", ["three dense layers", "a CNN"])
def test_every_kind_of_array(name, asarray):
    net, shape = NETWORKS[name]
    parameters, X, Y = drawn(net, shape, m=4)
    moved, X_moved, Y_moved = tuple(tuple(map(asarray, own)) for own in parameters), asarray(X), asarray(Y)
    close(net.forward(moved, X_moved), net.forward(parameters, X))
    close(net.predict(moved, X_moved), net.predict(parameters, X))
    assert float(net.cost(moved, X_moved, Y_moved)) == pytest.approx(float(net.cost(parameters, X, Y)), rel=1e-12)
    gradients = net.gradient(moved, X_moved, Y_moved)
    all_close(gradients, net.gradient(parameters, X, Y))
    assert all(type(dP) is type(X_moved) for dP in leaves(gradients))


def test_training_on_every_kind_of_array(asarray):
    """The same examples in the same order, whatever library computes."""
    net, shape = NETWORKS["softmax regression"]
    parameters, X, Y = drawn(net, shape, m=6)
    plan = {"step": 0.1, "batch": 3, "epochs": 2, "seed": 0}
    moved = tuple(tuple(map(asarray, own)) for own in parameters)
    trained = net.train(moved, asarray(X), asarray(Y), **plan)
    expected = net.train(parameters, X, Y, **plan)
    all_close(trained.parameters, expected.parameters, factor=1e4)
    np.testing.assert_allclose(trained.costs, expected.costs, rtol=1e-10)
    assert all(type(P) is type(asarray(X)) for P in leaves(trained.parameters))


def test_float32_stays_float32(asarray):
    """Also with labels in float64, and with a step that is a NumPy number."""
    net, shape = NETWORKS["a CNN"]
    parameters, X, Y = drawn(net, shape, m=4, dtype=np.float32)
    moved, X = tuple(tuple(map(asarray, own)) for own in parameters), asarray(X)
    for labels in (asarray(Y), asarray(Y.astype(np.float64))):
        gradients = net.gradient(moved, X, labels)
        trained = net.train(moved, X, labels, step=np.float64(0.1), batch=4, epochs=1, seed=0)
        results = (net.forward(moved, X), net.predict(moved, X), net.cost(moved, X, labels))
        for array in (*results, *leaves(gradients), *leaves(trained.parameters)):
            assert str(array.dtype).endswith("float32")


def test_a_start_is_moved_to_where_the_examples_are(asarray):
    net, shape = NETWORKS["a CNN"]
    _, X, _ = drawn(net, shape, dtype=np.float32)
    start = net.init(shape, seed=0)
    moved = move(start, like=asarray(X))
    close(net.forward(moved, asarray(X)), net.forward(move(start, like=X), X), factor=1e10)
    with pytest.raises(
        TypeError, match=r"^forward: layer 1: W is numpy.ndarray of float64, X .*float32: unity.arrays.move"
    ):
        net.forward(start, asarray(X))


@every_network
def test_arguments_are_left_alone(net, shape):
    given, kept = drawn(net, shape), drawn(net, shape)
    net.gradient(*given)
    net.train(*given, step=0.1, batch=2, epochs=1, seed=0)
    same(given[0], kept[0])
    for ours, before in zip(given[1:], kept[1:]):
        np.testing.assert_array_equal(ours, before)


# The network as an object


def test_init():
    net, shape = NETWORKS["a CNN"]
    parameters, again, other = net.init(shape, seed=0), net.init(shape, seed=0), net.init(shape, seed=1)
    same(parameters, again)
    assert [P.shape for P in leaves(parameters)] == [(2, 3, 3, 3), (3, 1), (12, 3), (3, 1)]
    assert [len(own) for own in parameters] == [2, 0, 0, 0, 2]
    assert all(P.dtype == np.float64 for P in leaves(parameters))
    assert (parameters[0][0] != other[0][0]).all()
    two = Network([dense(3), dense(3)], GAUSSIAN).init((3,), seed=0)
    assert (two[0][0] != two[1][0]).all()


def test_a_network_is_a_constant():
    net = Network([dense(2), Elementwise(TANH)], GAUSSIAN)
    assert net == Network((dense(2), Elementwise(TANH)), GAUSSIAN)
    assert net != Network([dense(2), Elementwise(TANH)], BERNOULLI)
    assert len({net, Network((dense(2), Elementwise(TANH)), GAUSSIAN)}) == 1
    assert isinstance(net.layers, tuple)
    with pytest.raises(dataclasses.FrozenInstanceError):
        net.layers = ()


def test_a_network_without_layers_is_its_family(rng):
    net, Z = Network([], CATEGORICAL), rng.standard_normal((3, 4))
    Y = one_hot(np.array([0, 1, 2, 0]), 3)
    assert net.init((3,), seed=0) == ()
    np.testing.assert_array_equal(net.predict((), Z), CATEGORICAL.mean(Z))
    assert net.cost((), Z, Y) == CATEGORICAL.cost(Z, Y)
    assert net.gradient((), Z, Y) == ()
    assert net.train((), Z, Y, **PLAN).parameters == ()


def test_no_error_is_sent_back_without_weights():
    net = Network([Witness(), Elementwise(TANH)], GAUSSIAN)
    assert net.gradient(((), ()), np.ones((2, 3)), np.ones((2, 3))) == ((), ())


def test_parameters_may_be_lists(small):
    parameters, X, Y = small
    listed = [list(own) for own in parameters]
    same(SMALL.gradient(listed, X, Y), SMALL.gradient(parameters, X, Y))
    trained = SMALL.train(listed, X, Y, **PLAN | {"epochs": 0})
    assert isinstance(trained.parameters, tuple)
    assert all(isinstance(own, tuple) for own in trained.parameters)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Network([dense], BERNOULLI), TypeError, r"^Network: layer 1 is of type function, expected a layer"),
        (lambda: Network([dense(2), RELU], BERNOULLI), TypeError, r"^Network: layer 2 is of type Activation, expected a layer .*Elementwise\(RELU\)"),
        (lambda: Network([dense(2)], sigmoid), TypeError, r"^Network: family is of type function, expected BERNOULLI, CATEGORICAL or GAUSSIAN"),
        (lambda: SMALL.init(2, seed=0), ValueError, r"^init: shape = 2, expected that of one example"),
        (lambda: Network([convolution(2, 3), dense(1)], BERNOULLI).init((4,), seed=0), ValueError, r"^init: layer 1: Convolution: an example of shape \(4,\)"),
        (lambda: Network([MaxPool(2), convolution(2, 3), dense(1)], BERNOULLI).init((1, 4, 4), seed=0), ValueError, r"^init: layer 2: Convolution: the kernel \(3, 3\) is larger than the image \(2, 2\)"),
        (lambda: Network([convolution(2, 3)], BERNOULLI).init((1, 4, 4), seed=0), ValueError, r"^init: the last layer gives examples of shape \(2, 2, 2\), expected a vector of logits"),
    ],
)  # fmt: skip
def test_what_makes_no_network(make, error, message):
    with pytest.raises(error, match=message):
        make()


@pytest.mark.parametrize("operation", ["forward", "predict", "cost", "gradient", "train"])
def test_what_does_not_fit(operation, small):
    parameters, X, Y = small
    first, nothing, last = parameters

    def call(parameters, X=X, Y=Y):
        method = getattr(SMALL, operation)
        if operation in ("forward", "predict"):
            return method(parameters, X)
        return method(parameters, X, Y, **PLAN) if operation == "train" else method(parameters, X, Y)

    def refused(error, message, *args, **kwargs):
        with pytest.raises(error, match=f"^{operation}: {message}"):
            call(*args, **kwargs)

    refused(TypeError, "parameters is of type dict, expected a tuple with one entry a layer", {})
    refused(ValueError, "parameters has 2 entries, expected one for each of 3 layers", (first, last))
    refused(ValueError, "parameters has 4 entries, expected one for each of 3 layers", (first, nothing, last, ()))
    refused(ValueError, r"layer 2: 2 parameters for Elementwise\(.*\), expected \(\)", (first, last, nothing))
    refused(
        ValueError,
        r"layer 3: W \(2, 3\) does not fit .* of an example \(3,\), expected \(3, 2\)",
        (first, nothing, first),
    )
    refused(ValueError, r"layer 1: X has n = 1, the parameters were made for n = 2$", parameters, X=X[:1])
    refused(TypeError, "X is a list, expected an array", parameters, X=X.tolist())
    if operation in ("cost", "gradient", "train"):
        refused(ValueError, r"Y \(3, 10\) has K = 3, the last layer gives K = 2", parameters, Y=np.ones((3, 10)))
        refused(ValueError, r"Y \(2, 9\) has m = 9, X \(2, 10\) has m = 10", parameters, Y=Y[:, 1:])
        refused(TypeError, "labels: y is of dtype complex128, expected integers", parameters, Y=Y.astype(complex))
        refused(TypeError, "X is of dtype int64, expected floating numbers", parameters, X=X.astype(int))
        refused(TypeError, "expected arrays of one library", parameters, Y=array_api_strict.asarray(Y))
        turned = r" \(is X transposed\? an example is a column\)$"
        refused(ValueError, r"Y \(2, 10\) has m = 10, X \(10, 2\) has m = 2" + turned, parameters, X=X.T)
    else:
        turned = r" \(is X transposed\? an example is a column\)$"
        made = "layer 1: X has n = 10, the parameters were made for n = 2"
        refused(ValueError, made + turned, parameters, X=X.T)
        refused(ValueError, f"{made}$", parameters, X=np.ones((10, 3)))


def test_images_of_another_size_are_blamed_and_not_the_parameters():
    net = Network([convolution(3, 2), Flatten(), dense(2)], CATEGORICAL)
    parameters = net.init((1, 4, 4), seed=0)
    with pytest.raises(
        ValueError, match=r"^forward: layer 1: X has channels = 2, the parameters were made for channels = 1$"
    ):
        net.forward(parameters, np.ones((2, 4, 4, 5)))
    with pytest.raises(
        ValueError, match=r"^forward: layer 3: what comes in has n = 48, the parameters were made for n = 27$"
    ):
        net.forward(parameters, np.ones((1, 5, 5, 5)))


@pytest.mark.parametrize(
    "module", [arguments, chain, network.network, summary, training], ids=lambda module: module.__name__
)
def test_all_names_everything_public(module):
    own = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert set(module.__all__) == {name for name in own if not name.startswith("_")}
