"""The three maps of a convolution on NumPy's arrays, in products that a core's own cache holds.

The plain way lays out all windows of all images, as many copies of X as the kernel has taps, before it multiplies once.
Here a tile is laid out, multiplied and forgotten: see `unity.fast.windows` for the way forward and the weight gradient,
`unity.fast.shifts` for the way back.
"""

import numpy as np

from unity.fast.shifts import spread
from unity.fast.tiles import BLOCK, width
from unity.fast.windows import tiles

__all__ = ["error_back", "faster", "forward", "pays", "weight_gradient"]

LEAST = 96  # columns
PRECISIONS = {np.dtype(np.float32)}, {np.dtype(np.float64)}


def pays(columns, filters):
    """Whether the maps are faster here, for so many filters and columns: the places of a row of the grid, for all examples.

        columns >= 96   and   columns >= 2 filters

    A row of the grid is multiplied by itself. That saves the copies of `columns` numbers, for each channel and tap, and
    has W read again, `filters` numbers for each channel and tap.

    >>> pays(26 * 32, 8), pays(26, 8), pays(7 * 32, 256)
    (True, False, False)
    """
    return filters > 0 and columns >= max(LEAST, 2 * filters)


def faster(product, name, *, W=None, X=None, E=None, shape=None):
    """The map of this name, if it pays; NotImplemented if not, or where an array is none of NumPy's own, of one precision.

    Raises ValueError where the arrays do not fit the product.

    >>> from unity.trilinear import Convolution
    >>> faster(Convolution(2), "forward", W=np.ones((1, 2, 2, 1)), X=np.ones((1, 3, 3, 1)))
    NotImplemented
    """
    given = [array for array in (W, X, E) if array is not None]
    if {*map(type, given)} != {np.ndarray} or {array.dtype for array in given} not in PRECISIONS:
        return NotImplemented
    shape = X.shape[:-1] if shape is None else tuple(shape)
    _, places = product.grid(shape)
    if not pays(places * given[-1].shape[-1], len(E) if W is None else W.shape[-1]):
        return NotImplemented
    product.layout(name, shape, W, E)
    if name == "forward":
        return forward(product, W, X)
    return weight_gradient(product, X, E) if name == "weight_gradient" else error_back(product, W, E, shape)


def forward(product, W, X):
    """$Z = W^T P(X)$, a tile of the grid at a time.

    >>> from unity.trilinear import Convolution
    >>> forward(Convolution((1, 2)), np.array([1.0, 10.0]).reshape(1, 1, 2, 1), np.arange(4.0).reshape(1, 1, 4, 1)).ravel()
    array([10., 21., 32.])
    """
    (R, S), k, m = product.grid(X.shape[:-1]), W.shape[-1], X.shape[-1]
    A, Z = W.transpose(3, 1, 0, 2).reshape(k, -1), np.empty((k, R, S * m), X.dtype)
    for rows, columns, windows in tiles(X, product, width(W.size), R):
        P = windows.reshape(len(windows), -1, windows.shape[-1])
        np.matmul(A, P, out=Z[:, rows, columns].transpose(1, 0, 2))
    return Z.reshape(k, R, S, m)


def weight_gradient(product, X, E):
    """$dW = P(X) E^T$, summed over the tiles of the grid.

    >>> from unity.trilinear import Convolution
    >>> weight_gradient(Convolution((1, 2)), np.arange(4.0).reshape(1, 1, 4, 1), np.ones((1, 1, 3, 1))).ravel()
    array([3., 6.])
    """
    (channels, *_), (k, R, S, m), (kh, kw) = X.shape, E.shape, product.size
    dW = np.zeros((kh, channels * kw, k), X.dtype)
    E = E.reshape(k, R, S * m).transpose(1, 2, 0)[:, None]
    for rows, columns, windows in tiles(X, product, width(dW[0].size), BLOCK // dW.nbytes):
        dW += np.matmul(windows, E[rows, :, columns]).sum(axis=0)
    return np.ascontiguousarray(dW.reshape(kh, channels, kw, k).transpose(1, 0, 2, 3))


def error_back(product, W, E, shape):
    """dX = P*(W E). A stride deals the pixels out: each of its phases is a way back of stride 1 with its share of the taps.

    >>> from unity.trilinear import Convolution
    >>> W, E = np.array([1.0, 10.0]).reshape(1, 1, 2, 1), np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    >>> error_back(Convolution((1, 2), stride=(1, 2)), W, E, (1, 1, 5)).ravel()
    array([ 1., 10.,  2., 20.,  0.])
    """
    (down, right), (top, left), (_, height, width) = product.stride, product.padding, shape
    if product.stride == (1, 1):
        return spread(W, E, range(top, top + height), range(left, left + width))
    dX = np.zeros((*shape, E.shape[-1]), E.dtype)
    for a, b in np.ndindex(min(down, product.size[0]), min(right, product.size[1])):
        part = dX[:, (a - top) % down :: down, (b - left) % right :: right]
        row, column = -((a - top) // down), -((b - left) // right)
        if part.size:
            rows, columns = range(row, row + part.shape[1]), range(column, column + part.shape[2])
            part[...] = spread(W[:, a::down, b::right], E, rows, columns)
    return dX
