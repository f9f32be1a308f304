"""What a value is: an array of real numbers, of complex ones inside a complex step, or a function."""

from collections.abc import Callable

import numpy as np

from unity.equations.evaluate.errors import EvaluationError
from unity.shapes import Shape

__all__ = ["any_complex", "array", "fitting", "refuse_complex"]


def array(value):
    """A value as an array of real numbers, or of complex ones where a derivative is taken; a function as it is."""
    if isinstance(value, Callable):
        return value
    return np.asarray(value, dtype=complex if np.iscomplexobj(value) else float)


def any_complex(values):
    return any(isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "c" for value in values)


def refuse_complex(name, values):
    """What is not a formula is given no complex number: its absolute values and comparisons would be others."""
    if any_complex(values):
        raise EvaluationError(f"{name} is code, and takes real numbers")


def fitting(value, annotation):
    """A number in the form that a parameter asks for; anything else as it is."""
    if not isinstance(value, np.ndarray) or value.size != 1:
        return value
    if annotation in (float, int):
        return annotation(value.item())
    shape = Shape.of(annotation)
    return value.reshape((1,) * len(shape.axes)) if shape and all(a in (1, "1") for a in shape.axes) else value
