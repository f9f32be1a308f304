"""Errors as slopes: of the last layer, of one that it listens to, of a layer n behind them, and of what the neurons say."""

import numpy as np

from unity import decks
from unity.activations import TANH
from unity.course.chapter_11.equations.plain import cost, error
from unity.equations.binding import Entry
from unity.families import BERNOULLI
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]

OWN = {"activation": TANH, "family": BERNOULLI}


def cost_of_sums(Z_n: Float[Array, "k m"], W: Float[Array, "k K"], b: Float[Array, "K 1"], Y: Float[Array, "K m"]):
    return cost(W.T @ np.tanh(Z_n) + b, Y)


def error_ahead(Z_n: Float[Array, "k m"], W: Float[Array, "k K"], b: Float[Array, "K 1"], Y: Float[Array, "K m"]):
    return error(W.T @ np.tanh(Z_n) + b, Y)


def error_of_sums(Z_n: Float[Array, "k m"], W: Float[Array, "k K"], b: Float[Array, "K 1"], Y: Float[Array, "K m"]):
    E = error(W.T @ np.tanh(Z_n) + b, Y)
    return decks.by_weights_and_slope(W, E, TANH.slope(Z_n))


def tanh(z):
    return np.tanh(z)


def last_error(Z: Float[Array, "K m"], Y: Float[Array, "K m"]):
    """A layer that hears one example in each of its inputs: its dW is the transposed error."""
    ((dW, _),) = decks.back_propagate([(Z.T, np.zeros((Z.shape[0], 1)))], np.eye(Z.shape[1]), Y, **OWN)
    return dW.T


def cost_of_layer(
    A_n: Float[Array, "n_in m"],
    W_n: Float[Array, "n_in k"],
    b_n: Float[Array, "k 1"],
    W: Float[Array, "k K"],
    b: Float[Array, "K 1"],
    Y: Float[Array, "K m"],
):
    return cost_of_sums(W_n.T @ A_n + b_n, W, b, Y)


def error_of_layer(
    A_n: Float[Array, "n_in m"],
    W_n: Float[Array, "n_in k"],
    b_n: Float[Array, "k 1"],
    W: Float[Array, "k K"],
    b: Float[Array, "K 1"],
    Y: Float[Array, "K m"],
):
    Z_n = W_n.T @ A_n + b_n
    return (W @ error_ahead(Z_n, W, b, Y)) * (1 - np.tanh(Z_n) ** 2)


def gradient_of_layer(place):
    """dW or db of layer n."""

    def value(
        A_n: Float[Array, "n_in m"],
        W_n: Float[Array, "n_in k"],
        b_n: Float[Array, "k 1"],
        W: Float[Array, "k K"],
        b: Float[Array, "K 1"],
        Y: Float[Array, "K m"],
    ):
        return decks.back_propagate([(W_n, b_n), (W, b)], A_n, Y, **OWN)[0][place]

    return value


def slope_by_outputs(
    A_n: Float[Array, "n_in m"],
    W_n: Float[Array, "n_in k"],
    b_n: Float[Array, "k 1"],
    W: Float[Array, "k K"],
    b: Float[Array, "K 1"],
    Y: Float[Array, "K m"],
):
    return W @ error_ahead(W_n.T @ A_n + b_n, W, b, Y)


def slope_by_inputs(
    A_n: Float[Array, "n_in m"],
    W_n: Float[Array, "n_in k"],
    b_n: Float[Array, "k 1"],
    W: Float[Array, "k K"],
    b: Float[Array, "K 1"],
    Y: Float[Array, "K m"],
):
    D = slope_by_outputs(A_n, W_n, b_n, W, b, Y)
    return decks.unnormalised_error(W_n, D * TANH.slope(W_n.T @ A_n + b_n))


LAYER = {"J": cost_of_layer, "E_n": error_of_layer}

ENTRIES = {
    "eq-output-error": Entry(
        value=last_error, symbols={"Z": None, "A": r"\sigma(Z)"}, shapes={"E": "K m", "Z": "K m", "Y": "K m"}
    ),
    "eq-error-as-slope": Entry(value=error_of_sums, symbols={"J": cost_of_sums}, shapes={"E": "k m"}),
    "eq-back": Entry(
        value=error_of_sums,
        symbols={"W_{n+1}": "W", "E_{n+1}": error_ahead, "f": tanh},
        shapes={"E": "k m", "W": "k K", "b": "K 1", "Y": "K m"},
    ),
    "eq-layer-weights": Entry(value=gradient_of_layer(0), symbols=LAYER),
    "eq-layer-bias": Entry(value=gradient_of_layer(1), symbols=LAYER),
    "eq-errors-of-outputs": Entry(
        value=slope_by_inputs,
        symbols={"J": cost_of_layer, "D_{n+1}": slope_by_outputs, "Z_n": r"W_n^\top A_n + b_n", "f": tanh},
        shapes={"D": "k m"},
    ),
}
