"""Errors by fractions of weights, what is lost without them, and how far that update turns from the gradient."""

import numpy as np

from unity import decks
from unity.course.chapter_11.equations.layers import OWN
from unity.course.chapter_11.equations.plain import cost, error
from unity.equations.binding import Entry
from unity.layers import dense
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]


def large_sums(rng, shape):
    """Weights of both signs whose columns do not come near a sum of 0."""
    W = rng.uniform(-1, 1, size=shape)
    W[0] += shape[0]
    return W


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


def cost_of_score(z: Float[Array, "l 1"], y: Float[Array, "l 1"]):
    return cost(z, y)


def said_of_one(a: Float[Array, "k 1"], W: Float[Array, "k l"], b: Float[Array, "l 1"], y: Float[Array, "l 1"]):
    return decks.unnormalised_error(W, error(W.T @ a + b, y))


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


SUMS = {"s": column_sums, "E_{n+1}": "E"}
BY_SUMS = SUMS | {"F": r"W (\operatorname{diag}(s))^{-1}"}
WEIGHTS = {"draws": {"W": large_sums}}

ENTRIES = {
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
    "eq-two-products": Entry(value=sent_back, symbols={"dW": gradient_of_weights}, shapes={"X": "k m"}),
    "eq-mirror": Entry(
        value=lambda W, E, V: np.sum(sent_back(W, E) * V),
        shapes={"W": "k l", "E": "l m", "V": "k m"},
    ),
    "eq-angle": Entry(
        value=cosine,
        symbols={"U": first_layer(by_sum), "G": first_layer(as_it_is)},
        draws={"W_2": large_sums},
    ),
}
