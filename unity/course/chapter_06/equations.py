"""Chapter 06, the gradient of one neuron."""

import numpy as np

from unity import activations, checks, logistic
from unity.course.chapter_06 import one_example
from unity.equations.binding import Entry
from unity.families import BERNOULLI
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]


def graph(field):
    """One value of the computational graph of an example."""

    def value(w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"], y: Float[Array, "1 1"]):
        return getattr(one_example.graph(w, b, x, y), field)

    return value


def pushed(place):
    """w or b after a push."""

    def value(
        w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"], y: Float[Array, "1 1"], alpha: float
    ):
        return one_example.push(w, b, x, y, step=alpha)[place]

    return value


def gradient(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
    return logistic.gradient(w, b, X, Y)[0]


def smooth(rng, shape):
    """A smooth function of a column."""
    slope, bend = rng.normal(size=4), rng.normal(size=4)
    return lambda x: np.sum(slope[: x.size, None] * np.sin(x) + bend[: x.size, None] * np.cos(2 * x))


def differences(f, x: Float[Array, "n 1"]):
    return checks.differences(f, x)[0]


def mean_cost(Z: Float[Array, "1 m"], Y: Float[Array, "1 m"]):
    return BERNOULLI.cost(Z, Y)


def mean_error(Z: Float[Array, "1 m"], Y: Float[Array, "1 m"]):
    return BERNOULLI.error(Z, Y)


def softmax_slope(z: Float[Array, "K 1"]):
    return activations.softmax_slope(z)[..., 0]


ENTRIES = {
    "eq-loss": Entry(value=graph("L")),
    "eq-loss-slope": Entry(value=graph("dL_da")),
    "eq-activation-slope": Entry(value=graph("da_dz")),
    "eq-error": Entry(value=graph("dL_dz")),
    "eq-weight-slope": Entry(value=graph("dL_dw")),
    "eq-bias-slope": Entry(value=graph("dL_db")),
    "eq-push": Entry(value=pushed(0), symbols={"w_t": "w"}),
    "eq-push-bias": Entry(value=pushed(1), symbols={"b_t": "b"}),
    "eq-push-score": Entry(symbols={"z_t": "z"}),
    "eq-differences": Entry(
        value=differences,
        clause=1,
        symbols={"h": 1e-3},
        draws={"f": smooth},
        sizes={"n": 3},
    ),
    "eq-softmax-slope": Entry(value=softmax_slope, symbols={"a": r"\operatorname{softmax}(z)", "z": None}),
    "eq-family-error": Entry(value=mean_error, symbols={"J": mean_cost, "Z": None}),
    "eq-gradient": Entry(value=gradient),
    "eq-accumulated": Entry(symbols={"dw_{t-1}": r"\sum_{s=1}^{t-1} m^{s-t+1} g_s"}),
}

ACCEPTED = {
    (
        "eq-softmax-slope",
        r"\frac{\partial a_{k}}{\partial z_{j}} = a_{j} (\delta_{j, k} - a_{k})",
    ): "The matrix of slopes is symmetric: a_k answers to z_j as a_j does to z_k.",
}
