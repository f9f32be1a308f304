"""Chapter 10, why a hidden layer."""

import numpy as np

from unity import families, geometry, logistic
from unity.activations import RELU, TANH, logit, relu
from unity.equations.binding import Entry
from unity.layers import Elementwise, dense
from unity.network import Network
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
XOR = np.array([[0.0, 1.0, 1.0, 0.0]])
W_2 = Float[Array, "K 1"]
TWO, ONE = Float[Array, "2 1"], Float[Array, "1 1"]


# One neuron


def opposite_corners(w: TWO, b: ONE):
    return logistic.forward(w, b, CORNERS[:, [0, 3]]).sum()


def corners():
    return CORNERS


def right_corners(w: TWO, b: ONE):
    return 4 * logistic.accuracy(w, b, CORNERS, XOR)


# Answers of half-planes, 0 or 1, and the neuron behind them


def answers(rng, shape):
    """All alike, but for one answer at most, the first or the last."""
    h = np.full(shape, float(rng.integers(2)))
    h[rng.choice([0, -1])] = rng.integers(2)
    return h


def behind(bias):
    """What a neuron with weights of 1 decides."""

    def value(h: Float[Array, "K 1"]):
        return 1.0 * logistic.decide(np.ones_like(h), np.array([[bias(len(h))]]), h)[None]

    return value


# A plane that is folded


def fold(z: float):
    return relu(np.array([z])) + relu(np.array([-z]))


def lamp(x: TWO):
    network = Network([dense(2), Elementwise(RELU), dense(1)], families.BERNOULLI)
    first = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-1.0], [1.0]])
    return network.forward((first, (), (-np.ones((2, 1)), np.array([[0.5]]))), x)


def bent(W_1, W_2):
    return Network([dense(W_1.shape[1]), Elementwise(TANH), dense(W_2.shape[1])], families.BERNOULLI)


def last_gradient(
    W_1: Float[Array, "n K"],
    b_1: Float[Array, "K 1"],
    W_2: W_2,
    b_2: ONE,
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
):
    return bent(W_1, W_2).gradient(((W_1, b_1), (), (W_2, b_2)), X, Y)[-1][0]


def swapped(
    W_1: Float[Array, "n K"],
    b_1: Float[Array, "K 1"],
    W_2: W_2,
    P: Float[Array, "K K"],
    X: Float[Array, "n m"],
):
    return bent(W_1, W_2).forward(((W_1 @ P, P.T @ b_1), (), (P.T @ W_2, np.zeros((1, 1)))), X)


def permutation(rng, shape):
    return np.eye(shape[0])[:, rng.permutation(shape[0])]


def floor(p: float):
    """The loss at the score that suits a heap best."""
    p = np.array([[p]])
    return families.bernoulli_loss(logit(p), p)


def share(rng, shape):
    return rng.uniform(0.05, 0.95, shape)


def regions(K: int):
    return geometry.most_regions(2, K)


ENTRIES = {
    "eq-corner-sums": Entry(
        value=opposite_corners,
        symbols={"X": corners},
        shapes={"w": "2 1"},
    ),
    "eq-three-of-four": Entry(value=right_corners, symbols={"c": None}, shapes={"w": "2 1"}),
    "eq-sides": Entry(),
    "eq-any": Entry(value=behind(lambda K: -0.5), draws={"h": answers}),
    "eq-all": Entry(value=behind(lambda K: 0.5 - K), draws={"h": answers}),
    "eq-fold": Entry(value=fold, symbols={"z": None}, shapes={"z": ""}),
    "eq-folded-lamp": Entry(value=lamp, symbols={"z": None}, shapes={"x": "2 1"}),
    "eq-last-gradient": Entry(
        value=last_gradient,
        symbols={
            "A_2": r"\tanh(W_1^\top X + b_1)",
            "A_3": r"\sigma(W_2^\top A_2 + b_2)",
            "dZ_2": "A_3 - Y",
            "dW_2": last_gradient,
        },
        shapes={"W_1": "n K", "b_1": "K 1", "W_2": "K 1", "b_2": "1 1"},
    ),
    "eq-swap": Entry(
        value=swapped,
        symbols={"f": lambda z: np.tanh(z)},
        draws={"P": permutation},
    ),
    "eq-heap": Entry(value=floor, symbols={"p": None}, shapes={"p": ""}, draws={"p": share}),
    "eq-regions": Entry(value=regions),
}

ACCEPTED = {
    (
        "eq-any",
        r"\max_{k} h_{k} = [\sum_{k=1}^{K} h_{k} - 1 \ge 0]",
    ): "A sum of zeros and ones that reaches 1/2 reaches 1.",
}
