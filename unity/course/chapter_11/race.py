"""Four recipes on two networks: what they are tried on, and what came of each."""

from typing import NamedTuple

import numpy as np

from unity import decks
from unity.activations import TANH
from unity.datasets import digits, standardise, xor
from unity.families import BERNOULLI, CATEGORICAL, Family

__all__ = ["Case", "angles", "cases", "costs", "mean_slope"]


class Case(NamedTuple):
    """The widths of a network, its examples and labels, and the family at its end."""

    widths: tuple[int, ...]
    X: np.ndarray
    Y: np.ndarray
    family: Family


def cases():
    """XOR, which no line separates, and 300 handwritten digits: two hidden layers each.

    >>> {name: case.widths for name, case in cases().items()}
    {'XOR': (2, 8, 8, 1), 'digits': (64, 16, 16, 10)}
    """
    clouds, images = xor(80, seed=0), digits()
    pixels = images.X.reshape(64, -1)[:, :300]
    pixels = pixels - pixels.mean(axis=1, keepdims=True)
    return {
        "XOR": Case((2, 8, 8, 1), standardise(clouds.X).X, clouds.Y, BERNOULLI),
        "digits": Case((64, 16, 16, 10), pixels, images.Y[:, :300], CATEGORICAL),
    }


def angles(case, starts=20):
    """The cosines between each recipe's update and the gradient: recipe -> (starts, layers)."""
    begin = [decks.random_layers(case.widths, seed=seed) for seed in range(starts)]
    rows = [decks.compare(layers, case.X, case.Y, activation=TANH, family=case.family) for layers in begin]
    return {recipe: np.array([row[recipe] for row in rows]) for recipe in rows[0]}


def mean_slope(case, starts=20):
    """The mean slope of tanh in the first layer, over all starts and examples."""
    begin = [decks.random_layers(case.widths, seed=seed) for seed in range(starts)]
    sums = [decks.forward_pass(layers, case.X, activation=TANH).Z[0] for layers in begin]
    return TANH.slope(np.array(sums)).mean()


def costs(case, iterations=200):
    """The cost after each step from the same start, by each recipe: recipe -> costs."""
    start = decks.random_layers(case.widths, seed=0)
    plan = {"activation": TANH, "family": case.family, "step": 0.5, "iterations": iterations}
    return {way.__name__: decks.train_with(way, start, case.X, case.Y, **plan).costs for way in decks.WAYS}
