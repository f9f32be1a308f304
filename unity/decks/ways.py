"""The ways to send errors back, side by side on one network: the angle of each to the gradient, what training makes of it.

A network here is a stack of dense layers, its parameters a tuple of (W, b) for each, with one activation after all but the
last. Two questions make four ways. Is an error multiplied by the weights, or by their fractions? And is it multiplied by
the slope of the activation, or not? Back-propagation is the one that says weights, and slope.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from unity.activations import Activation
from unity.arrays import namespace
from unity.decks.errors import proportional_error, unnormalised_error
from unity.families import Family
from unity.layers import dense
from unity.network.training import Training
from unity.shapes import Array, Float, checked

__all__ = [
    "WAYS",
    "ForwardPass",
    "Rounds",
    "back_propagate",
    "by_fractions",
    "by_fractions_and_slope",
    "by_weights",
    "by_weights_and_slope",
    "compare",
    "forward_pass",
    "random_layers",
    "sums",
    "train_in_rounds",
    "train_with",
]

Stack = tuple[tuple[Array, Array], ...]
Way = Callable[[Array, Array, Array], Array]


@checked
def by_fractions(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's first formula: errors are shared out in proportion to the weights, and no slope is met.

        E_n = W diag(1/s) E_(n+1),   s the column sums of W

    Raises ValueError where the weights of a neuron sum to 0.

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> by_fractions(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[1.],
           [3.]])
    """
    return proportional_error(W, E)


@checked
def by_weights(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's second formula: errors times weights, and no slope is met.

        E_n = W E_(n+1)

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> by_weights(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[ 4.],
           [12.]])
    """
    return unnormalised_error(W, E)


@checked
def by_fractions_and_slope(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's first formula with the slope that it lacks: what the fractions alone do.

        E_n = (W diag(1/s) E_(n+1)) * f'(z_n),   s the column sums of W

    Raises ValueError where the weights of a neuron sum to 0.

    >>> by_fractions_and_slope(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[0.25],
           [0.  ]])
    """
    return proportional_error(W, E) * S


