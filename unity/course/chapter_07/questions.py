"""Exercises of chapter 07, all examples at once."""

import numpy as np

from unity import families, logistic
from unity.activations import sigmoid
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def scores(rng):
    m = rng.integers(3, 9)
    return 3 * rng.normal(size=(1, m)), rng.integers(0, 2, size=(1, m)) * 1.0


def neuron_and_examples(rng):
    n, m = rng.integers(2, 6), rng.integers(7, 12)
    Y = rng.integers(0, 2, size=(1, m)) * 1.0
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m)), Y


def layer_and_examples(rng):
    n, K, m = rng.permutation([3, 4, 5, 6, 7])[:3]
    Y = rng.integers(0, 2, size=(K, m)) * 1.0
    return rng.normal(size=(n, K)), rng.normal(size=(K, 1)), rng.normal(size=(n, m)), Y


def sums(w, b, X, Y):
    dw, db = logistic.gradient(w, b, X, Y)
    m = X.shape[1]
    return m * dw, m * db, m


def many(W, b, X, Y):
    dZ = sigmoid(W.T @ X + b) - Y
    return X @ dZ.T / X.shape[1], dZ.sum(axis=1, keepdims=True) / X.shape[1]


def of_many(change):
    """The gradients of many neurons, changed."""

    def wrong(W, b, X, Y):
        dW, db = many(W, b, X, Y)
        return change(dW, db, X, sigmoid(W.T @ X + b) - Y)

    return wrong


EXERCISES = (
    Exercise(
        name="07-cost",
        reference=families.BERNOULLI.cost,
        draw=scores,
        mistakes=(
            Mistake(
                lambda Z, Y: Z.shape[1] * families.BERNOULLI.cost(Z, Y),
                "This is the sum over the examples. The cost is their mean: divide by m.",
            ),
            Mistake(
                lambda Z, Y: -families.BERNOULLI.cost(Z, Y),
                "The minus is missing: logarithms of probabilities are negative, and a cost is not.",
            ),
            Mistake(
                lambda Z, Y: -np.mean(Y * np.log(sigmoid(Z))),
                "Only the examples of class 1 count here. Those of class 0 add log(1 − a).",
            ),
            Mistake(
                lambda Z, Y: np.mean((sigmoid(Z) - Y) ** 2),
                "This is the mean squared error. The cost is the cross-entropy.",
            ),
            Mistake(
                lambda Z, Y: families.bernoulli_loss(Z, Y),
                "These are the losses, one for each example. The cost is their mean, a single number.",
            ),
        ),
    ),
    Exercise(
        name="07-sums",
        reference=sums,
        draw=neuron_and_examples,
        mistakes=(
            Mistake(
                lambda w, b, X, Y: (*logistic.gradient(w, b, X, Y), X.shape[1]),
                "These are means. Means of blocks of different sizes do not add up: leave the division by m to the end.",
            ),
            Mistake(
                lambda w, b, X, Y: (*sums(w, b, X, Y)[:2], X.shape[0]),
                "The last number counts the inputs. It should count the examples of the block, the columns of X.",
            ),
            Mistake(
                lambda w, b, X, Y: tuple(-part if i < 2 else part for i, part in enumerate(sums(w, b, X, Y))),
                "The errors are y − a here. The gradient is made of a − y.",
            ),
            Mistake(
                lambda w, b, X, Y: (sums(w, b, X, Y)[0], logistic.gradient(w, b, X, Y)[1], X.shape[1]),
                "dw is a sum, db a mean. Both have to be sums.",
            ),
        ),
    ),
    Exercise(
        name="07-many",
        reference=many,
        draw=layer_and_examples,
        mistakes=(
            Mistake(
                of_many(lambda dW, db, X, dZ: (dW.T, db)),
                "Your dW is transposed: dZ Xᵀ instead of X dZᵀ. It must have the shape of W, (n, K).",
            ),
            Mistake(
                of_many(lambda dW, db, X, dZ: (X.shape[1] * dW, X.shape[1] * db)),
                "This is the sum over the examples; the mean was asked. Divide by m.",
            ),
            Mistake(
                of_many(lambda dW, db, X, dZ: (dW, dZ.sum(axis=0, keepdims=True) / X.shape[1])),
                "Your db adds up over the neurons. Each neuron has its own bias: add up over the examples, axis 1.",
            ),
            Mistake(
                of_many(lambda dW, db, X, dZ: (dW, np.mean(db))),
                "Your db is one number for all neurons. Each has its own: keep the axis, (K, 1).",
            ),
            Mistake(
                of_many(lambda dW, db, X, dZ: (dW, db.ravel())),
                "Your db has lost its second axis. Keep it: (K, 1) spreads over the columns of Z, (K,) over its rows.",
            ),
        ),
    ),
)
