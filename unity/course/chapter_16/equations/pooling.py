"""Pixels in another order, and pooling: windows of 2 x 3 pool images of 4 x 6."""

import numpy as np

from unity import activations, datasets
from unity.equations.binding import Entry
from unity.layers import Elementwise, MaxPool, MeanPool, dense
from unity.shapes import Array, Float, checked

__all__ = ["ENTRIES"]

IMAGE, MAPS = Float[Array, "channels 4 6"], Float[Array, "channels 4 6 m"]


@checked
def reordered(A: Float[Array, "n m"]):
    """The rows of A in the order that the seed 16 decides."""
    return A[np.random.default_rng(16).permutation(len(A))]


def scores_of_scrambled(W: Float[Array, "n K"], X: Float[Array, "n m"]):
    """What neurons say whose weights are scrambled as their images are: a picture of one row for each column."""
    W, X = (datasets.scrambled(A[None, :, None, :], 16) for A in (W, X))
    return dense(W.shape[-1]).forward((W, np.zeros((W.shape[-1], 1))), X)


def pooled(kind):
    return lambda X: kind((2, 3)).forward((), X[..., None])[..., 0]


def of_image(kind):
    def value(X: IMAGE):
        return pooled(kind)(X)

    return value


def window(values):
    """A window of 2 x 3, its pixels row by row."""
    return values.reshape(1, 2, 3, 1)


def sent_to_pixels(kind):
    def value(x: Float[Array, "6 1"], e: float):
        E = np.full((1, 1, 1, 1), float(e))
        return kind((2, 3)).error_back((), window(x), E).reshape(6, 1)

    return value


def apart(rng, shape):
    """Pixels that no small step makes equal."""
    return rng.permutation(6.0 + np.arange(6)).reshape(shape) / 3


def winner(x: Float[Array, "6 1"]):
    """1 at the largest number, 0 elsewhere."""
    return np.eye(6)[:, [x.argmax()]]


POOL = {"shapes": {"X": "channels 4 6"}, "sizes": {"channels": 2}, "ranges": {"a": 2, "b": 3, "r": 2, "s": 2, "c": 2}}
WINDOW = {"shapes": {"x": "6 1", "e": ""}}


def plain_relu(Z):
    return np.where(Z > 0, Z, 0.0)


def largest(high, wide):
    """Max-pooling by windows of that size, side by side, number by number."""

    @checked
    def value(Z: Float[Array, "channels height width m"]):
        channels, height, width, m = Z.shape
        best = np.empty((channels, height // high, width // wide, m))
        for c, r, s, i in np.ndindex(best.shape):
            best[c, r, s, i] = Z[c, r * high : (r + 1) * high, s * wide : (s + 1) * wide, i].max()
        return best

    return value


def bent_maps_pooled(Z: MAPS):
    return MaxPool((2, 3)).forward((), Elementwise(activations.RELU).forward((), Z))


ENTRIES = {
    "eq-scrambled": Entry(value=scores_of_scrambled, symbols={"S": reordered}, functions=("S",)),
    "eq-max-pool": Entry(
        value=of_image(MaxPool),
        symbols={"h": 2.0, "l": 3.0, "a": None, "Z": of_image(MaxPool), "Z_{c,r,s}": None},
        **POOL,
    ),
    "eq-mean-pool": Entry(
        value=of_image(MeanPool),
        symbols={"h": 2.0, "l": 3.0, "a": None, "Z": of_image(MeanPool), "Z_{c,r,s}": None},
        **POOL,
    ),
    "eq-max-pool-back": Entry(
        value=sent_to_pixels(MaxPool),
        symbols={"J": r"e \max(x)", "z": r"\max(x)", "u": winner},
        draws={"x": apart},
        **WINDOW,
    ),
    "eq-mean-pool-back": Entry(
        value=sent_to_pixels(MeanPool), symbols={"J": r"e \frac{1}{6} \sum_{j=1}^{6} x_j", "n": 6.0}, **WINDOW
    ),
    "eq-relu-pool": Entry(
        value=bent_maps_pooled,
        symbols={"f": plain_relu, "M": largest(2, 3), "Z": None},
        functions=("f", "M"),
        shapes={"Z": "channels 4 6 m"},
    ),
}
