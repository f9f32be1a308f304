"""Chapter 11, errors flow back."""

import numpy as np

from unity import decks
from unity.activations import TANH
from unity.equations.binding import Entry
from unity.families import BERNOULLI
from unity.layers import dense
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

OWN = {"activation": TANH, "family": BERNOULLI}


def large_sums(rng, shape):
    """Weights of both signs whose columns do not come near a sum of 0."""
    W = rng.uniform(-1, 1, size=shape)
    W[0] += shape[0]
    return W


# Fractions of weights


def column_sums(W: Float[Array, "k l"]):
    return W.sum(axis=0)[:, None]


def fractions(W: Float[Array, "k l"]):
    return decks.shares(W)


def shared(W: Float[Array, "k l"], E: Float[Array, "l m"]):
    return decks.proportional_error(W, E)


def shared_of_one(W: Float[Array, "k l"], E: Float[Array, "l 1"]):
    return decks.proportional_error(W, E)


def total(W: Float[Array, "k l"], E: Float[Array, "l 1"]):
    return shared_of_one(W, E).sum()


def sent_back(W: Float[Array, "k l"], E: Float[Array, "l m"]):
    return decks.unnormalised_error(W, E)


def gradient_of_weights(X: Float[Array, "k m"], W: Float[Array, "k l"], E: Float[Array, "l m"]):
    """From the library's layer, whose E holds its 1/m as here."""
    return dense(W.shape[1]).gradients((W, np.zeros((W.shape[1], 1))), X, E)[0]


def sent_back_of_one(W: Float[Array, "k l"], E: Float[Array, "l 1"]):
    return decks.unnormalised_error(W, E)


SUMS = {"s": column_sums, "E_{n+1}": "E"}
BY_SUMS = SUMS | {"F": r"W (\operatorname{diag}(s))^{-1}"}
WEIGHTS = {"draws": {"W": large_sums}}


# One layer that is listened to by the last: Z_n, then W, b and the cost. In plain NumPy, which shares no code with the library.


def cost(Z, Y):
    return np.mean(np.sum(np.logaddexp(0, Z) - Y * Z, axis=0))


def error(Z, Y):
    return (1 / (1 + np.exp(-Z)) - Y) / Y.shape[1]


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


def cost_of_score(z: Float[Array, "l 1"], y: Float[Array, "l 1"]):
    return cost(z, y)


def said_of_one(a: Float[Array, "k 1"], W: Float[Array, "k l"], b: Float[Array, "l 1"], y: Float[Array, "l 1"]):
    return decks.unnormalised_error(W, error(W.T @ a + b, y))


# A layer n, and the last one behind it


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


LAYER = {"J": cost_of_layer, "E_n": error_of_layer}


# Errors of what the neurons say


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


# An update of the first layer of two, beside its gradient


def first_layer(way):
    """What a way makes of the first layer's weights and bias, as one column, in plain NumPy."""

    def value(X: Float[Array, "n m"], W_1: Float[Array, "n k"], W_2: Float[Array, "k 1"], Y: Float[Array, "1 m"]):
        Z = W_1.T @ X
        E = way(W_2) @ error(W_2.T @ np.tanh(Z), Y)
        E = E if way is by_sum else E * (1 - np.tanh(Z) ** 2)
        return np.vstack([(X @ E.T).reshape(-1, 1), E.sum(axis=1)[:, None]])

    return value


def by_sum(W):
    return W / W.sum(axis=0)


def as_it_is(W):
    return W


def cosine(X: Float[Array, "n m"], W_1: Float[Array, "n k"], W_2: Float[Array, "k 1"], Y: Float[Array, "1 m"]):
    layers = (W_1, np.zeros((W_1.shape[1], 1))), (W_2, np.zeros((1, 1)))
    return np.asarray(decks.compare(layers, X, Y, **OWN)["by_fractions"][0])


ENTRIES = {
    "eq-output-error": Entry(
        value=last_error, symbols={"Z": None, "A": r"\sigma(Z)"}, shapes={"E": "K m", "Z": "K m", "Y": "K m"}
    ),
    "eq-error-as-slope": Entry(value=error_of_sums, symbols={"J": cost_of_sums}, shapes={"E": "k m"}),
    "eq-fractions": Entry(value=fractions, symbols=SUMS, **WEIGHTS),
    "eq-shared": Entry(value=shared, symbols=BY_SUMS, **WEIGHTS),
    "eq-nothing-lost": Entry(value=total, symbols=BY_SUMS | {"E_n": "F E"}, **WEIGHTS),
    "eq-without-fractions": Entry(value=sent_back, symbols=SUMS),
    "eq-each-scaled": Entry(value=sent_back_of_one, symbols=BY_SUMS, **WEIGHTS),
    "eq-listeners": Entry(
        value=said_of_one,
        symbols={"J": cost_of_score, "z": r"W^\top a + b", "a": None},
        shapes={"W": "k l", "a": "k 1", "b": "l 1", "y": "l 1"},
    ),
    "eq-back": Entry(
        value=error_of_sums,
        symbols={"W_{n+1}": "W", "E_{n+1}": error_ahead, "f": tanh},
        shapes={"E": "k m", "W": "k K", "b": "K 1", "Y": "K m"},
    ),
    "eq-layer-weights": Entry(value=gradient_of_layer(0), symbols=LAYER),
    "eq-layer-bias": Entry(value=gradient_of_layer(1), symbols=LAYER),
    "eq-two-products": Entry(value=sent_back, symbols={"dW": gradient_of_weights}, shapes={"X": "k m"}),
    "eq-mirror": Entry(
        value=lambda W, E, V: np.sum(sent_back(W, E) * V),
        shapes={"W": "k l", "E": "l m", "V": "k m"},
    ),
    "eq-errors-of-outputs": Entry(
        value=slope_by_inputs,
        symbols={"J": cost_of_layer, "D_{n+1}": slope_by_outputs, "Z_n": r"W_n^\top A_n + b_n", "f": tanh},
        shapes={"D": "k m"},
    ),
    "eq-angle": Entry(
        value=cosine,
        symbols={"U": first_layer(by_sum), "G": first_layer(as_it_is)},
        draws={"W_2": large_sums},
    ),
}

ACCEPTED = {}
