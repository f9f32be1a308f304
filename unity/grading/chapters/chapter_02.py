"""Exercises of chapter 02, the sum of vectors."""

import numpy as np

from unity import geometry
from unity.grading.check import Exercise, Mistake

__all__ = ["EXERCISES"]


def plane_and_points(rng):
    n, m = rng.integers(2, 6), rng.integers(3, 8)
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))


EXERCISES = (
    Exercise(
        name="02-signed-distance",
        reference=geometry.signed_distance,
        draw=plane_and_points,
        mistakes=(
            Mistake(
                lambda w, b, X: w.T @ X + b,
                "This is z = w^T x + b, the score. A distance divides it by the length of w.",
            ),
            Mistake(
                lambda w, b, X: np.abs(geometry.signed_distance(w, b, X)),
                "This is the distance without its sign: which side the point lies on is lost. Leave out the absolute value.",
            ),
            Mistake(
                lambda w, b, X: (w.T @ X + b) / (w.T @ w),
                "This divides by w^T w, the square of the length. Divide by the length itself.",
            ),
            Mistake(
                lambda w, b, X: w.T @ X / geometry.norm(w) + b,
                "Here b is added after the division. The whole score w^T x + b has to be divided by the length of w.",
            ),
        ),
    ),
)
