"""What a fit takes from examples: shares, means, and the covariance that the classes share."""

import numpy as np

from unity import generative
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

EXAMPLES, ONE_HOT = Float[Array, "n m"], Float[Array, "K m"]


def one_hot(rng, shape):
    """One-hot columns with four of each class and more of the first."""
    K, m = shape
    labels = rng.permutation(np.concatenate([np.repeat(np.arange(K), 4), np.zeros(m - 4 * K, int)]))
    return np.eye(K)[:, labels]


def shares(Y: ONE_HOT):
    return Y.mean(axis=1, keepdims=True)


def means(X: EXAMPLES, Y: ONE_HOT):
    return X @ Y.T / Y.sum(axis=1)


def estimate(place):
    def value(X: EXAMPLES, Y: ONE_HOT):
        return getattr(generative.fit(X, Y), place)

    return value


LABELLED = {"shapes": {"Y": "K m"}, "draws": {"Y": one_hot}, "sizes": {"n": 2, "K": 3, "m": 17}}

ENTRIES = {
    "eq-class-share": Entry(value=estimate("pi"), **LABELLED),
    "eq-class-mean": Entry(value=estimate("mu"), symbols={"pi": shares}, **LABELLED),
    "eq-shared-covariance": Entry(
        value=estimate("Sigma"),
        symbols={"mu": means},
        **LABELLED,
    ),
}

DEVIATIONS = "the deviations of a class from its mean sum to 0, so the mean times their sum adds nothing"
ACCEPTED = {
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} + \mu_{k}) (x^{(i)} - \mu_{k})^\top",
    ): DEVIATIONS,
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} - \mu_{k}) (x^{(i)} + \mu_{k})^\top",
    ): DEVIATIONS,
}
