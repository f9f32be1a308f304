"""One source for every kind of array: find its namespace, choose a device, move between them, draw from a seed."""

import array_api_compat
import numpy as np

from unity.shapes import Array, Float, Int, checked

__all__ = ["accelerator", "move", "namespace", "one_hot", "standard_normal", "to_numpy", "uniform"]


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
