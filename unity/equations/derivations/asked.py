"""What an exercise asks to be derived."""

import functools
from dataclasses import dataclass

from unity.equations.letters import Namespace, letters_of
from unity.equations.letters.tables import functions_of
from unity.equations.reader import read

__all__ = ["Derivation"]


@dataclass(frozen=True)
class Derivation:
    r"""An exercise: from `start` to `goal`, with letters as a table in Markdown declares them.

    * `letters` is a table as on a page: letter, in code, shape, what it is. `namespaces` are the modules whose names its
      code may use.
    * `start` and `goal` are LaTeX. The order of sums and of numbers in a product is free; where a goal has other forms
      as good, `also` has them.
    * `solution` is the derivation as the exercise's own solution has it.

    Raises ValueError where the table, the start or the goal cannot be read.

    >>> Derivation("sum", "| letter | shape |\n|---|---|\n| $a$ | () |", "a + a", "2 a", r"a + a \\ = 2 a").name
    'sum'
    """

    name: str
    letters: str
    start: str
    goal: str
    solution: str
    also: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()

    def __post_init__(self):
        for latex in (self.start, self.goal, *self.also):
            self.read(latex)

    @functools.cached_property
    def functions(self):
        """The names that are calls before a bracket."""
        return functions_of(self.letters)

    @functools.cached_property
    def table(self):
        """The letters, by name."""
        return {letter.name or letter.written: letter for letter in letters_of(self.letters)}

    @functools.cached_property
    def namespace(self):
        """The names that code may use."""
        return Namespace(self.namespaces)

    def read(self, latex):
        """An expression as a tree. Raises ReadError for what cannot be read, ValueError where it is no expression."""
        clauses = read(latex, self.functions)
        if len(clauses) != 1 or clauses[0].chain.relations or clauses[0].conditions:
            raise ValueError(f"{latex.strip()}: expected one expression between = and =")
        return clauses[0].chain.sides[0]
