"""One letter: how it is written, in formulas and in code, its shape, and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from unity.equations import tree as t
from unity.equations.functions import FUNCTIONS

__all__ = ["Letter", "Undeclared"]


class Undeclared(ValueError):
    """A letter that no table declares where the formula stands."""


@dataclass(frozen=True)
class Letter:
    """A row of a table of letters, for one of the letters that it declares.

    * `written` is what stands in a formula: a name (`dW`, `w_{t+1}`), a call (`f(z)`) or, as a name for what a function of
      the library returns, any expression (a derivative). `name` is its key; None for an expression.
    * `code` is what it is called in code where it is drawn; where the library computes it, the expression that does.
    * `axes` are those of an array: `("n", "m")`; None where nothing says it. `domain` says what numbers are drawn.
    * `formula` is what the table says it equals, or None.
    * `equations` are the labels for which alone it holds; none where it holds in its whole section.
    * `printed` is the same letter with the meaning that a misprint gives it (`misprints`), or None.
    """

    written: t.Tree
    latex: str
    code: str | None
    axes: tuple[str | int, ...] | None
    domain: str
    formula: t.Tree | None
    meaning: str
    place: str
    equations: tuple[str, ...] = ()
    printed: Letter | None = None

    @property
    def name(self):
        """The key under which formulas know it; None for an expression."""
        return t.key(self.written.function if self._is_function else self.written)

    @property
    def parameters(self):
        """The keys of the arguments of a function; none for anything else."""
        return tuple(t.key(argument) for argument in self.written.arguments) if self._is_function else ()

    @property
    def _is_function(self):
        """Whether it stands before brackets, and is none of the functions that every formula knows."""
        call = self.written
        return isinstance(call, t.Call) and not call.given and getattr(call.function, "name", "") not in FUNCTIONS

    @property
    def computed(self):
        """Whether the library computes it."""
        return self.code is not None and not self.code.isidentifier()

    @property
    def means_something(self):
        """Whether its row says what it stands for, or what is drawn for it."""
        return not (self.code is None and self.axes is None and self.formula is None and not self.domain)
