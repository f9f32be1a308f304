"""The sigmoid and the softmax themselves: symmetry, tails, slope, inverse, and what a shift changes."""

import numpy as np

from unity import activations
from unity.equations.binding import Entry, Proved
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]


def softmax(z: Float[Array, "K 1"], k: int):
    return activations.softmax(z)[k - 1]


def shifted_softmax(z: Float[Array, "K 1"], c: float):
    return activations.softmax(z + c)


def softmax_of_two(z_0: float, z_1: float):
    return activations.softmax(np.array([[z_0], [z_1]]))[1]


def mirrored_sigmoid(z: float):
    return activations.sigmoid(np.asarray(-z))


def logit_of_sigmoid(z: float):
    return activations.logit(np.asarray(1 / (1 + np.exp(-z))))


def normal(rng, shape):
    return np.asarray(2 * rng.normal(size=shape))


ONE_SCORE = {"symbols": {"z": None}, "shapes": {"z": ""}, "draws": {"z": normal}}
SCORES = {"shapes": {"z": "K 1"}, "draws": {"z": normal}}

ENTRIES = {
    "eq-sigmoid": Entry(**ONE_SCORE),
    "eq-sigmoid-symmetry": Entry(value=mirrored_sigmoid, **ONE_SCORE),
    "eq-sigmoid-tails": Proved(),
    "eq-sigmoid-slope": Entry(**ONE_SCORE),
    "eq-logit": Entry(value=logit_of_sigmoid, **ONE_SCORE),
    "eq-softmax-differences": Entry(value=softmax, symbols={"z": None}, **SCORES),
    "eq-softmax-shift": Entry(value=shifted_softmax, symbols={"z": None}, **SCORES),
    "eq-softmax-of-two": Entry(value=softmax_of_two, draws={"z_0": normal, "z_1": normal}),
}

ACCEPTED = {
    (
        "eq-sigmoid-slope",
        r"\frac{\partial \sigma(z)}{\partial z} = (1 - \sigma(z)) \sigma(z)",
    ): "both factors are numbers",
    (
        "eq-softmax-shift",
        r"\operatorname{softmax}(z - c) = \operatorname{softmax}(z)",
    ): "c is any number, of either sign",
}
