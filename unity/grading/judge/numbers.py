"""How two arrays differ, in a learner's words: by a sign, a factor, an order, a digit, or by so much."""

import math

import numpy as np

from unity.grading.judge.agreement import close
from unity.grading.rounding import scale

__all__ = ["of_arrays"]

SINGLE = 1e-5  # to what numbers of 32 bits agree, after some arithmetic
HALF = 1e-2
MOST_WHOLE = 1000
NAMED = {
    1 / math.log(2): "as logarithms to base 2 are: the natural one is asked",
    1 / math.log(10): "as logarithms to base 10 are: the natural one is asked",
    math.log(2): "so a logarithm is taken to another base",
    math.pi: "that is pi",
    2 * math.pi: "that is 2 pi",
    180 / math.pi: "as degrees are: radians are asked",
    math.pi / 180: "as radians are: degrees are asked",
}


def of_arrays(given, expected, tolerance, least=0.0):
    """What is wrong with an array of numbers; None where nothing is."""
    if given.dtype.kind == "c" and expected.dtype.kind != "c":
        also = " All imaginary parts are 0: return the real ones." if not np.any(given.imag) else ""
        return f"It returned complex numbers, expected real ones.{also}"
    if given.shape != expected.shape:
        return _of_shapes(given, expected, tolerance, least)
    if close(given, expected, tolerance, least):
        return None
    if given.dtype.kind == "i" and np.any(given == np.iinfo(given.dtype).min):
        return f"It holds {np.iinfo(given.dtype).min}: NaN or infinity becomes that as a whole number."
    given, expected = given + 0.0, expected + 0.0
    if np.any(np.isfinite(expected) & ~np.isfinite(given)):
        if np.all(np.isfinite(expected)):
            return "It returned infinity or NaN where the right answer is finite."
        return "It has infinity or NaN in other places than the right answer."
    if not np.array_equal(given[~np.isfinite(expected)], expected[~np.isfinite(expected)], equal_nan=True):
        return "Where the right answer is infinite or NaN it is something else."
    for looks in (_sign, _factor, _order, _offset, _precision):
        if (said := looks(given, expected, tolerance, least)) is not None:
            return said
    off = np.abs(given - expected)
    off = off[np.isfinite(off)]
    wrong = int(np.sum(off > tolerance * (max(scale(expected), least) or 1.0)))
    largest = float(np.max(off))
    by = f"{largest:.0f}" if 100 <= largest < 1e6 else f"{largest:.3g}"
    if not given.shape:
        return f"The number differs by {by}."
    if off.size == 1:
        return f"The shape {given.shape} is right, the number differs by {by}."
    which = "the numbers differ" if wrong == off.size else f"{wrong} of the {off.size} numbers differ"
    return f"The shape {given.shape} is right, {which} by up to {by}."


def _of_shapes(given, expected, tolerance, least):
    said = f"Shape {given.shape}, expected {expected.shape}"
    if given.T.shape == expected.shape and close(given.T, expected, tolerance, least):
        return f"{said}: the numbers are right, transpose them."
    if given.size == expected.size and close(given.reshape(expected.shape), expected, tolerance, least):
        return f"{said}: the numbers are right."
    return f"{said}: transpose?" if given.T.shape == expected.shape else f"{said}."


def _sign(given, expected, tolerance, least):
    if close(0.0 - given, expected, tolerance, least):
        return "The sign is the wrong way round."
    if given.size > 1 and close(np.abs(given), np.abs(expected), tolerance, least):
        return "The magnitudes are right, some signs are wrong."
    return None


def _factor(given, expected, tolerance, least):
    """A constant factor. A single number has one to any other: there only one that means something is said."""
    finite = np.isfinite(expected)
    one, other = given[finite].ravel(), expected[finite].ravel()
    square = np.vdot(other, other)
    ratio = np.vdot(other, one) / square if square > 0 else 0.0
    if np.iscomplexobj(ratio):
        ratio = ratio.real if abs(ratio.imag) <= tolerance else 0.0
    ratio = float(ratio)
    if ratio == 0 or not math.isfinite(ratio) or not close(one / ratio, other, tolerance, least):
        return None
    nearly = lambda x: abs(ratio - x) <= 10 * max(tolerance, 1e-12) * abs(x)
    each = "All are" if other.size > 1 else "It is"
    for named, why in NAMED.items():
        if nearly(named):
            return (
                f"{each} {ratio:.4g} times what they should be, {why}."
                if other.size > 1
                else f"It is {ratio:.4g} times what it should be, {why}."
            )
    should = "what they should be" if other.size > 1 else "what it should be"
    power = round(math.log10(abs(ratio)))
    if power and nearly(10.0**power):
        return f"{each} off by a power of ten: {f'{10**power:,}' if power > 0 else f'1/{10**-power:,}'} times {should}."
    if 1 < abs(round(ratio)) <= MOST_WHOLE and nearly(round(ratio)):
        return f"{each} {round(ratio)} times {should}."
    if 1 < abs(round(1 / ratio)) <= MOST_WHOLE and nearly(1 / round(1 / ratio)):
        whole = round(1 / ratio)
        return f"{each} {'-' if whole < 0 else ''}1/{abs(whole)} of {should}."
    return f"All are {ratio:.4g} times {should}." if np.count_nonzero(other) > 1 else None


def _order(given, expected, tolerance, least):
    if given.size < 2:
        return None
    if given.ndim == 2 and given.shape[0] == given.shape[1] and close(given.T, expected, tolerance, least):
        return "These are the right numbers, transposed."
    for axis in range(given.ndim):
        if close(np.flip(given, axis), expected, tolerance, least):
            return f"These are the right numbers, with axis {axis} the other way round."
    if given.dtype.kind != "c" and close(np.sort(given, None), np.sort(expected, None), tolerance, least):
        return "These are the right numbers in another order."
    return None


def _offset(given, expected, tolerance, least):
    off = given - expected
    first = off.flat[0]
    if given.size < 2 or given.dtype.kind == "c" or not close(given - first, expected, tolerance, least):
        return None
    return f"All are {abs(first):.4g} too {'large' if first > 0 else 'small'}."


def _precision(given, expected, tolerance, least):
    """Numbers that are right but for their last digits, and what may have taken these away."""
    kind = given.dtype.name
    enough = HALF if kind == "float16" else SINGLE
    if tolerance >= enough / 2 or not close(given, expected, enough, least):
        return None
    if kind in ("float16", "float32", "complex64"):
        return f"The numbers are right as far as {kind} goes. Here {tolerance:.0e} relative is asked: compute with float64."
    off = float(np.nanmax(np.abs(given - expected))) / (max(scale(expected), least) or 1.0)
    said = f"They differ by {off:.1e} relative to the largest, {tolerance:.0e} is allowed"
    return f"The numbers are nearly right. {said}. Is something computed with float32, or rounded?"
