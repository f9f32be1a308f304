"""The usual slips: which small change of a wrong line would make it follow from the line before."""

from unity.equations import tree as t

__all__ = ["repairs"]

M = "a missing or a superfluous factor"


def repairs(before, line, sizes):
    r"""Every (slip, line, another line): where the two follow from each other, the slip has been made.

    `sizes` are the names of counts, such as m, whose 1/m may be missing. The likelier slips come first.
    """
    for changed in _everywhere(line, _other_sign):
        yield "a sign is turned", before, changed
    for changed in _everywhere(line, _other_transpose):
        yield "a transpose is missing or too many", before, changed
    for size in sizes:
        yield f"the factor 1/{size} is missing", before, t.Binary("/", line, t.Symbol(size))
        yield f"a factor 1/{size} is too many", before, t.Binary("", t.Symbol(size), line)
        for changed in _everywhere(line, lambda tree, size=size: _over(tree, size)):
            yield f"the factor 1/{size} is missing in one term", before, changed
    for changed in _everywhere(line, _swapped):
        yield "two factors stand in the wrong order", before, changed
    for changed in _everywhere(line, lambda tree: _other_indices(tree, _index_letters(before, line))):
        yield "an index is wrong", before, changed
    for changed in _everywhere(before, _half_a_product_rule):
        yield "the product rule has two terms, f' g + f g'", changed, line


def _everywhere(tree, change):
    """The tree with one node changed, for each node and each change of it; names of functions and variables stay."""
    yield from change(tree)
    for place, child in enumerate(t.children(tree)):
        if isinstance(tree, t.Call) and place == 0:
            continue
        if isinstance(tree, t.Derivative | t.Nabla) and place > 0:
            continue
        if isinstance(tree, t.Reduce) and child in tree.indices:
            continue
        yield from (t.replace_child(tree, place, other) for other in _everywhere(child, change))


def _other_sign(tree):
    match tree:
        case t.Binary("+", left, right):
            yield t.Binary("-", left, right)
        case t.Binary("-", left, right):
            yield t.Binary("+", left, right)
        case t.Negative(term):
            yield term
        case t.Reduce() | t.Derivative() | t.Call() | t.Symbol():
            yield t.Negative(tree)
        case t.Binary("", left, _) if not isinstance(left, t.Binary):
            yield t.Negative(tree)


def _other_transpose(tree):
    if isinstance(tree, t.Transpose):
        yield tree.base
    elif isinstance(tree, t.Symbol | t.Subscript | t.Derivative) or (
        isinstance(tree, t.Binary) and tree.operator in "+-"
    ):
        yield t.Transpose(tree)


def _over(tree, size):
    if isinstance(tree, t.Binary) and tree.operator in ("+", "-"):
        yield t.Binary(tree.operator, tree.left, t.Binary("/", tree.right, t.Symbol(size)))
        yield t.Binary(tree.operator, t.Binary("/", tree.left, t.Symbol(size)), tree.right)


def _swapped(tree):
    match tree:
        case t.Binary("", left, right):
            yield t.Binary("", right, left)
            yield t.Binary("", t.Transpose(right), t.Transpose(left))
            if isinstance(left, t.Binary) and left.operator == "":
                yield t.Binary("", t.Binary("", left.left, right), left.right)


def _other_indices(tree, letters):
    if isinstance(tree, t.Subscript):
        for place, index in enumerate(tree.indices):
            for other in _others(index, letters):
                yield t.Subscript(tree.base, (*tree.indices[:place], other, *tree.indices[place + 1 :]))
        if len(tree.indices) == 2:
            yield t.Subscript(tree.base, tree.indices[::-1])
    elif isinstance(tree, t.Example):
        yield from (t.Example(tree.base, other) for other in _others(tree.index, letters))


def _others(index, letters):
    one = t.Number("1")
    shifted = [t.Binary("+", index, one), t.Binary("-", index, one)]
    if isinstance(index, t.Binary) and index.right == one and index.operator in ("+", "-"):
        shifted = [index.left]  # n + 1 for n
    if isinstance(index, t.Number):
        shifted = [t.Number(str(int(index.text) + step)) for step in (1, -1) if index.text.isdigit()]
    return [*shifted, *(letter for letter in letters if letter != index)]


def _index_letters(*trees):
    """The letters that count somewhere in the two lines."""
    found = {}
    for tree in trees:
        for node in t.walk(tree):
            indices = (node.index,) if isinstance(node, t.Example) else getattr(node, "indices", ())
            found |= {index: None for index in indices if isinstance(index, t.Symbol)}
    return list(found)


def _half_a_product_rule(tree):
    match tree:
        case t.Derivative(t.Binary("" | "\\odot" as product, left, right), (variable,)):
            first, second = (t.Derivative(factor, (variable,)) for factor in (left, right))
            yield t.Binary(product, first, right)
            yield t.Binary(product, left, second)
            yield t.Binary(product, first, second)
            yield t.Binary("-", t.Binary(product, first, right), t.Binary(product, left, second))
