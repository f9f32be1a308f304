"""Networks in training, and what their hidden units like."""

from typing import NamedTuple

import numpy as np

__all__ = ["Units", "first_costs", "learned", "units"]

SHAPE = (1, 8, 8)


def first_costs(net, drawn, training, factor):
    """The costs of six epochs from a start whose numbers are multiplied by a factor; None where training diverges."""
    start = tuple(tuple(factor * P for P in own) for own in drawn)
    try:
        return net.train(start, training.X, training.Y, step=0.05, batch=32, epochs=6, seed=0).costs
    except FloatingPointError:
        return None


def learned(net, training, validation, step):
    """A network in training until twenty epochs in a row have brought no new least cost on the validation images.

    The seed 0 draws the start, and then deals the batches of 32. What comes back holds the weights of the best epoch.
    """
    rng = np.random.default_rng(0)
    start = net.init(SHAPE, rng)
    held_out = validation.X, validation.Y
    plan = {"step": step, "batch": 32, "epochs": 400, "patience": 20, "seed": rng, "held_out": held_out}
    return net.train(start, training.X, training.Y, **plan)


class Units(NamedTuple):
    """Hidden units: `kinds`, how many digits each has among its favourites (units,); `loud`, the four that speak loudest.

    Of those four: `weights` (4, height, width), and the three `images` (4, 3, height, width) that they like best.
    """

    kinds: np.ndarray
    loud: np.ndarray
    weights: np.ndarray
    images: np.ndarray


def units(parameters, favourites, test):
    """What the units of one hidden layer like, whose favourites among the test images are given, (units, count)."""
    (W_1, _), (W_2, _) = parameters[1::2]
    kinds = np.array([len(set(test.y[images])) for images in favourites])
    loud = np.argsort(-np.linalg.norm(W_2, axis=1))[:4]
    images = test.X[0].transpose(2, 0, 1)[favourites[loud, :3]]
    return Units(kinds, loud, W_1.T[loud].reshape(4, *SHAPE[1:]), images)
