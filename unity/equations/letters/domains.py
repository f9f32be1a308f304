"""What numbers a letter may stand for, in a reader's words, and how they are drawn."""

import re

import numpy as np

from unity.equations.draws import between, normal, positive, positive_definite, probabilities, whole
from unity.equations.notation import current

__all__ = ["DOMAINS", "drawing"]


def labels(rng, shape):
    """Zeros and ones, both of them where there is room."""
    Y = rng.integers(0, 2, size=shape).astype(float)
    if Y.size > 1 and Y.min() == Y.max():
        Y.flat[rng.integers(Y.size)] = 1 - Y.flat[0]
    return Y


def one_hot(rng, shape):
    """A single 1 in each example."""
    if current().examples == "rows":
        return np.eye(shape[1])[rng.integers(shape[1], size=shape[0])]
    classes, *rest = shape
    return np.eye(classes)[:, rng.integers(classes, size=rest)]


def signs(rng, shape):
    """-1 or 1."""
    return rng.choice([-1.0, 1.0], size=shape)


def symmetric(rng, shape):
    """A matrix that is its own transpose."""
    A = rng.normal(size=shape)
    return A + np.swapaxes(A, -1, -2)


def orthonormal(rng, shape):
    """Columns of length 1, each at right angles to all others."""
    return np.linalg.qr(rng.normal(size=shape))[0]


def unit(rng, shape):
    """A column of length 1."""
    v = rng.normal(size=shape)
    return v / np.sqrt(np.sum(v**2, axis=0, keepdims=True))


def increasing(rng, shape):
    """Numbers in rising order along the last axis."""
    return np.sort(rng.normal(size=shape), axis=-1)


def apart(rng, shape):
    """Numbers of which no two lie near each other, in any order."""
    return rng.normal() + rng.permutation(int(np.prod(shape))).reshape(shape) / 2


def negative(rng, shape):
    """Numbers between -2 and -0.2."""
    return -positive(rng, shape)


def smooth(rng, shape):
    """A smooth function of a column, whose value is a number."""
    slope, bend = rng.normal(size=8), rng.normal(size=8)
    return lambda x: np.sum(slope[: x.size] * np.sin(x.ravel()) + bend[: x.size] * np.cos(2 * x.ravel()))


def smooth_entrywise(rng, shape):
    """A smooth function that is applied entry by entry."""
    slope, bend = rng.normal(size=2)
    return lambda x: slope * np.sin(x) + bend * np.cos(2 * x)


DOMAINS = {
    "": normal,
    "0 or 1": labels,
    "-1 or 1": signs,
    "one-hot": one_hot,
    "probabilities": probabilities,
    "between 0 and 1": between,
    "positive": positive,
    "negative": negative,
    "whole": whole,
    "increasing": increasing,
    "no two alike": apart,
    "of length 1": unit,
    "orthonormal": orthonormal,
    "symmetric": symmetric,
    "positive definite": positive_definite,
    "smooth": smooth,
    "smooth, entry by entry": smooth_entrywise,
}
NUMBER = r"(-?\d+(?:\.\d+)?)"


def drawing(domain):
    """A function of (rng, shape) that draws from a domain: one of the words of DOMAINS, or bounds.

    `from -3 to 3`, `whole, from 1 to 5`, `whole, even numbers` ... Raises ValueError for other words.

    >>> drawing("whole, from 2 to 2")(np.random.default_rng(0), (3,))
    array([2., 2., 2.])
    """
    if domain in DOMAINS:
        return DOMAINS[domain]
    bounds = re.fullmatch(rf"(whole, )?from {NUMBER} to {NUMBER}", domain)
    if bounds is None:
        raise ValueError(f"the domain {domain!r} is none of {', '.join(filter(None, DOMAINS))}, from 1 to 2")
    is_whole, low, high = bounds[1], float(bounds[2]), float(bounds[3])
    if is_whole:
        return lambda rng, shape: rng.integers(int(low), int(high) + 1, size=shape).astype(float)
    return lambda rng, shape: rng.uniform(low, high, size=shape)
