"""Checks of a derivation, by numbers: its gradient against finite differences, its adjoint by inner products, linearity.

What checks a learner's answers is `unity.grading`; what checks the arguments of a call is `unity.shapes`.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import array_api_compat
import numpy as np

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = [
    "Linearity",
    "adjoint_gap",
    "assert_adjoint",
    "assert_gradient",
    "differences",
    "gradient_gap",
    "linearity_gaps",
]


def _value(f, x):
    """f(x) as a number of Python."""
    value = f(x)
    if shape := tuple(getattr(value, "shape", ())):
        raise ValueError(f"differences: f(x) has shape {shape}, expected one number, of shape ()")
    return float(value)


def _eps(x):
    return float(namespace(x).finfo(x.dtype).eps)


def _largest(x):
    """The largest absolute value in x as a number of Python, 0 where x is empty."""
    xp = namespace(x)
    return float(xp.max(xp.abs(x))) if math.prod(x.shape) else 0.0


def _step(x, entry):
    """Near eps^(1/5) max(1, |entry|), and a power of two: then entry + h is exact."""
    return 2.0 ** round(math.log2(_eps(x) ** 0.2 * max(1.0, abs(entry))))


def _slope(f, x, direction, h):
    """The slope of f at x along `direction`, and how far to trust it."""

    def central(h):
        return (_value(f, x + h * direction) - _value(f, x - h * direction)) / (2 * h)

    near, middle, far = central(h), central(2 * h), central(4 * h)
    slope, coarser = (4 * near - middle) / 3, (4 * middle - far) / 3
    return slope, abs(slope - coarser) + _eps(x) * abs(_value(f, x)) / h


@checked
def differences(
    f: Callable[[Array], Array], x: Float[Array, "*shape"], *, step: float | None = None
) -> tuple[Float[Array, "*shape"], Float[Array, "*shape"]]:
    """The gradient of a scalar function by central differences, entry by entry, and an estimate of its error.

        D(h) = (f(x + h e) - f(x - h e)) / (2 h),   df/dx = (4 D(h) - D(2 h)) / 3 + O(h^4)

    Two step sizes cancel the error in $h^2$. The estimate is what doubling h changes, plus the rounding of f over h.
    Where `step` is not given, h is near $eps^(1/5) max(1, |x|)$: a smooth f then has 10 right digits in float64, 4 in
    float32. f is called seven times for each entry. At a kink the result is the mean of the slopes on its two sides;
    closer to one than 4 h it is neither, and the estimate is large.

    Raises ValueError where f(x) is not a single number or the step is not positive.

    Equation: eq-differences.

    >>> gradient, error = differences(lambda x: (x**3).sum(), np.array([1.0, 2.0]))
    >>> gradient.round(8)
    array([ 3., 12.])
    >>> bool((error < 1e-9).all())
    True
    """
    if step is not None and not step > 0:
        raise ValueError(f"differences: step = {step}, expected a positive number")
    xp, device = namespace(x), array_api_compat.device(x)
    entries = [float(entry) for entry in xp.reshape(x, (-1,))]
    position = xp.reshape(xp.arange(len(entries), device=device), x.shape)
    directions = (xp.astype(position == i, x.dtype) for i in range(len(entries)))
    slopes = [_slope(f, x, direction, step or _step(x, entry)) for entry, direction in zip(entries, directions)]
    columns = xp.reshape(xp.asarray(slopes, dtype=x.dtype, device=device), (len(slopes), 2))
    return xp.reshape(columns[:, 0], x.shape), xp.reshape(columns[:, 1], x.shape)


def _relative(deviation, scale):
    """deviation / scale; where the scale is 0, so is the deviation, unless it is NaN."""
    return deviation / scale if scale else deviation


@checked
def gradient_gap(
    f: Callable[[Array], Array],
    x: Float[Array, "*shape"],
    gradient: Float[Array, "*shape"],
    *,
    step: float | None = None,
) -> float:
    """How far a gradient lies from central differences, relative to the largest of both and of $|f(x)|$.

        gap = max |gradient - differences| / max(|gradient|, |differences|, |f(x)|)

    For the right gradient of a smooth function it is near 1e-12 in float64, 1e-5 in float32. The scale has $|f(x)|$ in
    it because the differences carry its rounding: at a minimum, where the gradient is 0, that is all they hold.

    `step` is that of `differences`. A function that bends at a small x, as sqrt does near 0, needs one far smaller than x.

    >>> x = np.array([1.0, 2.0])
    >>> gradient_gap(lambda x: (x**2).sum(), x, 2 * x) < 1e-10
    True
    >>> round(gradient_gap(lambda x: (x**2).sum(), x, x), 6)
    0.4
    """
    numeric, _ = differences(f, x, step=step)
    scale = max(_largest(gradient), _largest(numeric), abs(_value(f, x)))
    return _relative(_largest(gradient - numeric), scale)


def assert_gradient(
    f: Callable[[Array], Array],
    x: Array,
    gradient: Array,
    *,
    step: float | None = None,
    tolerance: float | None = None,
) -> None:
    """Raise AssertionError with both numbers where a gradient does not match central differences.

    The tolerance, for `gradient_gap`, is $sqrt(eps)$ where none is given: half of the digits. `step` is that of
    `differences`.

    >>> assert_gradient(lambda x: (x**2).sum(), np.array([1.0, 2.0]), np.array([2.0, 4.0]))
    >>> assert_gradient(lambda x: (x**2).sum(), np.array([1.0, 2.0]), np.array([2.0, -4.0]))
    Traceback (most recent call last):
    AssertionError: gradient: at (1,) it is -4, differences give 4 +- 6e-13: the gap is 1.6, allowed is 1.5e-08
    """
    gap = gradient_gap(f, x, gradient, step=step)
    tolerance = _eps(x) ** 0.5 if tolerance is None else tolerance
    if gap <= tolerance:
        return
    xp = namespace(x)
    numeric, error = differences(f, x, step=step)
    worst = int(xp.argmax(xp.reshape(xp.abs(gradient - numeric), (-1,))))
    found, expected, error = (float(xp.reshape(values, (-1,))[worst]) for values in (gradient, numeric, error))
    where = tuple(int(i) for i in np.unravel_index(worst, x.shape))
    raise AssertionError(
        f"gradient: at {where} it is {found:.8g}, differences give {expected:.8g} +- {error:.0e}: "
        f"the gap is {gap:.2g}, allowed is {tolerance:.2g}"
    )


def _inner_products(forward, adjoint, x, y):
    """<forward(x), y> and <x, adjoint(y)>, and the scale of their terms."""
    xp = namespace(x, y)
    pairs = (("forward(x)", forward(x), "y", y), ("adjoint(y)", adjoint(y), "x", x))
    for name, image, partner, array in pairs:
        found, expected = tuple(image.shape), tuple(array.shape)
        if found != expected:
            raise ValueError(f"adjoint_gap: {name} has shape {found}, expected that of {partner}, {expected}")
    left, right = (image * array for _, image, _, array in pairs)
    scale = max(float(xp.sum(xp.abs(left))), float(xp.sum(xp.abs(right))))
    return float(xp.sum(left)), float(xp.sum(right)), scale


@checked
def adjoint_gap(
    forward: Callable[[Array], Array], adjoint: Callable[[Array], Array], x: Float[Array, "*n"], y: Float[Array, "*m"]
) -> float:
    """How far two linear maps are from being adjoint, on one pair x, y, relative to the terms of the sums.

        <forward(x), y> = <x, adjoint(y)>   for every x and y,   gap = |difference| / sum of the terms' sizes

    Rounding leaves a few eps. Draw x and y at random: a pair of zeros shows nothing.

    Raises ValueError where forward(x) has not the shape of y, or adjoint(y) not that of x.

    >>> W, x, y = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([1.0, -1.0]), np.array([1.0, 2.0, 3.0])
    >>> adjoint_gap(lambda x: W.T @ x, lambda y: W @ y, x, y)
    0.0
    >>> round(adjoint_gap(lambda x: W.T @ x, lambda y: -W @ y, x, y), 4)
    0.7826
    """
    left, right, scale = _inner_products(forward, adjoint, x, y)
    return _relative(abs(left - right), scale)


def assert_adjoint(
    forward: Callable[[Array], Array],
    adjoint: Callable[[Array], Array],
    x: Array,
    y: Array,
    *,
    tolerance: float | None = None,
) -> None:
    """Raise AssertionError with both numbers where two maps are not adjoint on the pair x, y.

    The tolerance, for `adjoint_gap`, is 1000 eps where none is given.

    Raises ValueError where forward(x) has not the shape of y, or adjoint(y) not that of x.

    >>> W, x, y = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([1.0, -1.0]), np.array([1.0, 2.0, 3.0])
    >>> assert_adjoint(lambda x: W.T @ x, lambda y: W @ y, x, y)
    >>> assert_adjoint(lambda x: W.T @ x, lambda y: 2 * W @ y, x, y)
    Traceback (most recent call last):
    AssertionError: adjoint: <forward(x), y> is -18, <x, adjoint(y)> is -36: the gap is 0.2, allowed is 2.2e-13
    """
    gap = adjoint_gap(forward, adjoint, x, y)
    tolerance = 1000 * _eps(x) if tolerance is None else tolerance
    if not gap <= tolerance:
        left, right, _ = _inner_products(forward, adjoint, x, y)
        raise AssertionError(
            f"adjoint: <forward(x), y> is {left:.8g}, <x, adjoint(y)> is {right:.8g}: "
            f"the gap is {gap:.2g}, allowed is {tolerance:.2g}"
        )


class Linearity(NamedTuple):
    """How far a map misses each of three things that every linear map does: 0, up to rounding, where it does them."""

    doubling: float
    turning: float
    adding: float


@checked
def linearity_gaps(f: Callable[[Array], Array], x: Float[Array, "*shape"], y: Float[Array, "*shape"]) -> Linearity:
    """Three tests of a map on one pair x, y; each gap is relative to the largest number in the test.

        doubling: f(2 x) = 2 f(x),   turning: f(-x) = -f(x),   adding: f(x + y) = f(x) + f(y)

    A linear map passes all three for every pair. A map that fails one of them on one pair is not linear. A continuous map
    that passes the third for every pair is linear; the first two alone prove nothing.

    >>> x, y = np.array([1.0, -2.0]), np.array([-3.0, 1.0])
    >>> linearity_gaps(lambda x: 3 * x, x, y)
    Linearity(doubling=0.0, turning=0.0, adding=0.0)
    >>> linearity_gaps(lambda x: np.maximum(x, 0), x, y)
    Linearity(doubling=0.0, turning=1.0, adding=1.0)
    """

    def gap(left, *parts):
        return _relative(_largest(left - sum(parts[1:], parts[0])), max(map(_largest, (left, *parts))))

    fx, fy = f(x), f(y)
    return Linearity(doubling=gap(f(2 * x), fx, fx), turning=gap(f(-x), -fx), adding=gap(f(x + y), fx, fy))
