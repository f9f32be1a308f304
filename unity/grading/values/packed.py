"""A value as bytes, for the conversation with a student's code, and as text, for a file of checks."""

import binascii
import json

from unity.grading.values.standins import Unfit
from unity.grading.values.trees import MOST_BYTES, tree_of, value_of

__all__ = ["HEAD", "framed", "from_text", "pack", "to_text", "unpack"]

MOST_HEAD = 4 * 2**20
HEAD = 12


def pack(message, hold=None):
    """One message as bytes: a line of JSON that ends with the lengths of the arrays' bytes, and those bytes.

    `hold(value)` gives what crosses for an object that cannot: a Handle, or a plain value. Raises Unfit where there is none.

    >>> message = {"do": "call", "arguments": (np.ones((1, 2)), "x", None)}
    >>> unpack(pack(message))
    {'do': 'call', 'arguments': (array([[1., 1.]]), 'x', None)}
    """
    tree, blobs = tree_of(message, hold)
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
        return value_of(tree, blobs)
    except Unfit:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError) as error:
        raise Unfit(f"no message: {type(error).__name__}") from error


def to_text(value):
    """A value as what JSON can hold, arrays in base64.

    >>> from_text(to_text({"X": np.arange(3.0)}))
    {'X': array([0., 1., 2.])}
    """
    tree, blobs = tree_of(value)
    return {"tree": tree, "bytes": [binascii.b2a_base64(blob, newline=False).decode() for blob in blobs]}


def from_text(text):
    """The value that `to_text` made of it. Raises Unfit for anything else."""
    try:
        return value_of(text["tree"], [binascii.a2b_base64(blob, strict_mode=True) for blob in text["bytes"]])
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Unfit(f"no value: {error}") from error


def framed(whole):
    """Packed bytes as they are sent: behind their number, in HEAD digits.

    >>> framed(b"123")
    b'000000000003123'
    """
    return b"%0*d" % (HEAD, len(whole)) + whole
