"""Networks as chapter 16 trains them, and what `benchmarks/seeing.py` has found for each on twenty deals of the digits."""

import numpy as np

from unity.notebook import results

__all__ = ["NAMES", "by_size", "learns", "shares", "trained", "when_moved"]

NAMES = {
    "none": "no hidden layer",
    "dense-64": "64 hidden\nunits",
    "convolution-16": "16 filters",
    "scrambled": "16 filters,\nscrambled",
}
"""How a figure calls the networks that it compares, in two lines where one is too wide for a phone."""


def trained(net, training, validation, step):
    """The parameters of a network after at most 40 epochs in batches of 32, with a patience of 20, judged by `validation`."""
    rng, held = np.random.default_rng(0), (validation.X, validation.Y)
    plan = {"step": step, "batch": 32, "epochs": 40, "patience": 20, "held_out": held}
    return net.train(net.init((1, 8, 8), rng), training.X, training.Y, seed=rng, **plan).parameters


def learns(key):
    """How many weights and biases a network of the benchmark has.

    >>> learns("none")
    650
    """
    return results("seeing")["networks"][key]["parameters"]


def shares(key, *sides):
    """How many percent of the test digits a network has read in each deal: moved to the sides, on average, or as they are.

    >>> shares("dense-64").shape, shares("dense-64", "left", "right").shape
    ((20,), (20,))
    """
    runs = results("seeing")["networks"][key]["runs"]
    return 100 * np.array([[run[side] for side in sides or ("share",)] for run in runs]).mean(axis=1)


def by_size():
    """For each kind of network: how many numbers each size learns, and the mean and the spread of its shares.

    >>> [size for size, mean, spread in by_size().values()]
    [[350, 690, 1370, 2730], [610, 1210, 2410, 4810, 9610], [650]]
    """
    kinds = {}
    for kind, label in (("convolution", "filters"), ("dense", "hidden units"), ("none", "no hidden layer")):
        keys = sorted((key for key in results("seeing")["networks"] if key.startswith(kind)), key=learns)
        found = np.array([shares(key) for key in keys])
        kinds[label] = [learns(key) for key in keys], found.mean(axis=1), found.std(axis=1, ddof=1)
    return kinds


def when_moved():
    """For each network of `NAMES` its mean shares: of the digits as they are, and moved by one pixel to each side.

    >>> list(when_moved()["16 filters"])
    ['share', 'left', 'right', 'up', 'down']
    """
    sides = "share", "left", "right", "up", "down"
    return {name: {side: shares(key, side).mean() for side in sides} for key, name in NAMES.items()}
