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


def numbers_of_planes(rng):
    """Four at least: up to three planes make as many regions as there are choices of sides."""
    return (int(rng.integers(4, 12)),)


def in_all(W, b, X):
    return geometry.sides(W, b, X).min(axis=0, keepdims=True)


def folded(X):
    return _folds(X) - 0.5


def _folds(X):
    """How far each point is from the crease, in steps of a switch."""
    side = X[:1] - X[1:]
    return relu(side) + relu(-side)


def one_rectifier(X):
    return relu(X[:1] - X[1:]) - 0.5


def as_in_the_chapter(X):
    return 0.5 - abs(X.sum(axis=0, keepdims=True) - 1)


def regions(K):
    """How many regions K planes make of space at most."""
    return geometry.most_regions(3, K)


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
                as_in_the_chapter,
                "This folds along the diagonal of the on corners, as section 10.4 does. The crease shall join the off corners.",
            ),
            Mistake(
                one_rectifier,
                "Only one side of the crease is folded: with one rectifier the position (0, 1) stays off.",
            ),
            Mistake(
                lambda X: -folded(X),
                "The sign is turned: this lamp burns where both switches are alike.",
            ),
            Mistake(
                _folds,
                "The last neuron has no bias. The cut then lies on the crease itself; it belongs one half beside it.",
            ),
            Mistake(
                lambda X: X[:1] - X[1:] - 0.5,
                "Nothing is folded: without a rectifier this is a straight line again.",
            ),
            Mistake(
                lambda X: (X[:1] - X[1:]) ** 2 - 0.5,
                "Right at the corners, but a square bends the plane. Two rectifiers fold it: their sum grows like the distance.",
            ),
        ),
    ),
    Exercise(
        name="10-regions",
        reference=regions,
        draw=numbers_of_planes,
        mistakes=(
            Mistake(
                lambda K: 2**K,
                "Not every choice of K sides is the choice of some point. Four planes make 15 regions, not 16.",
            ),
            Mistake(
                lambda K: geometry.most_regions(2, K),
                "These are the regions of a plane, cut by lines. In space each plane adds as many as the lines on it make.",
            ),
            Mistake(
                lambda K: regions(K) - 1,
                "The first region is missing: without any plane space is one piece.",
            ),
            Mistake(
                lambda K: regions(K + 1) - 1,
                "Each plane was counted with one line too many: it meets those before it, and not itself.",
            ),
            Mistake(
                lambda K: regions(K - 1),
                "One plane is missing: the last one is counted too.",
            ),
        ),
    ),
)
