"""Chapter 01, examples as columns. Planes, rows and places in a row count from 0, as code counts them."""

import numpy as np

from unity import datasets, generative, layers, logistic
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

COLUMN, ONE, EXAMPLES = Float[Array, "n 1"], Float[Array, "1 1"], Float[Array, "n m"]


# An image as a column


def columns(I: Float[Array, "n_1 n_2 n_3 m"]):
    return layers.Flatten().forward((), I)


def count(I: Float[Array, "n_1 n_2 n_3 m"]):
    return columns(I).shape[0]


def place(q: int, r: int, v: int, I: Float[Array, "n_1 n_2 n_3 1"]):
    """Where the number of plane q, row r, place v stands in the column of an image without two equal numbers."""
    return np.flatnonzero(columns(I)[:, 0] == I[q, r, v, 0]).item()


def zero_or_one(rng, shape):
    return rng.integers(0, 2, shape)


# Rows of a table


def mean(X: EXAMPLES):
    return datasets.standardise(X).mean


def scale(X: EXAMPLES):
    return datasets.standardise(X).scale


def standardised(X: EXAMPLES):
    return datasets.standardise(X).X


def plain_mean(X: EXAMPLES):
    return X.sum(axis=1, keepdims=True) / X.shape[1]


def plain_scale(X: EXAMPLES):
    return ((X - plain_mean(X)) ** 2).mean(axis=1, keepdims=True) ** 0.5


# Scores


def score(w: COLUMN, b: ONE, x: COLUMN):
    return logistic.forward(w, b, x)


def augmented_score(w: COLUMN, b: ONE, x: COLUMN):
    return np.concatenate([b, w]).T @ logistic.augment(x)


def output(w: COLUMN, b: ONE, x: COLUMN):
    return logistic.probability(w, b, x)


def decision(w: COLUMN, b: ONE, x: COLUMN):
    return 1.0 * logistic.decide(w, b, x)[None]


def plain_decisions(w: COLUMN, b: ONE, X: EXAMPLES):
    return np.where(w.T @ X + b < 0, 0.0, 1.0)


# The nearer mean


def mean_of_class(k):
    def value(X: EXAMPLES, Y: Float[Array, "1 m"]):
        return generative.class_means(X, Y)[:, [k]]

    return value


def both_classes(rng, shape):
    """Labels 0 and 1, one of each at least."""
    return rng.permuted(np.resize([0.0, 1.0, rng.integers(0, 2)], shape), axis=1)


def rule(part):
    def value(mu_0: COLUMN, mu_1: COLUMN):
        return generative.nearest_mean(np.hstack([mu_0, mu_1]))[part]

    return value


def twice_the_score(mu_0: COLUMN, mu_1: COLUMN, x: COLUMN):
    w, b = generative.nearest_mean(np.hstack([mu_0, mu_1]))
    return 2 * (w.T @ x + b)


MEANS = {"mu": "n 1", "mu_0": "n 1", "mu_1": "n 1"}
RULE = {"w": r"\mu_1 - \mu_0", "b": r"\frac{\lVert \mu_0 \rVert^2 - \lVert \mu_1 \rVert^2}{2}"}

ENTRIES = {
    "eq-mean": Entry(value=mean),
    "eq-scale": Entry(value=scale, symbols={"bar_x": plain_mean}),
    "eq-standardise": Entry(value=standardised, symbols={"bar_x": plain_mean, "s": plain_scale}),
    "eq-pixels": Entry(value=count),
    "eq-pixel-index": Entry(value=place, draws=dict.fromkeys("qrv", zero_or_one)),
    "eq-columns": Entry(value=columns),
    "eq-score": Entry(value=score),
    "eq-augmented": Entry(value=augmented_score),
    "eq-output": Entry(value=output),
    "eq-decide": Entry(value=decision),
    "eq-mean-of-class-0": Entry(value=mean_of_class(0), shapes=MEANS, draws={"Y": both_classes}),
    "eq-mean-of-class-1": Entry(value=mean_of_class(1), shapes=MEANS, draws={"Y": both_classes}),
    "eq-nearest-mean": Entry(value=twice_the_score, symbols=RULE, shapes=MEANS),
    "eq-nearest-mean-weights": Entry(value=rule(0), shapes=MEANS),
    "eq-nearest-mean-bias": Entry(value=rule(1), shapes=MEANS),
    "eq-accuracy": Entry(symbols={"hat_k": plain_decisions}, draws={"Y": both_classes}),
}

ACCEPTED = {
    (
        "eq-accuracy",
        r"R = \frac{1}{m} \sum_{i=1}^{m} [y^{(i)} = \hat{k}^{(i)}]",
    ): "Equality has no direction.",
    (
        "eq-augmented",
        r"w^\top x + b = \begin{bmatrix} b \\ x \end{bmatrix}^\top \begin{bmatrix} 1 \\ w \end{bmatrix}",
    ): "The score is symmetric in w and x.",
}
