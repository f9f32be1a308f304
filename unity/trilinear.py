"""One trilinear form of error, weights and input: a product looks at its input, and W weighs what it sees.

A product gathers what each output looks at: P(X). Then its three maps are the three derivatives of one number,

    T(E, W, X) = <E, W^T P(X)>
    dT/dE = W^T P(X)      forward
    dT/dX = P*(W E)       the error sent back, P* the adjoint of P
    dT/dW = P(X) E^T      the weight gradient

A dense product looks at the whole input, so P is the identity. A convolution looks through a window at every place of
an image, so P lays the windows side by side, as columns. Nothing else differs.
"""

import functools
import math
import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from array_api_compat import is_numpy_array

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = [
    "Convolution",
    "Dense",
    "Derivatives",
    "Product",
    "circular_correlation",
    "convolve_by_definition",
    "dilate",
    "error_back_by_correlation",
    "exchange",
    "flip",
    "full_convolution",
    "full_correlation",
    "receptive_field",
    "true_convolution",
    "weight_gradient_by_correlation",
]


def _tall(W):
    """W as a matrix: a row for each thing an output looks at, a column for each output."""
    return namespace(W).reshape(W, (math.prod(W.shape[:-1]), W.shape[-1]))


def _wide(E):
    """E as a matrix: a row for each output, a column for each place of the grid and each example."""
    return namespace(E).reshape(E, (E.shape[0], math.prod(E.shape[1:])))


def _misfit(operation, name, array, product, shape, expected):
    sizes = ", ".join(map(str, expected))
    return ValueError(
        f"{operation}: {name} {tuple(array.shape)} does not fit {product!r} of an example {tuple(shape)}, "
        f"expected ({sizes})"
    )


class Derivatives(NamedTuple):
    """The three derivatives of the form: `Z` by E, `dX` by X, `dW` by W, each in the shape of what it is taken by."""

    Z: Array
    dX: Array
    dW: Array


