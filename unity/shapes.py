"""Shapes as annotations. One decorator reads them, checks every call and says what does not fit.

`Float[Array, "n m"]` (the notation of jaxtyping) is a floating array with two axes. A name stands for one size
throughout a call, a number for itself, `*shape` for any run of axes, `...` for axes that are not compared.
"""

import functools
import inspect
from typing import NamedTuple, Protocol

import array_api_compat
from jaxtyping import Float, Int

__all__ = ["Array", "Float", "Int", "Shape", "checked", "refuse_dask", "shapes_of"]

MOST_SIGNATURES = 1000
KINDS = {"real floating": "floating", "integral": "integer"}  # what the standard calls a kind, and what an error says


class Array(Protocol):
    """Whatever follows the Array API standard: NumPy, CuPy, PyTorch, JAX, Dask, array_api_strict."""

    shape: tuple[int, ...]
    dtype: object


class Shape(NamedTuple):
    """What an annotation asks of an array: the kind of its numbers and its axes."""

    kind: str
    axes: tuple[int | str, ...]

    @classmethod
    def of(cls, annotation):
        """Read an annotation; None where it is not an array's."""
        text = getattr(annotation, "dim_str", None)
        if text is None:
            return None
        kind = "real floating" if annotation.dtypes == Float.dtypes else "integral"
        return cls(kind, tuple(int(axis) if axis.isdigit() else axis for axis in text.split()))

    def __str__(self):
        return f"({', '.join(map(str, self.axes))}{',' if len(self.axes) == 1 else ''})"

    @property
    def run(self):
        """Where `*shape` or `...` stands among the axes, or None."""
        return next((i for i, axis in enumerate(self.axes) if str(axis).startswith(("*", "..."))), None)

    def sizes(self, shape):
        """Pair each axis with its size in `shape`; None where their numbers differ."""
        if self.run is None:
            return list(zip(self.axes, shape)) if len(shape) == len(self.axes) else None
        after = len(self.axes) - self.run - 1
        if len(shape) < self.run + after:
            return None
        middle = tuple(shape[self.run : len(shape) - after])
        before, behind = shape[: self.run], shape[len(shape) - after :] if after else ()
        return [
            *zip(self.axes[: self.run], before),
            (self.axes[self.run], middle),
            *zip(self.axes[self.run + 1 :], behind),
        ]


def shapes_of(function):
    """The array parameters of a function: name -> Shape, in order."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: shape for p in parameters if (shape := Shape.of(p.annotation)) is not None}


@functools.cache
def _has_kind(xp, dtype, kind):
    return xp.isdtype(dtype, kind)


def checked(function=None, *, dask=False):
    """Check each array argument against its annotation before `function` runs.

    Raises TypeError for what is not an array, for the wrong kind of number and for arrays of two libraries,
    ValueError for a shape that does not fit. The unchecked function is `function.__wrapped__`.

    Raises NotImplementedError for a Dask array, unless the function says `@checked(dask=True)`: that it keeps to what
    blocks can do. It writes into no array, picks no entries by truth values, and needs no shape but those it is given.

    >>> import numpy as np
    >>> @checked
    ... def product(W: Float[Array, "n k"], X: Float[Array, "n m"]):
    ...     return W.T @ X
    >>> product(np.ones((4, 1)), np.ones((3, 5)))
    Traceback (most recent call last):
    ValueError: product: X (3, 5) has n = 3, W (4, 1) has n = 4
    """
    if function is None:
        return functools.partial(checked, dask=dask)
    operation = function.__name__
    names = list(inspect.signature(function).parameters)
    shapes = shapes_of(function)
    fitting = set()  # what has passed: a loop that calls with the same shapes pays for one check

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        given = dict(zip(names, args), **kwargs)
        arrays = {name: given[name] for name in shapes if name in given}
        signature = _signature(arrays)
        if signature not in fitting:
            if not dask:
                refuse_dask(operation, **arrays)
            _check(operation, shapes, arrays)
            if len(fitting) < MOST_SIGNATURES:
                fitting.add(signature)
        return function(*args, **kwargs)

    wrapper.dask = dask
    return wrapper


def refuse_dask(operation, **arrays):
    """Raise NotImplementedError where one of these arguments is a Dask array: in blocks, and not computed yet.

    >>> import dask.array
    >>> refuse_dask("norm", w=dask.array.ones(3))
    Traceback (most recent call last):
    NotImplementedError: norm: w is a Dask array, which only unity.logistic and unity.softmax take: pass w.compute()
    """
    for name, array in arrays.items():
        if array_api_compat.is_dask_array(array):
            raise NotImplementedError(
                f"{operation}: {name} is a Dask array, which only unity.logistic and unity.softmax take: "
                f"pass {name}.compute()"
            )


def _signature(arrays):
    """All that a check looks at; None, which never passed, for what is no array."""
    try:
        return tuple([(name, type(a), a.dtype, a.shape) for name, a in arrays.items()])
    except AttributeError:
        return None


def _check(operation, shapes, arrays):
    if not arrays:
        return
    for name, array in arrays.items():
        if not (hasattr(array, "shape") and hasattr(array, "dtype")):
            article = "an" if type(array).__name__[0] in "aeiou" else "a"
            raise TypeError(
                f"{operation}: {name} is {article} {type(array).__name__}, expected an array {shapes[name]}"
            )
    try:
        xp = array_api_compat.array_namespace(*arrays.values())
    except TypeError as error:
        kinds = ", ".join(f"{name} {type(array).__module__}.{type(array).__name__}" for name, array in arrays.items())
        raise TypeError(
            f"{operation}: expected arrays of one library, got {kinds} (unity.arrays.move moves them)"
        ) from error
    seen = {}
    for name, array in arrays.items():
        shape, given = shapes[name], tuple(array.shape)
        if not _has_kind(xp, array.dtype, shape.kind):
            raise TypeError(f"{operation}: {name} is of dtype {array.dtype}, expected {KINDS[shape.kind]} numbers")
        if any(size != size for size in given):  # NaN: what Dask puts for a size that only a computation can tell
            raise ValueError(
                f"{operation}: {name} {given} has an unknown size, expected {shape} "
                f"({name}.compute_chunk_sizes() finds it)"
            )
        sizes = shape.sizes(given)
        if sizes is None:
            axes = "axis" if len(given) == 1 else "axes"
            raise ValueError(f"{operation}: {name} {given} has {len(given)} {axes}, expected {shape}")
        for axis, size in sizes:
            if axis == "...":
                continue
            if isinstance(axis, int):
                if size != axis:
                    raise ValueError(f"{operation}: {name} {given} does not fit, expected {shape}")
                continue
            other, known = seen.setdefault(axis, (name, size))
            if size != known:
                raise ValueError(
                    f"{operation}: {name} {given} has {axis} = {size}, "
                    f"{other} {tuple(arrays[other].shape)} has {axis} = {known}"
                )
