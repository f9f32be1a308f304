"""Exercises of chapter <number>, <title>."""

import numpy as np

from unity.course.chapter_NN.lesson import between
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def ends_and_shares(rng):
    n, m = rng.integers(2, 5), rng.integers(3, 7)
    return rng.normal(size=(n, 1)), rng.normal(size=(n, 1)), rng.uniform(0.1, 0.4, (1, m))


def points_on_the_way(rng):
    p, q, t = ends_and_shares(rng)
    return p, q, between(p, q, t)


def points_beside_the_way(rng):
    """Some points before the begin, some behind the end, some beside the way between."""
    n = rng.integers(2, 5)
    p, q = rng.normal(size=(n, 1)), rng.normal(size=(n, 1))
    on_the_line = between(p, q, np.array([[-1.5, -0.5, 0.3, 0.6, 1.5, 2.5]]))
    return p, q, on_the_line + 0.1 * rng.normal(size=on_the_line.shape)


def share(p, q, X):
    """Which share of the way from p to q lies behind each column of X."""
    way = q - p
    return way.T @ (X - p) / (way.T @ way)


def meeting(p, q, X):
    return between(p, q, np.clip(share(p, q, X), 0, 1))


EXERCISES = (
    Exercise(
        name="NN-between",
        reference=between,
        draw=ends_and_shares,
        mistakes=(
            Mistake(lambda p, q, t: (q - p) @ t, "This is how far you have come. Add it to the place where you began."),
            Mistake(lambda p, q, t: between(q, p, t), "This walks from q to p. Begin at p."),
            Mistake(lambda p, q, t: p + q @ t, "This walks towards p + q. The way from p to q is q - p."),
        ),
    ),
    Exercise(
        name="NN-share",
        reference=share,
        draw=points_on_the_way,
        mistakes=(
            Mistake(
                lambda p, q, X: share(p, q, X) * np.linalg.norm(q - p),
                "This is a length. Divide by the whole way once more, so that the end has the share 1.",
            ),
            Mistake(lambda p, q, X: 1 - share(p, q, X), "This is the share that is left. Measure from p on."),
            Mistake(
                lambda p, q, X: share(p, q, X + p),
                "This measures from the origin on. Take p away from each point first.",
            ),
        ),
    ),
    Exercise(
        name="NN-meeting",
        reference=meeting,
        draw=points_beside_the_way,
        mistakes=(
            Mistake(
                lambda p, q, X: between(p, q, share(p, q, X)),
                "Some of these points lie before p or behind q, where nobody walks: clip the shares.",
            ),
            Mistake(
                lambda p, q, X: between(p, q, np.maximum(share(p, q, X), 0)),
                "Some of these points lie behind q. No share is more than 1.",
            ),
            Mistake(
                lambda p, q, X: between(p, q, np.minimum(share(p, q, X), 1)),
                "Some of these points lie before p. No share is less than 0.",
            ),
        ),
    ),
)
