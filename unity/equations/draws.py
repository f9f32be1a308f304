"""Draw the leaves of an equation: the symbols that nothing computes. Their axes come from the library's annotations.

Each axis name gets a size of its own, at least 2 and unlike all others, so that a transpose or a swapped factor
cannot pass unseen.
"""

import inspect

import numpy as np

from unity.equations.notation import current
from unity.shapes import Shape

__all__ = ["DRAWS", "axes_of", "draw", "positive", "positive_definite", "probabilities", "sizes"]

SMALLEST, LARGEST = 2, 8


def normal(rng, shape):
    """Standard normal numbers."""
    return rng.normal(size=shape)


def zero(rng, shape):
    """Nothing but 0."""
    return np.zeros(shape)


def positive(rng, shape):
    """Numbers between 0.2 and 2."""
    return rng.uniform(0.2, 2.0, size=shape)


def whole(rng, shape):
    """Whole numbers from 2 to 4."""
    return rng.integers(2, 5, size=shape)


def between(rng, shape):
    """Numbers strictly between 0 and 1."""
    return rng.uniform(0.1, 0.9, size=shape)


def probabilities(rng, shape):
    """Between 0 and 1 for one class; where there are several, the numbers of each example sum to 1."""
    axis = 1 if current().examples == "rows" else 0
    if len(shape) < 2 or shape[axis] == 1:
        return between(rng, shape)
    Y = rng.uniform(0.2, 1.0, size=shape)
    return Y / Y.sum(axis=axis, keepdims=True)


def positive_definite(rng, shape):
    """Symmetric positive definite matrices on the last two axes."""
    A = rng.normal(size=shape)
    return A @ np.swapaxes(A, -1, -2) + np.eye(shape[-1])


# What mathematics asks of a symbol, wherever it stands.
DRAWS = {
    "y": probabilities,
    "Y": probabilities,
    "pi": probabilities,
    "Sigma": positive_definite,
    "alpha": positive,
    "lambda": between,
}


def axes_of(annotation):
    """The axes that an annotation names, `...` and `*run` counting as none; None where it is no array's."""
    if isinstance(annotation, str):
        return tuple(int(axis) if axis.isdigit() else axis for axis in annotation.split())
    shape = Shape.of(annotation)
    return shape and tuple(axis for axis in shape.axes if not str(axis).startswith(("*", "...")))


def annotations(functions):
    """Every parameter of some functions that a leaf may stand for: name -> its annotations."""
    found = {}
    for function in functions:
        for name, parameter in inspect.signature(function).parameters.items():
            found.setdefault(name, []).append(parameter.annotation)
    return found


def sizes(axes, fixed, rng, small=False):
    """A size for each axis name: those that must agree agree, all others differ; `small` ones are the smallest that do.

    `axes` maps a leaf to the axes that each of its annotations gives it.
    """
    leader = {}

    def find(name):
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    for leaf, several in axes.items():
        first, *others = several
        for other in others:
            if len(first) != len(other):
                raise ValueError(f"{leaf} has axes {first} in one function and {other} in another: say its shape")
            for a, b in zip(map(find, first), map(find, other)):
                if isinstance(a, int) and isinstance(b, int) and a != b:
                    raise ValueError(f"{leaf} has axes {first} in one function and {other} in another")
                if a != b:
                    leader[a if isinstance(a, str) else b] = b if isinstance(a, str) else a
    names = {axis for several in axes.values() for shape in several for axis in shape if isinstance(axis, str)}
    known = {find(name): size for name, size in fixed.items()}
    free = sorted({find(name) for name in names if isinstance(find(name), str)} - known.keys())
    left = [size for size in range(SMALLEST, LARGEST + 1) if size not in known.values()]
    if len(free) > len(left):
        raise ValueError(f"{len(free)} axes ({', '.join(free)}), but only {len(left)} different sizes")
    left = left[: len(free)] if small else left
    table = known | dict(zip(free, rng.permutation(left).tolist()))
    return {name: find(name) if isinstance(find(name), int) else table[find(name)] for name in names}


def draw(name, several, table, rng, how=None):
    """One value for a leaf: an array of its axes, the number that an annotation asks for, or a function that `how` draws."""
    annotation = several[0]
    usual = {int: whole, float: positive}.get(annotation, normal)
    axes = axes_of(annotation) or ()
    shape = tuple(axis if isinstance(axis, int) else table[axis] for axis in axes)
    value = (how or DRAWS.get(name, usual))(rng, shape)
    return value if callable(value) else np.asarray(value, dtype=float)
