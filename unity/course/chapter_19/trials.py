"""Trials of a network that a learner builds: the shipped digits drawn larger, and what is read rightly of unseen ones.

All trainings take as many steps, however many images they have, so that a curve over images shows images.
"""

import math

import numpy as np

from unity import tally
from unity.arrays import move
from unity.datasets import Examples, split

__all__ = ["BATCH", "STEPS", "by_step", "enlarged", "share", "shares"]

STEPS, BATCH = 300, 32


def enlarged(examples):
    """Images with each pixel drawn as three by three, in a frame of two pixels of paper: of 8 by 8 they become 28 by 28.

    Nothing is added to what they show.

    >>> one = Examples(np.ones((1, 8, 8, 1)), np.array([0]), ("a",))
    >>> enlarged(one).X.shape, float(enlarged(one).X.sum())
    ((1, 28, 28, 1), 576.0)
    """
    larger = np.repeat(np.repeat(examples.X, 3, axis=1), 3, axis=2)
    return Examples(np.pad(larger, ((0, 0), (2, 2), (2, 2), (0, 0))), examples.y, examples.classes)


def share(network, training, test, *, step, seed):
    """Train from a seed, and say how many percent of the test images are then read rightly.

    In single precision, in which MNIST comes: what is read rightly stays the same, and it takes two thirds of the time.
    """
    X, unseen = (images.X.astype(np.float32, copy=False) for images in (training, test))
    start = move(network.init(X.shape[:-1], seed), like=X)
    epochs = max(1, round(STEPS / math.ceil(len(training) / BATCH)))
    run = network.train(start, X, training.y, step=step, batch=BATCH, epochs=epochs, seed=seed)
    return 100 * float(tally.right(network.forward(run.parameters, unseen), test.y).mean())


def by_step(network, training, steps, *, seed=0):
    """What each step reads of a quarter of the training images that it has not seen: percent, in the order of `steps`."""
    seen, validation = split(training, test=0.25, seed=seed)
    return np.array([share(network, seen, validation, step=step, seed=seed) for step in steps])


def shares(network, examples, sizes, *, step, deals):
    """Percent of unseen images read rightly, (deals, sizes): each deal keeps a quarter, and trains on the first of the rest.

    Raises ValueError where a deal has fewer images to train on than a size asks for.
    """
    found = np.empty((deals, len(sizes)))
    for deal in range(deals):
        training, test = split(examples, test=0.25, seed=deal)
        if max(sizes) > len(training):
            raise ValueError(f"shares: {max(sizes)} images to train on, a deal has {len(training)}")
        for place, size in enumerate(sizes):
            found[deal, place] = share(network, training.columns(slice(size)), test, step=step, seed=deal)
    return found
