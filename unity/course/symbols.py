"""The symbols that mean the same in the whole book."""

import numpy as np

from unity import activations, families, logistic
from unity.shapes import Array, Float

__all__ = ["FUNCTIONS", "SHAPES", "SYMBOLS"]


def unit_vector(j: int, n: int):
    """The axis vector e_j of n components."""
    return np.eye(n)[:, j - 1 : j]


def ones(m: int):
    """A one for each example."""
    return np.ones((m, 1))


def kronecker(j: int, k: int):
    """1 where two indices agree, 0 elsewhere."""
    return float(j == k)


def bernoulli_loss(a: Float[Array, "1 1"], y: Float[Array, "1 1"]):
    """The loss of one example, from the probability: the library's takes the score."""
    return families.bernoulli_loss(activations.logit(a), y)


SYMBOLS = {
    # One neuron. The reader computes scores and probabilities itself, from these formulas.
    "z": r"w^\top x + b",
    "a": r"\sigma(z)",
    "Z": r"w^\top X + b",
    "A": r"\sigma(Z)",
    "L": bernoulli_loss,
    "J": logistic.cost,
    "step": r"\alpha",
    # Geometry
    "u": r"\frac{w}{\lVert w \rVert}",
    "p": "u^\\top X",
    "d": r"\frac{w^\top X + b}{\lVert w \rVert}",
    "o": r"-\frac{b}{\lVert w \rVert}",
    "X_parallel": "u p",
    "e_j": unit_vector,
    "delta_{j,k}": kronecker,
    "mathbf_1": ones,
}

SHAPES = {
    "w": "n 1",
    "W": "n K",
    "x": "n 1",
    "X": "n m",
    "b": "1 1",
    "y": "1 1",
    "Y": "1 m",
    "alpha": "",
    "lambda": "",
}

FUNCTIONS = frozenset({"f", "g", "D", "J", "L", "P", "P^*", "T", "p"})
