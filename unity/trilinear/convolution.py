"""The convolution of networks: every output looks through a window at its place, so P lays the windows side by side."""

import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from array_api_compat import device, is_jax_array

from unity.arrays import namespace
from unity.fast import convolution as fast
from unity.shapes import Array, Float, checked
from unity.trilinear.product import Product

__all__ = ["Convolution", "pair"]


def pair(operation, name, value, least):
    """One number for both axes of an image, or one for each."""
    both = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(both) != 2 or not all(isinstance(n, numbers.Integral) and n >= least for n in both):
        raise ValueError(
            f"{operation}: {name} = {value}, expected an integer of at least {least}, or a pair of them for rows and columns"
        )
    return int(both[0]), int(both[1])


def _zeros(shape, like):
    return namespace(like).zeros(shape, dtype=like.dtype, device=device(like))


def _add(total, place, part):
    """`total`, which the caller has made, with `part` added at a place. An array of JAX cannot be changed: it is made anew."""
    if is_jax_array(total):
        return total.at[place].add(part)
    total[place] += part
    return total


@dataclass(frozen=True)
class Convolution(Product):
    """The convolution of neural networks: each output looks through a window that slides over an image.

        Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r stride + a - padding, s stride + b - padding]

    X is (channels, height, width, m), W (channels, kh, kw, filters), E (filters, rows, columns, m). Beyond the border X
    is 0. What a stride leaves over at the right and the bottom is not looked at. `size`, `stride` and `padding` are
    integers, or pairs for rows and columns. Mathematics calls this a cross-correlation: its convolution flips the kernel
    (`unity.course.convolving.true_convolution`).

    P(X) holds every pixel as often as the kernel has taps. The three maps of NumPy's arrays do without it where images
    are wide or many: `unity.fast.convolution` lays out a part of it at a time, and gives the same numbers.

    Raises ValueError where the size or the stride is not positive or the padding is negative; its methods raise
    ValueError where the kernel is larger than the padded image.

    >>> Convolution(2, stride=(2, 1))
    Convolution(size=(2, 2), stride=(2, 1), padding=(0, 0))
    >>> Convolution(2).patch((1, 3, 3)), Convolution(2).grid((1, 3, 3))
    ((1, 2, 2), (2, 2))
    """

    size: int | tuple[int, int]
    stride: int | tuple[int, int] = 1
    padding: int | tuple[int, int] = 0

    def __post_init__(self):
        for name, least in (("size", 1), ("stride", 1), ("padding", 0)):
            object.__setattr__(self, name, pair("Convolution", name, getattr(self, name), least))

    def _faster(self, name, **letters):
        return fast.faster(self, name, **letters)

    def _image(self, shape):
        """The height and the width of an example, which the kernel has to fit."""
        if len(shape) != 3 or not all(shape):
            raise ValueError(
                f"Convolution: an example of shape {tuple(shape)}, expected (channels, height, width), none of them 0"
            )
        image = tuple(shape[1:])
        if any(k > n + 2 * p for n, k, p in zip(image, self.size, self.padding)):
            raise ValueError(
                f"Convolution: the kernel {self.size} is larger than the image {image} with padding {self.padding}, "
                "expected one that fits in"
            )
        return image

    def patch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """A window through all channels: (channels, kh, kw).

        Raises ValueError where the kernel is larger than the padded image.

        >>> Convolution((2, 3)).patch((3, 28, 28))
        (3, 2, 3)
        """
        self._image(shape)
        return (shape[0], *self.size)

    def grid(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The places of the window: (rows, columns) of a feature map.

            rows = floor((height + 2 padding - kh) / stride) + 1,   columns alike

        Raises ValueError where the kernel is larger than the padded image.

        Equation: eq-grid-size.

        >>> Convolution(5).grid((3, 28, 28)), Convolution(3, stride=2, padding=1).grid((3, 28, 28))
        ((24, 24), (14, 14))
        """
        image = self._image(shape)
        return tuple((n + 2 * p - k) // s + 1 for n, k, s, p in zip(image, self.size, self.stride, self.padding))

    def _frame(self, shape):
        """An image with its border of padding, and where the image lies in it: its shape and a place."""
        channels, (height, width), (top, left) = shape[0], self._image(shape), self.padding
        inside = (slice(None), slice(top, top + height), slice(left, left + width), slice(None))
        return (channels, height + 2 * top, width + 2 * left), inside

    def _looks(self, shape):
        """Where in the framed image each tap of the kernel looks: a place with the grid's size, row by row of the kernel."""
        (rows, columns), (down, right) = self.grid(shape), self.stride
        return [
            (
                slice(None),
                slice(a, a + down * (rows - 1) + 1, down),
                slice(b, b + right * (columns - 1) + 1, right),
                slice(None),
            )
            for a, b in np.ndindex(self.size)
        ]

    @checked
    def taps(self, X: Float[Array, "channels height width m"]) -> list[Array]:
        """What each tap of the kernel sees from all places, row by row of the kernel: (channels, rows, columns, m) each.

            taps(X)[a, b][c, r, s, i] = X[c, r stride + a - padding, s stride + b - padding, i],   0 beyond the border

        Without padding these are views of X: nothing is copied.

        Raises ValueError where the kernel is larger than the padded image.

        >>> [tap[0, :, :, 0].tolist() for tap in Convolution((1, 2)).taps(np.arange(1.0, 7.0).reshape(1, 2, 3, 1))]
        [[[1.0, 2.0], [4.0, 5.0]], [[2.0, 3.0], [5.0, 6.0]]]
        """
        shape = X.shape[:-1]
        if any(self.padding):
            framed, inside = self._frame(shape)
            X = _add(_zeros((*framed, X.shape[-1]), X), inside, X)
        return [X[look] for look in self._looks(shape)]

    def taps_adjoint(self, taps: Sequence[Array], shape: tuple[int, ...]) -> Array:
        """The adjoint of `taps`: what each tap holds goes back to the pixels that it looked at, where it adds up.

        Raises ValueError where the kernel is larger than the padded image.

        >>> Convolution((1, 2)).taps_adjoint([np.ones((1, 2, 2, 1))] * 2, (1, 2, 3))[0, :, :, 0]
        array([[1., 2., 1.],
               [1., 2., 1.]])
        """
        framed, inside = self._frame(shape)
        dX = _zeros((*framed, taps[0].shape[-1]), taps[0])
        for look, tap in zip(self._looks(shape), taps, strict=True):
            dX = _add(dX, look, tap)
        return dX[inside]

    @checked
    def view(self, X: Float[Array, "channels height width m"]) -> Float[Array, "n_in columns"]:
        """The windows side by side, each a column: the columns run by place, then by example, and down each the taps.

            P(X)[(c, a, b), (r, s, i)] = X[c, r stride + a - padding, s stride + b - padding, i],   0 beyond the border

        So its rows are what the taps see. Since $Z = W^T P(X)$, a row of P(X) is also the derivative of the outputs by one
        weight: entry (j, i) is $dy_i/dw_j$.

        Equations: eq-windows, eq-local-gradients.
        Source: *Harmony in Complexity*, local gradient with respect to the filter.

        >>> Convolution(2).view(np.arange(1.0, 10.0).reshape(1, 3, 3, 1))
        array([[1., 2., 4., 5.],
               [2., 3., 5., 6.],
               [4., 5., 7., 8.],
               [5., 6., 8., 9.]])
        """
        xp, shape, m = namespace(X), X.shape[:-1], X.shape[-1]
        P = xp.stack(self.taps(X), axis=1)
        return xp.reshape(P, (math.prod(self.patch(shape)), math.prod(self.grid(shape)) * m))

    @checked
    def view_adjoint(
        self, V: Float[Array, "n_in columns"], shape: tuple[int, ...]
    ) -> Float[Array, "channels height width m"]:
        """Every number of V goes back to the pixel that it was looked up from; windows overlap, so they add up.

            P*(V)[pixel] = sum of the V[tap, place] that look at this pixel,   so that   <P(X), V> = <X, P*(V)>

        Equations: eq-add-back, eq-adjoint-view.

        Raises ValueError where V does not fit an example of this shape.

        >>> Convolution(2).view_adjoint(np.ones((4, 4)), (1, 3, 3))[0, :, :, 0]
        array([[1., 2., 1.],
               [2., 4., 2.],
               [1., 2., 1.]])
        """
        m, taps = self._examples(V, shape), math.prod(self.size)
        V = namespace(V).reshape(V, (shape[0], taps, *self.grid(shape), m))
        return self.taps_adjoint([V[:, tap, ...] for tap in range(taps)], shape)
