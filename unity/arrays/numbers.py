"""What one asks of numbers before one reckons with them: how large they are, and whether they will do."""

import math

import array_api_compat
import numpy as np

from unity.arrays.namespaces import namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = ["is_covariance", "length", "no_examples", "no_nan", "power_of_two"]


@checked(dask=True)
def power_of_two(x: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """A power of two near each entry of x, which is 0 or positive: what is divided by it keeps its digits.

    It is just below $x^(0.9)$, so that the largest number and the smallest have one too. 1 where x is 0 or not finite.

    >>> power_of_two(np.array([0.0, 1.0, 5.0, 1000.0]))
    array([  1.,   1.,   4., 256.])
    """
    xp = namespace(x)
    one = xp.ones_like(x)
    return 2 ** xp.floor(0.9 * xp.log2(xp.where((x > 0) & xp.isfinite(x), x, one)))


@checked
def length(x: Float[Array, "*shape"]) -> Float[Array, ""]:
    """The length of an array that is taken as one vector: 0 only where every entry is 0, infinite only beyond the dtype.

        ||x|| = sqrt(x_1^2 + x_2^2 + ...) = s ||x / s||

    s is a power of two near the largest entry: no square overflows or vanishes, and no digit is lost.

    >>> length(np.array([3e-200, 4e-200]))
    np.float64(5e-200)
    """
    xp = namespace(x)
    s = power_of_two(xp.max(xp.abs(x)) if math.prod(x.shape) else xp.sum(x))
    return s * xp.linalg.vector_norm(x / s)


def no_examples(operation: str, **arrays: Array) -> ValueError:
    """The error of what has to divide by the number of examples where there is none.

    >>> raise no_examples("cost", X=np.ones((3, 0)))
    Traceback (most recent call last):
    ValueError: cost: X (3, 0) holds no example, expected at least one
    """
    ((name, array),) = arrays.items()
    return ValueError(f"{operation}: {name} {tuple(array.shape)} holds no example, expected at least one")


def no_nan(operation: str, Z: Array) -> Array:
    """Z itself, for what has to choose between its numbers. A NaN is no more on one side than on the other.

    Raises ValueError where Z holds a NaN; where Z is a Dask array, when it is computed.

    >>> no_nan("decide", np.array([[1.0, np.nan]]))
    Traceback (most recent call last):
    ValueError: decide: the score of example 1 is NaN, expected numbers that can be compared
    """
    if array_api_compat.is_dask_array(Z):
        return Z.map_blocks(lambda block: no_nan(operation, block), dtype=Z.dtype, meta=Z._meta)
    xp = namespace(Z)
    if bool(xp.any(xp.isnan(Z))):
        first = int(np.argwhere(np.isnan(to_numpy(Z)))[:, -1].min())
        raise ValueError(f"{operation}: the score of example {first} is NaN, expected numbers that can be compared")
    return Z


@checked
def is_covariance(Sigma: Float[Array, "n n"]) -> bool:
    """Whether a matrix is symmetric and positive definite, in any units and beyond what rounding does.

    Its eigenvalues are those of the correlations: of $Sigma$ with each feature divided by its own spread.

    >>> is_covariance(np.array([[4.0, 2.0], [2.0, 1.5]])), is_covariance(np.array([[4.0, 2.0], [2.0, 1.0]]))
    (True, False)
    """
    S = to_numpy(Sigma)
    spread, eps = np.sqrt(np.maximum(np.diagonal(S), 0))[:, None], np.finfo(S.dtype).eps
    if not np.isfinite(S).all() or not (spread > 0).all():
        return False
    R = S / spread / spread.T
    return bool((np.abs(R - R.T) <= eps**0.5).all() and (np.linalg.eigvalsh(R) > len(R) * eps).all())
