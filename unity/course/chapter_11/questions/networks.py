"""Back-propagation through two layers, and the ways to get it wrong."""

import numpy as np

from unity import decks
from unity.activations import TANH, sigmoid, sigmoid_slope
from unity.families import BERNOULLI
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def network(rng):
    """Two layers and their examples: W_1, b_1, W_2, b_2, X, Y."""
    n, k, m = rng.choice([2, 3, 4, 5, 6, 7], 3, replace=False)
    Y = rng.integers(0, 2, (1, m)).astype(float)
    Y[0, :2] = 0.0, 1.0
    shapes = (n, k), (k, 1), (k, 1), (1, 1), (n, m)
    return *(rng.normal(size=shape) for shape in shapes), Y


def gradients(W_1, b_1, W_2, b_2, X, Y, *, way=decks.by_weights_and_slope):
    layers = (W_1, b_1), (W_2, b_2)
    (dW_1, db_1), (dW_2, db_2) = decks.back_propagate(layers, X, Y, activation=TANH, family=BERNOULLI, way=way)
    return dW_1, db_1, dW_2, db_2


def without_mean(*case):
    return tuple(case[4].shape[1] * array for array in gradients(*case))


def only_weights_averaged(*case):
    m = case[4].shape[1]
    return tuple(array * factor for array, factor in zip(gradients(*case), (1, m, 1, m)))


def with_output_slope(W_1, b_1, W_2, b_2, X, Y):
    """The gradient of half the squared error."""
    A = np.tanh(W_1.T @ X + b_1)
    Z = W_2.T @ A + b_2
    E = (sigmoid(Z) - Y) * sigmoid_slope(Z) / X.shape[1]
    E_1 = (W_2 @ E) * (1 - A**2)
    ones = np.ones((X.shape[1], 1))
    return X @ E_1.T, E_1 @ ones, A @ E.T, E @ ones


def lying(*case):
    dW_1, db_1, dW_2, db_2 = gradients(*case)
    return dW_1.T, db_1, dW_2.T, db_2


def label_minus_prediction(*case):
    return tuple(-array for array in gradients(*case))


EXERCISES = (
    Exercise(
        name="11-back-propagate",
        reference=gradients,
        draw=network,
        mistakes=(
            Mistake(
                lambda *case: gradients(*case, way=decks.by_weights),
                "The last layer is right. In the first, the error has not met the slope of tanh.",
            ),
            Mistake(
                lambda *case: gradients(*case, way=decks.by_fractions),
                "The last layer is right. The first got the deck's fractions: send W_2 E_2 back, and multiply by the slope.",
            ),
            Mistake(
                without_mean,
                "These are sums over the examples. The cost is a mean: its 1/m stands in the last error, E_2 = (A − Y)/m.",
            ),
            Mistake(
                only_weights_averaged,
                "The weights are right. The biases are still m times too large: they take the same E, which holds the 1/m.",
            ),
            Mistake(
                with_output_slope,
                "The last error carries a (1 − a): that is the squared error's. With cross-entropy E_2 is (A − Y)/m.",
            ),
            Mistake(
                lying,
                "The numbers are right, but dW_1 and dW_2 lie on their side: A E^T has the shape of W, E A^T has not.",
            ),
            Mistake(
                label_minus_prediction,
                "Every sign is turned: the error is prediction minus label, A − Y.",
            ),
        ),
    ),
)
