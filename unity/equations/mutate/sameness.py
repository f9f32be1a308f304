"""What means the same by its structure alone: a normal form that trees of one meaning share."""

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate import EvaluationError, evaluate

__all__ = ["is_number_in", "normal_clauses"]

SYMMETRIC = {"Sigma", "H"}


def is_number_in(scope):
    """A function of trees: whether one stands for a single number, by its axes, never by its value."""
    known = {}

    def is_number(tree):
        if tree not in known:
            indices = {name: np.asarray(1.0) for name in _letters(tree) if not scope.has(name)}
            try:
                with np.errstate(all="ignore"):  # its axes are asked for, so it may be no number
                    value = evaluate(tree, scope.pin(**indices))
                known[tree] = isinstance(value, np.ndarray) and value.size == 1
            except EvaluationError:
                known[tree] = False
        return known[tree]

    return is_number


def _letters(tree):
    called = {node.function for node in t.walk(tree) if isinstance(node, t.Call)}
    return {t.key(node) for node in t.walk(tree) if isinstance(node, t.Symbol) and node not in called}


def normal_clauses(clauses, is_number):
    """A form that clauses of the same meaning share, side by side."""
    return tuple(
        tuple(_normal(side, is_number) for side in clause.chain.sides) + clause.chain.relations for clause in clauses
    )


def _normal(tree, is_number):
    """A form that trees of the same meaning share: sums and products of numbers in one order, no idle transposes."""
    match tree:
        case t.Transpose(base) if is_number(base) or _is_symmetric(base):
            return _normal(base, is_number)
        case t.Transpose(t.Transpose(base)):
            return _normal(base, is_number)
        case t.Transpose(t.Binary("", left, right)):
            return _normal(t.Binary("", t.Transpose(right), t.Transpose(left)), is_number)
        case t.Binary("", left, right):
            factors = _factors(tree)
            scalars = sorted(repr(_normal(f, is_number)) for f in factors if is_number(f))
            others = [f for f in factors if not is_number(f)]
            arrays = tuple(_normal(f, is_number) for f in others)
            if is_number(tree):  # a number is its own transpose
                turned = tuple(_normal(t.Transpose(f), is_number) for f in reversed(others))
                arrays = min(arrays, turned, key=repr)
            return ("product", tuple(scalars), arrays)
        case t.Binary("+" | "-" | "\\odot", left, right) if tree.operator != "-":
            return (tree.operator, *sorted((repr(_normal(left, is_number)), repr(_normal(right, is_number)))))
        case t.Inner(left, right):
            return ("inner", *sorted((repr(_normal(left, is_number)), repr(_normal(right, is_number)))))
        case t.Fence("||", t.Negative(body)) | t.Fence("||", t.Transpose(body)):
            return _normal(t.Fence("||", body), is_number)
        case t.Fence("||", body) if is_number(body):
            return ("size", _normal(body, is_number))
        case t.Symbol() | t.Number() | t.Dots():
            return tree
    parts = tuple(_normal(child, is_number) for child in t.children(tree))
    sign = getattr(tree, "operator", getattr(tree, "kind", getattr(tree, "bar", getattr(tree, "relations", ""))))
    return type(tree).__name__, sign, parts


def _factors(tree):
    return (
        [*_factors(tree.left), *_factors(tree.right)] if isinstance(tree, t.Binary) and tree.operator == "" else [tree]
    )


def _is_symmetric(tree):
    match tree:
        case t.Symbol() | t.Subscript():
            return (t.key(tree) or "").split("_")[0] in SYMMETRIC
        case t.Power(base, _):
            return _is_symmetric(base)
        case t.Call(t.Symbol("\\operatorname{diag}")):
            return True
        case t.Binary("", left, t.Transpose(right)) | t.Binary("", t.Transpose(left), right):
            return left == right
    return False
