"""One small draw of an equation, worked out: what is drawn, and the number of each side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unity.equations import tree as t
from unity.equations.cards.numbers import fits
from unity.equations.check import Mismatch, compare, entries, generators, places, value_of_side
from unity.equations.evaluate import EvaluationError

__all__ = ["Drawn", "Side", "drawn"]

# Whatever goes wrong with an equation is told by its check, and not by its card.
FAULTS = (Mismatch, EvaluationError, ArithmeticError, LookupError, TypeError, ValueError)
TRIES = 6  # small draws, and then as many of any size


@dataclass(frozen=True)
class Side:
    """A side of an equation, or the code that computes it, with its number; and the sign before it, nothing before the first."""

    relation: str
    latex: str | None
    code: str | None
    value: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """A draw: the values of letters by their names, shapes in the names of axes, and the sides, clause by clause.

    Of an expression it is its code, in backticks, that has a shape. A clause has the numbers that its free indices have, and its sides.
    """

    values: Mapping[str, np.ndarray]
    shapes: Mapping[str, str]
    clauses: tuple[tuple[Mapping[str, int], tuple[Side, ...]], ...]


def drawn(reading):
    """The first small draw on which an equation can be worked out, and holds; of a misprint, one on which it fails as meant.

    None where there is none: of what is proved or only stated.
    """
    refuted = reading.state == "refuted"
    if reading.problem or reading.state not in ("run", "refuted"):
        return None
    with reading.book.said.notation.used():
        try:
            binding = reading.bind_as_meant(reading.clauses) if refuted else reading.binding
            found = _first(binding, reading.equation.label, refuted)
        except FAULTS:
            return None
        if found is None:
            return None
        scope, clauses = found
        values = {name: value for name in _names(binding, reading) if (value := _value(name, scope)) is not None}
        other = binding.scope(generators(f"another {reading.equation.label}", 1)[0])
        shapes = {name: _shape(name, scope, other) for name in (*values, *binding.fixtures)}
        return Drawn(values, {name: shape for name, shape in shapes.items() if shape}, tuple(clauses))


def _first(binding, label, refuted):
    """The first draw whose arrays all fit, or else the first: its scope, and its clauses; None where there is none."""
    found, seen = None, []
    for number, rng in enumerate(generators(f"card {label}", 2 * TRIES)):
        if found and number >= TRIES:
            break
        scope = binding.scope(rng, small=number < TRIES)
        arrays = {name: value for name, value in scope.pinned.items() if isinstance(value, np.ndarray)}
        shapes = {name: value.shape for name, value in arrays.items()}
        if found and shapes in seen:
            continue  # it has as many numbers as another
        seen.append(shapes)
        try:
            if not refuted:
                compare(binding, scope)
            clauses = [_worked(clause, scope) for clause in binding.clauses]
        except FAULTS:
            continue
        found = found or (scope, clauses)
        if all(map(fits, [*arrays.values(), *(side.value for _, sides in clauses for side in sides)])):
            return scope, clauses
    return found


def _worked(clause, scope):
    """The first choice of a clause's indices, and its sides there."""
    sides, relations = clause.chain.sides, ("", *clause.chain.relations)
    inner, numbers = next(iter(places(clause, scope)))
    names = [name for name in inner.pinned if name not in scope.pinned]
    values = entries([value_of_side(side, inner) for side in sides], numbers)
    found = zip(relations, sides, (value for _, value, _ in values))
    return dict(zip(names, numbers)), tuple(Side(relation, *_said(side), value) for relation, side, value in found)


def _said(side):
    """A side's LaTeX, or its code: one of the two."""
    name = side.name if isinstance(side, t.Symbol) else ""
    return (None, name.strip("`")) if name.startswith("`") else (t.latex(side), None)


def _names(binding, reading):
    """The letters of an equation that may have a value: all but functions and pieces of code."""
    functions = {letter.name for letter in reading.letters.values() if letter.parameters}
    return [name for name in (*binding.leaves, *binding.fixtures) if not name.startswith("`") and name not in functions]


def _value(name, scope):
    """The value of a letter; None of a function, and of what has none here."""
    try:
        value = scope.value(name)
    except FAULTS:
        return None
    return value if isinstance(value, np.ndarray) else None


def _shape(name, *scopes):
    """The shape of a letter, or of what code computes, in the names of axes; None where two draws do not agree on it."""
    said = {(value := _value(name, scope)) is not None and _named(value, scope) for scope in scopes}
    return said.pop() if len(said) == 1 else None


def _named(value, scope):
    sizes = {
        size.item(): name for name, size in scope.pinned.items() if isinstance(size, np.ndarray) and size.ndim == 0
    }
    return f"({', '.join(sizes.get(axis, str(axis)) if axis > 1 else '1' for axis in value.shape)})"
