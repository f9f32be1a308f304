"""Exercises of chapter 01, examples as columns."""

import numpy as np

from unity import datasets, generative
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def files(rng):
    """m images as files hold them, (m, height, width, 3), no two sizes alike."""
    m, height, width = rng.choice([2, 4, 5, 6, 7], 3, replace=False)
    return (rng.uniform(size=(m, height, width, 3)),)


def columns(files):
    return np.moveaxis(files, 3, 1).reshape(len(files), -1).T


def two_parts(rng):
    """Columns to learn from and columns to test on, of different spread and place."""
    n = rng.integers(2, 5)
    return rng.normal(3, 2, (n, rng.integers(6, 9))), rng.normal(1, 3, (n, rng.integers(9, 12)))


def by_training(X_training, X_test):
    _, mean, scale = datasets.standardise(X_training)
    return (X_test - mean) / scale


def two_classes(rng):
    """Columns and their labels, twice as many of class 1 as of class 0."""
    n = rng.integers(2, 6)
    Y = rng.permuted(np.resize([0.0, 1.0, 1.0], (1, 9)), axis=1)
    return rng.normal(size=(n, 9)) + 2 * Y, Y


def means(X, Y):
    return generative.class_means(X, Y)


def rule(X, Y):
    return generative.nearest_mean(means(X, Y))


def sums_for_means(X, Y):
    return generative.nearest_mean(np.hstack([X @ (1 - Y).T, X @ Y.T]))


EXERCISES = (
    Exercise(
        name="01-columns",
        reference=columns,
        draw=files,
        mistakes=(
            Mistake(
                lambda files: files.reshape(-1, len(files)),
                "The shape is right, the order is not: each column mixes all images. Make each image a row, then transpose.",
            ),
            Mistake(
                lambda files: files.reshape(len(files), -1).T,
                "The three colours of each pixel stand next to each other. Move the axis of the colours first, so that a whole plane comes before the next.",
            ),
            Mistake(
                lambda files: columns(files).T,
                "These are the right rows, one for each image. Transpose them: an example is a column.",
            ),
            Mistake(
                lambda files: columns(np.swapaxes(files, 1, 2)),
                "Each plane is read column by column. Height comes before width: read row by row.",
            ),
            Mistake(
                lambda files: np.moveaxis(files, 3, 1).reshape(-1, len(files)),
                "The planes come first, but each column mixes all images. Make each image a row, then transpose.",
            ),
        ),
    ),
    Exercise(
        name="01-standardise",
        reference=by_training,
        draw=two_parts,
        mistakes=(
            Mistake(
                lambda X_training, X_test: datasets.standardise(X_test).X,
                "This takes mean and scale from the test set. A rule meets its examples one at a time: take both from the training set.",
            ),
            Mistake(
                lambda X_training, X_test: datasets.standardise(X_training).X,
                "This is the training set, standardised. Apply its mean and scale to the test set.",
            ),
            Mistake(
                lambda X_training, X_test: (
                    (X_test - datasets.standardise(X_training).mean) / datasets.standardise(X_training).scale ** 2
                ),
                "This divides by the variance, which is the square of the standard deviation. Take its root.",
            ),
            Mistake(
                lambda X_training, X_test: X_test / datasets.standardise(X_training).scale,
                "The scale is right. Subtract the mean of the training set before you divide.",
            ),
            Mistake(
                lambda X_training, X_test: (X_test - X_training.mean()) / X_training.std(),
                "One mean and one scale for the whole array. Each row has its own: axis=1, keepdims=True.",
            ),
            Mistake(
                lambda X_training, X_test: datasets.standardise(np.hstack([X_training, X_test])).X[
                    :, X_training.shape[1] :
                ],
                "Mean and scale come from both parts together, so the test set has a say in them. Take the training set alone.",
            ),
        ),
    ),
    Exercise(
        name="01-nearest-mean",
        reference=rule,
        draw=two_classes,
        mistakes=(
            Mistake(
                lambda X, Y: tuple(-part for part in rule(X, Y)),
                "Both have the wrong sign: this score is positive where the mean of class 0 is nearer. Take the mean of class 1 first.",
            ),
            Mistake(
                lambda X, Y: (rule(X, Y)[0], 2 * rule(X, Y)[1]),
                "w is right. b is twice too large: halve the difference of the squares, as w is half of what multiplies x.",
            ),
            Mistake(
                lambda X, Y: (rule(X, Y)[0], -rule(X, Y)[1]),
                "w is right. b has the wrong sign: the squares of the mean of class 0 come first.",
            ),
            Mistake(
                lambda X, Y: (rule(X, Y)[0], np.zeros((1, 1))),
                "w is right, but b is 0: that is right only where both means lie equally far from the origin.",
            ),
            Mistake(
                sums_for_means,
                "These are sums over the examples of a class. A mean divides by how many of them there are.",
            ),
            Mistake(
                lambda X, Y: generative.nearest_mean(np.hstack([X @ (1 - Y).T, X @ Y.T]) / X.shape[1]),
                "Both sums are divided by m, the number of all examples. Divide each by the number of examples of its own class.",
            ),
        ),
    ),
)
