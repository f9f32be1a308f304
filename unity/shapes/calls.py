"""One decorator that checks every call of a function against its annotations."""

import functools
import inspect
from collections.abc import Callable
from operator import itemgetter
from typing import ParamSpec, TypeVar, overload

from unity.shapes.annotations import shapes_of
from unity.shapes.fitting import check, refuse_dask

__all__ = ["checked"]

P = ParamSpec("P")
R = TypeVar("R")
MOST_SIGNATURES = 1000


@overload
def checked(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def checked(
    *, dask: bool = False, fits: Callable[..., None] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def checked(function=None, /, *, dask=False, fits=None):
    """Check each array argument against its annotation before `function` runs.

    `fits(operation, self, *arguments)` is asked then, for a method of a frozen dataclass whose arguments have to fit it
    beyond their annotations: it raises where they do not. What fitted once is remembered by the types, dtypes and shapes
    of the arrays, also of those in tuples: a loop pays for one check.

    Raises TypeError for what is not an array, for NumPy's masked arrays and matrices, for the wrong kind of number and for
    arrays of two libraries, ValueError for a shape that does not fit.

    Raises NotImplementedError for a Dask array, unless the function says `@checked(dask=True)`: that it keeps to what
    blocks can do. It writes into no array, picks no entries by truth values, and needs no shape but those it is given.

    >>> import numpy as np
    >>> from unity.shapes import Array, Float, checked
    >>> @checked
    ... def product(W: Float[Array, "n k"], X: Float[Array, "n m"]):
    ...     return W.T @ X
    >>> product(np.ones((4, 1)), np.ones((3, 5)))
    Traceback (most recent call last):
    ValueError: product: X (3, 5) has n = 3, W (4, 1) has n = 4
    """
    if function is None:
        return functools.partial(_checked, dask=dask, fits=fits)
    return _checked(function, dask=dask, fits=fits)


def _checked(function, *, dask, fits):
    operation = function.__name__
    names = list(inspect.signature(function).parameters)
    shapes = shapes_of(function)
    wanted = [i for i, name in enumerate(names) if fits or name in shapes]
    last = max(wanted, default=0)
    pick = itemgetter(*wanted) if len(wanted) > 1 else itemgetter(slice(last, last + 1))  # a tuple, also of one
    passed = {}  # signature -> the object whose method it was, so that no other can have its id

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if len(args) > last:
            looked_at = pick(args)
        else:
            given = dict(zip(names, args), **kwargs)
            looked_at = [given[names[i]] for i in wanted if names[i] in given]
        try:
            # Types, dtypes and shapes are all that a check looks at.
            signature = (
                (*map(_seen_in, looked_at), *kwargs)
                if fits
                else (*[(a.__class__, a.dtype, a.shape) for a in looked_at], *kwargs)
            )
        except AttributeError:
            signature = None  # something is no array
        if signature not in passed:
            given = dict(zip(names, args), **kwargs)
            arrays = {name: given[name] for name in shapes if name in given}
            if not dask:
                refuse_dask(operation, **arrays)
            check(operation, shapes, arrays)
            if fits:
                fits(operation, *[given[name] for name in names if name in given])
            if len(passed) >= MOST_SIGNATURES:
                passed.clear()
            if signature is not None:
                passed[signature] = looked_at[0] if fits else None
        return function(*args, **kwargs)

    wrapper.dask = dask
    return wrapper


def _seen_in(argument):
    """What of an argument decides whether it fits: of arrays all but their numbers, of a frozen object itself."""
    if isinstance(argument, tuple | list):
        return (type(argument), *map(_seen_in, argument))
    frozen = getattr(argument, "__dataclass_params__", None)
    if frozen is not None and frozen.frozen:
        return id(argument)
    return argument.__class__, argument.dtype, argument.shape
