"""Exercises of chapter 08, bending the boundary."""

import numpy as np

from unity import features
from unity.activations import sigmoid
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def points(rng):
    return (rng.normal(size=(2, rng.integers(3, 8))),)


def scores(rng):
    return (np.concatenate([rng.normal(size=(1, 5)), np.zeros((1, 1))], axis=1),)


def circle_and_points(rng):
    m = rng.integers(4, 9)
    return rng.normal(size=(2, 1)), rng.uniform(0.5, 2), 2 * rng.normal(size=(2, m))


def quadratic(X):
    return features.polynomial(X, 2)


def swish_slope(z):
    a = sigmoid(z)
    return a + z * a * (1 - a)


def outside(centre, radius, X):
    return ((X - centre) ** 2).sum(axis=0, keepdims=True) - radius**2


EXERCISES = (
    Exercise(
        name="08-quadratic",
        reference=quadratic,
        draw=points,
        mistakes=(
            Mistake(
                lambda X: np.concatenate([X, X**2]),
                "The product x_1 x_2 is missing: without it every conic stands upright along the axes.",
            ),
            Mistake(
                lambda X: np.concatenate([np.ones_like(X[:1]), quadratic(X)]),
                "The first row is the constant 1. The bias b is there for it: leave it out.",
            ),
            Mistake(
                lambda X: quadratic(X)[[0, 1, 2, 4, 3]],
                "The last two rows are swapped: the order is x_1^2, x_1 x_2, x_2^2.",
            ),
            Mistake(
                lambda X: quadratic(X)[2:],
                "Only the squares and the product are here. x_1 and x_2 themselves come first: they shift the curve.",
            ),
        ),
    ),
    Exercise(
        name="08-swish-slope",
        reference=swish_slope,
        draw=scores,
        mistakes=(
            Mistake(
                sigmoid,
                "This is one term of the product rule, in which z is differentiated. The sigmoid has a slope as well.",
            ),
            Mistake(
                lambda z: z * sigmoid(z) * (1 - sigmoid(z)),
                "This is one term of the product rule, in which the sigmoid is differentiated. The slope of z is 1.",
            ),
            Mistake(
                lambda z: z * sigmoid(z),
                "This is the activation itself. Its slope was asked.",
            ),
            Mistake(
                lambda z: sigmoid(z) * (1 - sigmoid(z)),
                "This is the slope of the sigmoid alone. Here z stands before it.",
            ),
            Mistake(
                lambda z: sigmoid(z) - z * sigmoid(z) * (1 - sigmoid(z)),
                "The second term has the wrong sign: the sigmoid rises, so its slope is positive.",
            ),
        ),
    ),
    Exercise(
        name="08-circle",
        reference=outside,
        draw=circle_and_points,
        mistakes=(
            Mistake(
                lambda centre, radius, X: -outside(centre, radius, X),
                "The sign is turned: this is positive inside. The score was asked to be positive outside.",
            ),
            Mistake(
                lambda centre, radius, X: ((X - centre) ** 2).sum(axis=0, keepdims=True) - radius,
                "The squared distance is compared with the radius. Compare it with the radius squared.",
            ),
            Mistake(
                lambda centre, radius, X: np.sqrt(((X - centre) ** 2).sum(axis=0, keepdims=True)) - radius,
                "This is the distance to the circle: right in sign, but no polynomial of the inputs. Leave out the root.",
            ),
            Mistake(
                lambda centre, radius, X: (X**2).sum(axis=0, keepdims=True) - radius**2,
                "This circle stands round the origin. Take the centre from each point first.",
            ),
        ),
    ),
)
