"""What must be drawn of an equation: the symbols that it needs, directly or through others, and nothing computes."""

from collections.abc import Callable

from unity.equations import tree as t
from unity.equations.draws import annotations, axes_of
from unity.equations.evaluate import Definition
from unity.equations.evaluate.scope import parameters

__all__ = ["RESULT", "known_leaves", "leaves_of", "mentioned"]

RESULT = "the function's value"


def known_leaves(fixtures, entry, book):
    """Annotations of whatever may be drawn: parameters of functions, and the shapes that the tables give."""
    functions = [f for f in fixtures.values() if callable(f) and not isinstance(f, Definition)]
    found = {}
    # The bound function's own annotations come first.
    for function in sorted(functions, key=lambda function: function is not fixtures.get(RESULT)):
        for name, several in annotations([function]).items():
            found.setdefault(name, []).extend(several)
    known = {name: several for name, several in found.items() if any(_drawable(a) for a in several)}
    for name, shape in {**book.shapes, **entry.shapes}.items():
        known[name] = [shape] if name in entry.shapes else known.get(name, [shape])
    for name in entry.draws:
        known.setdefault(name, [Callable])
    return known


def _drawable(annotation):
    return annotation in (int, float) or axes_of(annotation) is not None


def leaves_of(clauses, fixtures, known):
    """What must be drawn: every known symbol that the equation needs, directly or through a fixture, and nothing computes.

    And the names of the fixtures that it meets on the way.
    """
    wanted = [RESULT] if RESULT in fixtures else []
    for clause in clauses:
        wanted += mentioned(clause)
    leaves, seen = {}, {name for clause in clauses for name in _counting(clause, {*fixtures, *known})}
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        fixture = fixtures.get(name)
        if isinstance(fixture, Definition):
            wanted += [other for other in mentioned(fixture.body) if other not in fixture.parameters]
        elif callable(fixture):
            wanted += [p for p, q in parameters(fixture).items() if q.default is q.empty or p in fixtures]
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


def mentioned(tree):
    """Every name that a tree may look up: its symbols, their upper-case tables, whole names with indices."""
    names = []
    for node in t.walk(tree):
        name = t.key(node) if not isinstance(node, t.Number) else None
        if name is not None:
            names.append(name)
        if isinstance(node, t.Example) and (base := t.key(node.base)) is not None:
            names.append(t.table_key(base))
    return names
