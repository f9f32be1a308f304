"""Sums, products and extrema over indices."""

import functools
from itertools import product

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.allowance import LONGEST
from unity.equations.evaluate.arithmetic import BINARY
from unity.equations.evaluate.components import counted, whole_number
from unity.equations.evaluate.conditions import holds
from unity.equations.evaluate.errors import EvaluationError, RangeError, ShapeError
from unity.equations.evaluate.indices import free_indices
from unity.equations.evaluate.scope import operand, value_of
from unity.equations.notation import current

__all__ = ["EXTREMES", "reduced"]

EXTREMES = {"\\max": np.max, "\\min": np.min, "\\arg\\max": np.argmax, "\\arg\\min": np.argmin}


def _bounds(index, tree, scope):
    if tree.low is not None:
        low, high = whole_number(tree.low, tree, scope), whole_number(tree.high, tree, scope)
        if high - low > LONGEST:
            raise RangeError(f"{t.latex(tree)} is over {high - low + 1} numbers, expected at most {LONGEST}")
        return range(low, high + 1)
    name = t.key(index)
    size = scope.ranges.get(name) or free_indices(tree.body, scope).get(name)
    if size is None:
        raise EvaluationError(f"{t.latex(tree)}: nothing says how far {name} runs")
    return current().numbers(size)


def reduced(tree, scope):
    names = [t.key(index) for index in tree.indices]
    values, places = [], []
    for numbers in product(*[_bounds(index, tree, scope) for index in tree.indices]):
        inner = scope.pin(**{name: counted(number) for name, number in zip(names, numbers)})
        if tree.condition is None or np.all(holds(tree.condition, inner)):
            values.append(operand(tree.body, inner))
            places.append(numbers[0])
    if tree.kind in ("\\sum", "\\prod"):  # over nothing, a sum is 0 and a product 1
        return functools.reduce(BINARY["+" if tree.kind == "\\sum" else ""], values or [counted(tree.kind == "\\prod")])
    if not values:
        raise EvaluationError(f"{t.latex(tree)} is over nothing")
    if len(names) > 1 and tree.kind.startswith("\\arg"):
        raise EvaluationError(f"{t.latex(tree)}: expected one index")
    if len({value.shape for value in values}) > 1:
        raise ShapeError(f"{t.latex(tree)} is over arrays of different shapes")
    picked = EXTREMES[tree.kind](np.stack(values), axis=0)
    return np.asarray(places, dtype=float)[picked] if tree.kind.startswith("\\arg") else picked


value_of.register(t.Reduce, reduced)
