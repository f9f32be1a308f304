"""Costs over weights: valleys over one weight, a landscape over weight and bias, a price on length, and lost digits."""

from typing import NamedTuple

import numpy as np

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.families import bernoulli_loss, sigmoid_squared_curvature, sigmoid_squared_loss
from unity.logistic import augment, fit, penalised_cost

__all__ = ["Landscape", "Lost", "digits", "landscape", "priced", "valleys"]


class Landscape(NamedTuple):
    """Cross-entropy and squared error over weights and biases, (B, W), and the least curvature of each."""

    cross: np.ndarray
    squared: np.ndarray
    cross_bend: np.ndarray
    squared_bend: np.ndarray


class Lost(NamedTuple):
    """Losses (m,) of a sure neuron, wrong and right: each pair is computed from the probability, and from the score."""

    wrong: tuple[np.ndarray, np.ndarray]
    right: tuple[np.ndarray, np.ndarray]


def valleys(weights, x, y):
    """The mean cross-entropy and the mean squared error of examples x, y (1, m), for each of the weights; no bias.

    >>> [costs.round(4) for costs in valleys([0.0, 1.0], np.array([[1.0]]), np.array([[1.0]]))]
    [array([0.6931, 0.3133]), array([0.125 , 0.0362])]
    """
    return tuple(np.array([loss(w * x, y).mean() for w in weights]) for loss in (bernoulli_loss, sigmoid_squared_loss))


def landscape(weights, biases, x, y):
    """Both costs of examples x, y (1, m) over all pairs of a weight and a bias.

    >>> x, y = np.array([[-1.0, 0.0, 1.0]]), np.array([[0.0, 1.0, 1.0]])
    >>> landscape([0.0], [0.0], x, y).cross_bend.round(4)
    array([[0.1667]])
    """
    Z = np.asarray(weights)[:, None] * x + np.asarray(biases)[:, None, None]
    ones = augment(x)
    least = lambda bend: np.linalg.eigvalsh(ones * bend[..., None, :] @ ones.T / x.shape[1])[..., 0]
    return Landscape(
        (softplus(Z) - y * Z).mean(axis=-1),
        ((sigmoid(Z) - y) ** 2 / 2).mean(axis=-1),
        least(sigmoid_slope(Z)),
        least(sigmoid_squared_curvature(Z, 0 * Z + y)),
    )


def digits(scores):
    """The losses of scores (m,) with the labels 0, wrong, and 1, right.

    >>> [losses.round(4) for losses in digits(np.array([1.0, 40.0])).wrong]
    [array([1.3133,    inf]), array([ 1.3133, 40.    ])]
    """
    a = sigmoid(scores)
    with np.errstate(divide="ignore"):
        from_a = -np.log(1 - a), -np.log(a)
    wrong, right = (bernoulli_loss(scores[None], np.full((1, len(scores)), y))[0] for y in (0.0, 1.0))
    return Lost((from_a[0], wrong), (from_a[1], right))


def priced(weights, x, y, penalties):
    """The penalised cost of x, y (1, m) without a bias over the weights, a row for each penalty; and where it is least.

    A minimum is a pair (w, cost), or None where the penalty is 0.

    >>> curves, minima = priced([0.0], np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]]), [0.0, 1.0])
    >>> curves, minima[0]
    ([[0.6931471805599453], [0.6931471805599453]], None)
    """
    none = np.zeros((1, 1))
    cost = lambda w, l2: float(penalised_cost(np.array([[w]]), none, x, y, l2=l2))
    curves = [[cost(w, l2) for w in weights] for l2 in penalties]
    best = [fit(x, y, l2=l2).w.item() if l2 else None for l2 in penalties]
    return curves, [None if w is None else (w, cost(w, l2)) for w, l2 in zip(best, penalties, strict=True)]
