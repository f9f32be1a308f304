"""Chapter 07, all examples at once."""

import numpy as np

from unity import families, logistic
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]


def errors(Z: Float[Array, "1 m"], Y: Float[Array, "1 m"]):
    """Each example's own error: the family's without its 1/m."""
    return Z.shape[1] * families.BERNOULLI.error(Z, Y)


def gradient(place):
    """dw or db."""

    def value(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
        return logistic.gradient(w, b, X, Y)[place]

    return value


def weighted_sum(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
    return X.shape[1] * logistic.gradient(w, b, X, Y)[0]


def of_two_blocks(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    X_1: Float[Array, "n m_1"],
    X_2: Float[Array, "n m_2"],
    Y_1: Float[Array, "1 m_1"],
    Y_2: Float[Array, "1 m_2"],
):
    return weighted_sum(w, b, np.hstack([X_1, X_2]), np.hstack([Y_1, Y_2]))


DZ = {"dZ": r"\sigma(w^\top X + b) - Y"}
BLOCKS = {
    "X": r"\begin{bmatrix} X_1 & X_2 \end{bmatrix}",
    "Y": r"\begin{bmatrix} Y_1 & Y_2 \end{bmatrix}",
    "dZ_1": r"\sigma(w^\top X_1 + b) - Y_1",
    "dZ_2": r"\sigma(w^\top X_2 + b) - Y_2",
}

ENTRIES = {
    "eq-all-errors": Entry(value=errors, symbols={"Z": None}),
    "eq-weight-gradient": Entry(value=gradient(0), symbols=DZ),
    "eq-bias-gradient": Entry(value=gradient(1), symbols=DZ),
    "eq-sum-as-product": Entry(value=weighted_sum, symbols=DZ),
    "eq-blocks": Entry(value=of_two_blocks, symbols=DZ | BLOCKS),
}
