"""What goes with examples: labels in any form become columns before a formula sees them; weights are looked at once."""

import functools
import inspect
from collections.abc import Callable

import array_api_compat

from unity.arrays import labels, namespace, to_numpy
from unity.shapes import Array, shapes_of
from unity.shapes.calls import P, R
from unity.shapes.fitting import own_rules

__all__ = ["as_columns", "check_sizes", "check_weights", "known", "of_mean_one", "takes_labels"]


def takes_labels(
    K: int | Callable[..., int | None], *, numbered: bool = False, looks: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For a function of X and Y: it takes labels in any form, and finds them as columns in the dtype of X.

    K is the number of rows, or a function that gives it for the function's arguments up to Y; it is asked only where
    labels have to be converted. None stands for measured numbers, which only change their dtype. With `numbered` a row
    of floating numbers names classes, too. Columns in the dtype of X pass as they are. So does what is no label at all,
    and what Dask has not computed, unless the function `looks` at labels anyway: `@checked` says what is wrong with it.

    >>> @takes_labels(3)
    ... def given(X, Y):
    ...     return Y
    >>> given(np.ones((1, 2)), np.array([2, 0]))
    array([[0., 1.],
           [0., 0.],
           [1., 0.]])
    """

    def decorated(function):
        operation, names, shapes = function.__name__, list(inspect.signature(function).parameters), shapes_of(function)
        x, y = names.index("X"), names.index("Y")

        @functools.wraps(function)
        def wrapper(*given, **named):
            if len(given) > y and _are_columns(given[x], given[y], numbered):
                return function(*given, **named)
            arguments = dict(zip(names, given), **named)
            if any(name not in arguments for name in names[: y + 1]):
                return function(*given, **named)
            if not all(hasattr(arguments[name], "shape") for name in shapes if name in arguments):
                return function(*given, **named)
            rows = (lambda: K(*(arguments[name] for name in names[: y + 1]))) if callable(K) else lambda: K
            Y = as_columns(operation, arguments["X"], arguments["Y"], rows, numbered=numbered, looks=looks)
            if len(given) > y:
                return function(*given[:y], Y, *given[y + 1 :], **named)
            return function(*given, **{**named, "Y": Y})

        return wrapper

    return decorated


def _are_columns(X, Y, numbered):
    """Whether labels are columns already, in the library and the dtype of X."""
    return (
        type(Y) is type(X) and getattr(Y, "ndim", 0) == 2 and Y.dtype == X.dtype and not (numbered and Y.shape[0] == 1)
    )


def as_columns(
    operation: str,
    X: Array,
    Y: Array,
    K: Callable[[], int | None],
    *,
    numbered: bool = False,
    looks: bool = False,
) -> Array:
    """Y as `takes_labels` gives it on, for X and a function that gives the number of rows.

    Raises TypeError and ValueError where numbers name no class, as `unity.arrays.labels` does.

    >>> as_columns("cost", np.ones((1, 2)), np.array([True, False]), lambda: 1)
    array([[1., 0.]])
    """
    if _are_columns(X, Y, numbered) or not all(map(array_api_compat.is_array_api_obj, (X, Y))):
        return Y
    if array_api_compat.is_dask_array(Y) and not looks:
        return Y
    if own_rules(Y) or namespace(X) is not namespace(Y):
        return Y
    xp = namespace(X)
    floating = xp.isdtype(Y.dtype, "real floating")
    if not xp.isdtype(X.dtype, "real floating") or X.ndim == 0 or Y.ndim not in (1, 2):
        return Y
    if Y.ndim == 1 or not floating or (numbered and Y.shape[0] == 1):
        rows = K()
        if rows is not None:
            return known(operation, Y, rows, like=X)
    return xp.astype(Y, X.dtype)


def known(operation: str, Y: Array, K: int | None, *, like: Array) -> Array:
    """`unity.arrays.labels`, whose errors name the operation that was given the labels.

    >>> known("fit", np.array([0, 3]), 2, like=np.ones((1, 2)))
    Traceback (most recent call last):
    ValueError: fit: labels: y holds 3, expected a class from 0 to 1
    """
    try:
        return labels(Y, K, like=like)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{operation}: {error}") from error


def check_weights(operation: str, weights: Array, X: Array) -> None:
    """Raise where weights are no row like X, one for each example.

    >>> check_weights("fit", np.ones((1, 3)), np.ones((2, 4)))
    Traceback (most recent call last):
    ValueError: fit: weights (1, 3), expected (1, 4)
    """
    array = array_api_compat.is_array_api_obj(weights) and namespace(weights) is namespace(X)
    if not array or own_rules(weights) or weights.dtype != X.dtype:
        kind = f"{type(weights).__module__}.{type(weights).__name__}"
        kind = f"{kind} of {weights.dtype}" if hasattr(weights, "dtype") else kind
        raise TypeError(f"{operation}: weights is {kind}, expected an array of {X.dtype} like X")
    if tuple(weights.shape) != (1, X.shape[-1]):
        raise ValueError(f"{operation}: weights {tuple(weights.shape)}, expected (1, {X.shape[-1]})")


def of_mean_one(operation: str, weights: Array) -> Array:
    """The weights (1, m), divided by their mean.

    Raises ValueError where one is negative, NaN or infinite, and where all are 0.

    >>> of_mean_one("fit", np.array([[1.0, 2.0, 3.0]]))
    array([[0.5, 1. , 1.5]])
    """
    xp = namespace(weights)
    least, most = to_numpy(xp.stack([xp.min(weights), xp.max(weights)])).tolist()
    check_sizes(operation, least, most)
    shares = weights / most  # their sum is no larger than m
    return shares / xp.mean(shares)


def check_sizes(operation: str, least: float, most: float) -> None:
    """Raise ValueError where the least and the largest of some weights say that they will not do.

    >>> check_sizes("fit", -1.0, 2.0)
    Traceback (most recent call last):
    ValueError: fit: weights holds a negative number, or zeros only, expected some above 0
    """
    if not (abs(least) < float("inf") and abs(most) < float("inf")):
        raise ValueError(f"{operation}: weights holds a NaN or an infinity, expected finite numbers")
    if least < 0 or most == 0:
        raise ValueError(f"{operation}: weights holds a negative number, or zeros only, expected some above 0")
