r"""How a book writes: what its formulas mean where books differ, and which habits of others it shares.

The engine's own dialect has examples as columns and counts components from 1; $x^{(i)}$ is example i. Whoever writes
otherwise says so in the project's `pyproject.toml` (`unity.equations.configuration`), and nothing is guessed: a habit that a
book has not declared is refused, with what to write instead (`unity.equations.reader.habits`).
"""

import contextlib
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Notation", "current"]


@dataclass(frozen=True)
class Notation:
    """What the formulas of a book mean where books differ.

    * `examples`: `"columns"` or `"rows"` of an array. Along the examples a bias is added to each, a single index of a matrix
      counts them, and classes share their probability across them. One example is a column in either case.
    * `first`: the number of the first component, 1 or 0.
    * `superscript`: what $W^{(1)}$ is, an `"example"` of W, or the letter of a `"layer"`, which a table declares.
    * `habits`: the names of the habits that are read, each as the dialect's own form.
    """

    examples: str = "columns"
    first: int = 1
    superscript: str = "example"
    habits: frozenset[str] = frozenset()

    @contextlib.contextmanager
    def used(self):
        """What is read and evaluated inside follows this notation.

        >>> with Notation(first=0).used():
        ...     current().first
        0
        """
        token = CURRENT.set(self)
        try:
            yield self
        finally:
            CURRENT.reset(token)

    def axis(self, a):
        """The axis of an array along which its examples lie."""
        return 0 if self.examples == "rows" else a.ndim - 1

    def spreads(self, a, b):
        """Whether one of two arrays is a single example, which is added to each of the other's."""
        if self.examples == "rows":
            return a.shape[1:] == b.shape[1:] and 1 in (a.shape[0], b.shape[0])
        return a.shape[0] == b.shape[0] and a.shape[0] in (a.size, b.size)

    def numbers(self, size):
        """The numbers of so many components."""
        return range(self.first, self.first + size)


CURRENT = ContextVar("CURRENT", default=Notation())  # noqa: B039  (frozen)


def current():
    """The notation that holds now: that of the book whose formula is read or evaluated."""
    return CURRENT.get()
