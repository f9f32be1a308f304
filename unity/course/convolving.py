"""Chapters 13 to 15: a convolution by its definition, its two relatives, and its way back as a convolution.

Each function is a view of what `unity.trilinear.Convolution` does, or a step towards it.
"""

from collections.abc import Iterable

import numpy as np

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked
from unity.trilinear import Convolution
from unity.trilinear.convolution import pair

__all__ = [
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

        V[c, a, b, k] = W[c, kh - 1 - a, kw - 1 - b, k]

    >>> flip(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 2, 1))[0, :, :, 0]
    array([[4., 3.],
           [2., 1.]])
    """
    return namespace(W).flip(W, axis=(1, 2))


@checked
def exchange(W: Float[Array, "channels kh kw filters"]) -> Float[Array, "filters kh kw channels"]:
    """The kernels with their channels and filters exchanged: what goes in comes out. It is the transpose of each tap.

        V[k, a, b, c] = W[c, a, b, k]

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
    down, right = pair("dilate", "stride", stride, 1)
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
