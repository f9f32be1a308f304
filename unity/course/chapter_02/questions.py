"""Exercises of chapter 02, the sum of vectors."""

import numpy as np

from unity import geometry
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def plane_and_points(rng):
    n, m = rng.integers(2, 6), rng.integers(3, 8)
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))


def two_points(rng):
    """Two different points, far from the origin."""
    n = rng.integers(2, 6)
    return 3 + rng.normal(size=(n, 1)), 1 + rng.normal(size=(n, 1))


def half_way(p, q):
    """The plane that has as far to p as to q, with q on its positive side and w of length 1."""
    w = geometry.unit_normal(q - p)
    return w, -w.T @ (p + q) / 2


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
        name="02-half-way",
        reference=half_way,
        draw=two_points,
        mistakes=(
            Mistake(
                lambda p, q: (q - p, -((q - p).T @ (p + q)) / 2),
                "This is the right plane, but w is not of length 1. Divide w by its length before you find b.",
            ),
            Mistake(
                lambda p, q: tuple(-part for part in half_way(p, q)),
                "This is the right plane with its sides exchanged: q has to be on the positive one. Go from p to q.",
            ),
            Mistake(
                lambda p, q: (half_way(p, q)[0], np.zeros((1, 1))),
                "w is right. With b = 0 the plane passes through the origin; it has to pass through the middle of p and q.",
            ),
            Mistake(
                lambda p, q: (half_way(p, q)[0], -half_way(p, q)[1]),
                "w is right, b has the wrong sign. In the middle of p and q the score w^T x + b has to be 0.",
            ),
            Mistake(
                lambda p, q: (half_way(p, q)[0], 2 * half_way(p, q)[1]),
                "w is right, b is twice too large. The middle of p and q is half of their sum.",
            ),
            Mistake(
                lambda p, q: (half_way(p, q)[0], -geometry.unit_normal(q - p).T @ q),
                "w is right, but this plane passes through q. Let it pass through the middle of p and q.",
            ),
        ),
    ),
)
