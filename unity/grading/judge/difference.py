"""The first way in which a value differs from the expected one, whatever both hold, in a learner's words."""

import numpy as np

from unity.grading.judge.agreement import agrees, as_numbers, as_parts, is_plain, is_word, matched, quietly
from unity.grading.judge.numbers import of_arrays
from unity.grading.values import Handle, plain

__all__ = ["difference"]

PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")


def difference(given, expected, tolerance, least=0.0):
    """What is said of a value; None where it is the expected one."""
    return quietly(lambda: _of(plain(given), plain(expected), tolerance, least)) or None


def _of(given, expected, tolerance, least):
    if agrees(given, expected, tolerance, least):
        return None
    if given is None:
        return "It returned None: does the function end with a return?"
    if given is ...:
        return "It returned the dots: what they stand for is still to be written."
    if is_word(expected):
        found = given.item() if isinstance(given, np.ndarray | np.generic) and np.shape(given) == () else given
        if not is_word(found) or type(found) is not type(expected):
            return f"It is {_a(given)}, expected {_a(expected)}."
        return f"It is {found!r:.60}, and that is not right."
    if not is_plain(given):
        kind = given.kind if isinstance(given, Handle) else type(given).__name__
        return f"It returned an object of the type {kind}, expected {_what(expected)}."
    if isinstance(expected, dict):
        return _of_dicts(given, expected, tolerance, least)
    if isinstance(expected, set):
        return (
            f"It is {_a(given)}, expected a set." if not isinstance(given, set) else "It is another set than expected."
        )
    found, wanted = matched(given, expected)
    if isinstance(wanted, list) and as_parts(expected) is not None:
        return _of_parts(found, wanted, tolerance, least)
    numbers, right = as_numbers(found), as_numbers(wanted)
    if numbers is not None:
        return of_arrays(numbers, right, tolerance, least)
    return _of_no_numbers(found, wanted, tolerance, least)


def _of_dicts(given, expected, tolerance, least):
    if not isinstance(given, dict):
        return f"It returned {_a(given)}, expected a dict with the keys {_named(expected)}."
    if missing := [key for key in expected if key not in given]:
        return f"The key {missing[0]!r:.60} is missing; there {'is' if len(given) == 1 else 'are'} {_named(given) or 'none'}."
    if more := [key for key in given if key not in expected]:
        return f"The key {more[0]!r:.60} is one too many, expected {_named(expected)}."
    return _first(((f"Under {key!r:.60}: ", given[key], expected[key]) for key in expected), tolerance, least)


def _of_parts(given, wanted, tolerance, least):
    if not isinstance(given, list):
        for place, right in enumerate(wanted):
            if agrees(given, right, tolerance, least):
                return f"That is the {_place(place)} of the {len(wanted)} values that are asked: return all, in their order."
        return f"It returned {_count(1)}, expected {len(wanted)}."
    if len(given) != len(wanted):
        return f"It returned {_count(len(given))}, expected {len(wanted)}."
    if len(wanted) > 1:
        left = list(range(len(wanted)))
        for value in given:
            left = (
                left[:]
                if (at := next((i for i in left if agrees(value, wanted[i], tolerance, least)), None)) is None
                else [i for i in left if i != at]
            )
        if not left:
            return "These are the right values in another order."
    label = lambda i: f"The {_place(i)} of {len(wanted)} values: " if len(wanted) > 1 else ""
    return _first(((label(i), g, w) for i, (g, w) in enumerate(zip(given, wanted))), tolerance, least)


def _first(pairs, tolerance, least):
    """What is said of the first pair that differs, behind its label."""
    for label, given, expected in pairs:
        if not agrees(given, expected, tolerance, least):
            said = difference(given, expected, tolerance, least) or "It is not what was expected."
            return label + (said[0].lower() + said[1:] if label else said)
    return None


def _of_no_numbers(given, expected, tolerance, least):
    if isinstance(given, list | tuple):
        for place, part in enumerate(given):
            if agrees(part, expected, tolerance, least):
                return f"It returned {_count(len(given))}, expected 1: the {_place(place)} is the right one."
        if not any(isinstance(part, str) for part in given):
            several = as_parts(given) is not None and all(as_numbers(part) is not None for part in given)
            if isinstance(given, tuple) or not several:
                return (
                    f"It returned {_count(len(given))}, expected 1."
                    if isinstance(given, tuple)
                    else f"It returned a list that is no array, expected {_what(expected)}."
                )
            return f"It returned a list of {len(given)} parts that make no array, expected {_what(expected)}."
        return f"It returned {_a(given)} with words, expected {_what(expected)}."
    return f"It returned {_a(given)}, expected {_what(expected)}."


def _what(expected):
    if isinstance(expected, np.ndarray) and expected.ndim:
        return f"an array of shape {expected.shape}"
    if isinstance(expected, dict | set):
        return _a(expected)
    parts = as_parts(expected)
    return (
        "a number"
        if parts is None and np.ndim(expected) == 0
        else "an array"
        if parts is None
        else f"{len(parts)} values"
    )


def _count(number):
    return "1 value" if number == 1 else f"{number} values"


def _place(number):
    return PLACES[number] if number < len(PLACES) else f"{number + 1}th"


def _named(keys):
    return ", ".join(repr(key) for key in list(keys)[:8])


def _a(value):
    names = {
        str: "a word",
        bool: "a truth value",
        np.bool_: "a truth value",
        type(None): "None",
        list: "a list",
        tuple: "a tuple",
    }
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, np.number | int | float | complex) and not isinstance(value, bool):
        return "a number"
    return names.get(type(value), f"a {type(value).__name__}")
