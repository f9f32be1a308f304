"""Exercises of chapter 09, from neuron to layers."""

import numpy as np

from unity import decks, layers
from unity.activations import sigmoid
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def two_layers(rng):
    """W_1, b_1, W_2, b_2 of widths that all differ; no number is so large that tanh flattens it."""
    n_1, n_2, n_3 = rng.permutation(np.arange(2, 6))[:3]
    shapes = (n_1, n_2), (n_2, 1), (n_2, n_3), (n_3, 1)
    return tuple(rng.normal(scale=0.7, size=shape) for shape in shapes)


def two_layers_and_batch(rng):
    parameters = two_layers(rng)
    return *parameters, rng.normal(size=(parameters[0].shape[0], 6))


def tower_and_batch(rng):
    """The tables and the biases of two to four layers of one width, and a batch; no number is so large that tanh flattens it."""
    N, n = rng.integers(2, 5), rng.integers(2, 4)
    return rng.normal(scale=0.7, size=(N, n, n)), rng.normal(scale=0.7, size=(N, n, 1)), rng.normal(size=(n, 5))


def forward(weights, biases, X, between=np.tanh):
    """The last sums of a network with `between` after each layer but the last."""
    Z = decks.sums(weights[0], biases[0], X)
    for W, b in zip(weights[1:], biases[1:]):
        Z = decks.sums(W, b, between(Z))
    return Z


def network(W_1, b_1, W_2, b_2, X):
    return sigmoid(forward((W_1, W_2), (b_1, b_2), X))


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
        name="09-any-depth",
        reference=forward,
        draw=tower_and_batch,
        mistakes=(
            Mistake(
                lambda weights, biases, X: np.tanh(forward(weights, biases, X)),
                "The last tanh is one too many: it stands between the layers, and the last sums are asked for.",
            ),
            Mistake(
                lambda weights, biases, X: forward(weights, biases, X, between=as_it_is),
                "There is nothing between your layers, so they are one layer. What goes on is the tanh of the sums.",
            ),
            Mistake(
                lambda weights, biases, X: forward(weights, 0 * biases, X),
                "The biases are missing: every layer adds its own b to each column.",
            ),
            Mistake(
                lambda weights, biases, X: forward(weights, biases, np.tanh(X)),
                "The first layer hears X as it is. Only what a layer gives goes through the tanh.",
            ),
            Mistake(
                lambda weights, biases, X: forward(np.swapaxes(weights, 1, 2), biases, X),
                "A transpose is missing. The tables are square, so no shape objects; a column of W is a neuron: W^T A + b.",
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
