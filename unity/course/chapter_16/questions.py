"""Exercises of chapter 16, a network that sees."""

import numpy as np

from unity import datasets
from unity.grading import Exercise, Mistake
from unity.layers import MaxPool, MeanPool

__all__ = ["EXERCISES"]


# Who gets the error


def image_and_error(rng):
    """An image of a few small whole numbers, so that most windows of 2 x 2 have several largest pixels, and an error."""
    rows, columns = (int(n) for n in rng.choice([2, 3, 4], size=2, replace=False))
    X = rng.integers(0, 3, (2 * rows, 2 * columns)).astype(float)
    X[:2, :2] = 1.0, 2.0
    return X, rng.normal(size=(rows, columns))


def sent_back(kind):
    def back(X, E):
        return kind(2).error_back((), X[None, :, :, None], E[None, :, :, None])[0, :, :, 0]

    return back


def spread(E):
    return np.repeat(np.repeat(E, 2, axis=0), 2, axis=1)


def to_all_largest(X, E):
    Z = MaxPool(2).forward((), X[None, :, :, None])[0, :, :, 0]
    return spread(E) * (spread(Z) == X)


def to_the_last_largest(X, E):
    return sent_back(MaxPool)(X[::-1, ::-1], E[::-1, ::-1])[::-1, ::-1]


def largest_times_error(X, E):
    return X * sent_back(MaxPool)(X, E)


# What a network learns


def sizes(rng):
    """Channels, side of the image, filters, side of the kernel, classes."""
    return (
        int(rng.integers(2, 5)),
        int(2 * rng.integers(3, 9)),
        int(rng.integers(4, 20)),
        int(rng.choice([3, 5])),
        int(rng.integers(3, 12)),
    )


def learned_numbers(c, n, F, k, K):
    return F * (c * k**2 + 1) + K * (F * n**2 // 4 + 1)


# Move an image


def image_and_shift(rng):
    height, width = (int(n) for n in rng.choice(np.arange(4, 9), size=2, replace=False))
    return rng.uniform(0.1, 1, (height, width)), int(rng.integers(1, 3))


def moved_right(X, by):
    return datasets.moved(X[None, :, :, None], 0, by)[0, :, :, 0]


EXERCISES = (
    Exercise(
        name="16-max-pool-back",
        reference=sent_back(MaxPool),
        draw=image_and_error,
        mistakes=(
            Mistake(
                to_all_largest,
                "Where several pixels of a window are largest, each gets the error here. Only the first of them may.",
            ),
            Mistake(
                to_the_last_largest,
                "Where several pixels of a window are largest, the last gets the error here. It goes to the first.",
            ),
            Mistake(
                lambda X, E: spread(E),
                "Every pixel of a window gets its error. But moving a pixel that is not the largest changes nothing.",
            ),
            Mistake(
                sent_back(MeanPool),
                "This shares each error out to all four pixels: it is the way back through mean-pooling.",
            ),
            Mistake(
                largest_times_error,
                "The right pixels, but the error is multiplied by the pixel. The slope of the maximum by it is 1.",
            ),
        ),
    ),
    Exercise(
        name="16-count",
        reference=learned_numbers,
        draw=sizes,
        mistakes=(
            Mistake(
                lambda c, n, F, k, K: learned_numbers(c, n, F, k, K) - F - K,
                "These are the weights alone. Each filter and each class has a bias, too.",
            ),
            Mistake(
                lambda c, n, F, k, K: F * (c * k**2 + 1) + K * (F * n**2 + 1),
                "Here the dense layer hears every place of the maps. Pooling has left a quarter of them.",
            ),
            Mistake(
                lambda c, n, F, k, K: F * (k**2 + 1) + K * (F * n**2 // 4 + 1),
                "A filter looks through all channels: it has weights for each of them.",
            ),
            Mistake(
                lambda c, n, F, k, K: F * (c * k**2 + 1) * n**2 + K * (F * n**2 // 4 + 1),
                "This gives every place filters of its own. They are shared: count them once.",
            ),
            Mistake(
                lambda c, n, F, k, K: F * (c * k**2 + 1) + K * (n**2 // 4 + 1),
                "The dense layer hears the maps of all filters, not of one.",
            ),
        ),
    ),
    Exercise(
        name="16-moved",
        reference=moved_right,
        draw=image_and_shift,
        mistakes=(
            Mistake(
                lambda X, by: np.roll(X, by, axis=1),
                "What leaves on the right comes in again on the left. Paper, 0, has to come in.",
            ),
            Mistake(
                lambda X, by: datasets.moved(X[None, :, :, None], 0, -by)[0, :, :, 0],
                "This moves the image to the left.",
            ),
            Mistake(
                lambda X, by: datasets.moved(X[None, :, :, None], by, 0)[0, :, :, 0],
                "This moves the image down. Columns are the second axis.",
            ),
            Mistake(
                lambda X, by: np.hstack([np.zeros((len(X), by)), X]),
                "The image has grown: what leaves on the right has to be cut off.",
            ),
        ),
    ),
)
