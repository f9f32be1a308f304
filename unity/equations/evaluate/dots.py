"""What dots leave out, between the terms of a sum and the entries of a matrix; and operations between two trees."""

import functools

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.allowance import LONGEST
from unity.equations.evaluate.arithmetic import BINARY
from unity.equations.evaluate.components import digits, whole_number
from unity.equations.evaluate.errors import EvaluationError, RangeError
from unity.equations.evaluate.scope import operand, value_of

__all__ = ["dotted", "dotted_sum", "joined", "matrix"]


def joined(operator, a, b):
    try:
        return BINARY[operator](a, b)
    except EvaluationError:
        raise
    except ValueError as error:
        raise EvaluationError(str(error)) from error


def dotted(tree):
    return isinstance(tree.left, t.Binary) and isinstance(tree.left.right, t.Dots)


def dotted_sum(tree, scope):
    """The sum a + b_1 + ... + b_n, or the same with minus throughout."""
    match tree.left.left:
        case t.Binary("+" | "-" as sign, rest, first):
            before = operand(rest, scope)
        case t.Negative(first):
            sign, before = "-", np.asarray(0.0)
        case first:
            sign, before = "+", np.asarray(0.0)
    if not sign == tree.left.operator == tree.operator:
        raise EvaluationError(f"{t.latex(tree)}: expected one sign before all terms")
    return functools.reduce(BINARY[sign], [operand(term, scope) for term in _between(first, tree.right, scope)], before)


def _between(first, last, scope):
    """The terms that dots stand for, the first and last among them: where these differ, an index counts."""
    pairs = set(_differences(first, last))
    if len(pairs) != 1:
        raise EvaluationError(f"{t.latex(first)} ... {t.latex(last)}: expected one index that counts up")
    ((low, high),) = pairs
    start, stop = (whole_number(bound, bound, scope) for bound in (low, high))
    if stop - start > LONGEST:
        raise RangeError(
            f"{t.latex(first)} ... {t.latex(last)}: {stop - start + 1} terms, at most {LONGEST} are allowed"
        )
    if start > stop:
        raise RangeError(f"{t.latex(first)} ... {t.latex(last)}: nothing lies between {start} and {stop}")
    return [_counted_up(first, last, t.Number(str(number))) for number in range(start, stop + 1)]


def _alike(a, b):
    """Whether two trees are the same node, so that only what is below them may differ."""
    same_texts = [[part for part in vars(tree).values() if isinstance(part, str)] for tree in (a, b)]
    return type(a) is type(b) and same_texts[0] == same_texts[1] and len(t.children(a)) == len(t.children(b)) > 0


def _differences(a, b):
    if a != b and not _alike(a, b):
        yield a, b
    elif a != b:
        for one, other in zip(t.children(a), t.children(b)):
            yield from _differences(one, other)


def _counted_up(first, last, number):
    """The first term with a number wherever it differs from the last one."""
    if first != last and not _alike(first, last):
        return number
    tree = first
    for place, (one, other) in enumerate(zip(t.children(first), t.children(last))):
        tree = t.replace_child(tree, place, _counted_up(one, other, number))
    return tree


def matrix(rows, scope):
    rows = _without_gaps([_row_without_gap(row, scope) for row in rows], scope)
    blocks = [[np.atleast_2d(operand(entry, scope)) for entry in row] for row in rows]
    if len({len(row) for row in blocks}) > 1:
        raise EvaluationError(f"a matrix with rows of {sorted(len(row) for row in blocks)} entries")
    heights = [max(block.shape[0] for block in row) for row in blocks]
    widths = [max(row[j].shape[1] for row in blocks) for j in range(len(blocks[0]))]
    try:
        return np.block([[_filled(b, h, w) for b, w in zip(row, widths)] for row, h in zip(blocks, heights)])
    except ValueError as error:
        raise EvaluationError(f"the blocks of a matrix do not fit: {error}") from error


def _filled(block, height, width):
    """A single number fills its place in a block matrix."""
    return np.full((height, width), block.item()) if block.size == 1 else block


def _row_without_gap(row, scope):
    """A row in which dots between two entries are spelled out; a row of nothing but dots stays."""
    inside = [place for place, entry in enumerate(row[1:-1], 1) if isinstance(entry, t.Dots)]
    if not inside or all(isinstance(entry, t.Dots) for entry in row):
        return row
    place = inside[0]
    first, last = _two_indices(row[place - 1], row[place + 1])
    return [*row[: place - 1], *_between(first, last, scope), *row[place + 2 :]]


def _without_gaps(rows, scope):
    """The rows of a matrix, with those spelled out that a row of dots stands for."""
    inside = [place for place, row in enumerate(rows[1:-1], 1) if all(isinstance(entry, t.Dots) for entry in row)]
    if not inside:
        return rows
    place = inside[0]
    if len(rows[place - 1]) != len(rows[place + 1]):
        raise EvaluationError(f"dots between rows of {len(rows[place - 1])} and {len(rows[place + 1])} entries")
    pairs = [_two_indices(*pair) for pair in zip(rows[place - 1], rows[place + 1])]
    columns = [_between(first, last, scope) for first, last in pairs]
    return [*rows[: place - 1], *zip(*columns), *rows[place + 2 :]]


def _two_indices(*components):
    """Two components of a matrix of which one is written w_{11} and the other w_{1n}, with two indices both."""
    return [
        t.Subscript(c.base, digits(c.indices)) if isinstance(c, t.Subscript) and len(other) == 2 else c
        for c, other in zip(components, [getattr(c, "indices", ()) for c in components[::-1]])
    ]


@value_of.register(t.Binary)
def _(tree, scope):
    if tree.operator in ("+", "-") and dotted(tree):
        return dotted_sum(tree, scope)
    return joined(tree.operator, operand(tree.left, scope), operand(tree.right, scope))


@value_of.register(t.Matrix)
def _(tree, scope):
    return matrix(tree.rows, scope)


@value_of.register(t.Tuple)
def _(tree, scope):
    return matrix((tree.entries,), scope)
