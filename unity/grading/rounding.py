"""Numbers of a case, rounded: the same on every processor, whose last digits differ.

Two processors agree on about fifteen digits, not on all sixteen. What is written into a file, and compared there, has
the digits that the tolerance asks for and one more. That is the format of a file of checks.
"""

import functools
import math

import numpy as np

__all__ = ["decimals", "rounded", "scale"]

NOISE = 1024  # units in the last place by which processors may differ: ten of a number's 53 bits
SLACK = 1 / 80  # of a step: a middle that arithmetic hits exactly, as 5/2**k does, lies well below it
MOST_PLACES = 300  # the next powers of ten are no floats


def scale(value, least=0.0):
    """The largest finite magnitude among the numbers of an array, and at least `least`: tolerances are relative to it.

    >>> scale(np.array([0.5, -20.0, np.inf]))
    20.0
    """
    magnitudes = np.abs(np.asarray(value))
    return float(np.max(magnitudes, initial=least, where=np.isfinite(magnitudes)))


def decimals(value, tolerance, least=0.0):
    """How many decimals an array keeps: a tenth of the tolerance, but none that a processor decides.

    >>> decimals(np.array([0.5, -20.0]), 1e-9)
    9
    """
    digits = -math.ceil(math.log10(NOISE * np.finfo(np.asarray(value).dtype).eps))
    if tolerance > 0:
        digits = min(digits, 1 - math.floor(round(math.log10(tolerance), 6)))
    return digits - math.floor(math.log10(float(f"{scale(value, least):.3g}")))


def rounded(value, tolerance, least=0.0):
    """A value with its real and complex numbers rounded, alone and in arrays, lists, tuples and dicts; all else as it is.

    `least` is the least scale: above 0 where what is smaller than its tolerance is nothing but rounding.

    >>> rounded((np.array([1 / 3, -1e-17]), 2, "x"), 1e-3)
    (array([0.33333, 0.     ]), 2, 'x')
    """
    if isinstance(value, tuple | list):
        parts = [rounded(part, tolerance, least) for part in value]
        return value._make(parts) if hasattr(value, "_make") else type(value)(parts)
    if isinstance(value, dict):
        return {key: rounded(part, tolerance, least) for key, part in value.items()}
    if type(value) in (float, complex):
        return _rounded(np.asarray(value), tolerance, least).item()
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fc":
        found = np.asarray(_rounded(np.asarray(value), tolerance, least))
        return found if isinstance(value, np.ndarray) else found[()]
    return value


def _rounded(value, tolerance, least):
    if not scale(value, 0.0) > 0:
        return value + 0.0  # a zero has no minus
    places = decimals(value, tolerance, least)
    if places > MOST_PLACES:
        return value
    if value.dtype.kind == "c":
        return (_nearest(value.real, places) + 1j * _nearest(value.imag, places)).astype(value.dtype)
    return _nearest(value, places).astype(value.dtype)


@np.errstate(all="ignore")
def _nearest(value, places):
    """The nearest numbers of so many decimals; what lies in a middle goes down, and not where noise says."""
    return _read(np.ceil(value * 10.0**places - (0.5 + SLACK)), places)


@functools.partial(np.vectorize, otypes=[float])
def _read(steps, places):
    """The float that is written so: 0.1, and not its neighbour that a division by a large power of ten may give."""
    return float(f"{steps:.0f}e{-places}") + 0.0 if math.isfinite(steps) else steps
