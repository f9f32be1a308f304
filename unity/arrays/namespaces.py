"""Namespaces: that of the fastest device, and the moves from one library, device or precision to another."""

import array_api_compat
import numpy as np

from unity.shapes.namespaces import namespace

__all__ = ["accelerator", "move", "namespace", "to_numpy"]


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
    return np


def to_numpy(X):
    """X as a NumPy array, wherever it lives; a Dask array is computed.

    Raises TypeError for what is no array.

    >>> to_numpy(np.ones(2))
    array([1., 1.])
    """
    if type(X) is np.ndarray:  # the same answer, sooner
        return X
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
    if {type(tree), type(like)} == {np.ndarray} and tree.dtype == like.dtype:  # the same answer, sooner
        return tree.copy()
    xp = namespace(like)
    leaf = xp.asarray(np.array(to_numpy(tree)), device=array_api_compat.device(like))
    floating = xp.isdtype(leaf.dtype, "real floating") and xp.isdtype(like.dtype, "real floating")
    return xp.astype(leaf, like.dtype) if floating else leaf
