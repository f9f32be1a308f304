"""What an equation itself says of a symbol: the name of the function's value, and what its other clauses define."""

import functools

from unity.equations import tree as t
from unity.equations.evaluate import Definition, EvaluationError
from unity.equations.functions import FUNCTIONS
from unity.equations.reader import read

__all__ = ["defined", "fixture", "left_name"]

MARKS = ((t.Symbol("\\parallel"),), (t.Symbol("\\perp"),))


def fixture(value, functions):
    """LaTeX in the table of symbols becomes a definition."""
    return _read_definition(value, functions) if isinstance(value, str) else value


@functools.cache
def _read_definition(latex, functions):
    (clause,) = read(latex, functions)
    (side,) = clause.chain.sides
    return Definition((), side)


def left_name(clauses, entry, fixtures, known):
    """The name on the left side of the bound clause that stands for the function's value, if it is one."""
    if entry.clause >= len(clauses):
        raise EvaluationError(f"the entry says clause {entry.clause}, there are {len(clauses)}")
    left = clauses[entry.clause].chain.sides[0]
    if isinstance(left, t.Call):
        if left.given:
            return t.key(left)
        builtin = isinstance(left.function, t.Symbol) and left.function.name.rstrip("'") in FUNCTIONS
        named = all(isinstance(argument, t.Symbol) for argument in left.arguments)
        return t.key(left.function) if named and not builtin and not left.function.name.endswith("'") else None
    if isinstance(left, t.Subscript | t.Example):
        base = t.key(left.base)
        return t.key(left) if base in known or base in fixtures else base
    return t.key(left) if isinstance(left, t.Symbol) else None


def defined(clause, fixtures, known):
    """A clause whose left side is a new name defines it: c = -b, D(h) = ..."""
    left, right = clause.chain.sides[0], clause.chain.sides[1] if len(clause.chain.sides) > 1 else None
    name = t.key(left.function if isinstance(left, t.Call) and not left.given else left)
    builtin = isinstance(left, t.Call) and isinstance(left.function, t.Symbol) and left.function.name in FUNCTIONS
    if (
        name is None
        or builtin
        or name in fixtures
        or name in known
        or right is None
        or clause.chain.relations[0] != "="
    ):
        return {}
    marked = isinstance(left, t.Subscript) and left.indices in MARKS  # q_\perp is a name, s_n a component
    if isinstance(left, t.Symbol) or marked or (isinstance(left, t.Call) and left.given):
        return {name: Definition((), right)}
    if isinstance(left, t.Call) and all(isinstance(argument, t.Symbol) for argument in left.arguments):
        return {name: Definition(tuple(t.key(argument) for argument in left.arguments), right)}
    return {}
