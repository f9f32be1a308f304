"""What an annotation asks of an array: the kind of its numbers and its axes."""

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from jaxtyping import Float, Int

__all__ = ["Array", "Float", "Int", "Shape", "shapes_of"]

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
