"""Shapes as annotations. One decorator reads them, checks every call and says what does not fit.

`Float[Array, "n m"]` (the notation of jaxtyping) is a floating array with two axes. A name stands for one size
throughout a call, a number for itself, `*shape` for any run of axes, `...` for axes that are not compared.
"""

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, Protocol, TypeAlias, TypeVar, overload

import array_api_compat
import numpy as np
from jaxtyping import Float, Int

__all__ = ["Array", "Float", "Int", "Shape", "checked", "refuse_dask", "shapes_of"]

P = ParamSpec("P")
R = TypeVar("R")
MOST_SIGNATURES = 1000
# NumPy's own arrays with rules of their own, which formulas would break in silence, and what to pass instead.
OWN_RULES = {
    np.ma.MaskedArray: "fill or leave out what is masked",
    np.matrix: "numpy.asarray makes one",
}
KINDS = {"real floating": "floating", "integral": "integer"}  # what the standard calls a kind, and what an error says


if TYPE_CHECKING:
    Array: TypeAlias = Any  # no type says yet what the standard says: a checker sees names and numbers of arguments
else:

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
    first, last = (wanted[0], wanted[-1] + 1) if wanted else (0, 0)
    in_a_row = last - first == len(wanted)
    passed = {}  # signature -> the object whose method it was, so that no other can have its id

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if in_a_row and len(args) >= last:
            looked_at = args[first:last]
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
            _check(operation, shapes, arrays)
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


def _is_whole(xp, array):
    """Whether an array of integers or booleans can become floating by its own `astype`."""
    return xp.isdtype(array.dtype, ("bool", "integral")) and hasattr(array, "astype")


def _check(operation, shapes, arrays):
    if not arrays:
        return
    for name, array in arrays.items():
        if not (hasattr(array, "shape") and hasattr(array, "dtype")):
            article = "an" if type(array).__name__[0] in "aeiou" else "a"
            raise TypeError(
                f"{operation}: {name} is {article} {type(array).__name__}, expected an array {shapes[name]}"
            )
        for kind, instead in OWN_RULES.items():
            if isinstance(array, kind):
                raise TypeError(
                    f"{operation}: {name} is a {kind.__name__}, expected a plain array {shapes[name]} ({instead})"
                )
    try:
        xp = array_api_compat.array_namespace(*arrays.values())
    except TypeError as error:
        sparse = next((name for name, array in arrays.items() if hasattr(array, "toarray")), None)
        if sparse is not None:
            raise TypeError(f"{operation}: {sparse} is sparse, expected a dense array ({sparse}.toarray())") from error
        kinds = ", ".join(f"{name} {type(array).__module__}.{type(array).__name__}" for name, array in arrays.items())
        raise TypeError(
            f"{operation}: expected arrays of one library, got {kinds} (unity.arrays.move moves them)"
        ) from error
    seen = {}
    for name, array in arrays.items():
        shape, given = shapes[name], tuple(array.shape)
        if not _has_kind(xp, array.dtype, shape.kind):
            repair = f" ({name}.astype(float))" if _is_whole(xp, array) and shape.kind != "integral" else ""
            raise TypeError(
                f"{operation}: {name} is of dtype {array.dtype}, expected {KINDS[shape.kind]} numbers{repair}"
            )
        if any(size != size for size in given):  # NaN: what Dask puts for a size that only a computation can tell
            raise ValueError(
                f"{operation}: {name} {given} has an unknown size, expected {shape} "
                f"({name}.compute_chunk_sizes() finds it)"
            )
        sizes = shape.sizes(given)
        if sizes is None:
            axes = "axis" if len(given) == 1 else "axes"
            column = len(given) == 1 and len(shape.axes) == 2 and shape.axes[1] == 1 and hasattr(array, "reshape")
            repair = f" ({name}.reshape(-1, 1))" if column else ""
            raise ValueError(f"{operation}: {name} {given} has {len(given)} {axes}, expected {shape}{repair}")
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
