"""Gradient descent as a sequence: every iterate is kept, and the reason why it ended."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import array_api_compat

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = [
    "Stop",
    "Trace",
    "gradient_descent",
    "largest_curvature",
    "logistic_curvature",
    "quadratic_iterate",
    "softmax_curvature",
]

Parameters = Array | tuple[Array, ...]


class Stop(Enum):
    """Why a descent ended."""

    GRADIENT = "the gradient is small"
    STEP = "the step is small"
    ITERATIONS = "the iterations are used up"


@dataclass(frozen=True, repr=False)
class Trace:
    """The path of a descent: T steps, T + 1 iterates.

    `iterates[t]` are the parameters after t steps, as `start` was given; `gradient_norms[t]` is the norm of the gradient
    there, `step_norms[t]` the distance from there to the next iterate. A norm counts all parameters together.
    """

    iterates: tuple[Parameters, ...]
    gradient_norms: tuple[float, ...]
    step_norms: tuple[float, ...]
    stopped: Stop

    @property
    def parameters(self):
        """The last iterate."""
        return self.iterates[-1]

    @property
    def iterations(self):
        """How many steps were taken."""
        return len(self.step_norms)

    def __repr__(self):
        return (
            f"Trace(iterations={self.iterations}, gradient_norm={self.gradient_norms[-1]:.2g}, stopped={self.stopped})"
        )


def _norm(arrays):
    """The length of all arrays taken as one vector."""
    return math.hypot(*(float(namespace(a).linalg.vector_norm(a)) for a in arrays))


def _checked_gradient(gradient, w, t):
    """The gradient at iterate t, as a tuple that fits the parameters entry for entry."""
    dw = gradient(*w)
    dw = dw if isinstance(dw, tuple) else (dw,)
    found, expected = ([tuple(a.shape) for a in arrays] for arrays in (dw, w))
    if found != expected:
        raise ValueError(f"gradient_descent: the gradient has the shapes {found}, expected {expected} as the parameters")
    if not math.isfinite(norm := _norm(dw)):
        raise FloatingPointError(
            f"gradient_descent: the gradient's norm is {norm} at iteration {t}, expected a finite one: the descent "
            "diverges (the step is too large) or the cost has no slope there"
        )
    return dw, norm


def gradient_descent(
    gradient: Callable[..., Parameters],
    start: Parameters,
    *,
    step: float,
    iterations: int,
    smallest_gradient: float = 0.0,
    smallest_step: float = 0.0,
) -> Trace:
    """Walk downhill from `start`, and keep the whole path.

        w_(t+1) = w_t - alpha dJ/dw(w_t)

    `start` is an array w, or a tuple of arrays such as (w, b): then `gradient(w, b)` is the tuple (dw, db), and all
    parameters move at once. It ends after `iterations` steps, or as soon as

        ||dJ/dw|| <= smallest_gradient   or   ||w_(t+1) - w_t|| <= smallest_step

    The second is the first times alpha, so one threshold for both means two different things. Neither says how far the
    minimum still is, unless the curvature is bounded from below.

    Raises ValueError where the step is not positive, the iterations are negative or the gradient does not have the
    shape of the parameters, TypeError where these are not arrays of floating numbers, and FloatingPointError, with the
    iteration, where the gradient is not finite.

    Equation: eq-descent.  Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> trace = gradient_descent(lambda w: 2 * (w - 2), np.array([0.0]), step=0.25, iterations=4)
    >>> [float(w[0]) for w in trace.iterates]
    [0.0, 1.0, 1.5, 1.75, 1.875]
    >>> trace
    Trace(iterations=4, gradient_norm=0.25, stopped=Stop.ITERATIONS)
    """
    step = float(step)
    if not step > 0 or not iterations >= 0: ...
