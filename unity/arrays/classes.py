"""Labels as columns: one-hot, or a share for each class."""

import math

import array_api_compat

from unity.arrays.namespaces import namespace, to_numpy
from unity.shapes import Array, Float, Int, checked

__all__ = ["are_shares", "labels", "one_hot"]


@checked(dask=True)
def one_hot(y: Int[Array, "m"], K: int) -> Float[Array, "K m"]:
    """One column for each label: 1 in the row that the label names, 0 elsewhere.

    Raises ValueError where a label lies outside 0..K-1 or K < 1.

    Source: *Logistic Regression & Neural Networks*, K classes.

    >>> one_hot(np.array([2, 0, 1, 0]), 3)
    array([[0., 1., 0., 1.],
           [0., 0., 1., 0.],
           [1., 0., 0., 0.]])
    """
    xp = namespace(y)
    if K < 1:
        raise ValueError(f"one_hot: K = {K}, expected at least one class")
    Y = _named(y, K)
    known = xp.any(Y, axis=0)
    if not xp.all(known):
        raise ValueError(f"one_hot: y holds the label {_first(y, ~known)}, expected 0 to {K - 1}")
    return xp.astype(Y, xp.asarray(0.0).dtype)


def _named(y, K):
    """Which row each label names."""
    return namespace(y).arange(K, device=array_api_compat.device(y))[:, None] == y[None, :]


def _first(Y, wrong):
    """The first label, or column of shares, that is wrong: the others stay where they are."""
    xp = namespace(wrong)
    i = int(xp.argmax(xp.astype(wrong, xp.int8)))
    return to_numpy(Y[..., i : i + 1])[..., 0]


@checked(dask=True)
def are_shares(Y: Float[Array, "K m"]) -> Array:
    """Which columns of Y are shares: no number is negative, and their sum misses 1 by no more than rounding.

    That is 1e-5 here, or 1e-6 for each class, for shares that were printed with six decimals; or K eps.

    >>> are_shares(np.array([[0.333333, 1.0, -0.5], [0.666667, 0.1, 1.5]]))
    array([ True, False, False])
    """
    xp, K = namespace(Y), Y.shape[0]
    allowed = max(1e-5, K * 1e-6, K * float(xp.finfo(Y.dtype).eps))
    return xp.all(Y >= 0, axis=0) & (xp.abs(xp.sum(Y, axis=0) - 1) <= allowed)


def labels(y: Array, K: int | None = None, *, like: Array | None = None) -> Float[Array, "K m"]:
    """Labels as the formulas take them, however they are given: K rows, a column for each example.

    Integers, booleans or floating numbers, of one of two forms:

    * (m,) or (1, m): the class of each example, from 0 to K-1, becomes a one-hot column. For K = 1 it stays one number,
      0 or 1, or a probability of class 1 between them.
    * (K, m): one-hot columns, or a share for each class. Shares that were rounded are divided by their sum.

    Without K, several rows are one for each class; one row of numbers up to 1 means K = 1, any other the largest
    number plus 1. `like` are the examples: a column for each label, in the dtype that the labels shall have. Without
    it floating labels keep theirs.

    Raises TypeError for what is no array of numbers, ValueError for another shape, for a number that names no class, and
    for a column that is negative somewhere or misses the sum 1 by more than 1e-5 (or 1e-6 for each class).

    >>> labels(np.array([2, 0, 1]), 3)
    array([[0., 1., 0.],
           [0., 0., 1.],
           [1., 0., 0.]])
    >>> labels(np.array([True, False, True]))
    array([[1., 0., 1.]])
    """
    xp, dtype = _of_labels(y, like)
    shape = tuple(y.shape)
    if K is not None and K < 1:
        raise ValueError(f"labels: K = {K}, expected at least one class")
    if any(size != size for size in shape):  # NaN: what Dask puts for a size that only a computation can tell
        raise ValueError(f"labels: y {shape} has an unknown size (y.compute_chunk_sizes() finds it)")
    if len(shape) not in (1, 2) or (len(shape) == 2 and shape[0] not in {1, K or shape[0]}):
        wanted = {None: "(m,), (1, m) or (K, m)", 1: "(m,) or (1, m)"}.get(K, f"(m,), (1, m) or ({K}, m)")
        raise ValueError(f"labels: y has shape {shape}, expected {wanted}{f' for K = {K}' if K else ''}")
    if like is not None and shape[-1] != like.shape[-1]:
        turned = like.ndim == 2 and like.shape[0] == shape[-1]
        asked = " (are they transposed? an example is a column)" if turned else ""
        raise ValueError(
            f"labels: y {shape} has m = {shape[-1]}, the examples {tuple(like.shape)} have {like.shape[-1]}{asked}"
        )
    if len(shape) == 2 and shape[0] != 1:
        return _shares(xp.astype(y, dtype))
    y = xp.reshape(y, (shape[-1],))
    return _classes(y if xp.isdtype(y.dtype, "real floating") else xp.astype(y, xp.int64), K, dtype)


def _of_labels(y, like):
    """The namespace of labels, and the floating dtype that they are given."""
    if not array_api_compat.is_array_api_obj(y):
        raise TypeError(f"labels: y is of type {type(y).__name__}, expected an array")
    xp = namespace(y)
    if not xp.isdtype(y.dtype, ("bool", "integral", "real floating")):
        raise TypeError(f"labels: y is of dtype {y.dtype}, expected integers, booleans or floating numbers")
    if like is None:
        return xp, y.dtype if xp.isdtype(y.dtype, "real floating") else xp.asarray(0.0).dtype
    if namespace(like) is not xp:
        kinds = (f"{type(array).__module__}.{type(array).__name__}" for array in (y, like))
        raise TypeError("labels: y is a {}, the examples are a {}: unity.arrays.move moves them".format(*kinds))
    return xp, like.dtype


def _classes(y, K, dtype):
    """(m,) numbers as (K, m) columns."""
    xp = namespace(y)
    if K is None and y.shape[0] == 0:
        raise ValueError("labels: y holds no label, expected one, or K")
    if K is None:
        largest = float(xp.max(y))
        K = int(largest) + 1 if 1 < largest < math.inf else 1
    known = (y >= 0) & (y <= max(K - 1, 1))
    if K > 1:
        known = known & (y == xp.floor(y))
    if not bool(xp.all(known)):
        expected = f"a class from 0 to {K - 1}" if K > 1 else "0, 1 or a probability between them for K = 1"
        raise ValueError(f"labels: y holds {_first(y, ~known)}, expected {expected}")
    return xp.astype(_named(xp.astype(y, xp.int64), K) if K > 1 else y[None, :], dtype)


def _shares(Y):
    """(K, m) columns that are shares, divided by their sum."""
    xp, total = namespace(Y), namespace(Y).sum(Y, axis=0, keepdims=True)
    wrong = ~are_shares(Y)
    if bool(xp.any(wrong)):
        column = _first(Y, wrong)
        if not (column >= 0).all():
            raise ValueError(f"labels: y holds {column[~(column >= 0)][0]}, expected shares of 0 or more")
        raise ValueError(
            f"labels: a column of y sums to {column.sum():.7g}, expected 1: one-hot, or a share for each of "
            f"{len(column)} classes"
        )
    return Y / total
