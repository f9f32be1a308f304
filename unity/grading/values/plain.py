"""One conversion: what a notebook's check and the grader see of an answer is what this makes of it.

Arrays of any library become NumPy's, containers become plain ones, words and numbers Python's. What is left as it is
cannot be compared. It runs where the answer is, in the sandbox too, and nobody trusts what comes out of it.
"""

import numbers
from collections.abc import Mapping

import numpy as np

__all__ = ["plain"]

MOST_NESTED = 24
MANY = 1000  # so many numbers of a list are an array
WIDE = {"g": "f8", "G": "c16"}


def plain(value, depth=0):
    """A value as plain Python and NumPy: whatever is an array, by `__array__` or DLPack, becomes one of NumPy's.

    >>> plain((range(2), {"b": memoryview(b"a")}, np.array(["x", "y"]), np.longdouble(2)))
    ([0, 1], {'b': array([97], dtype=uint8)}, ['x', 'y'], np.float64(2.0))
    """
    kind = type(value)
    if value is None or kind in (bool, int, float, complex) or depth > MOST_NESTED:
        return value
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, np.ndarray | np.generic):
        return _of_numpy(value, depth)
    if issubclass(kind, list | tuple | set | frozenset | range):
        return _container(value, kind, depth)
    if issubclass(kind, Mapping):
        return {plain(key, depth + 1): plain(part, depth + 1) for key, part in value.items()}
    if issubclass(kind, numbers.Real) or (kind.__module__, kind.__name__) == ("decimal", "Decimal"):
        return float(value)
    array = _array(value, kind)
    return value if array is None else _of_numpy(array, depth)


def _container(value, kind, depth):
    if (
        len(value) > MANY
        and all(type(part) in (int, float) for part in value)
        and not issubclass(kind, set | frozenset)
    ):
        return np.array(value, dtype=float)
    parts = [plain(part, depth + 1) for part in value]
    if issubclass(kind, set | frozenset):
        return set(parts)
    return tuple(parts) if issubclass(kind, tuple) else parts


def _of_numpy(value, depth):
    """An array of numbers, or a list where it holds something else; an array with fields stays what it is."""
    array = np.asarray(value)
    array = array.astype(WIDE[array.dtype.char]) if array.dtype.char in WIDE else array
    if array.dtype.kind in "biufc":
        return array[()] if issubclass(type(value), np.generic) else array
    if array.dtype.kind not in "OUST":
        return value
    inside = array.tolist()
    return value if inside is value else plain(inside, depth + 1)


def _array(value, kind):
    """What another library calls an array, as NumPy's; None for any other object."""
    for bring in ("detach", "cpu", "toarray"):  # from a graph of gradients, from a device, from a sparse form
        if hasattr(kind, bring) and (hasattr(kind, "__array__") or bring == "toarray"):
            value = getattr(value, bring)()
    if hasattr(kind, "__cuda_array_interface__") and hasattr(kind, "get"):
        return value.get()
    if "bfloat16" in str(getattr(value, "dtype", "")):
        value = value.float() if hasattr(kind, "float") else value.astype("float32")
    if hasattr(type(value), "__array__"):
        return np.asarray(value)
    if hasattr(kind, "__dlpack__"):
        return np.from_dlpack(value)
    if kind is memoryview or (kind.__module__, kind.__name__) == ("array", "array"):
        return np.asarray(value)
    return None
