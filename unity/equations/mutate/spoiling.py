"""Every small mistake that a tree can be spoilt by."""

from itertools import combinations

from unity.equations import tree as t

__all__ = ["spoilt"]

EDGES = {"<": "\\le", ">": "\\ge", "\\le": "<", "\\ge": ">"}


def spoilt(tree, is_number):
    """Every tree that differs from a tree by one small mistake: the mistake's name, its place, the tree.

    A place is the way to it from the top, the number of a child at each fork; that of a swap is the top.
    """
    yield from (((change, (), other)) for change, other in (*_spoilt_here(tree, is_number), *_swapped_symbols(tree)))
    yield from _spoilt_below(tree, is_number)


def _spoilt_below(tree, is_number):
    for place, child in enumerate(t.children(tree)):
        if isinstance(tree, t.Call) and place == 0:
            continue  # the name of a function
        if isinstance(tree, t.Derivative | t.Nabla | t.Limit) and place > 0 and isinstance(child, t.Symbol):
            continue
        is_index = isinstance(tree, t.Subscript | t.Example) and place > 0
        if is_index:
            yield "shift an index", (place,), t.replace_child(tree, place, t.Binary("+", child, t.Number("1")))
            continue
        if isinstance(tree, t.Reduce) and isinstance(child, t.Symbol) and child in tree.indices:
            continue
        has_components = isinstance(tree, t.Subscript | t.Example)  # those of a transposed column are the same
        here = ((change, (), other) for change, other in _spoilt_here(child, is_number))
        for change, way, other in [*here, *_spoilt_below(child, is_number)]:
            if not (has_components and isinstance(other, t.Transpose)):
                yield change, (place, *way), t.replace_child(tree, place, other)


def _spoilt_here(tree, is_number):
    match tree:
        case t.Negative(term):
            yield "flip a sign", term
        case t.Binary("+", left, right):
            yield "flip a sign", t.Binary("-", left, right)
        case t.Binary("-", left, right):
            yield "flip a sign", t.Binary("+", left, right)
        case t.Binary("", left, right):
            yield "swap factors", t.Binary("", right, left)
            yield "drop the left factor", right
            yield "drop the right factor", left
        case t.Binary("/", top, bottom):
            yield "drop a divisor", top
            yield "turn a fraction over", t.Binary("/", bottom, top)
        case t.Binary("\\odot" | "\\oslash" | "\\star" | "*" as operator, left, right):
            yield "drop the right factor", left
            if operator in ("\\star", "*"):
                yield "flip the kernel", t.Binary("*" if operator == "\\star" else "\\star", left, right)
        case t.Power(base, exponent):
            yield "raise an exponent", t.Power(base, t.Binary("+", exponent, t.Number("1")))
            yield "drop an exponent", base
        case t.Transpose(base):
            yield "drop a transpose", base
        case t.Reduce(kind, indices, low, high, body, condition):
            if low is not None:
                yield (
                    "shift the lower bound",
                    t.Reduce(kind, indices, t.Binary("+", low, t.Number("1")), high, body, condition),
                )
            if high is not None:
                yield (
                    "shift the upper bound",
                    t.Reduce(kind, indices, low, t.Binary("-", high, t.Number("1")), body, condition),
                )
        case t.Inner(left, _):
            yield "drop the right factor", left
        case t.Fence(_, body):
            yield "drop the bars", body
        case t.Cases(((first, condition), (second, otherwise), *rest)):
            yield "swap the cases", t.Cases(((second, condition), (first, otherwise), *rest))
            for turned in _on_the_other_side(condition):
                yield "move the edge", t.Cases(((first, turned), (second, otherwise), *rest))
        case t.Iverson(condition):
            yield from (("move the edge", t.Iverson(turned)) for turned in _on_the_other_side(condition))
        case t.Chain(sides, (">" | "<" as relation, *rest)):
            yield "turn a relation", t.Chain(sides, ("<" if relation == ">" else ">", *rest))
    if isinstance(tree, t.Symbol | t.Subscript) and not is_number(tree):
        yield "add a transpose", t.Transpose(tree)


def _on_the_other_side(condition):
    """A condition that counts its edge to the other side."""
    if isinstance(condition, t.Chain) and len(condition.relations) == 1 and condition.relations[0] in EDGES:
        yield t.Chain(condition.sides, (EDGES[condition.relations[0]],))


def _swapped_symbols(tree):
    names = sorted({node for node in t.walk(tree) if isinstance(node, t.Symbol)} - _function_names(tree), key=repr)
    for a, b in combinations(names, 2):
        yield f"swap {a.name} and {b.name}", _renamed(tree, {a: b, b: a})


def _function_names(tree):
    return {node.function for node in t.walk(tree) if isinstance(node, t.Call)} | {
        index for node in t.walk(tree) if isinstance(node, t.Reduce) for index in node.indices
    }


def _renamed(tree, names):
    if isinstance(tree, t.Symbol):
        return names.get(tree, tree)
    for place, child in enumerate(t.children(tree)):
        tree = t.replace_child(tree, place, _renamed(child, names))
    return tree
