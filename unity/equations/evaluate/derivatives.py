"""The values of derivatives, gradients and Hessians; and of calls, of which some are of a derivative."""

from collections.abc import Callable

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.components import columns_key, whole_name
from unity.equations.evaluate.errors import EvaluationError, UnknownSymbol
from unity.equations.evaluate.scope import evaluate, value_of
from unity.equations.evaluate.steps import STEP, slope
from unity.equations.evaluate.values import array
from unity.equations.functions import FUNCTIONS

__all__ = ["call", "derivative", "nabla"]


def _base(tree):
    return _base(tree.base) if isinstance(tree, t.Subscript | t.Example) else tree


def _variable(tree, scope):
    """The symbol that a derivative varies, and the positions of the entries it varies."""
    base, of_example = tree, False
    while not whole_name(base, scope) and isinstance(base, t.Subscript | t.Example):
        of_example = of_example or isinstance(base, t.Example)
        base = base.base
    name = columns_key(base, scope) if of_example else t.key(base)
    if name is None or not scope.has(name):
        raise UnknownSymbol(f"nothing is known of the symbol {t.latex(tree)}, by which a derivative is taken")
    a = scope.value(name)
    if not isinstance(a, np.ndarray):
        raise EvaluationError(f"{t.latex(tree)} is a function: no derivative is taken by it")
    labels = np.arange(1.0, a.size + 1).reshape(a.shape)
    chosen = evaluate(tree, scope.pin(**{name: labels})) if base is not tree else labels
    return name, a, [int(label) - 1 for label in np.ravel(chosen)], np.shape(chosen)


def _moved(a, place, x):
    """An array with one entry set to x."""
    moved = a.astype(np.result_type(a, x))
    moved.reshape(-1)[place] = x
    return moved


def derivative(top, variables, scope):
    variable, *rest = variables
    name, a, places, shape = _variable(variable, scope)
    if rest and any(len(_variable(other, scope)[2]) > 1 for other in variables):
        raise EvaluationError(f"a second derivative of {t.latex(top)} by an array: write its indices, or \\nabla^2")

    def value(x, place):
        inner = scope.pin(**{name: _moved(a, place, x)})
        return derivative(top, rest, inner) if rest else evaluate(top, inner)

    start, seen = scope.watch(lambda: evaluate(top, scope))
    if isinstance(start, Callable):
        return derivative(t.Call(top, (_base(variable),)), variables, scope)
    if name not in seen:
        raise EvaluationError(f"{t.latex(top)} does not depend on {t.latex(variable)}")
    if start.size > 1 and len(places) > 1:
        raise EvaluationError(f"the derivative of an array {start.shape} by an array {shape}: write its indices")
    scale = 5 * STEP if rest else STEP
    slopes = [slope(lambda x, place=place: value(x, place), a.reshape(-1)[place], scope, scale) for place in places]
    return np.asarray(slopes).reshape(shape) if start.size == 1 else slopes[0]


def nabla(order, variable, top, scope):
    if variable is None:
        raise EvaluationError(f"{t.latex(top)}: write by which variable the gradient is taken, \\nabla_w")
    if order == 1:
        return derivative(top, (variable,), scope)
    name, a, places, _ = _variable(variable, scope)
    columns = []
    for place in places:

        def gradient(x, place=place):
            return derivative(top, (variable,), scope.pin(**{name: _moved(a, place, x)}))

        columns.append(slope(gradient, a.reshape(-1)[place], scope, 5 * STEP).reshape(-1))
    return np.stack(columns, axis=1)


def call(tree, scope):
    if tree.given:
        return scope.value(t.key(tree))
    return _called(tree.function, [evaluate(argument, scope) for argument in tree.arguments], scope)


def _called(function, values, scope):
    key, name = t.key(function), getattr(function, "name", "")
    if not scope.has(key) and name.endswith("'"):
        inner, scale = t.Symbol(name[:-1]), 5 * STEP if name.endswith("''") else STEP
        return slope(lambda z: _called(inner, (z, *values[1:]), scope), values[0], scope, scale)
    if not scope.has(key) and name in FUNCTIONS:
        if any(isinstance(value, Callable) for value in values):
            raise EvaluationError(f"{name} of a function, expected numbers or arrays")
        if len(values) > 1 and name not in ("\\max", "\\min"):
            raise EvaluationError(f"{name} takes 1 argument, not {len(values)}")
        try:
            return array(FUNCTIONS[name](*map(np.asarray, values)))
        except (TypeError, ValueError) as error:
            raise EvaluationError(f"{name}: {error}") from error
    if not scope.has(key) and name.startswith("\\operatorname{"):
        raise UnknownSymbol(f"no function {name}; there are {', '.join(FUNCTIONS)}: unity/equations/functions.py")
    return scope.apply(key, values)


value_of.register(t.Call, call)


@value_of.register(t.Derivative)
def _(tree, scope):
    return derivative(tree.top, tree.variables, scope)


@value_of.register(t.Nabla)
def _(tree, scope):
    return nabla(tree.order, tree.variable, tree.top, scope)
