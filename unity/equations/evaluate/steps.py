r"""The slope of a function of numbers: exact by a complex step where all of it can be taken one, else by differences.

For an analytic f, f(x + ih) = f(x) + ih f'(x) - ..., so that Im f(x + ih) / h has no difference in which digits are lost, and
with h = 10^-30 nothing beside f'(x) is left of it.

Source: W. Squire and G. Trapp, Using complex variables to estimate derivatives of real functions (1998).
"""

import warnings

import numpy as np

from unity.equations.evaluate.errors import EvaluationError

__all__ = ["STEP", "slope"]

STEP = 4e-3  # of the central differences: three step sizes cancel the errors in h^2 and h^4
TINY = 1e-30  # of the complex step: its square is nothing beside any number


def slope(f, x, scope, scale=STEP):
    """The slope of f at x, entry by entry: exact where f is analytic, else by differences of about the size `scale`."""
    if np.iscomplexobj(x) or scope.is_complex:
        raise EvaluationError("a derivative inside a derivative: one imaginary part would stand for two steps")
    exact = complex_step(f, x)
    return richardson(f, x, scope, scale) if exact is None else exact


def complex_step(f, x):
    """The slope of f at x, entry by entry, to all its digits.

    None where f cannot be given a complex number, or is not its own real part there: log x at x < 0 has no value.
    """
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(action="error", category=np.exceptions.ComplexWarning):
            value, real = f(x + TINY * 1j), f(x)
    except (EvaluationError, TypeError, np.exceptions.ComplexWarning):
        return None
    same = np.isfinite(value).all() and np.allclose(np.real(value), real, rtol=1e-9, atol=0)
    return np.imag(value) / TINY if same else None


def richardson(f, x, scope, scale=STEP):
    """The slope of f at x, entry by entry, from three step sizes; an estimate of its error is noted in the scope.

    A step that leaves the domain of f is shortened.
    """
    h = scale * np.maximum(1.0, np.abs(x))
    for _ in range(5):
        noise = len(scope.errors)
        with np.errstate(all="ignore"):
            values = {k: (f(x + k * h), f(x - k * h)) for k in (1, 2, 4)}
            samples = {k: (above - below) / (2 * k * h) for k, (above, below) in values.items()}
        inner = max(scope.errors[noise:], default=0.0)
        del scope.errors[noise:]
        if all(np.isfinite(sample).all() for sample in samples.values()):
            break
        h = h / 8
    near, far = (4 * samples[1] - samples[2]) / 3, (4 * samples[2] - samples[4]) / 3
    best = (16 * near - far) / 15
    rounding = 4e-16 * np.max(np.abs(values[1]), initial=0.0) / np.min(h)
    scope.errors.append(float(np.max(np.abs(best - near), initial=0.0) + rounding + inner / np.min(h)))
    return best
