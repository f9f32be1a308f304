"""Exercises of chapter 10, why a hidden layer."""

import numpy as np

from unity import geometry
from unity.activations import relu
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def polygons(rng):
    """K lines, each with the origin on its positive side, and points near and far."""
    K, m = rng.integers(3, 6), 12
    return rng.normal(size=(2, K)), rng.uniform(0.3, 1.0, size=(K, 1)), rng.normal(size=(2, m))


def switches(rng):
    """The four positions and a few points between and beside them."""
    corners = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    return (np.concatenate([corners, rng.uniform(-1, 2, size=(2, 5))], axis=1),)


def numbers_of_lines(rng):
    return (int(rng.integers(3, 12)),)


def in_all(W, b, X):
    return geometry.sides(W, b, X).min(axis=0, keepdims=True)


def folded(X):
    return 0.5 - _folds(X)


def _folds(X):
    """How far each point is from the crease, in steps of a switch."""
    s = X.sum(axis=0, keepdims=True) - 1
    return relu(s) + relu(-s)


def one_rectifier(X):
    return 0.5 - relu(X.sum(axis=0, keepdims=True) - 1)


def other_diagonal(X):
    return 0.5 - abs(X[:1] - X[1:])


def regions(K):
    return geometry.most_regions(2, K)


EXERCISES = (
    Exercise(
        name="10-inside",
        reference=in_all,
        draw=polygons,
        mistakes=(
            Mistake(
                lambda W, b, X: geometry.sides(W, b, X).max(axis=0, keepdims=True),
                "This is 1 where any of the half-planes holds the point. All of them have to.",
            ),
            Mistake(
                lambda W, b, X: geometry.sides(W, 0 * b, X).min(axis=0, keepdims=True),
                "The biases are missing: all these lines pass through the origin.",
            ),
            Mistake(
                lambda W, b, X: 1 - in_all(W, b, X),
                "Inside and outside are exchanged: 1 belongs to the points inside.",
            ),
            Mistake(
                lambda W, b, X: geometry.sides(W, b, X).sum(axis=0, keepdims=True),
                "This counts the half-planes that hold a point. The last neuron is missing: compare the count with K.",
            ),
            Mistake(
                lambda W, b, X: geometry.sides(W, b, X),
                "These are the answers of the hidden layer, one row a line. One more neuron has to make one row of them.",
            ),
        ),
    ),
    Exercise(
        name="10-fold",
        reference=folded,
        draw=switches,
        mistakes=(
            Mistake(
                one_rectifier,
                "Only one side of the crease is folded: with one rectifier the position (0, 0) stays on.",
            ),
            Mistake(
                lambda X: -folded(X),
                "The sign is turned: this lamp burns where both switches are alike.",
            ),
            Mistake(
                lambda X: -_folds(X),
                "The last neuron has no bias. The cut then lies on the crease itself; it belongs one half beside it.",
            ),
            Mistake(
                other_diagonal,
                "This is folded along the other diagonal, where both switches are alike, and calls that side on.",
            ),
            Mistake(
                lambda X: 0.5 - X.sum(axis=0, keepdims=True) + 1,
                "Nothing is folded: without a rectifier this is a straight line again.",
            ),
        ),
    ),
    Exercise(
        name="10-regions",
        reference=regions,
        draw=numbers_of_lines,
        mistakes=(
            Mistake(
                lambda K: 2**K,
                "Not every choice of K sides is the choice of some point. Three lines make 7 regions, not 8.",
            ),
            Mistake(lambda K: K + 1, "These are the strips between parallel lines. Lines that cross make more."),
            Mistake(
                lambda K: regions(K) - 1,
                "The first region is missing: without any line the plane is one piece.",
            ),
            Mistake(
                lambda K: K * (K - 1) // 2,
                "This counts the points where two lines cross. Each adds a region to the 1 + K that are there without.",
            ),
            Mistake(
                lambda K: regions(K - 1),
                "One line is missing: the last one is counted too.",
            ),
        ),
    ),
)
