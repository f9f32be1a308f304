"""The errata page: equations as the decks print them, each of which must fail."""

import numpy as np

from unity import activations, decks, features, generative, logistic, trilinear
from unity.course import convolving
from unity.equations.binding import Entry, Refuted
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]


def probability(w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"]):
    return logistic.probability(w, b, x)


def density(x: Float[Array, "n 1"], mu: Float[Array, "n 1"], Sigma: Float[Array, "n n"]):
    return np.exp(generative.log_density(x, mu, Sigma))


def circle(x: Float[Array, "2 1"]):
    """The score that theta = (-1, 0, 0, 1, 1) gives to 1, x_1, x_2, x_1^2, x_2^2."""
    x1, x2, square_1, _, square_2 = features.polynomial(x, 2)
    return np.array([-1.0, 0.0, 0.0, 1.0, 1.0]) @ np.stack([np.ones_like(x1), x1, x2, square_1, square_2])


def third_layer(w_z: Float[Array, "n_in n_out"], Z: Float[Array, "n_in m"]):
    """What the layer after Z makes of it, without biases, as on the slide."""
    return activations.sigmoid(decks.sums(w_z, np.zeros((w_z.shape[1], 1)), Z))


def layer(W: Float[Array, "n_in n_out"], b: Float[Array, "n_out 1"], x: Float[Array, "n_in 1"]):
    return decks.sums(W, b, x)


def narrow_layer(w_x: Float[Array, "n m"], x: Float[Array, "n 1"]):
    """From n inputs to m neurons, without biases, as on the slide."""
    return decks.sums(w_x, np.zeros((w_x.shape[1], 1)), x)


def shared(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out 1"]):
    return decks.proportional_error(W, E)


def direction_shared(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out 1"]):
    E_n = decks.proportional_error(W, E)
    return E_n / np.sqrt(np.sum(E_n**2))


def sent_back(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"]):
    return decks.unnormalised_error(W, E)


def sent_back_with_slope(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]):
    return decks.by_weights_and_slope(W, E, S)


def image(x):
    return x.reshape(1, 3, 3, 1)


def window(w):
    return w.reshape(1, 2, 2, 1)


def outputs(w: Float[Array, "4 1"], x: Float[Array, "9 1"]):
    """y_1 to y_4 of a 3 x 3 image and a 2 x 2 kernel."""
    return trilinear.Convolution(2).forward(window(w), image(x)).reshape(4, 1)


def weight_gradient(place):
    """One entry of dL/dw for the loss L = e_1 y_1 + ... + e_4 y_4."""

    def value(x: Float[Array, "9 1"], e: Float[Array, "4 1"]):
        gradient = convolving.weight_gradient_by_correlation(image(x), e.reshape(1, 2, 2, 1))
        return gradient.reshape(4)[place - 1]

    return value


SLIDING = {"y": outputs, "L": r"\sum_{k=1}^{4} e_k y_k"}
WITHOUT_BIAS = Entry(value=third_layer, symbols={"operatorname_Activation": activations.sigmoid, "T": None, "Z": None})


def value(function, **entry):
    """Refuted by value."""
    return Refuted(function, (("value", Entry(**entry)),))


ENTRIES = {
    "err-e04": Refuted("unity.decks.sums", (("symbol", WITHOUT_BIAS),)),
    "err-e06": value("unity.decks.proportional_error", value=direction_shared, symbols={"E_n": shared, "E_{n+1}": "E"}),
    "err-e07": Refuted(
        "unity.decks.unnormalised_error",
        (
            ("shape", Entry(value=sent_back, symbols={"E_{n+1}": "E"})),
            ("value", Entry(value=sent_back, symbols={"E_{n+1}": "E"}, sizes={"n_in": 3, "n_out": 3})),
        ),
    ),
    "err-e08": value("unity.decks.by_weights_and_slope", value=sent_back_with_slope, symbols={"E_{n+1}": "E"}),
    "err-e09-row": value(
        "unity.course.convolving.weight_gradient_by_correlation", value=weight_gradient(2), symbols=SLIDING
    ),
    "err-e09-label": value(
        "unity.course.convolving.weight_gradient_by_correlation", value=weight_gradient(3), symbols=SLIDING
    ),
    "err-e11": value("unity.generative.log_density", value=density, symbols={"mu_k": r"\mu", "d": "n"}),
    "err-e15": value("unity.logistic.probability", value=probability),
    "err-e16": value("unity.logistic.cost", value=logistic.cost),
    "err-e19": value("unity.features.polynomial", value=circle),
    "err-e22": Refuted(
        "unity.decks.sums",
        (
            ("index", Entry(value=narrow_layer, symbols={"y": narrow_layer}, sizes={"n": 5, "m": 3})),
            ("shape", Entry(value=narrow_layer, symbols={"y": narrow_layer}, sizes={"n": 3, "m": 5})),
        ),
    ),
    "err-e23": value("unity.decks.sums", value=layer),
    "err-e25": Refuted(
        "unity.course.convolving.weight_gradient_by_correlation",
        (("symbol", Entry(value=weight_gradient(1), symbols={**SLIDING, "z": None})),),
    ),
    "err-e29": Refuted("unity.logistic.probability", (("shape", Entry(value=probability)),)),
}
