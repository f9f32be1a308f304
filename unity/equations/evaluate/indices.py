"""Indices that no sum binds: an equation holds for each of their values."""

from unity.equations import tree as t
from unity.equations.evaluate.components import columns, counted, example_first, index_axes, whole_name
from unity.equations.evaluate.errors import EvaluationError
from unity.equations.evaluate.scope import operand
from unity.equations.notation import current

__all__ = ["free_indices"]


def free_indices(tree, scope, bound=frozenset()):
    """The indices of a tree that nothing binds, in the order of the formula, with the number of values each runs over.

    That number is the scope's range of the index, or the size of the axis whose components it counts.
    """
    found = {}
    if isinstance(tree, t.Example) and not whole_name(tree, scope):
        tree = example_first(tree, scope)
    match tree:
        case t.Reduce():
            bound = bound | {t.key(index) for index in tree.indices}
        case t.Symbol() if t.key(tree) in scope.ranges and t.key(tree) not in bound:
            found = {t.key(tree): scope.ranges[t.key(tree)]}
        case t.Subscript() | t.Example() if not whole_name(tree, scope):
            found = _counted_sizes(tree, scope, bound)
    for child in t.children(tree):
        for name, size in free_indices(child, scope, bound).items():
            found.setdefault(name, size)
    return found


def _indices(tree):
    """The trees that stand as indices of a component or of an example."""
    return tree.indices if isinstance(tree, t.Subscript) else (tree.index,)


def _counted_sizes(tree, scope, bound):
    """How far the indices of one component run."""
    names = [t.key(index) if isinstance(index, t.Symbol) and not t.is_word(index) else None for index in _indices(tree)]
    names = [None if name in bound or scope.has(name) else name for name in names]
    if not any(names):
        return {}
    try:
        inner = _any_index(tree.base, scope)
        a = columns(tree, inner) if isinstance(tree, t.Example) else operand(tree.base, inner)
    except EvaluationError:
        return {name: scope.ranges[name] for name in names if name in scope.ranges}
    axes = [current().axis(a)] if isinstance(tree, t.Example) else index_axes(a, tree.indices)
    return {name: scope.ranges.get(name, a.shape[axis]) for name, axis in zip(names, axes) if name}


def _any_index(tree, scope):
    """A scope in which every index inside a tree has some value, so that the tree's shape can be found."""
    components = [node for node in t.walk(tree) if isinstance(node, t.Example | t.Subscript)]
    names = {t.key(index) for node in components for index in _indices(node) if isinstance(index, t.Symbol)}
    return scope.pin(**{name: counted(current().first) for name in names if not scope.has(name)})
