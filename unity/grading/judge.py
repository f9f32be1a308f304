"""Compare what an answer gave with what was expected, and say in a learner's words what the difference is."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from unity.grading.rounding import scale
from unity.grading.values import Handle

__all__ = ["Outcome", "Verdict", "agrees", "judge"]


@dataclass(frozen=True)
class Outcome:
    """What an answer gave on one case: a value, the error that it raised, or why it was ended before it gave one."""

    value: Any = None
    error: str = ""
    ended: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check found: true where the answer is right; `mistake` is the number of the known mistake that it saw."""

    name: str
    right: bool
    says: str
    mistake: int | None = None

    def __bool__(self):
        return self.right

    def __repr__(self):
        return f"{self.name}: {'right' if self.right else 'not yet'}. {self.says}"


def judge(name, cases, outcomes, *, says, tolerance, hint=""):
    """The verdict on the outcomes of all cases: a known mistake where it fits all, else the first case that fails.

    `says` are the sentences of the known mistakes, in the order of each case's `wrong`.
    """
    for case, outcome in zip(cases, outcomes):
        if outcome.ended:
            return Verdict(name, False, f"It gave no answer: {outcome.ended}.")
        if outcome.error:
            shapes = ", ".join(str(np.shape(a)) for a in case.arguments if isinstance(a, np.ndarray | int | float))
            return Verdict(name, False, f"It raised {outcome.error} (arguments of shapes {shapes}).{_after(hint)}")
    given = [outcome.value for outcome in outcomes]
    if all(agrees(g, case.expected, tolerance) for g, case in zip(given, cases)):
        return Verdict(name, True, f"{len(cases)} of {len(cases)} cases agree.")
    for number, sentence in enumerate(says):
        wrong = [case.wrong[number] for case in cases]
        if all(w is not None and agrees(g, w, tolerance) for g, w in zip(given, wrong)):
            return Verdict(name, False, sentence, number)
    pairs = zip(given, cases)
    found = (said for g, case in pairs if (said := _difference(g, case.expected, tolerance)) is not None)
    said = next(found, "It is not what was expected.")
    return Verdict(name, False, said + _after(hint))


def _after(hint):
    return f" {hint}" if hint else ""


def _parts(value):
    """A value as a list of arrays: an answer may be one array or a tuple of them."""
    parts = value if isinstance(value, tuple | list) else (value,)
    if any(isinstance(part, tuple | list) and _holds_words(part) for part in parts):
        raise TypeError("words among numbers")  # an array gives each of its words the room of the longest
    return [np.asarray(part) for part in parts]


def _holds_words(value):
    return isinstance(value, str) or (isinstance(value, tuple | list) and any(map(_holds_words, value)))


def _close(given, expected, tolerance):
    given, expected = given + 0.0, expected + 0.0  # truth values have no difference
    return bool(np.all(np.abs(given - expected) <= tolerance * scale(expected)))


def _is_plain(value):
    """Whether a value is compared as it is: a word, a truth value, nothing at all."""
    return value is None or isinstance(value, str | bool | np.bool_)


def agrees(given, expected, tolerance):
    """Whether a value is the expected one: words and truth values exactly, numbers up to the tolerance, shapes always."""
    if _is_plain(expected):
        return _is_plain(given) and given == expected
    try:
        with np.errstate(all="ignore"):
            parts, wanted = _parts(given), _parts(expected)
            return len(parts) == len(wanted) and all(
                g.shape == e.shape and g.dtype.kind in "biuf" and _close(g, e, tolerance) for g, e in zip(parts, wanted)
            )
    except (TypeError, ValueError, OverflowError, RecursionError):
        return False


def _difference(given, expected, tolerance):
    """The first way in which a value differs from the expected one, in a learner's words; None where it does not."""
    if given is None:
        return "It returned None: does the function end with a return?"
    if _is_plain(expected):
        if agrees(given, expected, tolerance):
            return None
        if not _is_plain(given):
            return f"It is {_a(given)}, expected {_a(expected)}."
        return f"It is {given!r:.60}, and that is not right."
    if isinstance(given, Handle):
        return f"It returned an object of the type {given.kind}, expected an array."
    try:
        parts, wanted = _parts(given), _parts(expected)
    except (TypeError, ValueError, RecursionError):
        return f"It returned {_a(given)}, expected an array."
    if len(parts) != len(wanted):
        return f"It returned {len(parts)} values, expected {len(wanted)}."
    with np.errstate(all="ignore"):
        for part, right in zip(parts, wanted):
            if (said := _difference_of_parts(given, part, right, tolerance)) is not None:
                return said
    return None


def _difference_of_parts(given, part, right, tolerance):
    if part.dtype.kind not in "biuf":
        return f"It returned {_a(given)} of {part.dtype}, expected real numbers."
    if part.shape != right.shape:
        hint = ": transpose?" if part.T.shape == right.shape else "."
        return f"Shape {part.shape}, expected {right.shape}{hint}"
    if not np.all(np.isfinite(part)) and np.all(np.isfinite(right)):
        return "It returned infinity or NaN where the right answer is finite."
    if _close(part, right, tolerance):
        return None
    if _close(0.0 - part, right, tolerance):
        return "The sign is the wrong way round."
    largest = float(np.max(np.abs(part + 0.0 - right)))
    return f"The shape {part.shape} is right, the numbers differ by up to {largest:.3g}."


def _a(value):
    return f"a {type(value).__name__}"
