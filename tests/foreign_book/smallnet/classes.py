"""Scores and probabilities of classes."""

import numpy as np

__all__ = ["decide", "hinge", "loss", "loss_slope", "scores", "shares", "shares_slope"]


def scores(W, b, X):
    """The scores of each example. Equation: eq-scores."""
    return X @ W + b


def shares(O):
    """Probabilities: exponentials over their sum. Equations: eq-shares, eq-one-share."""
    lifted = np.exp(O - O.max(axis=1, keepdims=True))
    return lifted / lifted.sum(axis=1, keepdims=True)


def shares_slope(o):
    """How each share answers to each score."""
    (p,) = shares(o)
    return np.diag(p) - np.outer(p, p)


def loss(o, y):
    """The cross-entropy of one example. Equation: eq-entropy."""
    return float(-np.log(shares(o)[0]) @ y[0])


def loss_slope(o, y):
    """Its slope by the scores."""
    return shares(o) - y


def decide(O):
    """The class with the highest score, counted from 1."""
    return O.argmax(axis=1) + 1


def hinge(s, y):
    """The multiclass hinge loss. Equation: eq-hinge."""
    margins = np.maximum(0, s - s[y - 1] + 1)
    margins[y - 1] = 0
    return float(margins.sum())
