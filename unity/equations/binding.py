"""Bind an equation: which function computes its value, what its symbols stand for, which of them are drawn.

Symbols are fixtures, as in pytest: a function's parameters name the symbols it is computed from, and these are looked
up in turn. One table serves the whole book (`Book.symbols`); an equation has an `Entry` only where it needs more.
"""

import functools
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from unity.equations import tree as t
from unity.equations.draws import annotations, axes_of, draw, sizes
from unity.equations.evaluate import Definition, EvaluationError, Scope
from unity.equations.functions import FUNCTIONS
from unity.equations.reader import read

__all__ = ["Binding", "Entry", "Proved", "Refuted", "Stated", "bind"]

RESULT = "the function's value"
MARKS = ((t.Symbol("\\parallel"),), (t.Symbol("\\perp"),))


@dataclass(frozen=True)
class Entry:
    """What one equation needs beside the book's table. Most equations need nothing.

    * `value`: a function of symbols that calls the bound function, where its plain result is not the left side.
    * `symbols`: symbols that mean something else here: a function of other symbols, LaTeX, a number, or None to draw them.
    * `shapes`: the axes of drawn symbols that no function's parameter annotates: "n m"; "" is a number.
    * `draws`: how to draw a symbol, a function of (rng, shape), where a normal draw would not do.
    * `sizes`: axes whose size the mathematics fixes. `ranges`: how far an index runs that counts no array.
    * `functions`: further names that are calls where a bracket follows.
    * `clause`: which clause has the function's value on its left, where it is not the first.
    * `rounding`: what separates two sides of an approximate equation (\\approx) at most, relative.
    """

    value: Callable | None = None
    symbols: Mapping[str, object] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    draws: Mapping[str, Callable] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    ranges: Mapping[str, str | int] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    clause: int = 0
    rounding: float = 1e-6


@dataclass(frozen=True)
class Proved:
    """An identity over symbols, or a limit, that SymPy proves: symbol -> what is assumed of it ("real", "positive", ...)."""

    assumptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stated:
    """An equation that cannot be evaluated, with the reason."""

    reason: str


@dataclass(frozen=True)
class Refuted:
    """A formula as a deck prints it, which must fail against the function that computes what is meant.

    `fails` says how, once for each entry: by "value", by "shape", by an "index" out of range or by a "symbol" that stands for nothing.
    """

    function: str
    fails: tuple[tuple[str, Entry], ...]


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
    fixtures = {name: _fixture(value, callable_names) for name, value in fixtures.items() if value is not None}
    if function is not None:
        fixtures[RESULT] = entry.value or pkgutil.resolve_name(function)
    known = _known_leaves(fixtures, entry, book)
    leader = _left_name(clauses, entry, fixtures, known) if function is not None else None
    if leader is not None and (leader in entry.symbols or leader in annotations([fixtures[RESULT]])):
        leader = None  # what the function is computed from is not its value
    if leader is not None:
        fixtures[leader] = fixtures[RESULT]
    definitions = set()
    for place, clause in enumerate(clauses):
        if (place != entry.clause or leader is None) and (defined := _definition(clause, fixtures, known)):
            fixtures |= defined
            definitions.add(place)
    leaves, used = _leaves(clauses, fixtures, known)
    # Only what the equation needs says how its leaves are shaped: J's bias has one row, a layer's has several.
    asked = _known_leaves({name: fixtures[name] for name in used}, entry, book)
    leaves = {name: asked.get(name, several) for name, several in leaves.items()}
    return Binding(clauses, fixtures, leaves, entry, function, leader, frozenset(definitions))


def _fixture(value, functions):
    """LaTeX in the table of symbols becomes a definition."""
    return _read_definition(value, functions) if isinstance(value, str) else value


@functools.cache
def _read_definition(latex, functions):
    (clause,) = read(latex, functions)
    (side,) = clause.chain.sides
    return Definition((), side)


def _known_leaves(fixtures, entry, book):
    """Annotations of whatever may be drawn: parameters of functions, and the shapes that the tables give."""
    functions = [f for f in fixtures.values() if callable(f) and not isinstance(f, Definition)]
    parameters = {}
    # The bound function's own annotations come first.
    for function in sorted(functions, key=lambda function: function is not fixtures.get(RESULT)):
        for name, several in annotations([function]).items():
            parameters.setdefault(name, []).extend(several)
    known = {name: several for name, several in parameters.items() if any(_drawable(a) for a in several)}
    for name, shape in {**book.shapes, **entry.shapes}.items():
        known[name] = [shape] if name in entry.shapes else known.get(name, [shape])
    for name in entry.draws:
        known.setdefault(name, [Callable])
    return known


def _drawable(annotation):
    return annotation in (int, float) or axes_of(annotation) is not None


def _left_name(clauses, entry, fixtures, known):
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


def _definition(clause, fixtures, known):
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


def _leaves(clauses, fixtures, known):
    """What must be drawn: every known symbol that the equation needs, directly or through a fixture, and nothing computes.

    And the names of the fixtures that it meets on the way.
    """
    wanted = [RESULT] if RESULT in fixtures else []
    for clause in clauses:
        wanted += _mentioned(clause)
    leaves, seen = {}, {name for clause in clauses for name in _counting(clause, {*fixtures, *known})}
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        fixture = fixtures.get(name)
        if isinstance(fixture, Definition):
            wanted += [other for other in _mentioned(fixture.body) if other not in fixture.parameters]
        elif callable(fixture):
            wanted += [
                p for p, q in inspect.signature(fixture).parameters.items() if q.default is q.empty or p in fixtures
            ]
        elif fixture is None and name in known:
            leaves[name] = known[name]
    return leaves, seen & fixtures.keys()


def _counting(tree, names):
    """The letters that count: they stand as an index, not as part of a name (w_x), and are never drawn."""
    for node in t.walk(tree):
        if t.key(node) in names:
            continue
        indices = (node.index,) if isinstance(node, t.Example) else getattr(node, "indices", ())
        yield from (t.key(index) for index in indices if isinstance(index, t.Symbol))


def _mentioned(tree):
    """Every name that a tree may look up: its symbols, their upper-case tables, whole names with indices."""
    names = []
    for node in t.walk(tree):
        name = t.key(node) if not isinstance(node, t.Number) else None
        if name is not None:
            names.append(name)
        if isinstance(node, t.Example) and (base := t.key(node.base)) is not None:
            names.append(t.table_key(base))
    return names
