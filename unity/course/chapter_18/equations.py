"""Chapter 18, brains and machines."""

import numpy as np

from unity import brains, decks
from unity.activations import TANH
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]


def quiet(rng, shape):
    """Voltages and currents so low that no cell fires."""
    return rng.uniform(0, 1, shape)


def between(low, high):
    def drawn(rng, shape):
        return rng.uniform(low, high, shape)

    return drawn


def moment_after(v: Float[Array, "n 1"], I: Float[Array, "n 1"], h: float, tau: float):
    """The voltage one step on: a first step brings the cells from 0 to v, the second is the one."""
    currents = np.hstack([v * tau / h, I])
    return brains.integrate(currents, step=h, tau=tau, pause=0.0).V[:, 1:]


def rate(I: float, tau: float, delta: float):
    return brains.firing_rate(np.array([[I]]), tau=tau, pause=delta)


def voltages_after(I: float, h: float, tau: float):
    """The voltage after 1, 2, 3 and 4 steps."""
    return np.array([brains.charged(np.array(I), t, step=h, tau=tau) for t in range(1, 5)])


def transformer(N: int, d: int):
    return decks.transformer_counts(N, d).weights


def hebb(A_n: Float[Array, "n_in m"], V: Float[Array, "n_out m"]):
    return brains.hebbian(A_n, V)


def oja(w: Float[Array, "n 1"], X: Float[Array, "n m"], alpha: float):
    return brains.oja_step(w, X, step=alpha)


def mean_change(w: Float[Array, "n 1"], X: Float[Array, "n m"]):
    return brains.oja_step(w, X, step=1.0) - w


def fixed(B: Float[Array, "k l"], F: Float[Array, "l m"], Z_n: Float[Array, "k m"]):
    return decks.by_weights_and_slope(B, F, TANH.slope(Z_n))


def tanh(z):
    return np.tanh(z)


NO_BIAS = {"Z": r"w^\top X"}

ENTRIES = {
    "eq-membrane": Entry(
        value=moment_after,
        symbols={"v_t": "v", "I_t": "I"},
        draws={"v": quiet, "I": quiet, "h": between(0.1, 0.4), "tau": between(0.5, 1)},
    ),
    "eq-firing-rate": Entry(value=rate, draws={"I": between(1.2, 3)}),
    "eq-charged": Entry(value=voltages_after, draws={"h": between(0.1, 0.4), "tau": between(0.5, 1)}, ranges={"t": 4}),
    "eq-transformer-weights": Entry(value=transformer, symbols={"d": None}),
    "eq-hebb": Entry(value=hebb, symbols={"A_{n+1}": "V"}, shapes={"C": "n_in n_out", "A": "n_in m"}),
    "eq-oja": Entry(value=oja, symbols=NO_BIAS | {"w_t": "w"}),
    "eq-oja-mean": Entry(value=mean_change, symbols=NO_BIAS | {"C": r"\frac{1}{m} X X^\top"}),
    "eq-fixed-feedback": Entry(
        value=fixed,
        symbols={"B_{n+1}": "B", "E_{n+1}": "F", "f": tanh},
        shapes={"E": "k m", "B": "k l"},
    ),
}

ACCEPTED = {
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C^\top w - w (w^\top C w)",
    ): "C is symmetric.",
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C w - w (w^\top C^\top w)",
    ): "C is symmetric.",
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C w - w^\top C w w",
    ): "The bracket holds a single number, which may stand on either side of w.",
}
