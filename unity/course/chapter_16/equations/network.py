"""A small network: images of 2 x 5 x 5, 3 filters of 2 x 2, maps of 4 x 4, pooled to 2 x 2, 4 classes."""

import itertools

import numpy as np

from unity import activations
from unity.course.chapter_16.equations.pooling import largest, plain_relu
from unity.equations.binding import Entry
from unity.families import CATEGORICAL
from unity.layers import Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import Network
from unity.shapes import Array, Float, checked

__all__ = ["ENTRIES"]

LAYERS = convolution(3, 2), Elementwise(activations.RELU), MaxPool(2), Flatten(), dense(4)
NETWORK = Network(LAYERS, CATEGORICAL)
IMAGES, KERNELS = Float[Array, "2 5 5 m"], Float[Array, "2 2 2 3"]
SIZES = {"m": 5}
SHAPES = {"X": "2 5 5 m", "V": "8 3", "b": "3 1", "W_2": "12 4", "b_2": "4 1", "Y": "4 m"}


def plain_slope(Z):
    return np.where(Z > 0, 1.0, 0.0)


def kernels(V: Float[Array, "8 3"]):
    """The columns of a matrix as kernels."""
    return V.reshape(2, 2, 2, 3)


def parameters(V, b, W_2, b_2):
    return (kernels(V), b), (), (), (), (W_2, b_2)


def spread_bias(b: Float[Array, "3 1"]):
    """A number for each filter, on every place of its map."""
    return np.broadcast_to(b.reshape(3, 1, 1, 1), (3, 4, 4, 1)).copy()


def read(X: Float[Array, "2 5 5 1"], V: Float[Array, "8 3"], b: Float[Array, "3 1"], W_2, b_2):
    return NETWORK.predict(parameters(V, b, W_2, b_2), X)


@checked
def gathered(X: IMAGES):
    """P(X) by slices: place after place, in each place image after image."""
    places = itertools.product(range(4), range(4), range(X.shape[-1]))
    return np.stack([X[:, r : r + 2, s : s + 2, i].ravel() for r, s, i in places], axis=1)


def sums(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"]):
    """Z_1 as maps."""
    return (V.T @ gathered(X) + b).reshape(3, 4, 4, -1)


def plain_maps(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"]):
    """What comes out of the pooling."""
    return largest(2, 2)(plain_relu(sums(X, V, b)))


def heard(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"]):
    """What the dense layer hears: a column for each image."""
    return plain_maps(X, V, b).reshape(12, -1)


def last_error(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"], W_2, b_2, Y: Float[Array, "4 m"]):
    """(A - Y) / m."""
    Z = np.exp(W_2.T @ heard(X, V, b) + b_2)
    return (Z / Z.sum(axis=0) - Y) / Y.shape[1]


@checked
def to_the_largest(D: Float[Array, "12 m"], X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"]):
    """Slopes by what the dense layer hears, each back at the pixel that won its window."""
    A = plain_relu(sums(X, V, b))
    back = np.zeros_like(A)
    for place, (c, r, s, i) in enumerate(np.ndindex(3, 2, 2, A.shape[-1])):
        pixels = [(2 * r + a, 2 * s + t) for a in range(2) for t in range(2)]
        row, column = max(pixels, key=lambda at: A[c, at[0], at[1], i])
        back[c, row, column, i] = D.ravel()[place]
    return back


def first_error(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"], W_2, b_2, Y: Float[Array, "4 m"]):
    """E_1 by the layers, one after the other."""
    own, inputs = parameters(V, b, W_2, b_2), [X]
    for layer, P in zip(LAYERS, own):
        inputs.append(layer.forward(P, inputs[-1]))
    E = CATEGORICAL.error(inputs[-1], Y)
    for layer, P, heard_by_it in reversed([*zip(LAYERS, own, inputs)][1:]):
        E = layer.error_back(P, heard_by_it, E)
    return E


def plain_first_error(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"], W_2, b_2, Y: Float[Array, "4 m"]):
    """E_1 as a matrix, a row for each filter, by plain sums."""
    back = to_the_largest(W_2 @ last_error(X, V, b, W_2, b_2, Y), X, V, b)
    return (back * (sums(X, V, b) > 0)).reshape(3, -1)


def gradient(layer):
    def value(X: IMAGES, V: Float[Array, "8 3"], b: Float[Array, "3 1"], W_2, b_2, Y: Float[Array, "4 m"]):
        dW = NETWORK.gradient(parameters(V, b, W_2, b_2), X, Y)[layer][0]
        return dW.reshape(-1, dW.shape[-1])

    return value


def count(F: int, c: int, k: int, n: int, K: int):
    """The numbers that a network of one convolution, pooling and a dense layer learns."""
    own = Network([convolution(int(F), int(k)), MaxPool(2), Flatten(), dense(int(K))], CATEGORICAL)
    framed = int(n) + int(k) - 1  # a frame of paper in the place of the padding
    return float(sum(P.size for layer in own.init((int(c), framed, framed), 0) for P in layer))


def one_hot(rng, shape):
    return np.eye(shape[0])[:, rng.integers(0, shape[0], shape[1])]


def among(*values):
    return lambda rng, shape: np.asarray(float(rng.choice(values)))


SMALL = {"shapes": SHAPES, "draws": {"Y": one_hot}, "sizes": SIZES}

ENTRIES = {
    "eq-seeing": Entry(
        value=read,
        clause=1,
        symbols={
            "W_1": kernels,
            "A_2": plain_maps,
            "b_1": spread_bias,
            "f": plain_relu,
            "M": largest(2, 2),
        },
        functions=("f", "M"),
        shapes=SHAPES | {"X": "2 5 5 1"},
    ),
    "eq-seeing-error": Entry(
        value=first_error,
        symbols={"E_1": first_error, "E_2": last_error, "Z_1": sums, "M^*": to_the_largest, "f'": plain_slope},
        functions=("M^*", "f'"),
        **SMALL,
    ),
    "eq-seeing-weights": Entry(
        value=gradient(0),
        symbols={
            "E_1": plain_first_error,
            "E_2": last_error,
            "A_2": heard,
            "P": gathered,
            "dW_1": gradient(0),
            "dW_2": gradient(4),
        },
        **SMALL,
    ),
    "eq-seeing-count": Entry(
        value=count,
        draws={
            "F": among(2, 3, 5),
            "c": among(1, 2, 4),
            "k": among(3, 5),
            "n": among(6, 8, 10),
            "K": among(4, 7, 9),
        },
        shapes={"F": "", "c": "", "k": "", "n": "", "K": ""},
    ),
}
