"""The form that a formula shares with its quotations: terms of a sum and entrywise factors in any order, all else as it is."""

from unity.equations import tree as t

__all__ = ["LINK", "links", "normal", "parts"]

LINK = "link"
TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}
PRODUCTS = {"": "product", "\\odot": "entrywise"}


def normal(tree):
    """A text that does not depend on the order of a sum, nor on how products are bracketed."""
    match tree:
        case t.Binary("+" | "-") | t.Negative():
            return _sum(list(_terms(tree, 1)))
        case t.Binary("" | "\\odot" as operator):
            return _product(operator, [normal(factor) for factor in _factors(tree, operator)])
        case t.Symbol(text) | t.Number(text):
            return text
    kind = getattr(tree, "operator", getattr(tree, "kind", getattr(tree, "bar", "")))
    inside = [*getattr(tree, "relations", ()), *map(normal, t.children(tree))]
    return f"{type(tree).__name__}{kind}[{' ; '.join(inside)}]"


def parts(tree):
    """The normal forms of a tree and of everything that it is made of, with the neighbours in its sums and products."""
    for node in t.walk(tree):
        match node:
            case t.Clause():
                continue
            case t.Chain():
                yield from links(node)
            case t.Binary("+" | "-"):
                terms = list(_terms(node, 1))
                yield from map(_sum, _runs(terms, 1))
            case t.Binary("" | "\\odot" as operator):
                factors = [normal(factor) for factor in _factors(node, operator)]
                yield from (_product(operator, some) for some in _runs(factors, 2))
            case _:
                yield normal(node)


def links(chain):
    """Each relation of a chain with its two sides, read from either end."""
    sides = list(map(normal, chain.sides))
    for relation, left, right in zip(chain.relations, sides, sides[1:]):
        yield f"{LINK} {left} {relation} {right}"
        yield f"{LINK} {right} {TURNED.get(relation, relation)} {left}"


def _sum(terms):
    """The form of some terms with their signs; of a single one with a plus, its own."""
    if len(terms) == 1 and terms[0][0] > 0:
        return normal(terms[0][1])
    return f"sum[{' '.join(sorted(f'{sign:+d} {normal(term)} ;' for sign, term in terms))}]"


def _product(operator, factors):
    return f"{PRODUCTS[operator]}[{' ; '.join(factors if operator == '' else sorted(factors))}]"


def _runs(several, least):
    """So many and more neighbours of a list."""
    count = len(several)
    return [several[i:j] for i in range(count) for j in range(i + least, count + 1)]


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
