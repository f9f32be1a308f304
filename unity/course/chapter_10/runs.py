"""Networks of one hidden layer, trained: from many starts, on disks and moons, and on real examples held out."""

from typing import NamedTuple

import numpy as np

from unity.activations import RELU
from unity.datasets import Examples, digits, split, standardise
from unity.families import BERNOULLI
from unity.geometry import line
from unity.layers import Elementwise, dense
from unity.logistic import NoOptimum, fit
from unity.network import Network

__all__ = [
    "Boundary",
    "boundary",
    "has_a_line",
    "heaps",
    "held_out",
    "network",
    "odd_digits",
    "piled",
    "trained",
    "twenty_starts",
    "unfolded",
]


def has_a_line(X, lamp):
    """Whether a line has the labels 1 in `lamp` on one side and those 0 on the other: then the cost has no minimum.

    >>> corners = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    >>> has_a_line(corners, [0, 0, 0, 1]), has_a_line(corners, [0, 1, 1, 0])
    (True, False)
    """
    try:
        fit(X, np.array([lamp], dtype=float))
    except NoOptimum:
        return True
    return False


def network(width, activation=RELU):
    """A network with a hidden layer of that many neurons, or with none, and one output.

    >>> len(network(2).layers), len(network(0).layers)
    (3, 1)
    """
    hidden = [dense(width), Elementwise(activation)] if width else []
    return Network([*hidden, dense(1)], BERNOULLI)


def trained(net, X, Y, seed, **plan):
    """What training makes of the start with that seed."""
    return net.train(net.init((len(X),), seed), X, Y, seed=seed, **plan)


def twenty_starts(width, X, Y):
    """Training from twenty random starts, 100 steps each with all of four examples."""
    return [trained(network(width), X, Y, seed, step=1.0, batch=4, epochs=100) for seed in range(20)]


def _sums(parameters, X):
    W, b = parameters[0]
    return W.T @ X + b


def piled(parameters, X, Y):
    """Whether every hidden neuron is silent for an example of each label: a mixed heap that nothing behind can part."""
    silent = np.all(_sums(parameters, X) <= 0, axis=0)
    return bool(silent[Y[0] == 0].any() and silent[Y[0] == 1].any())


def unfolded(parameters, X):
    """Whether every hidden neuron has all examples on one side of its line, so that nothing is folded between them."""
    awake = _sums(parameters, X) > 0
    return bool(np.all(awake == awake[:, :1]))


def heaps(ends, X, Y):
    """Of the starts that failed, how many have a mixed heap, and how many there are; `ends` is width -> its starts."""
    failed = [end.parameters for several in ends.values() for end in several if end.costs[-1] >= np.log(2) / 4]
    return sum(piled(parameters, X, Y) for parameters in failed), len(failed)


class Boundary(NamedTuple):
    """What a network made of examples in the plane: scores on a grid side x side, its hidden lines, and the share of right answers."""

    examples: Examples
    side: np.ndarray
    Z: np.ndarray
    lines: list
    right: float


def _share(net, P, X, Y):
    return np.mean((net.predict(P, X) >= 0.5) == Y).item()


def boundary(made, width):
    """The best of three starts, by training cost, on 200 examples; the share of right answers is that of 2,000 others."""
    net, seen, others = network(width), made(200, seed=10), made(2000, seed=11)
    ends = [trained(net, seen.X, seen.Y, seed, step=1.0, batch=50, epochs=80) for seed in range(3)]
    P = min(ends, key=lambda end: end.costs[-1]).parameters
    W, b = P[0]
    lines = [line(W[:, [k]], b[[k]], np.array([[-9.0, 9.0]])) for k in range(width)]
    side = np.linspace(seen.X.min() - 0.1, seen.X.max() + 0.1, 141)
    Z = net.forward(P, np.stack(np.meshgrid(side, side)).reshape(2, -1))
    return Boundary(seen, side, Z.reshape(141, 141), lines, _share(net, P, others.X, others.Y))


def odd_digits():
    """Handwritten digits as columns of 64 pixels, by whether they are odd."""
    images = digits()
    return Examples(images.X.reshape(64, -1), images.y % 2, ("even", "odd"))


def held_out(examples, width):
    """The percentage of right answers on a quarter of the examples, held out at random: the mean of three times."""
    shares = []
    for seed in range(3):
        training, test = split(examples, seed=seed)
        X, mean, scale = standardise(training.X)
        P = trained(network(width), X, training.Y, seed, step=0.2, batch=64, epochs=30).parameters
        shares.append(_share(network(width), P, (test.X - mean) / scale, test.Y))
    return round(100 * np.mean(shares), 1)
