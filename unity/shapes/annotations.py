"""What an annotation asks of an array: the kind of its numbers and its axes."""

import inspect
from typing import TYPE_CHECKING, NamedTuple

__all__ = ["Array", "Float", "Int", "Shape", "shapes_of"]


class Shape(NamedTuple):
    """What an annotation asks of an array: the kind of its numbers and its axes."""

    kind: str
    axes: tuple[int | str, ...]

    @classmethod
    def of(cls, annotation):
        """What an annotation asks for; None where it is not an array's."""
        return annotation.shape if isinstance(annotation, _Annotation) else None

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


class _Annotation(type):
    """The class of `Float[Array, "n m"]`, which is a type, so that `None` may stand beside it."""

    def __repr__(cls):
        return cls.__qualname__


class _Kind:
    """A kind of numbers, which an array and its axes in brackets complete."""

    def __init__(self, name, numbers):
        self.name, self.numbers = name, numbers

    def __getitem__(self, asked):
        array, axes = asked
        shape = Shape(self.numbers, tuple(int(axis) if axis.isdigit() else axis for axis in axes.split()))
        name = f"{self.name}[{array.__name__}, {axes!r}]"
        return _Annotation(name, (), {"shape": shape, "__module__": "builtins"})


if TYPE_CHECKING:  # no type says yet what the standard says: a checker sees names and numbers of arguments
    from typing import Annotated as Float
    from typing import Annotated as Int
    from typing import Any, TypeAlias

    Array: TypeAlias = Any
else:
    Float, Int = _Kind("Float", "real floating"), _Kind("Int", "integral")

    class Array:
        """Whatever follows the Array API standard: NumPy, CuPy, PyTorch, JAX, Dask, array_api_strict."""
