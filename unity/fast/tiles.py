"""Pieces of an array that a core's own cache holds, and how wide a matrix may be that is multiplied as it lies.

OpenBLAS lays both factors of a product out anew before it multiplies, except where the product takes few multiplications:
then it reads them as they lie. A convolution's products are flat, tens of rows by as many columns as one likes, so they
are made narrow enough for that. A matrix whose rows are a power of two apart falls on the same few lines of a cache; a
row is therefore a little longer than what is in it.
"""

__all__ = ["BLOCK", "SPARE", "pieces", "width"]

BLOCK = 2**21  # bytes
SPARE = 32  # numbers that a row is longer
UNPACKED = 10**6  # multiplications
LEAST, USUAL, MOST = 128, 1024, 4096  # columns


def width(multiplications):
    """How many columns a product takes at a time that has so many multiplications for each of them.

    >>> width(2400), width(36864), width(9)
    (416, 1024, 4096)
    """
    columns = UNPACKED // multiplications
    return min(columns, MOST) if columns >= LEAST else USUAL


def pieces(n, most, whole=1):
    """0 to n in slices of at most `most`, of equal length but for the last; the length is rounded up to a whole `whole`.

    >>> pieces(10, 4)
    [slice(0, 4, None), slice(4, 8, None), slice(8, 10, None)]
    >>> pieces(10, 6, 4)
    [slice(0, 8, None), slice(8, 10, None)]
    """
    length = -(-n // max(1, -(-n // most)))
    length = max(1, -(-length // whole) * whole)
    return [slice(start, min(start + length, n)) for start in range(0, n, length)]
