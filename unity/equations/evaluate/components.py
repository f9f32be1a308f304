"""Numbers, symbols, components of arrays, and the examples that are columns."""

import functools

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.arithmetic import is_number
from unity.equations.evaluate.errors import EvaluationError, RangeError, UnknownSymbol
from unity.equations.evaluate.scope import evaluate, operand, value_of
from unity.equations.notation import current

__all__ = [
    "CONSTANTS",
    "columns",
    "columns_key",
    "component",
    "counted",
    "digits",
    "example",
    "example_first",
    "index_axes",
    "symbol",
    "whole_name",
    "whole_number",
]

CONSTANTS = {"e": np.e, "pi": np.pi}


def symbol(tree, scope):
    name = t.key(tree)
    if scope.has(name):
        return scope.value(name)
    if name in CONSTANTS:
        return np.asarray(CONSTANTS[name])
    if name in scope.ranges:
        raise EvaluationError(f"the index {name} has no value here")
    if name == "mathbf_1":
        raise EvaluationError("the vector of ones has no length: the table of symbols must say it")
    return scope.value(name)


def whole_name(tree, scope):
    """The key of a symbol with indices that the table knows as one name (w_t, W_1), or None."""
    name = t.key(tree)
    return name if name is not None and scope.has(name) else None


def _position(index, size, tree, scope):
    number = whole_number(index, tree, scope)
    numbers = current().numbers(size)
    if number not in numbers:
        said = f"index {t.latex(index)} = {number} is not one of {numbers[0]}..{numbers[-1]}"
        raise RangeError(f"{t.latex(tree)}: {said}")
    return number - numbers[0]


def whole_number(counted, tree, scope):
    """The value of an index or of a bound that stands in a tree."""
    value = evaluate(counted, scope)
    if not (is_number(value) and float(value.item()).is_integer()):
        shown = f"{value.item():g}" if is_number(value) else "no number"
        raise RangeError(f"{t.latex(tree)}: {t.latex(counted)} is {shown}, expected a whole number")
    return int(value.item())


def index_axes(a, indices):
    """The axes that the indices of a component count along."""
    if len(indices) == a.ndim:
        return list(range(a.ndim))
    if len(indices) == 1 and a.ndim == 2 and a.size > 1:
        return [1 if a.shape[0] == 1 else 0] if 1 in a.shape else [current().axis(a)]
    if len(indices) == 1 and a.size == 1 and a.ndim:
        return [0]
    raise EvaluationError(f"{len(indices)} indices for an array {a.shape}")


def component(tree, scope):
    if whole := whole_name(tree, scope):
        return scope.value(whole)
    a = operand(tree.base, scope)
    indices = digits(tree.indices) if a.ndim == 2 and 1 not in a.shape else tree.indices
    where = [slice(None)] * a.ndim
    for axis, index in zip(index_axes(a, indices), indices):
        where[axis] = _position(index, a.shape[axis], tree, scope)
    taken = a[tuple(where)]
    return taken.reshape(-1, 1) if taken.size > 1 else taken.reshape(())


def digits(indices):
    """The indices of a component of a matrix: w_{12} is w_{1,2}."""
    match indices:
        case (t.Number(text),) if len(text) == 2 and text.isdigit():
            return tuple(map(t.Number, text))
    return indices


def columns(tree, scope):
    """The array whose examples x^{(i)} counts: X where there is one, else x itself."""
    if current().superscript == "layer":
        raise UnknownSymbol(f"nothing is known of {t.latex(tree)}: a table of letters declares each layer's letter")
    name = columns_key(tree.base, scope)
    a = scope.value(name) if name else operand(tree.base, scope)
    if not (isinstance(a, np.ndarray) and a.ndim):
        raise EvaluationError(f"{t.latex(tree)}: {t.latex(tree.base)} has no columns")
    return a


def example_first(tree, scope):
    """x_j^{(i)} as the component of an example, (x^{(i)})_j, where x_j is no name of its own."""
    if isinstance(tree.base, t.Subscript) and columns_key(tree.base, scope) is None:
        return t.Subscript(t.Example(tree.base.base, tree.index), tree.base.indices)
    return tree


def columns_key(base, scope):
    """The name under which the array with the columns of a symbol is known, or None."""
    name = t.key(base) if isinstance(base, t.Symbol | t.Subscript) else None
    return next((key for key in (t.table_key(name), name) if scope.has(key)), None) if name else None


def example(tree, scope):
    if whole := whole_name(tree, scope):
        return scope.value(whole)
    if isinstance(of_example := example_first(tree, scope), t.Subscript):
        return component(of_example, scope)
    a = columns(tree, scope)
    axis = current().axis(a)
    column = np.take(a, _position(tree.index, a.shape[axis], tree, scope), axis=axis)
    return column.reshape(()) if column.size == 1 else column.reshape(-1, 1) if column.ndim == 1 else column


@functools.cache
def counted(number):
    """A whole number as the value of an index: always the same array, so that what depends on it is known again."""
    value = np.asarray(float(number))
    value.flags.writeable = False
    return value


@value_of.register(t.Number)
def _(tree, scope):
    return float(tree.text)


value_of.register(t.Symbol, symbol)
value_of.register(t.Subscript, component)
value_of.register(t.Example, example)
