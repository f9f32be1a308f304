"""Pooling: windows that slide over each channel by itself, and what each pixel's share of its window is.

    Z = sum over the taps of share * tap,   dX = the adjoint of the taps of share * E

In a mean all taps have the same share, whatever the image; in a maximum the winner has all of it. So a mean is a product
with weights that never change, `MeanPool.kernel`, and a maximum is none: its weights depend on what it looks at.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np

from unity.arrays import move, namespace
from unity.layers.layer import Layer, Parameters, fits
from unity.shapes import Array, Float, checked
from unity.trilinear import Convolution
from unity.trilinear.convolution import pair

__all__ = ["MaxPool", "MeanPool"]


@dataclass(frozen=True)
class _Pool(Layer):
    """What the two poolings have in common: windows that slide over each channel by itself, and their taps."""

    size: int | tuple[int, int]
    stride: int | tuple[int, int] | None = None

    def __post_init__(self):
        name = type(self).__name__
        object.__setattr__(self, "size", pair(name, "size", self.size, 1))
        stride = self.size if self.stride is None else self.stride
        object.__setattr__(self, "stride", pair(name, "stride", stride, 1))

    @functools.cached_property
    def _windows(self):
        """The windows as the product that looks through them."""
        return Convolution(self.size, self.stride)

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """A number for each window: (channels, rows, columns). What is left over at the right and the bottom is dropped.

            rows = floor((height - kh) / stride) + 1,   columns alike

        Raises ValueError where an example is no image, or smaller than the window.

        >>> MaxPool(2).output_shape((8, 7, 6)), MeanPool(3, stride=1).output_shape((8, 7, 6))
        ((8, 3, 3), (8, 5, 4))
        """
        name = type(self).__name__
        if len(shape) != 3:
            raise ValueError(f"{name}: an example of shape {tuple(shape)}, expected (channels, height, width)")
        if any(k > n for n, k in zip(shape[1:], self.size)):
            raise ValueError(
                f"{name}: the window {self.size} is larger than the image {tuple(shape[1:])}, expected one that fits in"
            )
        return (shape[0], *self._windows.grid(shape))

    def _taps(self, X):
        """What the windows see at their first place, at their second, ...: row by row, each (channels, rows, columns, m)."""
        self.output_shape(X.shape[:-1])  # says in the layer's own words what does not fit
        return self._windows.taps(X)


@dataclass(frozen=True)
class MaxPool(_Pool):
    """The largest number of each window. It is piecewise linear: which pixel wins depends on the image.

        Z[c, r, s] = max over a, b of X[c, r stride + a, s stride + b]

    `size` and `stride` are integers, or pairs for rows and columns; without a stride the windows stand side by side.
    A window's error goes to the pixel that won, row by row the first where several are equal. A NaN wins, so that what
    is no number stays one, and has the error. What a stride leaves over at the right and the bottom is in no window, and
    its error is 0.

    Raises ValueError where size or stride is not positive; its methods where the window is larger than the image.

    >>> MaxPool(2)
    MaxPool(size=(2, 2), stride=(2, 2))
    """

    @checked(fits=fits)
    def forward(
        self, parameters: Parameters, X: Float[Array, "channels height width m"]
    ) -> Float[Array, "channels rows columns m"]:
        """The largest number of each window.

        Equations: eq-max-pool, eq-relu-pool.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MaxPool(2).forward((), image)[0, :, :, 0]
        array([[4., 1.]])
        """
        return functools.reduce(namespace(X).maximum, self._taps(X))

    @checked(fits=fits)
    def error_back(
        self,
        parameters: Parameters,
        X: Float[Array, "channels height width m"],
        E: Float[Array, "channels rows columns m"],
    ) -> Float[Array, "channels height width m"]:
        """Each window's error, back at the pixel that won; a pixel that won several windows gets the sum.

        Raises ValueError where E does not fit the examples.

        Equations: eq-max-pool-back, eq-seeing-error.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MaxPool(2).error_back((), image, np.array([5.0, 7.0]).reshape(1, 1, 2, 1))[0, :, :, 0]
        array([[0., 0., 0., 7.],
               [5., 0., 0., 0.]])
        """
        xp, taps = namespace(X, E), self._taps(X)
        Z, none = functools.reduce(xp.maximum, taps), xp.zeros_like(E)
        errors, undecided = [], xp.ones_like(E, dtype=xp.bool)
        for tap in taps:
            wins = undecided & ((tap == Z) | xp.isnan(tap))
            errors.append(xp.where(wins, E, none))
            undecided = undecided & ~wins
        return self._windows.taps_adjoint(errors, X.shape[:-1])


@dataclass(frozen=True)
class MeanPool(_Pool):
    """The mean of each window: a convolution of each channel by itself, with weights that never change.

        Z[c, r, s] = 1/(kh kw) sum over a, b of X[c, r stride + a, s stride + b]

    `size` and `stride` are integers, or pairs for rows and columns; without a stride the windows stand side by side.
    What a stride leaves over at the right and the bottom is in no window, and its error is 0.

    Raises ValueError where size or stride is not positive; its methods where the window is larger than the image.

    >>> MeanPool((2, 3), stride=1)
    MeanPool(size=(2, 3), stride=(1, 1))
    """

    @property
    def _share(self):
        """Each pixel's share of its window. It is given out before the sum, which may be too large for the dtype."""
        return 1 / math.prod(self.size)

    @checked(fits=fits)
    def forward(
        self, parameters: Parameters, X: Float[Array, "channels height width m"]
    ) -> Float[Array, "channels rows columns m"]:
        """The mean of each window.

        Equation: eq-mean-pool.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MeanPool(2).forward((), image)[0, :, :, 0]
        array([[2.5 , 0.25]])
        """
        return sum(self._share * tap for tap in self._taps(X))

    @checked(fits=fits)
    def error_back(
        self,
        parameters: Parameters,
        X: Float[Array, "channels height width m"],
        E: Float[Array, "channels rows columns m"],
    ) -> Float[Array, "channels height width m"]:
        """Each window's error, in equal shares to its pixels; a pixel of several windows gets the sum.

        Raises ValueError where E does not fit the examples.

        Equation: eq-mean-pool-back.

        >>> MeanPool(2).error_back((), np.zeros((1, 2, 4, 1)), np.array([4.0, 8.0]).reshape(1, 1, 2, 1))[0, :, :, 0]
        array([[1., 1., 2., 2.],
               [1., 1., 2., 2.]])
        """
        return self._windows.taps_adjoint([self._share * E] * math.prod(self.size), X.shape[:-1])

    def kernel(self, channels: int, *, like: Array | None = None) -> Array:
        """The kernel with which a convolution does the same: weights that nobody learns.

            W[c, a, b, k] = 1/(kh kw) where c = k, 0 elsewhere

        Mean pooling is the product `Convolution(size, stride)` with this kernel; its error goes back by the same
        product's `error_back`. `like` is an array whose library, device and dtype are wanted; without it W is NumPy's.

        Raises ValueError where the channels are not positive.

        >>> pool, X = MeanPool(2), np.array([1.0, 2.0, 4.0, 5.0]).reshape(1, 2, 2, 1)
        >>> pool.forward((), X), Convolution(2, stride=2).forward(pool.kernel(1), X)
        (array([[[[3.]]]]), array([[[[3.]]]]))
        """
        if channels < 1:
            raise ValueError(f"kernel: channels = {channels}, expected at least one")
        W = np.tile(self._share * np.eye(channels)[:, None, None, :], (1, *self.size, 1))
        return W if like is None else move(W, like=like)
