"""One source for every kind of array: its namespace, a device, moves, draws from a seed; a length; labels as columns."""

import math

import array_api_compat
import numpy as np

from unity.shapes import Array, Float, Int, checked

__all__ = [
    "accelerator",
    "labels",
    "length",
    "move",
    "namespace",
    "one_hot",
    "standard_normal",
    "to_numpy",
    "uniform",
]


def namespace(*arrays):
    """The Array API namespace that these arrays share: its functions take them and return their kind.

    Raises TypeError for what is no array, and for arrays of two libraries.

    >>> namespace(np.zeros(3)).__name__
    'array_api_compat.numpy'
    """
    return array_api_compat.array_namespace(*arrays)


def accelerator():
    """The namespace of the fastest device here: CuPy's where it finds a GPU, otherwise NumPy's.

    >>> X = accelerator().ones((2, 3))
    >>> to_numpy(X).sum()
    np.float64(6.0)
    """
    try:
        import cupy

        if cupy.cuda.is_available():  # pragma: no cover (needs a GPU)
            import array_api_compat.cupy

            return array_api_compat.cupy
    except ImportError:
        pass
    import array_api_compat.numpy

    return array_api_compat.numpy


def to_numpy(X):
    """X as a NumPy array, wherever it lives; a Dask array is computed.

    Raises TypeError for what is no array.

    >>> to_numpy(np.ones(2))
    array([1., 1.])
    """
    if not array_api_compat.is_array_api_obj(X):
        raise TypeError(f"to_numpy: X is of type {type(X).__name__}, expected an array")
    if array_api_compat.is_cupy_array(X):  # pragma: no cover (needs a GPU)
        return X.get()
    if array_api_compat.is_torch_array(X):
        return X.detach().cpu().numpy()
    return np.asarray(X)


def move(tree, *, like):
    """The arrays in `tree` (an array, or tuples and lists of them) in the library, on the device and in the
    floating dtype of `like`. Integers keep their dtype.

    Raises TypeError where `like` or a leaf is no array.

    >>> W, b = move((np.ones((2, 1)), np.zeros((1, 1))), like=np.ones(3, dtype=np.float32))
    >>> W.dtype
    dtype('float32')
    """
    if isinstance(tree, tuple | list):
        leaves = [move(leaf, like=like) for leaf in tree]
        return type(tree)(*leaves) if hasattr(tree, "_fields") else type(tree)(leaves)
    xp = namespace(like)
    leaf = xp.asarray(np.array(to_numpy(tree)), device=array_api_compat.device(like))
    floating = xp.isdtype(leaf.dtype, "real floating") and xp.isdtype(like.dtype, "real floating")
    return xp.astype(leaf, like.dtype) if floating else leaf


def standard_normal(shape, *, seed, like=None):
    """Standard normal numbers, the same for a seed on every device: drawn by NumPy in float64, then moved.

    `seed` is an int or a `numpy.random.Generator`; `like` an array whose library, device and dtype are wanted.

    >>> standard_normal((2, 1), seed=0)
    array([[ 0.12573022],
           [-0.13210486]])
    """
    drawn = np.random.default_rng(seed).standard_normal(shape)
    return drawn if like is None else move(drawn, like=like)


def uniform(low, high, shape, *, seed, like=None):
    """Numbers drawn evenly from [low, high), the same for a seed on every device.

    Raises ValueError where low is not below high.

    >>> uniform(0, 10, (3,), seed=0)
    array([6.36961687, 2.69786714, 0.40973524])
    """
    if not low < high:
        raise ValueError(f"uniform: low = {low} is not below high = {high}")
    drawn = np.random.default_rng(seed).uniform(low, high, shape)
    return drawn if like is None else move(drawn, like=like)


@checked
def length(x: Float[Array, "*shape"]) -> Float[Array, ""]:
    """The length of an array that is taken as one vector: 0 only where every entry is 0, infinite only beyond the dtype.

        ||x|| = sqrt(x_1^2 + x_2^2 + ...) = s ||x / s||

    s is a power of two near the largest entry: no square overflows or vanishes, and s costs no digit.

    >>> length(np.array([3e-200, 4e-200]))
    np.float64(5e-200)
    """
    xp = namespace(x)
    largest = xp.max(xp.abs(x)) if math.prod(x.shape) else xp.sum(x)
    within = (largest > 0) & xp.isfinite(largest)
    # Of the whole logarithm, that of the largest number rounds up to a power that is none.
    s = 2 ** xp.floor(0.9 * xp.log2(xp.where(within, largest, xp.ones_like(largest))))
    return s * xp.linalg.vector_norm(x / s)


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
    classes = xp.arange(K, device=array_api_compat.device(y))
    Y = classes[:, None] == y[None, :]
    known = xp.any(Y, axis=0)
    if not xp.all(known):
        raise ValueError(f"one_hot: y holds the label {to_numpy(y)[~to_numpy(known)][0]}, expected 0 to {K - 1}")
    return xp.astype(Y, xp.asarray(0.0).dtype)


def labels(y: Array, K: int | None = None, *, like: Array | None = None) -> Float[Array, "K m"]:
    """Labels as the formulas take them, however they are given: K rows, a column for each example.

    Integers, booleans or floating numbers, of one of two forms:

    * (m,) or (1, m): the class of each example, from 0 to K-1, becomes a one-hot column. For K = 1 it stays one number,
      0 or 1, or a probability of class 1 between them.
    * (K, m): one-hot columns, or a share for each class. Shares that were rounded are divided by their sum.

    Without K, several rows are one for each class; one row of numbers up to 1 means K = 1, any other the largest
    number plus 1. The labels come in the dtype of `like`, if there is one; without it floating ones keep theirs.

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
    if len(shape) not in (1, 2) or (len(shape) == 2 and shape[0] not in {1, K or shape[0]}):
        wanted = {None: "(m,), (1, m) or (K, m)", 1: "(m,) or (1, m)"}.get(K, f"(m,), (1, m) or ({K}, m)")
        raise ValueError(f"labels: y has shape {shape}, expected {wanted}{f' for K = {K}' if K else ''}")
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
        raise ValueError(f"labels: y holds {to_numpy(y)[~to_numpy(known)][0]}, expected {expected}")
    return xp.astype(one_hot(xp.astype(y, xp.int64), K) if K > 1 else y[None, :], dtype)


def _shares(Y):
    """(K, m) columns that sum to 1 as far as their digits go, divided by their sum."""
    xp, K = namespace(Y), Y.shape[0]
    total = xp.sum(Y, axis=0, keepdims=True)
    if not bool(xp.all(Y >= 0)):
        raise ValueError(f"labels: y holds {to_numpy(Y)[~(to_numpy(Y) >= 0)][0]}, expected shares of 0 or more")
    far = ~(xp.abs(total - 1) <= max(1e-5, K * 1e-6, K * float(xp.finfo(Y.dtype).eps)))
    if bool(xp.any(far)):
        raise ValueError(
            f"labels: a column of y sums to {to_numpy(total)[to_numpy(far)][0]:.7g}, expected 1: one-hot, or a share "
            f"for each of {K} classes"
        )
    return Y / total
