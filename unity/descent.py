"""Gradient descent as a sequence: every iterate is kept, beside the reason why it ended."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import array_api_compat

from unity.arrays import length, namespace
from unity.shapes import Array, Float, checked, refuse_dask

__all__ = [
    "Stop",
    "Trace",
    "contraction",
    "distance_bound",
    "gradient_descent",
    "largest_curvature",
    "logistic_curvature",
    "quadratic",
    "quadratic_gradient",
    "quadratic_iterate",
    "softmax_curvature",
]

Parameters = Array | tuple[Array, ...]


class Stop(Enum):
    """Why a descent ended."""

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

        w_(t+1) = w_t - alpha dw_t,   dw_t = dJ/dw at w_t

    `start` is an array w, or a tuple of arrays such as (w, b); then `gradient(w, b)` is the tuple (dw, db), and all
    parameters move at once. The walk ends after `iterations` steps, or earlier, as soon as

        ||dw_t|| <= smallest_gradient   or   ||w_t - w_(t-1)|| <= smallest_step

    A step is alpha times a gradient, so the same threshold asks for two different things. And neither rule says how far
    away the minimum is, unless the curvature is bounded from below.

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


# Quadratic costs: what a walk does there is known in advance


@checked
def quadratic(w: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"]) -> Float[Array, ""]:
    """The quadratic cost that is 0 at w_min and has the Hessian H.

        J(w) = 1/2 (w - w_min)^T H (w - w_min)

    For n = 1, H = 2 and w_min = 2 it is the deck's J(w) = (w - 2)^2.

    Equations: eq-parabola, eq-quadratic.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic(np.array([[5.0]]), np.array([[2.0]]), np.array([[2.0]]))
    np.float64(9.0)
    """
    return namespace(w, w_min, H).sum((w - w_min) * (H @ (w - w_min))) / 2


@checked
def quadratic_gradient(
    w: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"]
) -> Float[Array, "n 1"]:
    """The slopes of `quadratic` at w, one for each weight.

        dJ/dw = H (w - w_min)

    Where H is not symmetric, its symmetric part counts: the other part changes no value of J.

    Equations: eq-parabola-slope, eq-quadratic-slope.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic_gradient(np.array([[5.0]]), np.array([[2.0]]), np.array([[2.0]]))
    array([[6.]])
    """
    return (H + H.T) @ (w - w_min) / 2


@checked
def quadratic_iterate(
    w_0: Float[Array, "*shape"], w_min: Float[Array, "*shape"], t: int, *, curvature: float, step: float
) -> Float[Array, "*shape"]:
    """Where gradient descent on a parabola stands after t steps, without walking there.

        J(w) = L/2 (w - w_min)^2   gives   w_t - w_min = (1 - alpha L)^t (w_0 - w_min)

    L is the curvature. The distance shrinks where |1 - alpha L| < 1, that is for 0 < alpha < 2/L; above 1/L the
    iterates jump from side to side.

    Equation: eq-iterate.  Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic_iterate(np.array([0.0]), np.array([2.0]), 4, curvature=2.0, step=0.25)
    array([1.875])
    """
    return w_min + (1 - step * curvature) ** t * (w_0 - w_min)


@checked
def largest_curvature(H: Float[Array, "n n"]) -> Float[Array, ""]:
    """The curvature of a quadratic along its most curved direction; H is its Hessian.

        L = lambda_max(H) = max of v^T H v over all v of length 1

    Where H is positive definite, descent reaches the minimum from everywhere exactly if 0 < alpha < 2/L.

    Equation: eq-largest-curvature.

    >>> round(float(largest_curvature(np.array([[2.0, 1.0], [1.0, 2.0]]))), 6)
    3.0
    """
    xp = namespace(H)
    return xp.max(xp.linalg.eigvalsh((H + H.T) / 2))


@checked
def contraction(H: Float[Array, "n n"], *, step: float) -> Float[Array, ""]:
    """By which factor one step of descent on a quadratic changes the distance to the minimum, at worst; H is its Hessian.

        rho = max_k |1 - alpha lambda_k|

    over the curvatures lambda_k, the eigenvalues of H. Where all of them are positive, rho < 1 exactly if
    0 < alpha < 2/L.

    Equations: eq-contraction, eq-longest-step.

    >>> H = np.array([[1.0, 0.0], [0.0, 4.0]])
    >>> [float(contraction(H, step=step)) for step in (0.25, 0.5, 0.75)]
    [0.75, 1.0, 2.0]
    """
    xp = namespace(H)
    return xp.max(xp.abs(1 - step * xp.linalg.eigvalsh((H + H.T) / 2)))


@checked
def distance_bound(dw: Float[Array, "n 1"], H: Float[Array, "n n"]) -> Float[Array, ""]:
    """How far away the minimum of a quadratic is at most from a place with the gradient dw; H is its Hessian.

        r = ||dw|| / mu,   mu = lambda_min(H)

    It holds as well for any cost with no curvature below mu. Infinite where mu <= 0: then nothing bounds the distance.

    Equation: eq-distance-bound.

    >>> float(distance_bound(np.array([[0.3], [0.4]]), np.array([[2.0, 0.0], [0.0, 0.25]])))
    2.0
    """
    xp = namespace(dw, H)
    mu = xp.min(xp.linalg.eigvalsh((H + H.T) / 2))
    bounded = length(dw) / xp.where(mu > 0, mu, xp.ones_like(mu))
    return xp.where(mu > 0, bounded, xp.full_like(mu, xp.inf))


def _mean_square(X):
    """lambda_max(X X^T) / m, with a row of ones on top of X for the bias."""
    xp = namespace(X)
    ones = xp.ones((1, X.shape[1]), dtype=X.dtype, device=array_api_compat.device(X))
    X = xp.concat([ones, X])
    return largest_curvature(X @ X.T) / X.shape[1]


@checked
def logistic_curvature(X: Float[Array, "n m"]) -> Float[Array, ""]:
    """A bound on the curvature of the logistic cost in (w, b), wherever they are.

        L <= lambda_max(X X^T) / (4 m),   X with a row of ones on top

    The slope of the sigmoid is at most 1/4. Every step shorter than 2/L lowers the cost. A longer one may still
    converge: the curvature where the descent ends can be smaller than this bound.

    Equation: eq-logistic-curvature.

    >>> round(float(logistic_curvature(np.array([[1.0, -1.0]]))), 6)
    0.25
    """
    return _mean_square(X) / 4


@checked
def softmax_curvature(X: Float[Array, "n m"]) -> Float[Array, ""]:
    """A bound on the curvature of the softmax cost in (W, b), wherever they are.

        L <= lambda_max(X X^T) / (2 m),   X with a row of ones on top

    The slopes of the softmax, diag(a) - a a^T, have no eigenvalue above 1/2.

    Equation: eq-softmax-curvature.

    >>> round(float(softmax_curvature(np.array([[1.0, -1.0]]))), 6)
    0.5
    """
    return _mean_square(X) / 2
