"""A value as a tree that JSON can hold, with the bytes of its arrays beside it; and back, with every part looked at."""

import math

import numpy as np

from unity.grading.values.standins import Function, Handle, Raises, Unfit

__all__ = ["MOST_BYTES", "MOST_DEPTH", "tree_of", "value_of"]

DTYPES = frozenset({"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"})
MOST_BYTES = 64 * 2**20
MOST_PARTS = 20_000
MOST_DEPTH = 16
MOST_TEXT = 200_000
MOST_INTEGER = 2**1000  # larger than any float is of no use


def tree_of(value, hold=None):
    r"""A value as JSON has it, and the bytes of its arrays. Raises Unfit for what does not cross.

    `hold(value)` gives what crosses for an object that cannot.

    >>> tree_of((1.5, np.zeros(1, dtype="u1")))
    (['t', [1.5, ['a', '|u1', [1], 0]]], [b'\x00'])
    """
    blobs = []
    return _tree(value, hold, blobs, [0], 0), blobs


def value_of(tree, blobs):
    r"""The value that `tree_of` made this of. Raises Unfit, or what Python raises, for anything else.

    >>> value_of(["t", [1.5, ["a", "|u1", [1], 0]]], [b"\x00"])
    (1.5, array([0], dtype=uint8))
    """
    return _value(tree, blobs, [0, 0], 0)


def _counted(count, depth):
    count[0] += 1
    if count[0] > MOST_PARTS:
        raise Unfit(f"more than {MOST_PARTS:,} parts")
    if depth > MOST_DEPTH:
        raise Unfit(f"nested more than {MOST_DEPTH} deep")


def _tree(value, hold, blobs, count, depth):
    """A value as JSON: what JSON has not is a list that starts with a letter for its kind."""
    _counted(count, depth)
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is int:
        return value if abs(value) < MOST_INTEGER else _held(value, hold, blobs, count, depth)
    if kind is str:
        if len(value) > MOST_TEXT:
            raise Unfit(f"a string of {len(value):,} characters, expected at most {MOST_TEXT:,}")
        return _printable(value)
    if kind is complex:
        return ["c", value.real, value.imag]
    if kind in (list, tuple):
        return [kind.__name__[0], [_tree(part, hold, blobs, count, depth + 1) for part in value]]
    if kind is dict and all(type(key) is str for key in value):
        return ["d", [[key, _tree(part, hold, blobs, count, depth + 1)] for key, part in value.items()]]
    if kind is dict:
        return ["m", [[_tree(part, hold, blobs, count, depth + 1) for part in pair] for pair in value.items()]]
    if kind is set:
        return ["s", [_tree(part, hold, blobs, count, depth + 1) for part in sorted(value, key=repr)]]
    if kind is Raises:
        return ["r", value.name]
    if kind is Handle:
        return ["h", value.number, value.kind]
    if kind is Function:
        return ["f", value.name]
    if kind is np.ndarray or (isinstance(value, np.generic) and kind.__module__ == "numpy"):
        array = np.asarray(value)
        dtype = array.dtype.newbyteorder("<").str
        if dtype in DTYPES:
            if array.nbytes > MOST_BYTES:
                raise Unfit(f"an array of {array.nbytes:,} bytes, expected at most {MOST_BYTES:,}")
            blobs.append(array.astype(dtype, order="C", copy=False).tobytes())
            return ["a" if kind is np.ndarray else "n", dtype, list(array.shape), len(blobs) - 1]
    return _held(value, hold, blobs, count, depth)


def _held(value, hold, blobs, count, depth):
    if hold is not None:
        other = hold(value)
        return _tree(other, hold, blobs, count, depth)
    raise Unfit(f"a value of type {type(value).__name__} does not cross")


def _printable(text):
    """Text that any file can hold: halves of characters, which JSON lets through, become question marks."""
    return text.encode("utf-8", "replace").decode()


def _value(tree, blobs, count, depth):
    """The value of a tree; `count` is of its parts and of its arrays, whose bytes are each taken once, in their order."""
    _counted(count, depth)
    if type(tree) is str:
        return _printable(tree)
    if tree is None or type(tree) in (bool, int, float):
        return tree
    if type(tree) is not list or not tree:
        raise Unfit("no value")
    kind, *rest = tree
    if kind in ("l", "t"):
        (parts,) = rest
        return (list if kind == "l" else tuple)(_value(part, blobs, count, depth + 1) for part in parts)
    if kind == "d":
        (pairs,) = rest
        if not all(type(key) is str for key, _ in pairs):
            raise Unfit("a key that is no string")
        return {_printable(key): _value(part, blobs, count, depth + 1) for key, part in pairs}
    if kind == "m":
        (pairs,) = rest
        return {key: part for key, part in ([_value(part, blobs, count, depth + 1) for part in pair] for pair in pairs)}
    if kind == "s":
        (parts,) = rest
        return {_value(part, blobs, count, depth + 1) for part in parts}
    if kind == "c":
        real, imaginary = rest
        return complex(float(real), float(imaginary))
    if kind == "h":
        number, name = rest
        if type(number) is not int or type(name) is not str:
            raise Unfit("no handle")
        return Handle(number, _printable(name[:200]))
    if kind in ("f", "r"):
        (name,) = rest
        if type(name) is not str:
            raise Unfit("no function, and no error")
        return (Function if kind == "f" else Raises)(_printable(name[:200]))
    if kind in ("a", "n"):
        dtype, shape, place = rest
        if dtype not in DTYPES or not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
            raise Unfit("no array")
        if (
            type(place) is not int
            or place != count[1]
            or math.prod(shape) * np.dtype(dtype).itemsize != len(blobs[place])
        ):
            raise Unfit("an array whose bytes do not fit its shape")
        count[1] += 1
        array = np.frombuffer(blobs[place], dtype=dtype).reshape(shape).copy()
        return array if kind == "a" else array[()]
    raise Unfit("a value of no known kind")
