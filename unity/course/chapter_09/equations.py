"""Chapter 09, from neuron to layers."""

import numpy as np

from unity import decks, layers, softmax
from unity.activations import TANH
from unity.equations.binding import Entry
from unity.families import BERNOULLI
from unity.network import Network
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]

WEIGHTS, BIASES = Float[Array, "n_in n_out"], Float[Array, "n_out 1"]


def one_layer(x: Float[Array, "3 1"], w: Float[Array, "3 1"], w_0: Float[Array, "1 1"]):
    return Network([layers.dense(1)], BERNOULLI).predict(((w, w_0),), x)


def two_three(w: Float[Array, "2 3"], b: Float[Array, "3 1"], x: Float[Array, "2 1"]):
    return decks.sums(w, b, x)


def layer(W: WEIGHTS, b: BIASES, A: Float[Array, "n_in m"]):
    return decks.sums(W, b, A)


def batch(W: WEIGHTS, b: BIASES, X: Float[Array, "n_in m"]):
    return layers.dense(b.size).forward((W, b), X)


def bent(Z: Float[Array, "n_out m"]):
    return layers.Elementwise(TANH).forward((), Z)


def widths(rng, shape):
    """Widths of two layers, those of the input and the output among them."""
    return rng.permutation(np.arange(2, 9))[:3].astype(float).reshape(shape)


def parameter_count(d: Float[Array, "3 1"]):
    first, *others = d[:, 0].astype(int).tolist()
    parameters = Network([layers.dense(k) for k in others], BERNOULLI).init((first,), seed=0)
    return float(sum(P.size for own in parameters for P in own))


def with_tanh(*parameters):
    """A network of dense layers with a tanh between each two, and its parameters."""
    between = layers.Elementwise(TANH)
    stack = [part for W, _ in parameters for part in (layers.dense(W.shape[1]), between)][:-1]
    return Network(stack, BERNOULLI), [part for own in parameters for part in (own, ())][:-1]


W_1, W_2, W_3 = Float[Array, "n_1 n_2"], Float[Array, "n_2 n_3"], Float[Array, "n_3 n_4"]
B_1, B_2, B_3 = Float[Array, "n_2 1"], Float[Array, "n_3 1"], Float[Array, "n_4 1"]
X = Float[Array, "n_1 m"]


def two_layers(W_1: W_1, b_1: B_1, W_2: W_2, b_2: B_2, X: X):
    network, parameters = with_tanh((W_1, b_1), (W_2, b_2))
    return network.forward(parameters, X)


def three_layers(W_1: W_1, b_1: B_1, W_2: W_2, b_2: B_2, W_3: W_3, b_3: B_3, X: X):
    network, parameters = with_tanh((W_1, b_1), (W_2, b_2), (W_3, b_3))
    return network.forward(parameters, X)


def last_gradient(W_1: W_1, b_1: B_1, W_N: W_2, b_N: B_2, X: X, Y: Float[Array, "n_3 m"]):
    network, parameters = with_tanh((W_1, b_1), (W_N, b_N))
    return network.gradient(parameters, X, Y)[-1][0]


def second_of_two(
    w_0: Float[Array, "n 1"],
    w_1: Float[Array, "n 1"],
    b_0: Float[Array, "1 1"],
    b_1: Float[Array, "1 1"],
    x: Float[Array, "n 1"],
):
    return softmax.probability(np.hstack([w_0, w_1]), np.vstack([b_0, b_1]), x)[1]


def collapsed(W_1: W_1, b_1: B_1, W_2: W_2, b_2: B_2, X: X):
    W, b = layers.collapse(W_1, b_1, W_2, b_2)
    return decks.sums(W, b, X)


def part_of_collapse(place):
    def value(W_1: W_1, b_1: B_1, W_2: W_2, b_2: B_2):
        return layers.collapse(W_1, b_1, W_2, b_2)[place]

    return value


TWO_THREE = {"symbols": {"z": two_three}, "shapes": {"w": "2 3", "b": "3 1"}}
ONE_LAYER = {"b": "n_out 1", "X": "n_in m"}
BETWEEN = {"draws": {"f": lambda rng, shape: np.tanh}}

ENTRIES = {
    "eq-one-layer": Entry(value=one_layer, functions=("F",)),
    "eq-two-three": Entry(value=two_three, **TWO_THREE),
    "eq-two-three-product": Entry(value=two_three, **TWO_THREE),
    "eq-layer": Entry(
        value=layer, symbols={"W_n": "W", "A_n": "A", "b_n": "b", "A": None}, shapes={**ONE_LAYER, "A": "n_in m"}
    ),
    "eq-layer-output": Entry(value=bent, symbols={"Z_n": "Z", "Z": None}, **BETWEEN),
    "eq-layer-columns": Entry(value=batch, shapes=ONE_LAYER),
    "eq-parameter-count": Entry(value=parameter_count, draws={"d": widths}, symbols={"d": None, "N": 2}),
    "eq-two-layers": Entry(value=two_layers, **BETWEEN),
    "eq-three-layers": Entry(value=three_layers, **BETWEEN),
    "eq-last-layer": Entry(
        value=last_gradient,
        symbols={"dW_N": last_gradient, "A_N": r"f(W_1^\top X + b_1)", "A": r"\sigma(W_N^\top A_N + b_N)"},
        shapes={"Y": "n_3 m"},
        **BETWEEN,
    ),
    "eq-two-neurons": Entry(value=second_of_two),
    "eq-collapse": Entry(value=collapsed),
    "eq-collapsed-weights": Entry(value=part_of_collapse(0)),
    "eq-collapsed-bias": Entry(value=part_of_collapse(1)),
}
