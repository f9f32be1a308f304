"""Values as text and bytes: what crosses between the grader and a student's code, and what a file of checks holds.

Only plain things cross: None, truth values, numbers, strings, lists, tuples, dicts with strings as keys, and arrays of
numbers as (dtype, shape, bytes). Nothing is pickled, so nothing that is read can run. Objects stay where they are: in
their place crosses a number, a `Handle`. This module needs nothing but NumPy.
"""

import base64
import json
import math

import numpy as np

__all__ = ["Function", "Handle", "Unfit", "from_text", "pack", "to_text", "unpack"]

DTYPES = frozenset({"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"})
MOST_BYTES = 64 * 2**20
MOST_HEAD = 4 * 2**20
MOST_PARTS = 20_000
MOST_DEPTH = 16
MOST_TEXT = 200_000


class Unfit(ValueError):
    """A value, or bytes that claim to be one, that does not cross."""


class Handle:
    """Stands for an object that stays on the other side; `kind` is the name of its type."""

    def __init__(self, number, kind=""):
        self.number, self.kind = number, kind

    def __repr__(self):
        return f"Handle({self.number}, {self.kind!r})"


class Function:
    """Stands for a function, by a name that the other side knows: "unity.logistic.cost", or a number of its own."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Function({self.name!r})"

    def __eq__(self, other):
        return type(other) is Function and self.name == other.name

    def __hash__(self):
        return hash(self.name)


def pack(message, hold=None):
    """One message as bytes: a line of JSON that ends with the lengths of the arrays' bytes, and those bytes.

    `hold(value)` gives what crosses for an object that cannot: a Handle, or a plain value. Raises Unfit where there is none.

    >>> message = {"do": "call", "arguments": (np.ones((1, 2)), "x", None)}
    >>> unpack(pack(message))
    {'do': 'call', 'arguments': (array([[1., 1.]]), 'x', None)}
    """
    blobs, count = [], [0]
    tree = _tree(message, hold, blobs, count, 0)
    head = json.dumps([tree, [len(blob) for blob in blobs]]).encode()
    if len(head) > MOST_HEAD:
        raise Unfit(f"{len(head):,} bytes beside those of arrays, expected at most {MOST_HEAD:,}")
    whole = b"".join([b"%d\n" % len(head), head, *blobs])
    if len(whole) > MOST_BYTES:
        raise Unfit(f"{len(whole):,} bytes are too many, expected at most {MOST_BYTES:,}")
    return whole


def unpack(whole):
    """The message that `pack` made of it. Raises Unfit for any other bytes."""
    try:
        first, _, rest = bytes(whole).partition(b"\n")
        size = int(first)
        if size > MOST_HEAD:
            raise Unfit("too many bytes beside those of arrays")
        tree, lengths = json.loads(rest[:size])
        if size < 0 or len(first) > 9 or not all(type(n) is int and n >= 0 for n in lengths):
            raise Unfit("the lengths are none")
        if size + sum(lengths) != len(rest):
            raise Unfit("the lengths do not add up")
        blobs, start = [], size
        for length in lengths:
            blobs.append(rest[start : start + length])
            start += length
        return _value(tree, blobs, [0, 0], 0)
    except Unfit:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError) as error:
        raise Unfit(f"no message: {type(error).__name__}") from error


def to_text(value):
    """A value as what JSON can hold, arrays in base64.

    >>> from_text(to_text({"X": np.arange(3.0)}))
    {'X': array([0., 1., 2.])}
    """
    blobs = []
    tree = _tree(value, None, blobs, [0], 0)
    return {"tree": tree, "bytes": [base64.b64encode(blob).decode() for blob in blobs]}


def from_text(text):
    """The value that `to_text` made of it. Raises Unfit for anything else."""
    try:
        return _value(text["tree"], [base64.b64decode(blob, validate=True) for blob in text["bytes"]], [0, 0], 0)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Unfit(f"no value: {error}") from error


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
        return value if abs(value) < 2**63 else _held(value, hold, blobs, count, depth)
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
    if kind == "c":
        real, imaginary = rest
        return complex(float(real), float(imaginary))
    if kind == "h":
        number, name = rest
        if type(number) is not int or type(name) is not str:
            raise Unfit("no handle")
        return Handle(number, _printable(name[:200]))
    if kind == "f":
        (name,) = rest
        if type(name) is not str:
            raise Unfit("no function")
        return Function(_printable(name[:200]))
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
