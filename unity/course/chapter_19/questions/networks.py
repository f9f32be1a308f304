"""Exercises of the project: images drawn larger, and an interval."""

import numpy as np

from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]

# Images, and an interval


def images(rng):
    return (rng.uniform(0.1, 1, (1, 8, 8, int(rng.integers(2, 5)))),)


def enlarged(X, widths=((2, 2), (2, 2)), mode="constant"):
    return np.pad(np.repeat(np.repeat(X, 3, axis=1), 3, axis=2), ((0, 0), *widths, (0, 0)), mode=mode)


def tiled(X):
    return np.pad(np.tile(X, (1, 3, 3, 1)), ((0, 0), (2, 2), (2, 2), (0, 0)))


def differences(rng):
    n = int(rng.integers(5, 12))
    return rng.normal(loc=1, size=n), float(rng.uniform(2, 3))


def interval(d, t, *, missing=1, over=lambda n: np.sqrt(n)):
    half = t * np.std(d, ddof=missing) / over(len(d))
    return d.mean() - half, d.mean() + half


EXERCISES = (
    Exercise(
        name="19-enlarged",
        reference=enlarged,
        draw=images,
        mistakes=(
            Mistake(tiled, "This sets nine small images side by side. Each pixel has to become three by three."),
            Mistake(
                lambda X: enlarged(X, widths=((0, 4), (0, 4))),
                "All four lines of paper stand below and at the right. Two have to stand on each side.",
            ),
            Mistake(
                lambda X: enlarged(X, mode="edge"),
                "The frame repeats the outermost pixels. It has to be paper, 0.",
            ),
        ),
    ),
    Exercise(
        name="19-interval",
        reference=interval,
        draw=differences,
        mistakes=(
            Mistake(
                lambda d, t: interval(d, t, missing=0),
                "The spread is divided by n here. The mean was fitted to the same numbers, so divide by n - 1.",
            ),
            Mistake(
                lambda d, t: interval(d, t, over=lambda n: 1),
                "So far single gains spread. Their mean spreads less, by the root of their number.",
            ),
            Mistake(
                lambda d, t: interval(d, t, over=lambda n: n),
                "The spread is divided by n here. The spread of a mean falls with the root of n.",
            ),
        ),
    ),
)
