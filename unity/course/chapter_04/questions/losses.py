"""Losses and costs: from probabilities, and from scores."""

import numpy as np

from unity import families, logistic
from unity.activations import softplus
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]

EPSILON = 1e-12


def probabilities_and_labels(rng):
    """A row of probabilities, and labels of both classes."""
    m = int(rng.integers(5, 9))
    y = rng.integers(0, 2, (1, m)).astype(float)
    y[0, :2] = 0.0, 1.0
    return rng.uniform(0.05, 0.95, (1, m)), y


def scores_and_labels(rng):
    """A row of scores with its labels; the last six are far out, of each kind."""
    z, y = rng.normal(scale=3, size=(1, 10)), rng.integers(0, 2, (1, 10)).astype(float)
    z[0, 4:], y[0, 4:] = (40.0, 40.0, -40.0, -40.0, 1000.0, -1000.0), (0.0, 1.0, 0.0, 1.0, 0.0, 1.0)
    return z, y


def losses(a, y):
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cost(a, y):
    return np.mean(losses(a, y))


def clipped(z, y):
    """The loss from a probability that is kept away from 0 and 1."""
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    return losses(np.clip(logistic.probability(one, zero, z), EPSILON, 1 - EPSILON), y)


EXERCISES = (
    Exercise(
        name="04-cost",
        reference=cost,
        draw=probabilities_and_labels,
        mistakes=(
            Mistake(
                lambda a, y: -cost(a, y),
                "The minus is missing: logarithms of probabilities are negative, and a cost is not.",
            ),
            Mistake(
                lambda a, y: np.sum(losses(a, y)),
                "This is the sum of the losses. The cost is their mean: divide by the number of examples.",
            ),
            Mistake(
                lambda a, y: losses(a, y),
                "These are the losses, one an example. The cost is their mean, a single number.",
            ),
            Mistake(
                lambda a, y: -np.mean(y * np.log(a)),
                "Only the examples with y = 1 pay. Those with y = 0 owe −log(1 − a).",
            ),
            Mistake(
                lambda a, y: cost(a, y) / np.log(2),
                "This takes the logarithm to the base 2. It is a fair measure, in bits; asked is the natural logarithm.",
            ),
            Mistake(
                lambda a, y: cost(a, y) / np.log(10),
                "This takes the logarithm to the base 10. Asked is the natural logarithm, np.log.",
            ),
            Mistake(
                lambda a, y: np.prod(a**y * (1 - a) ** (1 - y)),
                "This is the likelihood of all labels together. Take minus its logarithm, and divide by their number.",
            ),
            Mistake(
                lambda a, y: np.mean((a - y) ** 2) / 2,
                "This is the squared error. Asked is the cross-entropy, the mean of −log of each label's probability.",
            ),
        ),
    ),
    Exercise(
        name="04-loss-from-score",
        reference=families.bernoulli_loss,
        draw=scores_and_labels,
        mistakes=(
            Mistake(
                clipped,
                "Here the probability is kept away from 0 and 1 by a small number, so that a neuron which is sure and wrong pays "
                "27.6 at most. Compute from z: log(1 + e^z) − y z.",
            ),
            Mistake(
                lambda z, y: softplus(z) + y * z,
                "The sign of y z is turned: a high score has to make the loss of y = 1 small. Subtract it.",
            ),
            Mistake(
                lambda z, y: softplus(z),
                "This is the loss for y = 0, whatever the label. Subtract y z.",
            ),
            Mistake(
                lambda z, y: np.maximum(z, 0) - y * z,
                "This is the loss without its rounded corner: log(1 + e^z) is more than max(z, 0), by log(1 + e^−|z|).",
            ),
            Mistake(
                lambda z, y: np.mean(families.bernoulli_loss(z, y)),
                "This is the mean of the losses. Asked is one for each example.",
            ),
        ),
    ),
)
