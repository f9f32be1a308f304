"""Exercises of chapter 03, from Gaussians to the sigmoid."""

import numpy as np

from unity import activations, generative
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def two_classes(rng):
    """Means, a covariance far from the identity, and unequal priors of two classes."""
    n = rng.integers(2, 5)
    A, prior = rng.normal(size=(n, n)), rng.uniform(0.1, 0.4)
    return rng.normal(size=(n, 2)), A @ A.T + 0.5 * np.eye(n), np.array([[1 - prior], [prior]])


def scores(rng):
    """A matrix of scores, of more columns than classes; its last two columns overflow a plain exponential, and tie."""
    K = int(rng.integers(3, 5))
    Z = rng.normal(scale=2, size=(K, K + 3))
    Z[:, -2] = 1000 * np.arange(K) - 1000
    Z[:, -1] = 1000 * (np.arange(K) > 0)
    return (Z,)


def labelled_examples(rng):
    """Examples of three classes of unlike sizes and spreads, in mixed order."""
    n, counts = int(rng.integers(2, 4)), rng.permutation([5, 8, 12])
    y = rng.permutation(np.repeat(np.arange(3), counts))
    return (y + 1) * rng.normal(size=(n, len(y))) + 2 * y, y


# Two classes to w and b


def of_logit(change):
    """w and b where `change` has made something else of them."""

    def wrong(mu, Sigma, pi):
        return change(*generative.logit(mu, Sigma, pi), mu, Sigma, pi)

    return wrong


def without_inverse(mu, Sigma, pi):
    w = mu[:, 1:] - mu[:, :1]
    return w, np.log(pi[1:] / pi[:1]) - w.T @ (mu[:, :1] + mu[:, 1:]) / 2


def times_covariance(mu, Sigma, pi):
    w = Sigma @ (mu[:, 1:] - mu[:, :1])
    return w, np.log(pi[1:] / pi[:1]) - w.T @ (mu[:, :1] + mu[:, 1:]) / 2


# Scores to probabilities


def normalised_over(axis):
    """The softmax with its sums along another axis."""

    def wrong(Z):
        E = np.exp(Z - Z.max(axis=axis, keepdims=axis is not None))
        return E / E.sum(axis=axis, keepdims=axis is not None)

    return wrong


def exponentials(Z):
    return np.exp(Z - Z.max(axis=0))


# Examples to classes


def of_classes(change):
    """Means, covariance and shares where `change` has made something else of them."""

    def wrong(X, y):
        classes = generative.fit(X, y)
        return change(classes.mu, classes.Sigma, classes.pi, X, y)

    return wrong


def round_the_common_mean(mu, Sigma, pi, X, y):
    D = X - X.mean(axis=1, keepdims=True)
    return mu, D @ D.T / len(y), pi


def mean_of_covariances(mu, Sigma, pi, X, y):
    return mu, generative.fit_unequal(X, y).Sigma.mean(axis=0), pi


EXERCISES = (
    Exercise(
        name="03-logit",
        reference=generative.logit,
        draw=two_classes,
        mistakes=(
            Mistake(
                of_logit(lambda w, b, mu, Sigma, pi: (-w, -b)),
                "These are the log-odds of class 0: both signs are turned. w leads from mean 0 to mean 1.",
            ),
            Mistake(
                of_logit(lambda w, b, mu, Sigma, pi: (w, -w.T @ mu.sum(axis=1, keepdims=True) / 2)),
                "w is right. b forgets the priors: add log(pi_1 / pi_0).",
            ),
            Mistake(
                of_logit(lambda w, b, mu, Sigma, pi: (w, b - 2 * np.log(pi[1:] / pi[:1]))),
                "w is right. In b the priors stand the wrong way round: the rarer class 1 is, the smaller is b.",
            ),
            Mistake(
                of_logit(lambda w, b, mu, Sigma, pi: (w, b - w.T @ mu.sum(axis=1, keepdims=True) / 2)),
                "w is right. In b the half is missing: the boundary starts midway between the means.",
            ),
            Mistake(
                without_inverse,
                "Here w is the way between the means as it is. The inverse of the covariance has to turn and stretch it.",
            ),
            Mistake(
                times_covariance,
                "This multiplies by the covariance. Multiply by its inverse, or solve with it.",
            ),
        ),
    ),
    Exercise(
        name="03-softmax",
        reference=activations.softmax,
        draw=scores,
        mistakes=(
            Mistake(
                normalised_over(1),
                "Here each row sums to 1. The classes of one example stand in a column: sum along axis 0.",
            ),
            Mistake(
                normalised_over(None),
                "Here the whole matrix sums to 1. Each column is an example of its own: sum along axis 0.",
            ),
            Mistake(
                exponentials,
                "These are the exponentials after the shift. Divide each column by its sum.",
            ),
            Mistake(
                activations.sigmoid,
                "This is a sigmoid of each score by itself. The classes share one probability: divide by the sum over them.",
            ),
        ),
    ),
    Exercise(
        name="03-classes",
        reference=lambda X, y: tuple(getattr(generative.fit(X, y), part) for part in ("mu", "Sigma", "pi")),
        draw=labelled_examples,
        mistakes=(
            Mistake(
                of_classes(round_the_common_mean),
                "This covariance is taken round the mean of all examples. Take from each example the mean of its own class.",
            ),
            Mistake(
                of_classes(mean_of_covariances),
                "This averages the classes' covariances as if all were equally large. Every example counts once: weigh them by the shares.",
            ),
            Mistake(
                of_classes(lambda mu, Sigma, pi, X, y: (mu, Sigma * len(y) / (len(y) - mu.shape[1]), pi)),
                "This divides the covariance by m − K, as an unbiased estimate does. The most probable one divides by m.",
            ),
            Mistake(
                of_classes(lambda mu, Sigma, pi, X, y: (mu, Sigma * len(y), pi)),
                "This covariance is a sum over the examples. Divide it by m.",
            ),
            Mistake(
                of_classes(lambda mu, Sigma, pi, X, y: (mu * pi.T, Sigma, pi)),
                "These means are divided by m. Divide the sum of each class by the number of its own examples.",
            ),
            Mistake(
                of_classes(lambda mu, Sigma, pi, X, y: (mu, Sigma, pi * len(y))),
                "Means and covariance are right. The last are counts; shares are counts divided by m.",
            ),
        ),
    ),
)
