"""An error that goes back through one layer: by fractions, and by weights and slope."""

import numpy as np

from unity import decks
from unity.activations import TANH
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def weights(rng):
    """A table of weights of both signs, more columns than rows, whose columns and rows stay away from a sum of 0."""
    n_in = rng.integers(2, 4)
    W = rng.uniform(-1, 1, (n_in, n_in + rng.integers(1, 3)))
    W[0] += n_in
    W[:, 0] += 4
    return (W,)


def neurons(rng):
    """Such weights, and the errors of their neurons."""
    (W,) = weights(rng)
    return W, rng.normal(size=(W.shape[1], 4))


def layer(rng):
    """The weights of the layer ahead, as many outputs as inputs, its errors, and the sums of the layer before it."""
    k, m = rng.integers(2, 5), rng.integers(5, 9)
    (W,) = weights(rng)
    W = np.resize(W, (k, k)) + np.diag(rng.uniform(1, 2, k))
    return W, rng.normal(size=(k, m)), rng.normal(size=(k, m))


EXERCISES = (
    Exercise(
        name="11-shares",
        reference=decks.proportional_error,
        draw=neurons,
        mistakes=(
            Mistake(
                lambda W, E: decks.unnormalised_error(W, E),
                "This is W E, with the weights as they are. The fractions are missing: divide each column of W by its sum.",
            ),
            Mistake(
                lambda W, E: (W / W.sum(axis=1, keepdims=True)) @ E,
                "Here the rows sum to 1. A neuron shares out its own error, and its weights stand in a column of W.",
            ),
            Mistake(
                lambda W, E: (W / W.sum()) @ E,
                "All fractions together sum to 1. Each neuron has an error of its own to share: every column must sum to 1.",
            ),
            Mistake(
                lambda W, E: (W / np.abs(W).sum(axis=0)) @ E,
                "You divide by the sizes of the weights. The deck divides by their sum, in which signs count.",
            ),
            Mistake(
                lambda W, E: (np.abs(W) / np.abs(W).sum(axis=0)) @ E,
                "These are shares of the sizes: the signs are lost. The deck has w / (w + w), with the weights as they are.",
            ),
            Mistake(
                lambda W, E: (W / np.sqrt((W**2).sum(axis=0))) @ E,
                "You divide by the length of each column. That is another normalisation: then the entries do not sum to 1.",
            ),
        ),
    ),
    Exercise(
        name="11-error-back",
        reference=lambda W, E, Z: decks.by_weights_and_slope(W, E, TANH.slope(Z)),
        draw=layer,
        mistakes=(
            Mistake(
                lambda W, E, Z: decks.unnormalised_error(W, E),
                "This is W E, the slope by what the neurons say. You still have to pass their tanh: multiply by its slope.",
            ),
            Mistake(
                lambda W, E, Z: (W.T @ E) * TANH.slope(Z),
                "Here W is transposed, as on the way forward. Back goes through W itself.",
            ),
            Mistake(
                lambda W, E, Z: W.T @ E,
                "Two things: back goes through W, not its transpose, and the slope of tanh is missing.",
            ),
            Mistake(
                lambda W, E, Z: (W @ E) * np.tanh(Z),
                "You multiply by tanh itself. It is its slope that counts, 1 − tanh².",
            ),
            Mistake(
                lambda W, E, Z: (W @ E) * TANH.slope(np.tanh(Z)),
                "You applied tanh twice: the slope at Z is 1 − tanh(Z)², once tanh and once the square.",
            ),
            Mistake(
                lambda W, E, Z: (W @ E) * (1 - Z**2),
                "This is 1 − Z². The formula 1 − a² wants what the neuron says, a = tanh(Z).",
            ),
            Mistake(
                lambda W, E, Z: W @ (E * TANH.slope(Z)),
                "The slope came too early: it belongs to the neurons that the error arrives at, so it multiplies W E.",
            ),
            Mistake(
                lambda W, E, Z: decks.by_fractions_and_slope(W, E, TANH.slope(Z)),
                "These are the deck's fractions, with the slope. The chain rule has the weights as they are.",
            ),
        ),
    ),
)
