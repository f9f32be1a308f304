"""Arrays beside what is asked of them, and a sentence about what does not fit."""

import functools

import array_api_compat
import numpy as np

from unity.shapes.namespaces import namespace
from unity.shapes.transposing import suspected

__all__ = ["check", "own_rules", "refuse_dask"]

# NumPy's own arrays with rules of their own, which formulas would break in silence, and what to pass instead.
OWN_RULES = {
    "MaskedArray": "fill or leave out what is masked",
    "matrix": "numpy.asarray makes one",
}
KINDS = {"real floating": "floating", "integral": "integer"}  # what the standard calls a kind, and what an error says


def own_rules(array):
    """The name of the kind, if the array is one of NumPy's that have rules of their own; None for others.

    They are known by name: NumPy loads masked arrays only where they are used.
    """
    kinds = type(array).__mro__ if isinstance(array, np.ndarray) else ()
    return next((kind.__name__ for kind in kinds if kind.__name__ in OWN_RULES), None)


@functools.cache
def _has_kind(xp, dtype, kind):
    return xp.isdtype(dtype, kind)


def refuse_dask(operation, **arrays):
    """Raise NotImplementedError where one of these arguments is a Dask array: in blocks, and not computed yet.

    >>> import dask.array
    >>> refuse_dask("norm", w=dask.array.ones(3))
    Traceback (most recent call last):
    NotImplementedError: norm: w is a Dask array, which only unity.logistic, unity.softmax and Network.train take: pass w.compute()
    """
    for name, array in arrays.items():
        if array_api_compat.is_dask_array(array):
            raise NotImplementedError(
                f"{operation}: {name} is a Dask array, which only unity.logistic, unity.softmax and Network.train take: "
                f"pass {name}.compute()"
            )


def _is_whole(xp, array):
    """Whether an array of integers or booleans can become floating by its own `astype`."""
    return xp.isdtype(array.dtype, ("bool", "integral")) and hasattr(array, "astype")


def check(operation, shapes, arrays):
    """Raise TypeError or ValueError where arrays, by name, do not fit their shapes, by name: see `checked`."""
    if not arrays:
        return
    for name, array in arrays.items():
        if not (hasattr(array, "shape") and hasattr(array, "dtype")):
            article = "an" if type(array).__name__[0] in "aeiou" else "a"
            raise TypeError(
                f"{operation}: {name} is {article} {type(array).__name__}, expected an array {shapes[name]}"
            )
        if kind := own_rules(array):
            raise TypeError(
                f"{operation}: {name} is a {kind}, expected a plain array {shapes[name]} ({OWN_RULES[kind]})"
            )
    try:
        xp = namespace(*arrays.values())
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
                    asked = _asked(shapes, arrays)
                    raise ValueError(f"{operation}: {name} {given} does not fit, expected {shape}{asked}")
                continue
            other, known = seen.setdefault(axis, (name, size))
            if size != known:
                raise ValueError(
                    f"{operation}: {name} {given} has {axis} = {size}, "
                    f"{other} {tuple(arrays[other].shape)} has {axis} = {known}{_asked(shapes, arrays)}"
                )


def _asked(shapes, arrays):
    """Whether some of the arrays are transposed, where they would fit then."""
    return suspected(shapes, {name: tuple(array.shape) for name, array in arrays.items()})
