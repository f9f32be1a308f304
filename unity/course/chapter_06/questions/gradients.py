"""Errors and gradients: of one neuron, of K classes with smoothed labels."""

import numpy as np

from unity import logistic
from unity.activations import sigmoid, sigmoid_slope, softmax
from unity.course.chapter_06.surprise import smoothed
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES", "neuron_and_examples"]


def scores_and_labels(rng):
    """A row of scores with its labels; the last four are far out, one of each kind."""
    z, y = rng.normal(scale=3, size=(1, 8)), rng.integers(0, 2, (1, 8)).astype(float)
    z[0, 4:], y[0, 4:] = (40.0, 40.0, -40.0, -40.0), (0.0, 1.0, 0.0, 1.0)
    return z, y


def neuron_and_examples(rng):
    """A neuron with n inputs and m examples of both classes, n < m."""
    n, m = rng.integers(2, 5), rng.integers(6, 10)
    Y = rng.integers(0, 2, (1, m)).astype(float)
    Y[0, :2] = 0.0, 1.0
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m)), Y


def scores_of_classes(rng):
    """Scores of K classes, one-hot labels, and how much of a label is shared out."""
    K, m = rng.integers(3, 6), 4
    return rng.normal(scale=2, size=(K, m)), np.eye(K)[:, rng.integers(0, K, m)], float(rng.uniform(0.1, 0.4))


def smooth_error(Z, Y, epsilon):
    return softmax(Z) - smoothed(Y, epsilon=epsilon)


def gradient_of(error):
    """The gradient where `error(z, y)` stands for the error."""

    def wrong(w, b, X, Y):
        E = error(w.T @ X + b, Y) / X.shape[1]
        return X @ E.T, E.sum(axis=1, keepdims=True)

    return wrong


def scaled_gradient(scale_w, scale_b):
    """The gradient times numbers that depend on the shape of X."""

    def wrong(w, b, X, Y):
        dw, db = logistic.gradient(w, b, X, Y)
        return dw * scale_w(*X.shape), db * scale_b(*X.shape)

    return wrong


EXERCISES = (
    Exercise(
        name="06-error",
        reference=lambda z, y: sigmoid(z) - y,
        draw=scores_and_labels,
        mistakes=(
            Mistake(
                lambda z, y: y - sigmoid(z),
                "This is y − a, the error with its sign turned: descent would climb. The derivative is a − y.",
            ),
            Mistake(
                lambda z, y: z - y,
                "Here the score itself stands for the prediction. Send it through the sigmoid first: a − y.",
            ),
            Mistake(
                lambda z, y: (sigmoid(z) - y) * sigmoid_slope(z),
                "This carries the slope a (1 − a): it is the derivative of the squared error. Cross-entropy cancels it.",
            ),
            Mistake(
                lambda z, y: np.abs(sigmoid(z) - y),
                "The size is right, the sign is lost: it tells whether an example pulls or pushes away.",
            ),
        ),
    ),
    Exercise(
        name="06-gradient",
        reference=logistic.gradient,
        draw=neuron_and_examples,
        mistakes=(
            Mistake(
                scaled_gradient(lambda n, m: m, lambda n, m: m),
                "These are sums over the examples. The cost is a mean: divide both by m.",
            ),
            Mistake(
                scaled_gradient(lambda n, m: 1, lambda n, m: m),
                "dw is right. db is still a sum over the examples: divide it by m, too.",
            ),
            Mistake(
                scaled_gradient(lambda n, m: m / n, lambda n, m: m / n),
                "This divides by n, the number of features. A mean over the examples divides by m.",
            ),
            Mistake(
                scaled_gradient(lambda n, m: -1, lambda n, m: -1),
                "Both have the wrong sign: the error is a − y, prediction minus label.",
            ),
            Mistake(
                gradient_of(lambda z, y: z - y),
                "Here the score itself stands for the prediction. Send it through the sigmoid before you take y away.",
            ),
            Mistake(
                gradient_of(lambda z, y: (sigmoid(z) - y) * sigmoid_slope(z)),
                "This carries the slope a (1 − a): it is the gradient of the squared error. Cross-entropy cancels it.",
            ),
            Mistake(
                lambda w, b, X, Y: (logistic.gradient(w, b, X, Y)[0].T, logistic.gradient(w, b, X, Y)[1]),
                "The numbers are right, but dw lies on its side: it has to have the shape of w, a column.",
            ),
        ),
    ),
    Exercise(
        name="06-smoothing",
        reference=smooth_error,
        draw=scores_of_classes,
        mistakes=(
            Mistake(
                lambda Z, Y, epsilon: softmax(Z) - Y,
                "This is a − y with the labels as they were. Smooth the labels first.",
            ),
            Mistake(
                lambda Z, Y, epsilon: softmax(Z) - (1 - epsilon) * Y - epsilon,
                "Every class got the whole of ε. The K classes share it: each gets ε / K.",
            ),
            Mistake(
                lambda Z, Y, epsilon: softmax(Z) - (1 - epsilon) * Y - epsilon / (len(Z) - 1) * (1 - Y),
                "Only the other classes share ε here. By the formula the right class gets its ε / K, too.",
            ),
            Mistake(
                lambda Z, Y, epsilon: (1 - epsilon) * (softmax(Z) - Y),
                "The error was made smaller, the labels were not. Replace y, and leave a as it is.",
            ),
            Mistake(
                lambda Z, Y, epsilon: smoothed(Y, epsilon=epsilon) - softmax(Z),
                "The sign is turned: an error is prediction minus label.",
            ),
        ),
    ),
)
