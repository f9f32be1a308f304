"""What the form is tried on: layers, their kin, maps that have it and maps that have not, and one digit in three networks."""

import numpy as np

from unity import kindred
from unity.activations import RELU, relu, softmax, tanh
from unity.checks import gradient_gap
from unity.datasets import standardise
from unity.families import BERNOULLI, CATEGORICAL
from unity.layers import Elementwise, MaxPool, MeanPool, convolution, dense
from unity.network import Network
from unity.trilinear import Convolution, Dense

__all__ = ["along_each_letter", "derivatives_of_a_digit", "kin", "largest_gap", "layers", "maps", "trained"]


def layers(rng):
    """Three kinds of layer: name -> a product, and an E, W and X for it.

    >>> list(layers(np.random.default_rng(0)))
    ['neuron', 'dense layer', 'convolution']
    """
    normal = rng.normal
    return {
        "neuron": (Dense(), normal(size=(1, 5)), normal(size=(3, 1)), normal(size=(3, 5))),
        "dense layer": (Dense(), normal(size=(2, 5)), normal(size=(3, 2)), normal(size=(3, 5))),
        "convolution": (
            Convolution(2),
            normal(size=(2, 3, 3, 5)),
            normal(size=(1, 2, 2, 2)),
            normal(size=(1, 4, 4, 5)),
        ),
    }


def kin(rng):
    """What else has the form: name -> a product, and an E, W and X for it.

    A head of attention is two of them: its scores, and its mixture of the columns of V.
    """
    normal = rng.normal
    Q, K, V = normal(size=(3, 5)), normal(size=(3, 6)), normal(size=(2, 6))
    W, heard = (kindred.stack(normal(size=(3, n)), normal(size=(4, n))) for n in (4, 5))
    pool = MeanPool(2).kernel(1)
    return {
        "mean pooling": (Convolution(2, stride=2), normal(size=(1, 4, 4, 1)), pool, normal(size=(1, 8, 8, 1))),
        "recurrent step": (Dense(), normal(size=(4, 5)), W, heard),
        "scores": (Dense(), normal(size=(6, 5)), K, Q),
        "mixture": (Dense(), normal(size=(5, 2)), kindred.attention_weights(Q, K), V.T),
    }


def largest_gap(product, E, W, X):
    """How far the three derivatives of a form are from its differences, at most."""
    Z, dX, dW = product.derivatives(E, W, X)
    return max(
        gradient_gap(lambda E: product.form(E, W, X), E, Z),
        gradient_gap(lambda X: product.form(E, W, X), X, dX),
        gradient_gap(lambda W: product.form(E, W, X), W, dW),
    )


def along_each_letter(T, letters, directions, steps):
    """T along a step in E, in X, in W, and in all three: name -> values. Letters and directions come as E, W, X."""
    moves = {"only $E$ moves": (1, 0, 0), "only $X$ moves": (0, 0, 1), "only $W$ moves": (0, 1, 0)}
    moves["all three move"] = (1, 1, 1)
    return {
        name: [T(*(a + on * step * b for a, b, on in zip(letters, directions, moved))) for step in steps]
        for name, moved in moves.items()
    }


def maps(kernel):
    """Maps of a table of 6 x 6 numbers, some linear and some not: name -> map. The kernel is (1, 2, 2, 1)."""

    def image(X):
        return X.reshape(1, 6, 6, 1)

    return {
        "convolution": lambda X: Convolution(2).forward(kernel, image(X)),
        "mean pooling": lambda X: MeanPool(2).forward((), image(X)),
        "a bias": lambda X: X + 1,
        "rectifier": relu,
        "max pooling": lambda X: MaxPool(2).forward((), image(X)),
        "tanh": tanh,
        "normalising": lambda X: standardise(X).X,
        "softmax": softmax,
    }


def trained(network, X, Y):
    """The parameters after six epochs from one start."""
    begin = network.init(X.shape[:-1], seed=17)
    return network.train(begin, X, Y, step=0.5, batch=60, epochs=6, seed=17).parameters


def derivatives_of_a_digit(digits, place):
    """Three networks and one digit: name -> the derivatives of the first layer's form, each with the number it makes.

    One neuron for the digit's own class, ten for all, and four kernels before ten. Of the ten gradients of the dense layer
    those of the digit's own class and of its strongest rival are kept.
    """
    X, own = digits.X[..., [place]], digits.y[place]
    eyes = Network([convolution(4, 3), Elementwise(RELU), dense(10)], CATEGORICAL)
    cases = {
        "neuron": (Network([dense(1)], BERNOULLI), digits.Y[[own]]),
        "dense layer": (Network([dense(10)], CATEGORICAL), digits.Y),
        "convolution": (eyes, digits.Y),
    }
    found = {}
    for name, (network, Y) in cases.items():
        parameters = trained(network, digits.X, Y)
        _, errors = network.there_and_back(parameters, X, Y[:, [place]])
        product, letters = network.layers[0].product, (errors[1], parameters[0][0], X)
        Z, dX, dW = product.derivatives(*letters)
        if name == "dense layer":
            dW = dW[..., [own, int(np.argmax(errors[1][:, 0]))]]
        found[name] = list(zip((Z, dX, dW), product.pairings(*letters)))
    return found
