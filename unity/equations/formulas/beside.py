"""What a sentence says of two formulas that stand side by side in it, or of one by the words before it.

A name alone says nothing that could be run. But "$s$ on $s$" names one thing where two are meant, "$W$ is $(n, K)$" says its
shape, and "the columns of $x$" that it has several.
"""

import re

from unity.equations import tree as t
from unity.equations.formulas.clauses import read_at
from unity.equations.formulas.normal import normal
from unity.equations.formulas.witness import is_name
from unity.equations.reader import ReadError

__all__ = ["said_wrong"]

JOINED = re.compile(r"( [a-z]+){0,2} (and|or|from|on|onto|to|into|than|not|as|of) |, (and |or |not |back )?")
OF_SHAPE = re.compile(r",? (is|has|has shape|has the shape|of shape|is of shape) ")
LINES = re.compile(r"\b(columns|rows) of (the )?$")


def said_wrong(clauses, around, place):
    """What the words before a name, or before a shape, say that is not so; None where there is nothing to say."""
    formula = around.page.formulas[place]
    sides = [side for clause in clauses for side in clause.chain.sides]
    if len(sides) != 1:
        return None
    if LINES.search(formula.equation.words) and (axes := _axes(sides[0], formula)):
        several = [shape for shape in axes if sum(axis != "1" for axis in shape) > 1]
        return None if several else f"${t.latex(sides[0])}$ is {_shape(axes[0])}, which has no several columns and rows"
    before = _before(around, place) if formula.equation.goes_on else None
    if before is None:
        return None
    if is_name(sides[0]) and normal(before) == normal(sides[0]) and JOINED.fullmatch(formula.equation.words):
        return f"${t.latex(sides[0])}$ stands on both sides of {formula.equation.words.strip()!r}"
    if isinstance(sides[0], t.Tuple) and OF_SHAPE.fullmatch(formula.equation.words):
        shape, axes = tuple(map(t.latex, sides[0].entries)), _axes(before, formula)
        return f"${t.latex(before)}$ is {_shape(axes[0])} by its table" if axes and shape not in axes else None
    return None


def _before(around, place):
    """The name that stands before a formula in its sentence; None where something else does."""
    try:
        clauses = read_at(around, place - 1) if place else ()
    except ReadError:
        return None
    sides = [side for clause in clauses for side in clause.chain.sides]
    return sides[0] if len(sides) == 1 and is_name(sides[0]) else None


def _axes(name, formula):
    """The shapes that the letters around a formula have for a name; none where no table says one."""
    found = [letter for letter in formula.letters.values() if letter.name == t.key(name) and letter.axes]
    return [tuple(map(str, letter.axes)) for letter in found]


def _shape(axes):
    return f"({', '.join(axes)})"
