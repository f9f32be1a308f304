"""A stack of dense layers, forward, and backward by any of the ways.

Its parameters are a tuple of (W, b) for each layer, with one activation after all but the last.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from unity.activations import Activation
from unity.arrays import namespace
from unity.decks.ways import Way, by_weights_and_slope
from unity.families import Family
from unity.layers import dense
from unity.shapes import Array, Float, checked

__all__ = ["ForwardPass", "back_propagate", "forward_pass", "random_layers", "sums"]

Stack = tuple[tuple[Array, Array], ...]


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

        E_N = (A - Y) / m,   E_n = (W_(n+1) E_(n+1)) * f'(Z_n)
        dW_n = A_n E_n^T,   db_n = E_n 1

    $A_n$ is what layer n hears, A without a number the family's mean. An error $E_n$ is the cost's slope in $Z_n$: m times
    it, $delta_n$, belongs to one example, and then $dW_n = A_n delta_n^T / m$, and $db_n$ is the mean of $delta_n$.

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