@checked
def by_weights_and_slope(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The truth: errors times weights, times the slope of the activation that they meet.

        delta_n = (W delta_(n+1)) * f'(z_n),   delta_n = dL/dz_n

    Equations: eq-error-as-slope, eq-back, and with fixed weights in W's place eq-fixed-feedback.
    Source: *Harmony in Complexity*, back-propagation of error, put right.

    >>> by_weights_and_slope(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[1.],
           [0.]])
    """
    return unnormalised_error(W, E) * S


WAYS = (by_fractions, by_weights, by_fractions_and_slope, by_weights_and_slope)
"""The four ways, the truth last."""


def random_layers(widths: Sequence[int], *, seed: int | np.random.Generator) -> Stack:
    """Parameters to start from, (W, b) for each layer: random weights and no bias, the same for a seed.

        w ~ N(0, 2 / n_in),   b = 0

    `widths` are the number of inputs, then the neurons of each layer. The numbers are those that a `Network` of the same
    dense layers starts from.

    Raises ValueError where a width is not a positive integer, or there is no layer.

    >>> [W.shape for W, b in random_layers((30, 3, 1), seed=0)]
    [(30, 3), (3, 1)]
    """
    if len(widths) < 2:
        raise ValueError(f"random_layers: widths {tuple(widths)} name no layer, expected inputs and at least one width")
    rng = np.random.default_rng(seed)
    return tuple(dense(k).init((n,), rng)[0] for n, k in pairwise(widths))


class ForwardPass(NamedTuple):
    """What each layer hears, `A`, and the sum that it makes of it, `Z`: A[0] are the examples, Z[-1] the logits."""

    A: tuple[Array, ...]
    Z: tuple[Array, ...]


@checked
def sums(
    W: Float[Array, "n_in n_out"], b: Float[Array, "n_out 1"], A: Float[Array, "n_in m"]
) -> Float[Array, "n_out m"]:
    """What the neurons of one layer make of what they hear, before the activation.

        Z = W^T A + b

    Equations: eq-layer, eq-two-three, eq-two-three-product.
    Source: *Harmony in Complexity*, two-layer neural networks.

    >>> sums(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5], [0.0]]), np.array([[1.0], [10.0]]))
    array([[31.5],
           [42. ]])
    """
    return W.T @ A + b


def forward_pass(parameters: Stack, X: Float[Array, "n m"], *, activation: Activation) -> ForwardPass:
    """Every layer's input and sum.

        Z_n = W_n^T A_n + b_n,   A_(n+1) = f(Z_n),   A_1 = X

    The last sum goes through no f: what follows it is the network's family.

    Raises ValueError where the parameters of a layer do not fit what the layer before it gives.

    Source: *Harmony in Complexity*, two hidden-layer neural networks.

    >>> from unity.activations import RELU
    >>> W, b = np.array([[1.0, -1.0]]), np.zeros((2, 1))
    >>> forward_pass([(W, b), (np.ones((2, 1)), np.ones((1, 1)))], np.array([[3.0, -5.0]]), activation=RELU).Z[-1]
    array([[4., 6.]])
    """
    A, Z = [], []
    for W, b in parameters:
        A.append(activation.function(Z[-1]) if Z else X)
        Z.append(sums(W, b, A[-1]))
    return ForwardPass(tuple(A), tuple(Z))


def back_propagate(
    parameters: Stack,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    activation: Activation,
    family: Family,
    way: Way = by_weights_and_slope,
) -> Stack:
    """What each layer is to change, `(dW, db)`: the gradient, if errors go back by weights and slope.

        E_N = (A - Y) / m,   E_n = (W_(n+1) E_(n+1)) * f'(z_n)
        dW_n = A_n E_n^T,   db_n = E_n 1

    A_n is what layer n hears, A without a number the family's mean. An error E_n is the cost's slope in z_n: m times it,
    delta_n, belongs to one example, and then dW_n = A_n delta_n^T / m, and db_n is the mean of delta_n.

    Any other `way(W, E, slope)` gives an update that stands in the gradient's place, with its errors in the place of E.

    Raises ValueError where the parameters do not fit the examples, or the labels do not fit the logits.

    Equations: eq-output-error, eq-layer-weights, eq-layer-bias.
    Source: *Harmony in Complexity*, back-propagation of error, put right.

    >>> from unity.activations import TANH
    >>> from unity.families import BERNOULLI
    >>> layers, one = ((np.ones((1, 1)), np.zeros((1, 1))),) * 2, np.ones((1, 1))
    >>> [dW.round(4) for dW, db in back_propagate(layers, one, one, activation=TANH, family=BERNOULLI)]
    [array([[-0.1337]]), array([[-0.2424]])]
    """
    A, Z = forward_pass(parameters, X, activation=activation)
    E, updates = family.error(Z[-1], Y), []
    for n in reversed(range(len(parameters))):
        dW, db = A[n] @ E.T, namespace(E).sum(E, axis=1, keepdims=True)
        updates.append((dW, db))
        if n:
            W, _ = parameters[n]
            E = way(W, E, activation.slope(Z[n - 1]))
    return tuple(reversed(updates))


def _inner(one, other):
    """The inner product of what two ways would change in a layer: weights and bias taken as one vector."""
    return sum(float(namespace(a, b).sum(a * b)) for a, b in zip(one, other))


def compare(
    parameters: Stack, X: Float[Array, "n m"], Y: Float[Array, "K m"], *, activation: Activation, family: Family
) -> dict[str, tuple[float, ...]]:
    """The cosine of the angle between each way's update and the gradient, layer by layer.

        cos = <update, gradient> / (||update|| ||gradient||),   (dW, db) of a layer taken as one vector

    At 1 an update points along the gradient, at 0 across it; where it is below 0, a small step raises the cost. The last
    layer has 1 by every way: its error is (A - Y) / m, and nothing has been sent back yet. NaN where one of the two is 0.

    Raises ValueError where the parameters do not fit the examples, or the weights of a neuron sum to 0.

    Equation: eq-angle.

    >>> from unity.activations import TANH
    >>> from unity.families import BERNOULLI
    >>> W, b, c = np.array([[1.0, -2.0]]), np.zeros((2, 1)), np.zeros((1, 1))
    >>> X, Y = np.array([[-1.0, 0.5, 2.0]]), np.array([[0.0, 1.0, 1.0]])
    >>> for way, (first, last) in compare([(W, b), (W.T, c)], X, Y, activation=TANH, family=BERNOULLI).items():
    ...     print(f"{way:24}{first:8.4f}{last:8.4f}")
    by_fractions             -0.8454  1.0000
    by_weights                0.8454  1.0000
    by_fractions_and_slope   -1.0000  1.0000
    by_weights_and_slope      1.0000  1.0000
    """
    updates = {
        way.__name__: back_propagate(parameters, X, Y, activation=activation, family=family, way=way) for way in WAYS
    }
    gradient = updates[by_weights_and_slope.__name__]
    return {way: tuple(_cosine(own, true) for own, true in zip(layers, gradient)) for way, layers in updates.items()}


def _cosine(one, other):
    length = math.sqrt(_inner(one, one)) * math.sqrt(_inner(other, other))
    return _inner(one, other) / length if length else math.nan


def train_with(
    way: Way,
    parameters: Stack,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    activation: Activation,
    family: Family,
    step: float,
    iterations: int,
) -> Training:
    """What becomes of a network whose errors go back this way: all examples at once, one step after the other.

        W <- W - step dW,   b <- b - step db,   for every layer, (dW, db) by this way

    The costs are the true ones. By weights and slope this is gradient descent.

    Raises FloatingPointError where the weights run off until the cost is no finite number, ValueError where the
    parameters do not fit the examples or a way meets weights that sum to 0.

    >>> from unity.activations import TANH
    >>> from unity.families import BERNOULLI
    >>> layers, one = ((np.ones((1, 1)), np.zeros((1, 1))),) * 2, np.ones((1, 1))
    >>> train_with(by_weights, layers, one, one, activation=TANH, family=BERNOULLI, step=1.0, iterations=9)
    Training(epochs=9, cost=0.04678)
    """
    limit = float(namespace(X).finfo(X.dtype).max) ** 0.5
    costs = []
    for t in range(iterations + 1):
        costs.append(float(family.cost(forward_pass(parameters, X, activation=activation).Z[-1], Y)))
        if not costs[-1] < limit:
            raise FloatingPointError(
                f"train_with: {way.__name__} has led to a cost of {costs[-1]:.2g} after {t} steps, expected less than "
                f"{limit:.2g}: the weights run off"
            )
        if t < iterations:
            updates = back_propagate(parameters, X, Y, activation=activation, family=family, way=way)
            parameters = tuple((W - step * dW, b - step * db) for (W, b), (dW, db) in zip(parameters, updates))
    return Training(tuple(parameters), tuple(costs))


class Rounds(NamedTuple):
    """What training in rounds left: the parameters, the cost after each round and, layer by layer, each round's cosines."""

    parameters: Stack
    costs: tuple[float, ...]
    cosines: tuple[tuple[float, ...], ...]


