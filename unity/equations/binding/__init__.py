"""Bind an equation: which function computes its value, what its symbols stand for, which of them are drawn.

Symbols are fixtures, as in pytest: a function's parameters name the symbols it is computed from, and these are looked
up in turn. One table serves the whole book (`Book.symbols`); an equation has an `Entry` only where it needs more.

`entries` are what a table says of an equation, `definitions` what it says itself, `leaves` what is left to be drawn, and
`bound` puts the three together.
"""

from unity.equations.binding.bound import Binding, bind, bind_clauses
from unity.equations.binding.entries import Entry, Proved, Refuted, Stated
from unity.equations.binding.leaves import RESULT

__all__ = ["RESULT", "Binding", "Entry", "Proved", "Refuted", "Stated", "bind", "bind_clauses"]
