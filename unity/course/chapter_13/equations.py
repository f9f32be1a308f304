"""Chapter 13, convolution. Rows, columns and weights count from 1; an image is one example."""

import itertools

import numpy as np

from unity import trilinear
from unity.course import convolving
from unity.course.errata import outputs
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

IMAGES, IMAGE = Float[Array, "channels height width m"], Float[Array, "height width"]
KERNELS, KERNEL = Float[Array, "channels kh kw filters"], Float[Array, "h l"]


# The deck's small image


def first_output(w: Float[Array, "4 1"], x: Float[Array, "9 1"]):
    W, X = w.reshape(1, 2, 2, 1), x.reshape(1, 3, 3, 1)
    return convolving.convolve_by_definition(W, X)[0, 0, 0]


def windows(X: Float[Array, "3 3"]):
    return trilinear.Convolution(2).view(X.reshape(1, 3, 3, 1))


def pixels(X: Float[Array, "3 3"]):
    """x_1 to x_9, row by row."""
    return X.reshape(9, 1)


def edge_finder(x: Float[Array, "9 1"]):
    """Eight in the middle, minus one around it, on the nine pixels of one window."""
    W = np.where(np.arange(9) == 4, 8.0, -1.0).reshape(1, 3, 3, 1)
    return trilinear.Convolution(3).forward(W, x.reshape(1, 3, 3, 1))


# Windows as columns: kernels of 2 x 3 weights and two channels


def visits(W: Float[Array, "12 filters"], X: IMAGES):
    kernels = W.reshape(2, 2, 3, -1)
    return trilinear.Convolution((2, 3)).forward(kernels, X).reshape(W.shape[1], -1)


def plain_windows(X: IMAGES):
    """Every window of 2 x 3 as a column: place after place, within a place image after image."""
    _, height, width, m = X.shape
    places = itertools.product(range(height - 1), range(width - 2), range(m))
    return np.stack([X[:, r : r + 2, s : s + 3, i].ravel() for r, s, i in places], axis=1)


# In general


def feature_maps(W: KERNELS, X: Float[Array, "channels height width"], t: int, p: int):
    return convolving.convolve_by_definition(W, X[..., None], stride=t, padding=p)[..., 0]


def framed(X: Float[Array, "channels height width"], p: int):
    """The image in a frame of p zeros."""
    channels, height, width = X.shape
    frame = np.zeros((channels, height + 2 * p, width + 2 * p))
    frame[:, p : p + height, p : p + width] = X
    return frame


def places(n: int, h: int, t: int, p: int):
    return trilinear.Convolution(h, t, p).grid((1, n, n))[0]


def within(low, high):
    return lambda rng, shape: rng.integers(low, high + 1, shape)


# One channel, one filter


def four_axes(function):
    def value(W: KERNEL, X: IMAGE):
        return function(W[None, :, :, None], X[None, :, :, None])[0, :, :, 0]

    return value


def slid(W, X):
    return trilinear.Convolution(W.shape[1:3]).forward(W, X)


ONE = {
    "symbols": {"a": None},
    "shapes": {"X": "height width", "W": "h l"},
    "sizes": {"h": 2, "l": 3, "height": 5, "width": 6},
}


# On an image that continues at its opposite side


def moved(X, down: int, right: int):
    """Number (r, s) of an image, `down` rows and `right` columns further on."""
    return np.roll(X, (down, right), axis=(-3, -2))


def around(X: IMAGES, W: KERNELS):
    """The sum at each pixel, rows and columns counted on from the first after the last."""
    (_, kh, kw, filters), (_, height, width, m) = W.shape, X.shape
    Z = np.zeros((filters, height, width, m))
    for r, s, a, b in np.ndindex(height, width, kh, kw):
        Z[:, r, s] += W[:, a, b].T @ X[:, (r + a) % height, (s + b) % width]
    return Z


def moved_then_slid(W: KERNELS, X: IMAGES, down: int, right: int):
    return convolving.circular_correlation(W, moved(X, down, right))


TORUS = {"channels": 2, "filters": 3, "kh": 2, "kw": 3, "height": 4, "width": 5, "m": 2}

ENTRIES = {
    "eq-window-sums": Entry(value=first_output, symbols={"y": outputs}),
    "eq-edge-finder": Entry(value=edge_finder, symbols={"z": None}),
    "eq-windows": Entry(value=windows, symbols={"x": pixels}, shapes={"X": "3 3"}),
    "eq-every-window": Entry(
        value=visits,
        symbols={"Z": None, "P": plain_windows},
        shapes={"X": "channels height width m", "W": "12 filters"},
        sizes={"channels": 2, "height": 4, "width": 5, "m": 3},
    ),
    "eq-grid-size": Entry(
        value=places,
        symbols={"p": None},
        draws={"n": within(7, 12), "h": within(2, 5), "t": within(2, 4), "p": within(1, 3)},
    ),
    "eq-convolution": Entry(
        value=feature_maps,
        symbols={"Z": feature_maps, "Z_{k,r,s}": None, "a": None, "p": None, "bar_X": framed},
        shapes={"X": "channels height width", "W": "channels kh kw filters"},
        draws={"t": within(1, 3), "p": within(1, 2)},
        sizes={"channels": 2, "kh": 3, "kw": 2, "filters": 2, "height": 5, "width": 4},
    ),
    "eq-cross-correlation": Entry(value=four_axes(slid), **ONE),
    "eq-true-convolution": Entry(value=four_axes(convolving.true_convolution), **ONE),
    "eq-flip": Entry(value=four_axes(convolving.true_convolution), **ONE),
    "eq-equivariance": Entry(
        value=moved_then_slid,
        symbols={"S": moved, "C": around},
        functions=("C", "S"),
        shapes={"X": "channels height width m", "W": "channels kh kw filters"},
        sizes=TORUS,
    ),
}

ACCEPTED = {}
