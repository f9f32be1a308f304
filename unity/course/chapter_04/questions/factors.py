"""The factor that suits the scores of a neuron best."""

import numpy as np

from unity.activations import sigmoid, sigmoid_slope
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def overlapping(rng):
    """Scores of a neuron and their labels: the two scores nearest to 0 are on the wrong side, the others on the right one."""
    m = int(rng.integers(7, 11))
    z = rng.uniform(1.0, 4.0, (1, m)) * rng.choice([-1.0, 1.0], (1, m))
    z[0, :2] = rng.uniform(0.4, 0.9, 2) * np.array([1.0, -1.0])
    y = (z > 0).astype(float)
    y[0, :2] = 1 - y[0, :2]
    return z, y


def least(slope):
    """Where a rising slope is 0, between 0 and 50, by halving."""

    def factor(z, y):
        low, high = 0.0, 50.0
        for _ in range(60):
            c = (low + high) / 2
            low, high = (low, c) if slope(c, z, y) > 0 else (c, high)
        return (low + high) / 2

    return factor


def slope_of_cost(c, z, y):
    return np.mean((sigmoid(c * z) - y) * z)


def slope_of_squares(c, z, y):
    return np.mean((sigmoid(c * z) - y) * sigmoid_slope(c * z) * z)


best_factor = least(slope_of_cost)


EXERCISES = (
    Exercise(
        name="04-temperature",
        reference=best_factor,
        draw=overlapping,
        mistakes=(
            Mistake(
                lambda z, y: 1 / best_factor(z, y),
                "This is the temperature, by which scores are divided. Asked is the factor that multiplies them.",
            ),
            Mistake(
                least(slope_of_squares),
                "Here the mean squared error is least. Its slope carries a factor a (1 − a) that cross-entropy has not.",
            ),
            Mistake(
                lambda z, y: 1.0,
                "This leaves the scores as they are. Is the slope of the cost by the factor 0 there?",
            ),
            Mistake(
                lambda z, y: float(np.round(best_factor(z, y))),
                "This is the nearest whole number. Halve more often: after fifty times nothing is left to halve.",
            ),
            Mistake(
                lambda z, y: 50.0,
                "This is the upper end: the halving went the wrong way. Where the slope is positive the minimum lies below.",
            ),
            Mistake(
                lambda z, y: best_factor(z, y) * z,
                "These are the new scores. Asked is the factor alone, one number.",
            ),
        ),
    ),
)