class Product(ABC):
    """What every product shares: its three maps, written once over the view P(X) that makes it this product.

    P(X) is a matrix. Each of its columns is what the outputs look at from one place of the grid in one example; all
    outputs at that place see the same column, each through its own column of W. The shapes are

        X (*shape, m)    W (*patch, n_out)    E and Z (n_out, *grid, m)    P(X) (size of patch, size of grid times m)

    A product holds two shapes and two maps: `patch` and `grid`, `view` and its adjoint `view_adjoint`.
    """

    @abstractmethod
    def patch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of what one output looks at, for an example of this shape: W has one more axis, (*patch, n_out)."""

    @abstractmethod
    def grid(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the grid on which one output stands, for an example of this shape."""

    @abstractmethod
    def view(self, X: Float[Array, "*shape m"]) -> Float[Array, "n_in columns"]:
        """P(X): what the outputs look at, a column for each place of the grid and each example."""

    @abstractmethod
    def view_adjoint(self, V: Float[Array, "n_in columns"], shape: tuple[int, ...]) -> Float[Array, "*shape m"]:
        """P*(V): every number of V goes back to the input that it was looked up from, where they add up."""

    def _fit(self, operation, shape, W=None, E=None):
        """The patch and the grid for an example of this shape, which W and E have to fit."""
        patch, grid = self.patch(shape), self.grid(shape)
        if W is not None and tuple(W.shape[:-1]) != patch:
            raise _misfit(operation, "W", W, self, shape, (*patch, "n_out"))
        if E is not None and tuple(E.shape[1:-1]) != grid:
            raise _misfit(operation, "E", E, self, shape, ("n_out", *grid, "m"))
        return patch, grid

    @checked
    def forward(self, W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]) -> Float[Array, "n_out *grid m"]:
        """The forward pass, the derivative of the form by E.

            Z = W^T P(X)

        Raises ValueError where W does not fit the examples.

        Equations: eq-every-window, eq-edge-finder, eq-cross-correlation, eq-form-by-error.
        Source: *Harmony in Complexity*, the forward pass of the convolutional layer.

        >>> Dense().forward(np.array([[1.0], [10.0]]), np.array([[1.0, 3.0], [2.0, 4.0]]))
        array([[21., 43.]])
        >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
        >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
        >>> Convolution(2).forward(kernel, image)[0, :, :, 0]
        array([[5421., 6532.],
               [8754., 9865.]])
        """
        _, grid = self._fit("forward", X.shape[:-1], W=W)
        Z = _tall(W).T @ self.view(X)
        return namespace(Z).reshape(Z, (W.shape[-1], *grid, X.shape[-1]))

    @checked
    def error_back(
        self, W: Float[Array, "*patch n_out"], E: Float[Array, "n_out *grid m"], shape: tuple[int, ...]
    ) -> Float[Array, "*shape m"]:
        """The error sent back, the derivative of the form by X, for examples of this shape.

            dX = P*(W E)

        Forward multiplies by W^T, backward by W. What no output looks at gets the error 0.

        Raises ValueError where W or E does not fit an example of this shape.

        Equations: eq-convolution-back, eq-form-by-input, eq-moved.
        Source: *Harmony in Complexity*, back-propagation.

        >>> Dense().error_back(np.array([[1.0], [10.0]]), np.array([[1.0, -1.0]]), (2,))
        array([[  1.,  -1.],
               [ 10., -10.]])
        >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
        >>> Convolution(2).error_back(kernel, np.ones((1, 2, 2, 1)), (1, 3, 3))[0, :, :, 0]
        array([[1.000e+00, 1.100e+01, 1.000e+01],
               [1.010e+02, 1.111e+03, 1.010e+03],
               [1.000e+02, 1.100e+03, 1.000e+03]])
        """
        self._fit("error_back", shape, W, E)
        return self.view_adjoint(_tall(W) @ _wide(E), shape)

    @checked
    def weight_gradient(
        self, X: Float[Array, "*shape m"], E: Float[Array, "n_out *grid m"]
    ) -> Float[Array, "*patch n_out"]:
        """The weight gradient, the derivative of the form by W: summed over the examples, with no 1/m of its own.

            dW = P(X) E^T,   so that   dL/dw = sum over j of dL/dy_j dy_j/dw

        Raises ValueError where E does not fit the examples.

        Equations: eq-convolution-weights, eq-form-by-weights.
        Source: *Harmony in Complexity*, convolutional neural network back-propagation.

        >>> Dense().weight_gradient(np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[1.0, 10.0]]))
        array([[31.],
               [42.]])
        >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
        >>> Convolution(2).weight_gradient(image, np.ones((1, 2, 2, 1)))[0, :, :, 0]
        array([[12., 16.],
               [24., 28.]])
        """
        patch, _ = self._fit("weight_gradient", X.shape[:-1], E=E)
        dW = self.view(X) @ _wide(E).T
        return namespace(dW).reshape(dW, (*patch, E.shape[0]))

    @checked
    def form(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> Float[Array, ""]:
        """The trilinear form: a number, linear in each of its three arguments.

            T(E, W, X) = <E, W^T P(X)>
                       = <forward(W, X), E> = <error_back(W, E), X> = <weight_gradient(X, E), W>

        Raises ValueError where W or E does not fit the examples.

        Equations: eq-form, eq-three-readings, eq-all-triples, eq-linear-in-each, eq-three-factors.
        Source: *Harmony in Complexity*, conclusion.

        >>> E, W, X = np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]])
        >>> float(Dense().form(E, W, X))
        86.0
        """
        self._fit("form", X.shape[:-1], W, E)
        return namespace(E, W, X).sum(E * self.forward(W, X))

    @checked
    def derivatives(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> Derivatives:
        """All three derivatives of the form at one point.

            Z = W^T P(X),   dX = P*(W E),   dW = P(X) E^T

        Raises ValueError where W or E does not fit the examples.

        Source: *Harmony in Complexity*, conclusion.

        >>> Z, dX, dW = Dense().derivatives(np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]]))
        >>> Z, dX.T, dW.T
        (array([[43.]]), array([[ 2., 20.]]), array([[6., 8.]]))
        """
        self._fit("derivatives", X.shape[:-1], W, E)
        return Derivatives(self.forward(W, X), self.error_back(W, E, tuple(X.shape[:-1])), self.weight_gradient(X, E))

    @checked
    def pairings(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> tuple[Array, Array, Array]:
        """Each letter paired with the derivative by it, in the order of `Derivatives`: the form, three times.

            T = <E, Z> = <X, dX> = <W, dW>

        A linear function is its argument times its slope, and the form is linear in each letter. Where two of the numbers
        differ by more than rounding, a map is not the adjoint that it should be.

        Raises ValueError where W or E does not fit the examples.

        Equation: eq-one-number.
        Source: *Harmony in Complexity*, conclusion.

        >>> E, W, X = np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]])
        >>> [float(number) for number in Dense().pairings(E, W, X)]
        [86.0, 86.0, 86.0]
        """
        self._fit("pairings", X.shape[:-1], W, E)
        Z, dX, dW = self.derivatives(E, W, X)
        xp = namespace(E, W, X)
        return xp.sum(E * Z), xp.sum(X * dX), xp.sum(W * dW)

    def _examples(self, V, shape):
        """How many examples of this shape V views."""
        n_in, places = math.prod(self.patch(shape)), math.prod(self.grid(shape))
        if V.shape[0] != n_in or V.shape[1] % places:
            raise _misfit("view_adjoint", "V", V, self, shape, (n_in, "m" if places == 1 else f"{places} m"))
        return V.shape[1] // places


@dataclass(frozen=True)
class Dense(Product):
    """The dense product: each output looks at the whole input, from one place.

        P(X) = X,   Z = W^T X,   dX = W E,   dW = X E^T

    X is (n_in, m), W (n_in, n_out), E (n_out, m). An image may stand in for its vector: X (c, h, w, m) goes with
    W (c, h, w, n_out).

    >>> Dense().patch((3,)), Dense().grid((3,))
    ((3,), ())
    """

    def patch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """All of the example.

        >>> Dense().patch((3,))
        (3,)
        """
        return tuple(shape)

    def grid(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """No axes: one place.

        >>> Dense().grid((3,))
        ()
        """
        return ()

    @checked
    def view(self, X: Float[Array, "*shape m"]) -> Float[Array, "n_in m"]:
        """The identity.

            P(X) = X

        >>> Dense().view(np.array([[1.0, 3.0], [2.0, 4.0]]))
        array([[1., 3.],
               [2., 4.]])
        """
        return _tall(X)

    @checked
    def view_adjoint(self, V: Float[Array, "n_in m"], shape: tuple[int, ...]) -> Float[Array, "*shape m"]:
        """The identity is its own adjoint.

            P*(V) = V

        Raises ValueError where V does not fit an example of this shape.

        >>> Dense().view_adjoint(np.array([[1.0, 3.0], [2.0, 4.0]]), (2,))
        array([[1., 3.],
               [2., 4.]])
        """
        return namespace(V).reshape(V, (*shape, self._examples(V, shape)))


def _pair(operation, name, value, least):
    """One number for both axes of an image, or one for each."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, numbers.Integral) and n >= least for n in pair):
        raise ValueError(
            f"{operation}: {name} = {value}, expected an integer of at least {least}, or a pair of them for rows and columns"
        )
    return int(pair[0]), int(pair[1])


@functools.lru_cache(maxsize=128)
def _tables(size, stride, padding, image):
    """P and P* as tables of positions, for one channel.

    `look` is (taps, places): the pixel that a tap of the kernel looks at from a place of the grid. `back` is
    (most, pixels): all the numbers of P(X) that were looked up from a pixel. Both point one past the end where there is
    nothing: at padding, and where a pixel is looked at less often than others.
    """
    pixels = math.prod(image)
    padded = np.full([n + 2 * p for n, p in zip(image, padding)], pixels)
    padded[tuple(slice(p, p + n) for n, p in zip(image, padding))] = np.arange(pixels).reshape(image)
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[:: stride[0], :: stride[1]]
    look = windows.transpose(2, 3, 0, 1).reshape(math.prod(size), -1)

    seen = look.ravel()
    by_pixel = np.argsort(seen, kind="stable")
    times = np.bincount(seen, minlength=pixels + 1)
    turn = np.arange(seen.size) - np.repeat(np.cumsum(times) - times, times)
    inside = seen[by_pixel] < pixels
    back = np.full((times[:-1].max(), pixels), seen.size)
    back[turn[inside], seen[by_pixel][inside]] = by_pixel[inside]
    return look, back


def _look_up(X, table):
    """Along axis 1 of X (channels, positions, m), the numbers at the positions in a table, 0 one past the end."""
    xp = namespace(X)
    with_zero = xp.concat([X, xp.zeros_like(X[:, :1, :])], axis=1)
    return xp.take(with_zero, move(table.ravel(), like=X), axis=1)


@dataclass(frozen=True)
class Convolution(Product):
    """The convolution of neural networks: each output looks through a window that slides over an image.

        Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r stride + a - padding, s stride + b - padding]

    X is (channels, height, width, m), W (channels, kh, kw, filters), E (filters, rows, columns, m). Beyond the border X
    is 0. What a stride leaves over at the right and the bottom is not looked at. `size`, `stride` and `padding` are
    integers, or pairs for rows and columns. Mathematics calls this a cross-correlation: its convolution flips the kernel
    (`true_convolution`).

    P(X) holds every pixel as often as the kernel has taps: for many large images, call it for some examples at a time.

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
            object.__setattr__(self, name, _pair("Convolution", name, getattr(self, name), least))

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

    def _tables(self, shape):
        return _tables(self.size, self.stride, self.padding, self._image(shape))

    @checked
    def view(self, X: Float[Array, "channels height width m"]) -> Float[Array, "n_in columns"]:
        """The windows side by side, each a column: the columns run by place, then by example, and down each the taps.

            P(X)[(c, a, b), (r, s, i)] = X[c, r stride + a - padding, s stride + b - padding, i],   0 beyond the border

        It is one look-up: a table tells each tap of the kernel, at each place, its pixel. Since Z = W^T P(X), a row of
        P(X) is also the derivative of the outputs by one weight: P(X)[j, i] = dy_i/dw_j.

        Equations: eq-windows, eq-local-gradients.
        Source: *Harmony in Complexity*, local gradient with respect to the filter.

        >>> Convolution(2).view(np.arange(1.0, 10.0).reshape(1, 3, 3, 1))
        array([[1., 2., 4., 5.],
               [2., 3., 5., 6.],
               [4., 5., 7., 8.],
               [5., 6., 8., 9.]])
        """
        look, _ = self._tables(X.shape[:-1])
        channels, height, width, m = X.shape
        xp = namespace(X)
        pixels = xp.reshape(X, (channels, height * width, m))
        return xp.reshape(_look_up(pixels, look), (channels * look.shape[0], look.shape[1] * m))

    @checked
    def view_adjoint(
        self, V: Float[Array, "n_in columns"], shape: tuple[int, ...]
    ) -> Float[Array, "channels height width m"]:
        """Every number of V goes back to the pixel that it was looked up from; windows overlap, so they add up.

            P*(V)[pixel] = sum of the V[tap, place] that look at this pixel,   so that   <P(X), V> = <X, P*(V)>

        It is a look-up again: a second table lists for each pixel what looks at it. Where arrays can be changed in
        place (NumPy) a sum tap by tap is faster, and equal.

        Equations: eq-add-back, eq-adjoint-view.

        Raises ValueError where V does not fit an example of this shape.

        >>> Convolution(2).view_adjoint(np.ones((4, 4)), (1, 3, 3))[0, :, :, 0]
        array([[1., 2., 1.],
               [2., 4., 2.],
               [1., 2., 1.]])
        """
        m = self._examples(V, shape)
        if is_numpy_array(V):
            return self._add_by_taps(V, shape, m)
        look, back = self._tables(shape)
        xp = namespace(V)
        looked_up = _look_up(xp.reshape(V, (shape[0], look.size, m)), back)
        return xp.reshape(xp.sum(xp.reshape(looked_up, (shape[0], *back.shape, m)), axis=1), (*shape, m))

    def _add_by_taps(self, V, shape, m):
        """P*(V) with a slice of the image for each tap: what `view_adjoint` does, in place."""
        (rows, columns), (down, right), (top, left) = self.grid(shape), self.stride, self.padding
        channels, height, width = shape
        windows = V.reshape(channels, *self.size, rows, columns, m)
        dX = np.zeros((channels, height + 2 * top, width + 2 * left, m), V.dtype)
        for a, b in np.ndindex(self.size):
            dX[:, a : a + down * rows : down, b : b + right * columns : right] += windows[:, a, b]
        return dX[:, top : top + height, left : left + width]


@checked
def convolve_by_definition(
    W: Float[Array, "channels kh kw filters"],
    X: Float[Array, "channels height width m"],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> Float[Array, "filters ... m"]:
    """The convolution of neural networks, number by number in pure Python: the plain version of `Convolution.forward`.

        Z[k, r, s, i] = sum over c, a, b of W[c, a, b, k] X[c, r stride + a - padding, s stride + b - padding, i]

    For one image of 3 x 3 and one kernel of 2 x 2, numbered row by row, that is

        y_1 = w_1 x_1 + w_2 x_2 + w_3 x_4 + w_4 x_5
        y_2 = w_1 x_2 + w_2 x_3 + w_3 x_5 + w_4 x_6
        y_3 = w_1 x_4 + w_2 x_5 + w_3 x_7 + w_4 x_8
        y_4 = w_1 x_5 + w_2 x_6 + w_3 x_8 + w_4 x_9

    Raises ValueError where the kernel is larger than the padded image.

    Equations: eq-window-sums, eq-convolution.
    Source: *Harmony in Complexity*, the forward pass of the convolutional layer.

    >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
    >>> convolve_by_definition(kernel, image)[0, :, :, 0]
    array([[5421., 6532.],
           [8754., 9865.]])
    """
    (channels, kh, kw, filters), (_, height, width, m) = W.shape, X.shape
    product = Convolution((kh, kw), stride, padding)
    rows, columns = product.grid(X.shape[:-1])
    (down, right), (top, left) = product.stride, product.padding
    w, x = to_numpy(W).tolist(), to_numpy(X).tolist()
    Z = np.zeros((filters, rows, columns, m))
    for k, r, s, i in np.ndindex(Z.shape):
        for c, a, b in np.ndindex(channels, kh, kw):
            row, column = r * down + a - top, s * right + b - left
            if 0 <= row < height and 0 <= column < width:
                Z[k, r, s, i] += w[c][a][b][k] * x[c][row][column][i]
    return move(Z, like=X)


@checked
def flip(W: Float[Array, "channels kh kw filters"]) -> Float[Array, "channels kh kw filters"]:
    """The kernels turned by half a turn: their rows and their columns reversed.

        W_flipped[c, a, b, k] = W[c, kh - 1 - a, kw - 1 - b, k]

    >>> flip(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 2, 1))[0, :, :, 0]
    array([[4., 3.],
           [2., 1.]])
    """
    return namespace(W).flip(W, axis=(1, 2))


@checked
def exchange(W: Float[Array, "channels kh kw filters"]) -> Float[Array, "filters kh kw channels"]:
    """The kernels with their channels and filters exchanged: what goes in comes out. It is the transpose of each tap.

        W_exchanged[k, a, b, c] = W[c, a, b, k]

    >>> exchange(np.ones((3, 2, 2, 8))).shape
    (8, 2, 2, 3)
    """
    return namespace(W).permute_dims(W, (3, 1, 2, 0))


@checked
def true_convolution(
    W: Float[Array, "channels kh kw filters"], X: Float[Array, "channels height width m"]
) -> Float[Array, "filters ... m"]:
    """What mathematics calls a convolution, where the kernel lies within the image: kernel and image run against each
    other. It is the cross-correlation with the flipped kernel.

        Z[k, r, s] = sum over c, a, b of W[c, kh - 1 - a, kw - 1 - b, k] X[c, r + a, s + b]

    Raises ValueError where the kernel is larger than the image.

    Equations: eq-true-convolution, eq-flip.

    >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
    >>> true_convolution(kernel, image)[0, :, :, 0]
    array([[1245., 2356.],
           [4578., 5689.]])
    """
    return Convolution(W.shape[1:3]).forward(flip(W), X)


@checked
def circular_correlation(
    W: Float[Array, "channels kh kw filters"], X: Float[Array, "channels height width m"]
) -> Float[Array, "filters height width m"]:
    """The cross-correlation on an image that continues at its opposite side: as many outputs as there are pixels.

        Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, (r + a) mod height, (s + b) mod width]

    There is no border, so a shift of the image is a shift of the output, whatever the shift.

    Raises ValueError where the kernel is larger than the image.

    Equation: eq-equivariance.

    >>> circular_correlation(np.array([1.0, 10.0]).reshape(1, 1, 2, 1), np.array([1.0, 2.0, 3.0]).reshape(1, 1, 3, 1)).ravel()
    array([21., 32., 13.])
    """
    xp = namespace(W, X)
    (kh, kw), (height, width) = W.shape[1:3], X.shape[1:3]
    if kh > height or kw > width:
        raise ValueError(
            f"circular_correlation: the kernel {(kh, kw)} is larger than the image {(height, width)}, "
            "expected one that fits in"
        )
    X = xp.concat([X, X[:, : kh - 1, :, :]], axis=1)
    X = xp.concat([X, X[:, :, : kw - 1, :]], axis=2)
    return Convolution((kh, kw)).forward(W, X)


@checked
def full_correlation(
    W: Float[Array, "channels kh kw filters"], X: Float[Array, "channels height width m"]
) -> Float[Array, "filters ... m"]:
    """The cross-correlation at every place where the kernel overlaps the image, if only by a corner.

        Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r + a - (kh - 1), s + b - (kw - 1)],   0 beyond the border

    >>> full_correlation(np.array([1.0, 2.0]).reshape(1, 1, 2, 1), np.array([1.0, 10.0]).reshape(1, 1, 2, 1)).ravel()
    array([ 2., 21., 10.])
    """
    kh, kw = W.shape[1:3]
    return Convolution((kh, kw), padding=(kh - 1, kw - 1)).forward(W, X)


@checked
def full_convolution(
    W: Float[Array, "channels kh kw filters"], X: Float[Array, "channels height width m"]
) -> Float[Array, "filters ... m"]:
    """Mathematics' convolution at every place where the kernel overlaps the image: the product of two polynomials.

        Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r - a, s - b],   0 beyond the border

    >>> full_convolution(np.array([1.0, 2.0]).reshape(1, 1, 2, 1), np.array([1.0, 10.0]).reshape(1, 1, 2, 1)).ravel()
    array([ 1., 12., 20.])
    """
    return full_correlation(flip(W), X)


@checked
def dilate(E: Float[Array, "filters rows columns m"], stride: int | tuple[int, int]) -> Float[Array, "filters ... m"]:
    """E with stride - 1 rows and columns of zeros between its own: back on the pixels that a strided window starts from.

        D[k, r stride, s stride] = E[k, r, s],   0 elsewhere

    Raises ValueError where the stride is not positive.

    Equation: eq-spread-out.

    >>> dilate(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 2, 1), 2)[0, :, :, 0]
    array([[1., 0., 2.],
           [0., 0., 0.],
           [3., 0., 4.]])
    """
    xp = namespace(E)
    down, right = _pair("dilate", "stride", stride, 1)
    filters, rows, columns, m = E.shape
    D = xp.reshape(E, (filters, rows, 1, columns, 1, m))
    D = xp.concat([D] + [xp.zeros_like(D)] * (down - 1), axis=2)
    D = xp.concat([D] + [xp.zeros_like(D)] * (right - 1), axis=4)
    D = xp.reshape(D, (filters, rows * down, columns * right, m))
    return D[:, : (rows - 1) * down + 1, : (columns - 1) * right + 1, :]


@checked
def error_back_by_correlation(
    W: Float[Array, "channels kh kw filters"],
    E: Float[Array, "filters rows columns m"],
    *,
    stride: int | tuple[int, int] = 1,
) -> Float[Array, "channels ... m"]:
    """The error that a convolution without padding sends back, as a convolution: `error_back` in another form.

        dX = full correlation of E with the kernel flipped = full convolution of E with the kernel as it is,

    channels and filters exchanged, E dilated for a stride. Pixels that the stride leaves over are not in it: their
    error is 0.

    Raises ValueError where the stride is not positive.

    Equations: eq-two-pixels, eq-kernel-slides, eq-exchanged.

    >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
    >>> error_back_by_correlation(kernel, np.ones((1, 1, 1, 1)))[0, :, :, 0]
    array([[   1.,   10.],
           [ 100., 1000.]])
    """
    return full_correlation(exchange(flip(W)), dilate(E, stride))


@checked
def weight_gradient_by_correlation(
    X: Float[Array, "channels height width m"],
    E: Float[Array, "filters rows columns m"],
    *,
    stride: int | tuple[int, int] = 1,
) -> Float[Array, "channels ... filters"]:
    """The weight gradient of a convolution without padding, as a convolution: `weight_gradient` in another form.

        dW[c, a, b, k] = sum over r, s, i of X[c, r stride + a, s stride + b, i] E[k, r, s, i]

    It is the correlation of X with E, dilated for a stride: the error is the kernel, the examples are its channels. Rows
    and columns that the stride leaves over come out beyond those of the kernel: cut them off.

    Raises ValueError where the stride is not positive or the dilated E is larger than X.

    Equations: eq-chain-sum, eq-four-rows, eq-error-slides.
    Source: *Harmony in Complexity*, rewrite using the convolutional operator.

    >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    >>> weight_gradient_by_correlation(image, np.ones((1, 2, 2, 1)))[0, :, :, 0]
    array([[12., 16.],
           [24., 28.]])
    """
    xp = namespace(X, E)
    kernel, images = exchange(dilate(E, stride)), exchange(X)
    dW = Convolution(kernel.shape[1:3]).forward(kernel, images)
    return xp.permute_dims(dW, (3, 1, 2, 0))


def receptive_field(products: Iterable[Convolution]) -> tuple[int, int]:
    """The height and width of what one output looks at, through convolutions one after the other.

        field = 1 + sum over layers of (size - 1) times the strides of the layers before

    Raises TypeError for a product that is no convolution.

    Equation: eq-field.

    >>> receptive_field([Convolution(3), Convolution(3)]), receptive_field([Convolution(3, stride=2), Convolution(3)])
    ((5, 5), (7, 7))
    """
    field, step = [1, 1], [1, 1]
    for product in products:
        if not isinstance(product, Convolution):
            raise TypeError(f"receptive_field: {product!r}, expected a Convolution")
        for axis in (0, 1):
            field[axis] += (product.size[axis] - 1) * step[axis]
            step[axis] *= product.stride[axis]
    return field[0], field[1]
