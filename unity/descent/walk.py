"""Gradient descent as a sequence: every iterate is kept, beside the reason why it ended."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import array_api_compat

from unity.arrays import length, namespace
from unity.shapes import Array, refuse_dask

__all__ = ["Stop", "Trace", "gradient_descent"]

Parameters = Array | tuple[Array, ...]


class Stop(Enum):
    """Why a descent ended.

    * `Stop.GRADIENT`: the gradient is small.
    * `Stop.STEP`: the step is small.
    * `Stop.ITERATIONS`: the iterations are used up.
    """

    GRADIENT = "the gradient is small"
    STEP = "the step is small"
    ITERATIONS = "the iterations are used up"


@dataclass(frozen=True)
class Trace:
    """The path of a descent of T steps: T + 1 iterates.

    `iterates[t]` are the parameters after t steps, in the form of `start`; `gradient_norms[t]` is the norm of the
    gradient there, `step_norms[t]` the distance from there to the next iterate. A norm takes all parameters as one
    vector. `stopped` says which rule ended the descent.
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
        return f"Trace(iterations={self.iterations}, gradient_norm={self.gradient_norms[-1]:.2g}, {self.stopped})"


def _norm(arrays):
    """The norm of all arrays taken as one vector."""
    return math.hypot(*(float(length(array)) for array in arrays))


def _check_start(w, step, iterations):
    if not 0 < step < math.inf:
        raise ValueError(f"gradient_descent: step = {step}, expected a positive number")
    if iterations < 0:
        raise ValueError(f"gradient_descent: iterations = {iterations}, expected 0 or more")
    for array in w:
        refuse_dask("gradient_descent", start=array)
        if not array_api_compat.is_array_api_obj(array):
            raise TypeError(f"gradient_descent: start holds a {type(array).__name__}, expected an array")
        if not namespace(array).isdtype(array.dtype, "real floating"):
            raise TypeError(f"gradient_descent: start is of dtype {array.dtype}, expected floating numbers")


def _gradient_at(w, t, gradient):
    """The gradient at iterate t as a tuple that fits w, and its norm."""
    dw = gradient(*w)
    dw = dw if isinstance(dw, tuple) else (dw,)
    for array in dw:
        refuse_dask("gradient_descent", gradient=array)
    found, expected = ([tuple(array.shape) for array in arrays] for arrays in (dw, w))
    if found != expected:
        raise ValueError(f"gradient_descent: gradient gives the shapes {found}, expected those of start, {expected}")
    norm, limit = _norm(dw), float(namespace(*dw).finfo(dw[0].dtype).max) ** 0.5
    if not norm < limit:
        raise FloatingPointError(
            f"gradient_descent: the gradient's norm is {norm:.2g} at iteration {t}, expected less than {limit:.2g}: "
            "either the step is too large and the descent diverges, or the cost has no slope there"
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

        w_(t+1) = w_t - alpha dw_t,   dw_t = gradient(w_t)

    `start` is an array w, or a tuple of arrays such as (w, b); then `gradient(w, b)` is the tuple (dw, db), and all
    parameters move at once. The walk ends after `iterations` steps, or earlier, as soon as

        ||dw_t|| <= smallest_gradient   or   ||w_t - w_(t-1)|| <= smallest_step

    A step is $alpha$ times a gradient, so the same threshold asks for two different things. And neither rule says how
    far away the minimum is, unless the curvature is bounded from below.

    Raises ValueError where the step is not positive, where the iterations are negative, and where a gradient has not
    the shape of its parameter. Raises TypeError where a parameter is not an array of floating numbers, and
    NotImplementedError where it or its gradient is a Dask array: each iterate would hold the walk before it. Raises
    FloatingPointError, which names the iteration, where the gradient is not finite or so large that its square is not.

    Equations: eq-descent-step, eq-along-axis, eq-step-length, eq-sufficient-decrease.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> trace = gradient_descent(lambda w: 2 * (w - 2), np.array([0.0]), step=0.25, iterations=4)
    >>> [float(w[0]) for w in trace.iterates]
    [0.0, 1.0, 1.5, 1.75, 1.875]
    >>> trace
    Trace(iterations=4, gradient_norm=0.25, Stop.ITERATIONS)
    """
    w, alpha = start if isinstance(start, tuple) else (start,), float(step)
    _check_start(w, alpha, iterations)
    dw, norm = _gradient_at(w, 0, gradient)
    iterates, gradient_norms, step_norms, arrived = [w], [norm], [], False
    for t in range(1, iterations + 1):
        if arrived or norm <= smallest_gradient:
            break
        w = tuple(w_i - alpha * dw_i for w_i, dw_i in zip(w, dw))
        step_norms.append(_norm(tuple(new - old for new, old in zip(w, iterates[-1]))))
        iterates.append(w)
        dw, norm = _gradient_at(w, t, gradient)
        gradient_norms.append(norm)
        arrived = step_norms[-1] <= smallest_step
    stopped = Stop.STEP if arrived else Stop.GRADIENT if norm <= smallest_gradient else Stop.ITERATIONS
    path = iterates if isinstance(start, tuple) else [w for (w,) in iterates]
    return Trace(tuple(path), tuple(gradient_norms), tuple(step_norms), stopped)
