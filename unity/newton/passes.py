"""Examples as a fit meets them: looked at once before it, and read in blocks, pass by pass."""

import math
import numbers

import numpy as np
from array_api_compat import device, is_array_api_obj, is_dask_array, is_numpy_array

from unity.arrays import namespace, to_numpy
from unity.labelling import check_weights, of_mean_one
from unity.newton.spread import check_chunks, counted_chunks, read_chunks, thinned_chunks
from unity.shapes import Array, Float, checked

__all__ = ["Passes", "check_examples", "check_settings", "counted"]

BLOCK, WIDTH = (2**17, 2**25), 2048
"""The numbers of a block of X, few enough for a processor's cache, many enough for a GPU; and its fewest examples, which
make a product of the block with itself long enough to run at full speed."""
SAMPLE, SHARE = 2**11, 8
"""A sample has so many examples or more, and no more than one in so many of all."""


class Passes:
    """X, its labels Y and its weights, read in blocks as often as `count` says, and never as a whole."""

    def __init__(self, X, Y=None, weights=None):
        self.X, self.Y, self.weights, self.count = X, X[:0, :] if Y is None else Y, weights, 0
        self.kind = X._meta if is_dask_array(X) else X
        """An array of the kind that the blocks are: what they shall meet has to be like it."""

    def read(self, f):
        """What f gives for the blocks: the sums of all but its last array, of which it is the largest. All float64.

        f takes X, Y and the weights, which are None where there are none. Where X is Dask's, f travels to its chunks.
        """
        self.count += 1
        X, Y, weights = self.X, self.Y, self.weights
        if is_dask_array(X):
            return read_chunks(_chunk, f, X, Y, weights)
        width, found = max(WIDTH, BLOCK[not is_numpy_array(X)] // max(1, X.shape[0])), None
        for start in range(0, X.shape[1], width):
            block = slice(start, min(start + width, X.shape[1]))
            own = None if weights is None else weights[:, block]
            parts = f(X[:, block], Y[:, block], own)
            parts = [np.array(part if is_numpy_array(X) else to_numpy(part), dtype=float) for part in parts]
            if found is None:
                found = parts
                continue
            for total, part in zip(found[:-1], parts):
                total += part
            np.maximum(found[-1], parts[-1], out=found[-1])
        return found

    def sample(self, size):
        """Passes over a sample: each so-many-th example, `size` of them or twice that; None where all are too few for one.

        The stride takes from examples that are in some order their share of each part.
        """
        m = self.X.shape[1]
        stride = m // max(SAMPLE, size)
        if stride < SHARE:
            return None
        self.count += 1
        given = [None if array is None else array[:, ::stride] for array in (self.X, self.Y, self.weights)]
        if is_dask_array(self.X):
            return Passes(*thinned_chunks(given))
        return Passes(*(None if array is None else namespace(array).asarray(array, copy=True) for array in given))

    def means(self):
        """The mean, the least and the largest number of each feature, (n, 1), and the least weight.

        Raises ValueError where nothing can be fitted to them.
        """
        xp, m, limits = namespace(self.kind), self.X.shape[1], namespace(self.X).finfo(self.X.dtype)

        def sums(X, Y, weights):
            with np.errstate(invalid="ignore", over="ignore"):  # on each worker, too
                total = lambda A: xp.sum(A, axis=1, keepdims=True)
                ends = xp.max(X, axis=1, keepdims=True), -xp.min(X, axis=1, keepdims=True)
                if weights is None:
                    return total(X), xp.concat(ends, axis=0)
                lightest = xp.max(-weights, axis=1, keepdims=True)
                return total(weights * X), total(weights), xp.concat([*ends, lightest], axis=0)

        total, *weight, most = self.read(sums)
        n = len(total)
        high, low, least = most[:n], -most[n : 2 * n], -float(most[-1, 0]) if weight else 1.0
        size = np.maximum(high, -low)
        cure = "divide each feature by its largest number" if is_dask_array(self.X) else "standardise them"
        if not np.isfinite(size).all():
            raise ValueError("fit: X holds a NaN or an infinity, expected finite numbers")
        if not (size < (float(limits.max) / m) ** 0.5).all():
            raise ValueError(f"fit: X holds numbers whose squares overflow, expected smaller ones ({cure})")
        if not ((size == 0) | (size > (float(limits.smallest_normal) * m) ** 0.5)).all():
            raise ValueError(f"fit: a feature of X has squares that vanish, expected larger ones ({cure})")
        return total / (weight[0] if weight else m), low, high, least


def _chunk(f, X, Y, weights=None):
    """A chunk of Dask's, on the worker that has it."""
    return Passes(X, Y, weights).read(f)


def counted(X, Y, weights):
    """The examples that count: (X, Y, weights) without those of weight 0, the weights (1, m) of mean 1, or None.

    Raises TypeError and ValueError where the weights are not one number of 0 or more for each example, some above 0.

    >>> counted(np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 1.0]]), np.array([3, 0, 1]))
    (array([[1., 3.]]), array([[0., 1.]]), array([[1.5, 0.5]]))
    """
    if is_dask_array(X):
        check_chunks(X)
    if weights is None or X.shape[1] == 0:
        return X, Y, None
    xp = namespace(X)
    if is_array_api_obj(weights) and namespace(weights) is xp:
        if xp.isdtype(weights.dtype, ("bool", "integral", "real floating")):
            weights = xp.astype(weights, X.dtype)
        weights = weights[None, :] if weights.ndim == 1 else weights
    check_weights("fit", weights, X)
    if is_dask_array(X):
        return counted_chunks(X, Y, weights)
    weights = of_mean_one("fit", weights)
    if not float(xp.min(weights)):
        some = xp.asarray(np.flatnonzero(to_numpy(weights)[0] > 0), device=device(X))
        X, Y, weights = (xp.take(array, some, axis=1) for array in (X, Y, weights))
    return X, Y, weights / xp.mean(weights)


@checked(dask=True)
def check_examples(X: Float[Array, "n m"], *, l2: float = 0.0, tol: float = 1e-6, max_iter: int = 1) -> None:
    """Raise ValueError where X can be fitted by nobody, or where a setting asks for nothing that exists.

    Expected are at least one example, finite numbers, in each feature but for zeros some whose squares neither overflow
    nor vanish, `l2 >= 0`, `tol > 0` and an integer `max_iter >= 1`. Raises TypeError where a setting is no number.

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
