"""The form that a formula shares with its quotations: terms of a sum and entrywise factors in any order, all else as it is."""

from unity.equations import tree as t

__all__ = ["normal", "parts"]


def normal(tree):
    """A form of a tree that does not depend on the order of a sum, nor on how products are bracketed."""
    match tree:
        case t.Binary("+" | "-") | t.Negative():
            terms = sorted(((sign, normal(term)) for sign, term in _terms(tree, 1)), key=repr)
            return ("sum", *terms) if len(terms) > 1 or terms[0][0] < 0 else terms[0][1]
        case t.Binary(""):
            return ("product", *map(normal, _factors(tree, "")))
        case t.Binary("\\odot"):
            return ("entrywise", *sorted(map(normal, _factors(tree, "\\odot")), key=repr))
        case t.Symbol(text) | t.Number(text):
            return text
        case t.Power(base, t.Number("1")):
            return normal(base)
    kind = getattr(tree, "operator", getattr(tree, "kind", getattr(tree, "bar", "")))
    relations = getattr(tree, "relations", ())
    return (type(tree).__name__, kind, *relations, *map(normal, t.children(tree)))


def parts(tree):
    """The normal forms of a tree and of everything that it is made of, with the neighbours in its sums and products."""
    for node in t.walk(tree):
        match node:
            case t.Chain() | t.Clause():
                yield from _neighbours(node)
            case t.Binary("+" | "-"):
                terms = list(_terms(node, 1))
                yield from (("sum", *sorted(((s, normal(x)) for s, x in some), key=repr)) for some in _runs(terms))
                yield from (normal(term) if sign > 0 else ("sum", (-1, normal(term))) for sign, term in terms)
                yield normal(node)
            case t.Binary("" | "\\odot" as operator):
                name = "product" if operator == "" else "entrywise"
                order = (lambda x: x) if operator == "" else (lambda x: sorted(x, key=repr))
                yield from ((name, *order([normal(x) for x in some])) for some in _runs(_factors(node, operator)))
                yield normal(node)
            case _:
                yield normal(node)


def _neighbours(node):
    """Two sides of a chain and the relation between them, read from either end."""
    if isinstance(node, t.Chain):
        sides = list(map(normal, node.sides))
        for relation, left, right in zip(node.relations, sides, sides[1:]):
            yield ("relation", relation, left, right)
            yield ("relation", TURNED.get(relation, relation), right, left)


TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}


def _runs(several):
    """Two and more neighbours of a list."""
    count = len(several)
    return [several[i:j] for i in range(count) for j in range(i + 2, count + 1)]


def _terms(tree, sign):
    """The terms of a sum, each with its sign."""
    match tree:
        case t.Binary("+" | "-" as operator, left, right):
            yield from _terms(left, sign)
            yield from _terms(right, sign if operator == "+" else -sign)
        case t.Negative(term):
            yield from _terms(term, -sign)
        case _:
            yield sign, tree


def _factors(tree, operator):
    if isinstance(tree, t.Binary) and tree.operator == operator:
        return [*_factors(tree.left, operator), *_factors(tree.right, operator)]
    return [tree]
