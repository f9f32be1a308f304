"""Exercises of chapter 09, from neuron to layers."""

import numpy as np

from unity import decks, layers
from unity.activations import TANH, sigmoid
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def layer_and_batch(rng):
    """W, b and what the layer hears: three sizes that all differ."""
    n_in, n_out, m = rng.permutation(np.arange(2, 8))[:3]
    return rng.normal(size=(n_in, n_out)), rng.normal(size=(n_out, 1)), rng.normal(size=(n_in, m))


def two_layers(rng):
    """W_1, b_1, W_2, b_2 of widths that all differ; no number is so large that tanh flattens it."""
    n_1, n_2, n_3 = rng.permutation(np.arange(2, 6))[:3]
    shapes = (n_1, n_2), (n_2, 1), (n_2, n_3), (n_3, 1)
    return tuple(rng.normal(scale=0.7, size=shape) for shape in shapes)


def two_layers_and_batch(rng):
    parameters = two_layers(rng)
    return *parameters, rng.normal(size=(parameters[0].shape[0], 6))


def network(W_1, b_1, W_2, b_2, X):
    passed = decks.forward_pass(((W_1, b_1), (W_2, b_2)), X, activation=TANH)
    return sigmoid(passed.Z[-1])


def other_network(hidden, end):
    """The same sums with another activation between them, or another end."""
    return lambda W_1, b_1, W_2, b_2, X: end(decks.sums(W_2, b_2, hidden(decks.sums(W_1, b_1, X))))


def as_it_is(Z):
    return Z


def part_of_collapse(weights, bias):
    """What a function makes of the four, for the weights and for the bias."""
    return lambda *parameters: (weights(*parameters), bias(*parameters))


def right_weights(W_1, b_1, W_2, b_2):
    return layers.collapse(W_1, b_1, W_2, b_2)[0]


def right_bias(W_1, b_1, W_2, b_2):
    return layers.collapse(W_1, b_1, W_2, b_2)[1]


EXERCISES = (
    Exercise(
        name="09-layer",
        reference=decks.sums,
        draw=layer_and_batch,
        mistakes=(
            Mistake(
                lambda W, b, A: W.T @ A,
                "The bias is missing: b is added to every column.",
            ),
            Mistake(
                lambda W, b, A: A.T @ W + b.T,
                "The numbers are right, but here an example is a row. Keep it a column: W^T A + b.",
            ),
            Mistake(
                lambda W, b, A: sigmoid(W.T @ A + b),
                "The sums are right, and then you bend them. The exercise asks for Z, before any activation.",
            ),
            Mistake(
                lambda W, b, A: W.T @ A + b * A.shape[1],
                "The bias is counted once for every example. Each column gets it once.",
            ),
            Mistake(
                lambda W, b, A: W.T @ A - b,
                "The bias is taken away. It is added.",
            ),
        ),
    ),
    Exercise(
        name="09-two-layers",
        reference=network,
        draw=two_layers_and_batch,
        mistakes=(
            Mistake(
                other_network(as_it_is, sigmoid),
                "There is nothing between your layers, so they are one layer. The first sums go through tanh.",
            ),
            Mistake(
                other_network(np.tanh, as_it_is),
                "These are the sums of the last layer. Probabilities come out of the sigmoid at the end.",
            ),
            Mistake(
                other_network(np.tanh, np.tanh),
                "The end is a tanh: it gives numbers from −1 to 1. The last sums go through the sigmoid.",
            ),
            Mistake(
                other_network(sigmoid, sigmoid),
                "Both layers have a sigmoid. Between them stands a tanh.",
            ),
            Mistake(
                lambda W_1, b_1, W_2, b_2, X: network(W_1, 0 * b_1, W_2, 0 * b_2, X),
                "Both biases are missing, as on the deck's slide. Every layer adds its own b.",
            ),
            Mistake(
                lambda W_1, b_1, W_2, b_2, X: network(W_1, 0 * b_1, W_2, b_2, X),
                "b_1 is missing: the first layer adds its bias before the tanh.",
            ),
        ),
    ),
    Exercise(
        name="09-collapse",
        reference=layers.collapse,
        draw=two_layers,
        mistakes=(
            Mistake(
                part_of_collapse(right_weights, lambda W_1, b_1, W_2, b_2: b_2),
                "W is right. b_1 is lost: the second layer hears it, too, through W_2.",
            ),
            Mistake(
                part_of_collapse(right_weights, lambda W_1, b_1, W_2, b_2: W_2.T @ b_1),
                "W is right. b_2 is missing: it is added last.",
            ),
            Mistake(
                part_of_collapse(lambda W_1, b_1, W_2, b_2: W_2.T @ W_1.T, right_bias),
                "W_2^T W_1^T is what stands before X, so it is the transpose of W. A column of W is a neuron.",
            ),
            Mistake(
                part_of_collapse(right_weights, lambda W_1, b_1, W_2, b_2: right_bias(W_1, b_1, W_2, b_2).T),
                "The numbers are right, but b lies on its side: it is a column.",
            ),
        ),
    ),
)
