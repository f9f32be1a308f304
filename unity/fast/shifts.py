"""The error sent back through a convolution of stride 1: rows of products, shifted over each other and added up.

    V[h, b, c, s] = sum over a, k of W[c, a, b, k] E[k, h - a, s]
    dX[c, h, w] = sum over b of V[h, b, c, w - b]

The rows of E lie one after the other, so those that meet in a row of V are a matrix already. After each row of V there are
zeros, as many as the farthest shift is long: so the shifted rows are the rows of a matrix too, which starts a little
earlier in memory with each of them. A row of ones times that matrix is the sum.
"""

import numpy as np

from unity.fast.tiles import BLOCK, SPARE, pieces, width

__all__ = ["spread"]


def spread(W, E, rows, columns):
    """dX for ranges of rows and columns, which are counted from the first pixel that the first output looks at.

        dX[c, h, w, i] = sum over a, b, k of W[c, a, b, k] E[k, h - a, w - b, i],   0 beyond the grid

    W is (channels, kh, kw, filters), E (filters, rows, columns, m).

    >>> spread(np.array([[[[1.0], [10.0]]]]), np.array([1.0, 2.0]).reshape(1, 1, 2, 1), range(1), range(3))[0, :, :, 0]
    array([[ 1., 12., 20.]])
    """
    (channels, kh, kw, filters), (_, _, S, m) = W.shape, E.shape
    A = W[:, ::-1].transpose(2, 0, 1, 3).reshape(kw * channels, kh * filters)
    dX = np.empty((channels, len(rows), len(columns), m), E.dtype)
    reach = max(S + kw - 1, columns.stop)
    for i in pieces(m, max(SPARE, BLOCK // (len(A) * reach * E.itemsize))):
        _spread(A, E[..., i], rows, columns, reach, dX[..., i])
    return dX


def _spread(A, E, rows, columns, reach, dX):
    (channels, *_, m), (filters, R, S, _), it = dX.shape, E.shape, E.itemsize
    kw, kh, line = len(A) // channels, A.shape[1] // filters, reach * m + SPARE
    E, parts = E.reshape(filters, R, S * m).transpose(1, 0, 2), pieces(S * m, width(A.size), SPARE)
    longest = parts[0].stop + SPARE
    blocks = pieces(len(rows), max(1, BLOCK // ((len(A) * line + filters * longest) * it)))
    V = np.zeros((blocks[0].stop, len(A), line), E.dtype)
    F = np.empty((len(V) + kh - 1, filters, longest), E.dtype)
    one, shape = np.ones((1, kw), E.dtype), (len(V), channels, kw, len(columns) * m)
    strides = (V.strides[0], line * it, (channels * line - m) * it, it)
    shifted = np.ndarray(shape, E.dtype, V, columns.start * m * it, strides)
    held = range(0)
    for block in blocks:
        here = rows[block]
        wanted = range(min(max(here.start - kh + 1, 0), R), min(here.stop, R))
        kept = max(0, held.stop - wanted.start)
        stretches = _stretches(here, kh, R)
        F[:kept] = F[len(held) - kept : len(held)]
        for q in parts:
            new = E[wanted.start + kept : wanted.stop, :, q]
            F[kept : len(wanted), :, : new.shape[-1]] = new
            for first, n, start, taps in stretches:
                shape = n, len(taps) * filters, new.shape[-1]
                together = np.ndarray(shape, E.dtype, F, (start - wanted.start) * F.strides[0], F.strides)
                share = A[:, taps.start * filters : taps.stop * filters]
                np.matmul(share, together, out=V[first - here.start :][:n, :, q])
        held = wanted if len(parts) == 1 else held  # else F holds the last part of its rows
        found = dX[:, block].transpose(1, 0, 2, 3)
        if found.strides[2] == m * it:  # its rows lie in one piece: they are filled where they are
            np.matmul(one, shifted[: len(here)], out=found.reshape(len(here), channels, 1, -1))
        else:
            found[...] = np.matmul(one, shifted[: len(here)]).reshape(found.shape)


def _stretches(rows, kh, R):
    """Rows that meet the same taps, `n` from the `first` on, and the row of E from which on they meet them.

    Near the border a row meets fewer than kh rows of E, beyond it none.

    >>> _stretches(range(4), 2, 3)
    [(1, 2, 0, range(0, 2)), (0, 1, 0, range(1, 2)), (3, 1, 2, range(0, 1))]
    """
    full = range(max(rows.start, kh - 1), min(rows.stop, R))
    found = [(full.start, len(full), full.start - kh + 1, range(kh))] if full else []
    for h in (h for h in rows if h not in full):
        start = min(max(h - kh + 1, 0), R)
        first = start - (h - kh + 1)
        found.append((h, 1, start, range(first, max(first, first + min(h + 1, R) - start))))
    return found
