"""What a formula itself says of a symbol: a clause whose left side is a new name defines it."""

from unity.equations import tree as t
from unity.equations.evaluate import Definition
from unity.equations.functions import FUNCTIONS

__all__ = ["defined"]

MARKS = ((t.Symbol("\\parallel"),), (t.Symbol("\\perp"),))


def defined(clause, fixtures, known):
    """The name that a clause defines, with its meaning: c = -b, D(h) = ...; empty where it defines none.

    `fixtures` and `known` hold the names that mean something already.
    """
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
