"""Exercises of chapter 02, the sum of vectors."""

import numpy as np

from unity import geometry
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def plane_and_points(rng):
    n, m = rng.integers(2, 6), rng.integers(3, 8)
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))


def weights_and_points(rng):
    w, _, X = plane_and_points(rng)
    return w, X


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
            Mistake(
                lambda w, b, X: (w.T @ X + b) / geometry.norm(np.concatenate([b, w])),
                "The length here counts b among the weights. The normal is w alone: leave b out of the length.",
            ),
        ),
    ),
    Exercise(
        name="02-foot",
        reference=geometry.foot,
        draw=plane_and_points,
        mistakes=(
            Mistake(
                lambda w, b, X: X - geometry.unit_normal(w) @ (w.T @ X + b),
                "This walks the score along u, which is the distance along w. Walk the distance along u: w has a length, and it counts once too often.",
            ),
            Mistake(
                lambda w, b, X: X + geometry.unit_normal(w) @ geometry.signed_distance(w, b, X),
                "This walks away from the plane and ends at twice the distance. From x to its foot is minus d along u.",
            ),
            Mistake(
                lambda w, b, X: X - 2 * geometry.unit_normal(w) @ geometry.signed_distance(w, b, X),
                "This is the mirror image of x behind the plane. Walk the distance once, not twice.",
            ),
            Mistake(
                lambda w, b, X: geometry.across(w, X),
                "This lands on the plane through the origin: the bias b is missing from the distance.",
            ),
            Mistake(
                lambda w, b, X: geometry.along(w, X),
                "This lands on the line through the origin along w. The foot is where a perpendicular meets the plane.",
            ),
        ),
    ),
    Exercise(
        name="02-across",
        reference=geometry.across,
        draw=weights_and_points,
        mistakes=(
            Mistake(
                lambda w, X: geometry.along(w, X),
                "This is the part along w, which makes the whole score. Take it away from X.",
            ),
            Mistake(
                lambda w, X: X - w @ (w.T @ X) / geometry.norm(w),
                "The length of w is divided out once, but w stands here twice. Use u = w / ||w|| in both places.",
            ),
            Mistake(
                lambda w, X: X - w @ (w.T @ X),
                "The length of w is not divided out. Use u = w / ||w|| in both places.",
            ),
            Mistake(
                lambda w, X: X - geometry.projection(w, X),
                "This takes the number p from every coordinate. What has to go is the vector u p.",
            ),
        ),
    ),
)
