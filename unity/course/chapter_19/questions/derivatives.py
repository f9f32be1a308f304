"""Exercises of the project: the way back through a product, through what was stretched, and through a network."""

import numpy as np

from unity.activations import TANH, softmax
from unity.families import CATEGORICAL
from unity.grading import Exercise, Mistake
from unity.layers import Elementwise, dense
from unity.network import Network

__all__ = ["EXERCISES"]

# Back through a product


def two_factors(rng):
    n, k, m = (int(size) for size in rng.choice(np.arange(2, 7), size=3, replace=False))
    return rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m))


def product_back(A, B, E):
    return E @ B.T, A.T @ E


# An array that was stretched


def stretched(rng):
    rows, columns = (int(size) for size in rng.choice(np.arange(2, 6), size=2, replace=False))
    shape = [(rows, 1), (1, columns), (rows, 1), (1, 1), (rows, columns)][int(rng.integers(5))]
    return rng.normal(size=(rows, columns)), shape


def unstretched(E, shape):
    axes = tuple(axis for axis in (0, 1) if shape[axis] < E.shape[axis])
    return E.sum(axis=axes, keepdims=True)


def mean_of_copies(E, shape):
    return unstretched(E, shape) * np.prod(shape) / E.size


# The gradient of a network


def network_and_examples(rng):
    n, k, K, m = (int(size) for size in rng.choice(np.arange(2, 7), size=4, replace=False))
    W_1, W_2 = rng.normal(size=(n, k)), rng.normal(size=(k, K))
    b_1, b_2 = rng.normal(size=(k, 1)), rng.normal(size=(K, 1))
    return W_1, b_1, W_2, b_2, rng.normal(size=(n, m)), np.eye(K)[:, rng.integers(K, size=m)]


def gradients(W_1, b_1, W_2, b_2, X, Y):
    network = Network([dense(len(b_1)), Elementwise(TANH), dense(len(b_2))], CATEGORICAL)
    (dW_1, db_1), _, (dW_2, db_2) = network.gradient(((W_1, b_1), (), (W_2, b_2)), X, Y)
    return dW_1, db_1, dW_2, db_2


def sent_back(error, *, bends=True, together=True):
    """The gradients that come of an error of the scores, made of probabilities A, labels Y and the number m."""

    def gradients_of(W_1, b_1, W_2, b_2, X, Y):
        A_2 = np.tanh(W_1.T @ X + b_1)
        E_2 = error(softmax(W_2.T @ A_2 + b_2), Y, X.shape[1])
        E_1 = W_2 @ E_2 * (1 - A_2**2 if bends else 1)
        b_back = [E.sum(axis=1, keepdims=True) if together else E for E in (E_1, E_2)]
        return X @ E_1.T, b_back[0], A_2 @ E_2.T, b_back[1]

    return gradients_of


def right_error(A, Y, m):
    return (A - Y) / m


EXERCISES = (
    Exercise(
        name="19-product",
        reference=product_back,
        draw=two_factors,
        mistakes=(
            Mistake(
                lambda A, B, E: product_back(A, B, E)[::-1],
                "Both errors are right, and in the wrong order: that of A comes first.",
            ),
            Mistake(
                lambda A, B, E: (B @ E.T, E.T @ A),
                "Both are transposed. An error has the shape of the array that it belongs to.",
            ),
            Mistake(
                lambda A, B, E: tuple(D / E.shape[1] for D in product_back(A, B, E)),
                "Both are divided by the number of columns. The mean over the examples is an operation of its own.",
            ),
        ),
    ),
    Exercise(
        name="19-unstretched",
        reference=unstretched,
        draw=stretched,
        mistakes=(
            Mistake(
                lambda E, shape: np.full(shape, E.sum()),
                "This adds up everything. Add up along the stretched axes only.",
            ),
            Mistake(mean_of_copies, "This is the mean of the copies' errors. Paths add up."),
            Mistake(
                lambda E, shape: E[: shape[0], : shape[1]],
                "This is the error of the first copy. All copies move together, and each has a path of its own.",
            ),
        ),
    ),
    Exercise(
        name="19-gradients",
        reference=gradients,
        draw=network_and_examples,
        mistakes=(
            Mistake(
                sent_back(lambda A, Y, m: A / m),
                "The error of the scores is A / m here. They reach the cost by the labels, too: is an error overwritten?",
            ),
            Mistake(
                sent_back(lambda A, Y, m: -Y / m),
                "The error of the scores is -Y / m here. They reach the cost by the softmax, too: is an error overwritten?",
            ),
            Mistake(
                sent_back(lambda A, Y, m: A - Y),
                "This is the gradient of the sum of all losses. The cost is their mean.",
            ),
            Mistake(
                sent_back(right_error, bends=False),
                "The first layer's errors lack the slope of tanh, which is one minus its square.",
            ),
            Mistake(
                sent_back(right_error, together=False),
                "A bias was stretched over the examples. Its copies have one error together.",
            ),
        ),
    ),
)
