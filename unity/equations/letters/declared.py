"""One letter: how it is written, in formulas and in code, its shape, and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from unity.equations import tree as t

__all__ = ["Letter", "Undeclared"]


class Undeclared(ValueError):
    """A letter that no table declares where the formula stands."""


@dataclass(frozen=True)
class Letter:
    """A row of a table of letters, for one of the letters that it declares.

    * `written` is what stands in a formula: a name (`dW`, `w_{t+1}`), a call (`f(z)`) or, as a name for what a function of
      the library returns, any expression (a derivative). `name` is its key; None for an expression.
    * `code` is what it is called in code where it is drawn; where the library computes it, the expression that does.
    * `axes` are those of an array: (\"n\", \"m\"); None where nothing says it. `domain` says what numbers are drawn.
    * `formula` is what the table says it equals, or None.
    """

    written: t.Tree
    latex: str
    code: str | None
    axes: tuple[str | int, ...] | None
    domain: str
    formula: t.Tree | None
    meaning: str
    place: str

    @property
    def name(self):
        """The key under which formulas know it; None for an expression."""
        is_call = isinstance(self.written, t.Call) and not self.written.given
        return t.key(self.written.function if is_call else self.written)

    @property
    def parameters(self):
        """The keys of the arguments of a function; none for anything else."""
        is_call = isinstance(self.written, t.Call) and not self.written.given
        return tuple(t.key(argument) for argument in self.written.arguments) if is_call else ()

    @property
    def computed(self):
        """Whether the library computes it."""
        return self.code is not None and not self.code.isidentifier()