def train_in_rounds(
    way: Way,
    parameters: Stack,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    activation: Activation,
    family: Family,
    step: float,
    iterations: int,
    rounds: int,
) -> Rounds:
    """`train_with` again and again; after each round, the cosine of the angle between the way's update and the gradient.

    `cosines[n]` are layer n's, NaN where a way changes nothing in it.

    Raises FloatingPointError and ValueError as `train_with` does.

    >>> from unity.activations import TANH
    >>> from unity.families import BERNOULLI
    >>> layers, one = ((np.ones((1, 1)), np.zeros((1, 1))),) * 2, np.ones((1, 1))
    >>> plan = {"step": 1.0, "iterations": 3, "rounds": 3}
    >>> train_in_rounds(by_weights, layers, one, one, activation=TANH, family=BERNOULLI, **plan).costs[-1].__round__(5)
    0.04678
    """
    own = {"activation": activation, "family": family}
    costs, cosines = [], []
    for _ in range(rounds):
        trained = train_with(way, parameters, X, Y, **own, step=step, iterations=iterations)
        parameters = trained.parameters
        costs.append(trained.costs[-1])
        gradient = back_propagate(parameters, X, Y, **own)
        update = back_propagate(parameters, X, Y, **own, way=way)
        cosines.append([_cosine(one, true) for one, true in zip(update, gradient)])
    return Rounds(parameters, tuple(costs), tuple(zip(*cosines)))
