"""What must be drawn for a formula: the symbols that it needs, directly or through others, and nothing computes."""

from unity.equations import tree as t
from unity.equations.evaluate import Definition
from unity.equations.evaluate.scope import parameters

__all__ = ["leaves_of", "mentioned"]


def leaves_of(clauses, fixtures, known):
    """Every name of `known` that the clauses need, directly or through a fixture, and no fixture computes, with its shape."""
    wanted = [name for clause in clauses for name in mentioned(clause)]
    leaves, seen = {}, {name for clause in clauses for name in _counting(clause, {*fixtures, *known})}
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        fixture = fixtures.get(name)
        if isinstance(fixture, Definition):
            wanted += [other for other in mentioned(fixture.body) if other not in fixture.parameters]
        elif fixture is not None:
            wanted += [p for p, q in parameters(fixture).items() if q.default is q.empty or p in fixtures]
        elif name in known:
            leaves[name] = known[name]
    return leaves


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
