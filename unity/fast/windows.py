"""The windows of images as matrices, tile by tile, with a copy for each column of the kernel instead of one for each tap.

    P[h, (c, b), (s, i)] = X[c, h, s stride + b - padding, i],   0 beyond the border

The windows of row r of the grid are the rows r stride, ..., r stride + kh - 1 of P, and these lie one after the other in
memory: taken together they are a matrix already, and the windows of the next row are the same matrix, a little further on.
"""

import numpy as np

from unity.fast.tiles import BLOCK, pieces

__all__ = ["tiles"]


def tiles(X, product, most, rows):
    """The windows of X through a convolution, for `most` columns and `rows` rows of the grid at a time.

    Gives `(rows, columns, windows)` again and again: slices of the grid's rows and of its columns, place by place and in
    each example by example, and windows (rows, kh, channels kw, columns), the taps row by row of the kernel. They hold
    until the next are asked for.

    >>> from unity.trilinear import Convolution
    >>> for rows, columns, windows in tiles(np.arange(1.0, 10.0).reshape(1, 3, 3, 1), Convolution(2), 4, 1):
    ...     print(rows, columns, windows.reshape(4, 2).tolist())
    slice(0, 1, None) slice(0, 2, None) [[1.0, 2.0], [2.0, 3.0], [4.0, 5.0], [5.0, 6.0]]
    slice(1, 2, None) slice(0, 2, None) [[4.0, 5.0], [5.0, 6.0], [7.0, 8.0], [8.0, 9.0]]
    """
    (kh, kw), (down, _), (channels, *_, m) = product.size, product.stride, X.shape
    R, S = product.grid(X.shape[:-1])
    examples = pieces(m, most)
    places = pieces(S, max(1, most // examples[0].stop))
    row = channels * kw * places[0].stop * examples[0].stop
    together = (BLOCK // (row * X.itemsize) - kh) // down + 1
    rows = pieces(R, max(1, min(rows, together)))
    held = np.empty(((rows[0].stop - 1) * down + kh) * row, X.dtype)
    for i in examples:
        for s in places:
            shape = channels, kw, s.stop - s.start, i.stop - i.start
            row, columns = channels * kw * shape[2] * shape[3], shape[2] * shape[3]
            for r in rows:
                n = r.stop - r.start
                P = held[: ((n - 1) * down + kh) * row].reshape(-1, *shape)
                _look(P, X[..., i], product, r.start, s.start)
                strides = (down * row, row, columns, 1)
                windows = np.ndarray((n, kh, channels * kw, columns), X.dtype, P, 0, [X.itemsize * n for n in strides])
                yield r, slice(s.start * m + i.start, s.start * m + i.start + columns), windows


def _look(P, X, product, row, place):
    """Fill P with what is seen from this row and place of the grid on."""
    (down, right), (top, left) = product.stride, product.padding
    _, height, width, _ = X.shape
    if top or left:
        P[...] = 0
    filled, rows = _inside(row * down - top, 1, len(P), height)
    for b in range(P.shape[2]):
        places, columns = _inside(place * right + b - left, right, P.shape[3], width)
        P[filled, :, b, places] = X[:, rows, columns].transpose(1, 0, 2, 3)


def _inside(first, step, n, size):
    """Which of n places, first, first + step, ..., lie in an axis of this size: a slice of the places, one of the axis."""
    low, high = max(0, -(first // step)), min(n, (size - 1 - first) // step + 1)
    high = max(low, high)
    return slice(low, high), slice(first + low * step, first + high * step, step)
