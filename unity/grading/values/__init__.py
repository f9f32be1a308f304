"""Values as text and bytes: what crosses between the grader and a student's code, and what a file of checks holds.

Only plain things cross: None, truth values, numbers, strings, lists, tuples, sets, dicts, and arrays of numbers as (dtype,
shape, bytes). Nothing is pickled, so nothing that is read can run. Objects stay where they are: in their place crosses a
number, a `Handle`. These modules need nothing but NumPy, and are in the sandbox, too: `plain` makes plain things of an
answer, `standins` are what crosses for what cannot, `trees` the form that JSON can hold, `packed` the bytes and the text
that are made of it.
"""

from unity.grading.values.packed import HEAD, framed, from_text, pack, to_text, unpack
from unity.grading.values.plain import plain
from unity.grading.values.standins import Function, Handle, Raises, Unfit
from unity.grading.values.trees import MOST_BYTES, MOST_DEPTH

__all__ = [
    "HEAD",
    "MOST_BYTES",
    "MOST_DEPTH",
    "Function",
    "Handle",
    "Raises",
    "Unfit",
    "framed",
    "from_text",
    "pack",
    "plain",
    "to_text",
    "unpack",
]
