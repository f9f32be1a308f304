"""One step of descent, on a cost that has a gradient of its own."""

from dataclasses import dataclass

import numpy as np

from unity import descent
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]


@dataclass(frozen=True)
class Smooth:
    """A smooth cost of a column, and its slopes."""

    slope: np.ndarray
    bend: np.ndarray

    def __call__(self, w):
        return np.sum(self.slope[: w.size] * np.sin(w) + self.bend[: w.size] * np.cos(2 * w))

    def gradient(self, w):
        return self.slope[: w.size] * np.cos(w) - 2 * self.bend[: w.size] * np.sin(2 * w)


def smooth(rng, shape):
    return Smooth(rng.normal(size=(8, 1)), rng.normal(size=(8, 1)))


def one_step(J, w: Float[Array, "n 1"], alpha: float):
    return descent.gradient_descent(J.gradient, w, step=alpha, iterations=1)


def after_one_step(J, w: Float[Array, "n 1"], alpha: float):
    return one_step(J, w, alpha).parameters


def length_of_one_step(J, w: Float[Array, "n 1"], alpha: float):
    return np.asarray(one_step(J, w, alpha).step_norms[0])


SMOOTH = {"symbols": {"w_t": "w", "J": None}, "draws": {"J": smooth}}

ENTRIES = {
    "eq-descent-step": Entry(value=after_one_step, **SMOOTH),
    "eq-step-length": Entry(
        value=length_of_one_step, **{**SMOOTH, "symbols": {**SMOOTH["symbols"], "w_{t+1}": after_one_step}}
    ),
}
