"""Whether two values are the same: words exactly, shapes always, numbers up to a tolerance."""

import numpy as np

from unity.grading.rounding import scale
from unity.grading.values import plain

__all__ = ["agrees", "as_numbers", "as_parts", "close", "is_plain", "is_word", "matched", "quietly"]

PLAIN = (type(None), str, bool, int, float, complex, list, tuple, dict, set, np.ndarray)


def quietly(compare, *values):
    """What a comparison says of plain values; False where they cannot be compared at all."""
    try:
        with np.errstate(all="ignore"):
            return compare(*values)
    except (TypeError, ValueError, OverflowError, RecursionError, MemoryError):
        return False


def agrees(given, expected, tolerance, least=0.0):
    """Whether a value is the expected one, after one conversion of both.

    Words, truth values, keys and lengths are compared exactly. The numbers of an array, or a single one, may differ by the
    tolerance times the largest finite magnitude that is expected there: relative to it, but for an expected zero, which
    has no scale of its own. `least` is the least such scale, for what is left of a cancellation. NaN and the infinities
    have to stand where they are expected.

    >>> agrees([1.0, np.inf], np.array([1.0, np.inf]), 1e-9), agrees(0.0, 9.4e-14, 1e-9)
    (True, False)
    """
    return quietly(lambda: _same(plain(given), plain(expected), tolerance, least))


def is_plain(value):
    """Whether a value is what it says: a class may lie about itself."""
    return type(value) in PLAIN or issubclass(type(value), np.generic)


def _same(given, expected, tolerance, least):
    if not is_plain(given):
        return False
    if is_word(expected):
        given = given.item() if isinstance(given, np.ndarray | np.generic) and np.shape(given) == () else given
        return is_word(given) and given == expected
    if isinstance(expected, dict):
        if not isinstance(given, dict) or given.keys() != expected.keys():
            return False
        return all(_same(given[key], expected[key], tolerance, least) for key in expected)
    if isinstance(expected, set):
        if not isinstance(given, set) or len(given) != len(expected):
            return False
        return given == expected or close(*(np.sort(as_numbers(list(v))) for v in (given, expected)), tolerance, least)
    given, expected = matched(given, expected)
    if isinstance(expected, list):
        if not isinstance(given, list) or len(given) != len(expected):
            return False
        return all(_same(g, e, tolerance, least) for g, e in zip(given, expected))
    wanted, found = as_numbers(expected), as_numbers(given)
    if found is None or wanted is None or found.shape != wanted.shape:
        return False
    return (found.dtype.kind != "c" or wanted.dtype.kind == "c") and close(found, wanted, tolerance, least)


def is_word(value):
    """Whether a value is compared as it is: a word, a truth value, nothing at all."""
    return value is None or isinstance(value, str | bool | np.bool_)


def as_parts(value):
    """The values of a tuple, or of a list of something else than numbers; None for what is one value."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, list) and as_numbers(value) is None else None


def matched(given, expected):
    """Both as lists of parts where several values are expected, else both as they are.

    One in brackets is that one, and a list of arrays of one shape is the array that has them for its rows.
    """
    wanted = as_parts(expected)
    if wanted is None:
        given = given[0] if isinstance(given, tuple) and len(given) == 1 else given
        return (np.array(given) if _are_rows(given) else given), expected
    if isinstance(given, tuple | list):
        return list(given), wanted
    if isinstance(given, np.ndarray) and given.ndim and len(given) == len(wanted) > 1:
        return list(given), wanted  # several values of one shape, in one array
    return ([given] if len(wanted) == 1 else given), wanted


def _are_rows(value):
    if not isinstance(value, list) or not value or not all(isinstance(part, np.ndarray) for part in value):
        return False
    return len({part.shape for part in value}) == 1 and all(part.dtype.kind in "biufc" for part in value)


def as_numbers(value):
    """A number, an array, or a list of such that has a shape, as an array of numbers; None for anything else."""
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value) if value.dtype.kind in "biufc" else None
    if isinstance(value, int | float | complex):
        return np.asarray(float(value) if isinstance(value, int) and abs(value) >= 2**63 else value)
    if not isinstance(value, list | tuple) or not _only_numbers(value):
        return None
    try:
        array = np.array(value)
    except (ValueError, OverflowError, RecursionError):
        return None
    return array if array.dtype.kind in "biufc" else None


def _only_numbers(value):
    """Whether lists hold nothing but numbers: an array of words would give each of them the room of the longest."""
    return all(
        _only_numbers(part)
        if isinstance(part, list | tuple)
        else isinstance(part, bool | int | float | complex | np.generic)
        for part in value
    )


def close(given, expected, tolerance, least=0.0):
    """Whether the numbers of two arrays of one shape agree; both the largest difference and the scale are of finite ones."""
    given, expected = given + 0.0, expected + 0.0  # truth values have no difference
    finite = np.isfinite(expected)
    if not np.array_equal(given[~finite], expected[~finite], equal_nan=True):
        return False
    size = max(scale(expected), least) or 1.0
    return bool(np.all(np.abs(given[finite] - expected[finite]) <= tolerance * size))
