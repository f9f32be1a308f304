"""Examples as a fit meets them: looked at once before it, and read in blocks, pass by pass."""

import math
import numbers

import numpy as np
from array_api_compat import is_dask_array, is_numpy_array

from unity.arrays import namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = ["Passes", "check_examples", "check_settings"]

BLOCK, WIDTH = (2**16, 2**25), 512
"""The numbers of a block of X, few enough for a processor's cache, many enough for a GPU; and its fewest examples."""


class Passes:
    """X and its labels Y, read in blocks as often as `count` says, and never as a whole."""

    def __init__(self, X, Y=None):
        self.X, self.Y, self.count = X, X[:0, :] if Y is None else Y, 0

    def read(self, f):
        """What f(X, Y) gives for the blocks: the sums of all but its last array, of which it is the largest. All float64.

        Dask has blocks of its own, and reads each of them once.
        """
        self.count += 1
        X, Y = self.X, self.Y
        if is_dask_array(X):
            import dask

            return [np.asarray(to_numpy(part), dtype=float) for part in dask.compute(*f(X, Y))]
        width, found = max(WIDTH, BLOCK[not is_numpy_array(X)] // max(1, X.shape[0])), None
        for start in range(0, X.shape[1], width):
            block = slice(start, min(start + width, X.shape[1]))
            parts = [np.array(to_numpy(part), dtype=float) for part in f(X[:, block], Y[:, block])]
            if found is None:
                found = parts
                continue
            for total, part in zip(found[:-1], parts):
                total += part
            np.maximum(found[-1], parts[-1], out=found[-1])
        return found

    def means(self):
        """The mean and the largest size of each feature, (n, 1). Raises ValueError where nothing can be fitted to them."""
        xp, m, limits = namespace(self.X), self.X.shape[1], namespace(self.X).finfo(self.X.dtype)
        largest = lambda X: xp.max(xp.abs(X), axis=1, keepdims=True)
        with np.errstate(invalid="ignore", over="ignore"):
            total, size = self.read(lambda X, Y: (xp.sum(X, axis=1, keepdims=True), largest(X)))
        cure = "divide each feature by its largest number" if is_dask_array(self.X) else "standardise them"
        if not np.isfinite(size).all():
            raise ValueError("fit: X holds a NaN or an infinity, expected finite numbers")
        if not (size < (float(limits.max) / m) ** 0.5).all():
            raise ValueError(f"fit: X holds numbers whose squares overflow, expected smaller ones ({cure})")
        if not ((size == 0) | (size > (float(limits.smallest_normal) * m) ** 0.5)).all():
            raise ValueError(f"fit: a feature of X has squares that vanish, expected larger ones ({cure})")
        return total / m, size


@checked(dask=True)
def check_examples(X: Float[Array, "n m"], *, l2: float = 0.0, tol: float = 1e-6, max_iter: int = 1) -> None:
    """Raise ValueError where X can be fitted by nobody, or where a setting asks for nothing that exists.

    Expected are at least one example, finite numbers, in each feature but for zeros some whose squares neither overflow
    nor vanish, l2 >= 0, tol > 0 and an integer max_iter >= 1. Raises TypeError where a setting is no number.

    >>> check_examples(np.array([[1.0, np.nan]]))
    Traceback (most recent call last):
    ValueError: fit: X holds a NaN or an infinity, expected finite numbers
    """
    check_settings(X, l2=l2, tol=tol, max_iter=max_iter)
    Passes(X).means()


@checked(dask=True)
def check_settings(X: Float[Array, "n m"], *, l2: float = 0.0, tol: float = 1e-6, max_iter: int = 1) -> None:
    """The part of `check_examples` that does not read X, but its shape.

    >>> check_settings(np.ones((1, 2)), l2=-1.0)
    Traceback (most recent call last):
    ValueError: fit: l2 = -1.0 and tol = 1e-06, expected finite l2 >= 0 and tol > 0
    """
    for name, value in (("l2", l2), ("tol", tol), ("max_iter", max_iter)):
        if not isinstance(value, numbers.Real):
            raise TypeError(f"fit: {name} = {value!r} is of type {type(value).__name__}, expected a number")
    if not (0 <= l2 < math.inf and 0 < tol < math.inf):
        raise ValueError(f"fit: l2 = {l2} and tol = {tol}, expected finite l2 >= 0 and tol > 0")
    if not isinstance(max_iter, numbers.Integral) or max_iter < 1:
        raise ValueError(f"fit: max_iter = {max_iter}, expected an integer of 1 or more")
    if X.shape[1] == 0:
        raise ValueError(f"fit: X {tuple(X.shape)} holds no example")
