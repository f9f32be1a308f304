"""Conditions, cases, and indicators."""

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.arithmetic import same_axes
from unity.equations.evaluate.errors import EvaluationError, ShapeError
from unity.equations.evaluate.scope import operand, value_of

__all__ = ["COMPARE", "cases", "holds"]

COMPARE = {
    "=": np.equal,
    "\\ne": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "\\le": np.less_equal,
    "\\ge": np.greater_equal,
}


def holds(chain, scope):
    """Where each relation of a chain holds, entry by entry."""
    values = [operand(side, scope) for side in chain.sides]
    kept = np.asarray(True)
    for relation, a, b in zip(chain.relations, values, values[1:]):
        if relation not in COMPARE:
            raise EvaluationError(f"{t.latex(chain)}: {relation} is no condition")
        kept = kept & COMPARE[relation](*same_axes(relation, a, b))
    return kept


def cases(branches, scope):
    """The value of the first branch whose condition holds, NaN where none does; the others are not evaluated."""
    for place, (value, condition) in enumerate(branches):
        kept = _holds_or_otherwise(condition, scope)
        if kept.size > 1:
            return _cases_by_entry(branches[place:], scope)
        if kept:
            return operand(value, scope)
    return np.asarray(np.nan)


def _cases_by_entry(branches, scope):
    conditions = [_holds_or_otherwise(condition, scope) for _, condition in branches]
    values = [operand(value, scope) for value, _ in branches]
    shapes = {a.shape for a in (*conditions, *values) if a.size > 1}
    if len(shapes) > 1:
        raise ShapeError(f"cases of different shapes: {', '.join(map(str, sorted(shapes)))}")
    (shape,) = shapes
    return np.select(
        *[[a if a.size > 1 else np.full(shape, a.item()) for a in several] for several in (conditions, values)], np.nan
    )


def _holds_or_otherwise(condition, scope):
    return np.asarray(True) if condition is None else holds(condition, scope)


@value_of.register(t.Cases)
def _(tree, scope):
    return cases(tree.branches, scope)


@value_of.register(t.Iverson)
def _(tree, scope):
    return np.asarray(holds(tree.condition, scope), dtype=float)


@value_of.register(t.Limit)
def _(tree, scope):
    raise EvaluationError("a limit is not evaluated: it is proved")
