"""Read an equation, find what each of its symbols stands for, and draw what nothing computes."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unity.equations import tree as t
from unity.equations.binding.definitions import defined, fixture, left_name
from unity.equations.binding.entries import Entry
from unity.equations.binding.leaves import RESULT, known_leaves, leaves_of
from unity.equations.draws import annotations, axes_of, draw, sizes
from unity.equations.evaluate import EvaluationError, Scope
from unity.equations.reader import read

__all__ = ["Binding", "bind", "bind_clauses"]


@dataclass(frozen=True)
class Binding:
    """An equation ready to be drawn and compared."""

    clauses: tuple[t.Clause, ...]
    fixtures: Mapping[str, object]
    leaves: Mapping[str, list]
    entry: Entry
    function: str | None
    leader: str | None
    definitions: frozenset[int] = frozenset()

    def scope(self, rng):
        """One draw of all leaves, and everything that can be computed from them."""
        axes = {name: [axes_of(a) for a in several if axes_of(a) is not None] for name, several in self.leaves.items()}
        table = sizes({name: found for name, found in axes.items() if found}, self.entry.sizes, rng)
        pinned = {name: np.asarray(float(size)) for name, size in table.items() if name.isidentifier()}
        for name, several in sorted(self.leaves.items()):
            if name in table:
                continue  # a size: m, n, K
            several = [a for a in several if axes_of(a) is not None] or several
            pinned[name] = draw(name, several, table, rng, self.entry.draws.get(name))
        ranges = {name: table.get(size, size) for name, size in self.entry.ranges.items()}
        for name, size in ranges.items():
            if isinstance(size, str):
                raise EvaluationError(f"the index {name} runs to {size}, which is no axis of what is drawn")
        return Scope(self.fixtures, pinned, ranges)


def bind(latex, function=None, entry=None, book=None):
    """Read an equation and find what each of its symbols stands for.

    `function` is the importable name of the function that computes it; `book` is the Book whose symbols it may use.
    Raises ReadError for what cannot be read, EvaluationError where a symbol is unknown.
    """
    entry = entry or Entry()
    return bind_clauses(read(latex, frozenset(book.functions) | frozenset(entry.functions)), function, entry, book)


def bind_clauses(clauses, function, entry, book):
    """The same for clauses that are read already."""
    callable_names = frozenset(book.functions) | frozenset(entry.functions)
    fixtures = dict(book.symbols) | dict(entry.symbols)
    fixtures = {name: fixture(value, callable_names) for name, value in fixtures.items() if value is not None}
    if function is not None:
        fixtures[RESULT] = entry.value or pkgutil.resolve_name(function)
    known = known_leaves(fixtures, entry, book)
    leader = left_name(clauses, entry, fixtures, known) if function is not None else None
    if leader is not None and (leader in entry.symbols or leader in annotations([fixtures[RESULT]])):
        leader = None  # what the function is computed from is not its value
    if leader is not None:
        fixtures[leader] = fixtures[RESULT]
    definitions = set()
    for place, clause in enumerate(clauses):
        if (place != entry.clause or leader is None) and (new := defined(clause, fixtures, known)):
            fixtures |= new
            definitions.add(place)
    leaves, used = leaves_of(clauses, fixtures, known)
    # Only what the equation needs says how its leaves are shaped: J's bias has one row, a layer's has several.
    asked = known_leaves({name: fixtures[name] for name in used}, entry, book)
    leaves = {name: asked.get(name, several) for name, several in leaves.items()}
    return Binding(clauses, fixtures, leaves, entry, function, leader, frozenset(definitions))
