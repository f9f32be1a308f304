"""Exercises of chapter 16, a network that sees."""

import itertools

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
    """Filters of each layer, channels and side of the image, classes; no two layers have as many filters."""
    filters = [int(F) for F in rng.choice(np.arange(4, 20), size=int(rng.integers(2, 4)), replace=False)]
    return filters, int(rng.integers(2, 4)), int(8 * rng.integers(2, 5)), int(rng.integers(3, 12))


def learned_numbers(filters, c, n, K, biases=1, halves=True):
    total = 0
    for F in filters:
        total, c, n = total + F * (9 * c + biases), F, n // 2 if halves else n
    return total + K * (c * n**2 + biases)


def channels_of_the_image(filters, c, n, K):
    """Every layer looks through the channels of the image, as if no layer came before it."""
    right = sum(F * 9 * (heard - c) for heard, F in itertools.pairwise(filters))
    return learned_numbers(filters, c, n, K) - right


def halved_once(filters, c, n, K):
    return learned_numbers(filters, c, n, K) + K * filters[-1] * ((n // 2) ** 2 - (n // 2 ** len(filters)) ** 2)


# Move an image


def image_and_shift(rng):
    height, width = (int(n) for n in rng.choice(np.arange(4, 9), size=2, replace=False))
    return rng.uniform(0.1, 1, (height, width)), int(rng.choice([-2, -1, 0, 1, 2]))


def moved_right(X, by):
    return datasets.moved(X[None, :, :, None], 0, by)[0, :, :, 0]


def grown(X, by):
    return np.pad(X, ((0, 0), (max(by, 0), max(-by, 0))))


def sliced_by_zero(X, by):
    """`X[:, :-by]` for a step of 0: nothing is taken, and paper is all that is left."""
    return moved_right(X, by) if by else np.zeros_like(X)


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
                lambda filters, c, n, K: learned_numbers(filters, c, n, K, biases=0),
                "These are the weights alone. Each filter and each class has a bias, too.",
            ),
            Mistake(
                lambda filters, c, n, K: learned_numbers(filters, c, n, K, halves=False),
                "Here the dense layer hears maps as large as the image. Each pooling halves their sides.",
            ),
            Mistake(
                halved_once,
                "Here the maps are halved once. There is a pooling behind every one of the convolutions.",
            ),
            Mistake(
                channels_of_the_image,
                "Here every filter has as many channels as the image. From the second layer on it looks through the maps before.",
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
                "What leaves on one side comes in again on the other. Paper, 0, has to come in.",
            ),
            Mistake(
                lambda X, by: moved_right(X, -by),
                "This moves the image to the other side: positive is to the right.",
            ),
            Mistake(
                lambda X, by: datasets.moved(X[None, :, :, None], by, 0)[0, :, :, 0],
                "This moves the image down. Columns are the second axis.",
            ),
            Mistake(
                grown,
                "The image has grown: what leaves at one side has to be cut off.",
            ),
            Mistake(
                sliced_by_zero,
                "Moved by 0, the image has to stay as it is. A slice that ends at -0 is empty.",
            ),
        ),
    ),
)
