"""Chapter 12, a network that reads digits."""

import itertools

import numpy as np

from unity import activations, tally
from unity.activations import Activation
from unity.arrays import standard_normal
from unity.equations.binding import Entry
from unity.families import CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

TABLE, LABELS = Float[Array, "n m"], Float[Array, "K m"]


def one_hot(rng, shape):
    """A class for each column."""
    return np.eye(shape[0])[:, rng.integers(0, shape[0], shape[1])]


def zeros_and_ones(rng, shape):
    return rng.integers(0, 2, shape).astype(float)


# Where to start


def first_step(X: TABLE, Y: LABELS, alpha: float):
    """W of softmax regression, one step of all examples away from zero."""
    n, K = X.shape[0], Y.shape[0]
    zero = ((np.zeros((n, K)), np.zeros((K, 1))),)
    plan = {"step": float(alpha), "batch": X.shape[1], "epochs": 1, "seed": 0}
    return Network([dense(K)], CATEGORICAL).train(zero, X, Y, **plan).parameters[0][0]


class Bend:
    """A smooth activation and its slope."""

    def __init__(self, rng):
        self.sine, self.line = rng.normal(size=2)

    def __call__(self, z):
        return self.sine * np.sin(z) + self.line * z

    def slope(self, z):
        return self.sine * np.cos(z) + self.line


def bend(rng, shape):
    return Bend(rng)


def gradient_of_equal_units(layer):
    """dW of one of the two layers, where h hidden units start equal."""

    def value(w: Float[Array, "n 1"], b: Float[Array, "1 1"], v: Float[Array, "K 1"], X: TABLE, Y: LABELS, f, h: int):
        h = int(h)
        net = Network([dense(h), Elementwise(Activation(f, f.slope)), dense(Y.shape[0])], CATEGORICAL)
        first, last = (np.tile(w, h), np.tile(b, (h, 1))), (np.tile(v.T, (h, 1)), np.zeros((Y.shape[0], 1)))
        return net.gradient((first, (), last), X, Y)[layer][0]

    return value


def ones(h: int):
    """A one for each hidden unit."""
    return np.ones((int(h), 1))


def equal(layer, name):
    """The gradient of one layer, known as `name`."""
    gradient = gradient_of_equal_units(layer)
    error = r"\frac{1}{m} (\operatorname{softmax}(h v f(w^\top X + b)) - Y)"
    return Entry(
        value=gradient,
        shapes={"Y": "K m"},
        draws={"f": bend},
        functions=("f",),
        symbols={"mathbf_1": ones, "E_2": error, name: gradient},
    )


def plain_relu(rng, shape):
    return lambda z: np.where(z > 0, z, 0.0)


def both_signs(z: Float[Array, "1 1"]):
    return activations.relu(z) ** 2 + activations.relu(-z) ** 2


def mean_square_of_draws(x: Float[Array, "n 1"], s: float):
    """The mean of z^2 over all draws of n independent weights that are s or -s, the bias 0."""
    W = float(s) * np.array(list(itertools.product((-1.0, 1.0), repeat=len(x)))).T
    return np.mean(dense(W.shape[1]).forward((W, np.zeros((W.shape[1], 1))), x) ** 2)


def drawn_variance(n: int):
    """The factor between the weights that a layer draws and standard normal numbers, squared."""
    shape = (int(n), 3)
    (W, _), _ = dense(3).init(shape[:1], np.random.default_rng(5))
    return np.mean((W / standard_normal(shape, seed=5)) ** 2)


def drawn_spread(n: int):
    return np.sqrt(drawn_variance(n))


# Counting


def read(A: LABELS):
    """What is read, one-hot."""
    return np.eye(len(A))[:, A.argmax(axis=0)]


def table(A: LABELS, Y: LABELS):
    return Y @ read(A).T


def share(A: LABELS, Y: LABELS):
    return tally.right(A, Y).mean()


def error_of_a_share(r: Float[Array, "1 m"]):
    return tally.standard_error(r)


def error_of_a_difference(r: Float[Array, "1 m"], q: Float[Array, "1 m"]):
    return tally.standard_error(r - q)


def only_first(r: Float[Array, "1 m"], q: Float[Array, "1 m"]):
    return np.sum(r * (1 - q))


def only_second(r: Float[Array, "1 m"], q: Float[Array, "1 m"]):
    return np.sum(q * (1 - r))


ENTRIES = {
    "eq-first-step": Entry(value=first_step, shapes={"Y": "K m"}, symbols={"step": r"\alpha"}),
    "eq-equal-in": equal(0, "dW_1"),
    "eq-equal-out": equal(2, "dW_2"),
    "eq-drawn-score": Entry(value=mean_square_of_draws),
    "eq-relu-half": Entry(value=both_signs, draws={"f": plain_relu}, symbols={"z": None}, functions=("f",)),
    "eq-drawn-variance": Entry(value=drawn_variance, symbols={"s": drawn_spread}),
    "eq-confusion": Entry(symbols={"R": read, "A": None}, draws={"Y": one_hot}, shapes={"Y": "K m"}),
    "eq-share-right": Entry(
        value=share, symbols={"C": table, "A": None, "p": None}, draws={"Y": one_hot}, shapes={"Y": "K m"}
    ),
    "eq-standard-error": Entry(
        value=error_of_a_share, symbols={"p": r"\frac{1}{m} r \mathbf{1}"}, draws={"r": zeros_and_ones}
    ),
    "eq-paired-error": Entry(
        value=error_of_a_difference,
        symbols={"m_1": only_first, "m_2": only_second},
        draws={"r": zeros_and_ones, "q": zeros_and_ones},
    ),
}

ACCEPTED = {
    (
        "eq-first-step",
        r"W = \frac{X}{m} \alpha (Y - \frac{1}{K})^\top",
    ): "The step is a number, and may stand anywhere in a product.",
    (
        "eq-share-right",
        r"p = \frac{1}{m} \operatorname{tr}(C^\top)",
    ): "A matrix and its transpose share their diagonal.",
}
