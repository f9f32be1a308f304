"""Weights updated one after the other, which the deck calls the incorrect form, beside all of them at once."""

from collections.abc import Callable

from unity.shapes import Array

__all__ = ["sequential_update", "simultaneous_update", "slopes_of"]

Parameters = tuple[Array, ...]


def slopes_of(operation, gradient, parameters):
    """The gradient there, a slope for each parameter."""
    slopes = gradient(*parameters)
    if len(slopes) != len(parameters):
        raise ValueError(
            f"{operation}: gradient gives {len(slopes)} slopes, expected {len(parameters)}, one a parameter"
        )
    return slopes


def simultaneous_update(gradient: Callable[..., Parameters], parameters: Parameters, *, step: float) -> Parameters:
    """One step of gradient descent: every parameter moves by its slope at the point where all of them stand.

        b_new = b - alpha J_b(b, w),   w_new = w - alpha J_w(b, w)

    `gradient(*parameters)` is a tuple of slopes, one a parameter, in their order. `unity.descent.gradient_descent`
    takes such steps.

    Raises ValueError where the gradient has another number of slopes.

    Equation: eq-simultaneous.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent, correct form.

    >>> simultaneous_update(lambda b, w: (b + w, b + 2 * w), (1.0, 1.0), step=0.5)
    (0.0, -0.5)
    """
    slopes = slopes_of("simultaneous_update", gradient, parameters)
    return tuple(parameter - step * slope for parameter, slope in zip(parameters, slopes))


def sequential_update(gradient: Callable[..., Parameters], parameters: Parameters, *, step: float) -> Parameters:
    """The parameters one after the other: each meets the slope at a point to which the ones before it have moved.

        b_new = b - alpha J_b(b, w),   w_new = w - alpha J_w(b_new, w)

    On a quadratic cost $w_new$ lies $alpha^2 J_bw J_b$ beyond where `simultaneous_update` takes it. This is no broken
    gradient descent but another method, coordinate descent: a slope of 0 in every direction stops both, so they have the
    same minima. On a quadratic it converges for $alpha$ below 2 over the largest $J_ii$, which the other one need not.

    Raises ValueError where the gradient has another number of slopes.

    Equations: eq-sequential, eq-sequential-gap.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent, incorrect form.

    >>> sequential_update(lambda b, w: (b + w, b + 2 * w), (1.0, 1.0), step=0.5)
    (0.0, 0.0)
    """
    parameters = list(parameters)
    for i in range(len(parameters)):
        slope = slopes_of("sequential_update", gradient, parameters)[i]
        parameters[i] = parameters[i] - step * slope
    return tuple(parameters)
