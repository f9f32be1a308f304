"""The syntax tree of a displayed formula, and the LaTeX that a tree is written as."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields

__all__ = [
    "Binary",
    "Call",
    "Cases",
    "Chain",
    "Clause",
    "Derivative",
    "Dots",
    "Example",
    "Fence",
    "Inner",
    "Iverson",
    "Limit",
    "Matrix",
    "Nabla",
    "Negative",
    "Number",
    "Power",
    "Reduce",
    "Subscript",
    "Symbol",
    "Transpose",
    "Tree",
    "Tuple",
    "children",
    "key",
    "latex",
    "replace_child",
    "table_key",
    "walk",
]


class Tree:
    """A node. Its fields are trees, tuples of trees, texts and numbers; two trees are equal where these are."""


@dataclass(frozen=True)
class Number(Tree):
    """A decimal number, as it is written."""

    text: str


@dataclass(frozen=True)
class Symbol(Tree):
    r"""A name: a letter, a Greek letter, an accented or bold one, a differential (dW), a primed or starred one (f', P^*)."""

    name: str


@dataclass(frozen=True)
class Subscript(Tree):
    """A component: w_j, W_{jk}, Y_{i+1,j}. Indices start at 1."""

    base: Tree
    indices: tuple[Tree, ...]


@dataclass(frozen=True)
class Example(Tree):
    """The column of one example: x^{(i)}."""

    base: Tree
    index: Tree


@dataclass(frozen=True)
class Call(Tree):
    r"""A function of its arguments: \sigma(z), p(k \mid x), \log a."""

    function: Tree
    arguments: tuple[Tree, ...]
    given: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class Negative(Tree):
    """Minus a term."""

    term: Tree


@dataclass(frozen=True)
class Binary(Tree):
    r"""Two trees joined by an operator: + - / \odot \oslash \star * or, for the product, nothing."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True)
class Power(Tree):
    """A power; for a square matrix a whole one, -1 its inverse."""

    base: Tree
    exponent: Tree


@dataclass(frozen=True)
class Transpose(Tree):
    """The transpose."""

    base: Tree


@dataclass(frozen=True)
class Reduce(Tree):
    r"""\sum, \prod, \max, \min, \arg\max or \arg\min over indices, with bounds or (low and high None) over all values."""

    kind: str
    indices: tuple[Symbol, ...]
    low: Tree | None
    high: Tree | None
    body: Tree
    condition: Chain | None = None


@dataclass(frozen=True)
class Derivative(Tree):
    """A partial derivative by one or several variables."""

    top: Tree
    variables: tuple[Tree, ...]


@dataclass(frozen=True)
class Nabla(Tree):
    r"""The gradient (order 1) or the Hessian (order 2) by a variable: \nabla_w J, \nabla^2_w J."""

    order: int
    variable: Tree
    top: Tree


@dataclass(frozen=True)
class Limit(Tree):
    """The limit of a term as a symbol goes to a value."""

    variable: Tree
    target: Tree
    body: Tree


@dataclass(frozen=True)
class Fence(Tree):
    """What stands between bars: a norm (||) or an absolute value (|)."""

    bar: str
    body: Tree


@dataclass(frozen=True)
class Inner(Tree):
    """An inner product: the sum of the products of all entries."""

    left: Tree
    right: Tree


@dataclass(frozen=True)
class Matrix(Tree):
    """A matrix of numbers or of blocks."""

    rows: tuple[tuple[Tree, ...], ...]


@dataclass(frozen=True)
class Tuple(Tree):
    """A row: (a, b, c)."""

    entries: tuple[Tree, ...]


@dataclass(frozen=True)
class Cases(Tree):
    """Values with the conditions under which they hold; None: otherwise."""

    branches: tuple[tuple[Tree, Chain | None], ...]


@dataclass(frozen=True)
class Iverson(Tree):
    """1 where a condition holds, 0 where it does not: [y = k]."""

    condition: Chain


@dataclass(frozen=True)
class Dots(Tree):
    """What is left out between a first and a last term."""


@dataclass(frozen=True)
class Chain(Tree):
    """Relations one after the other: a = b = c, a < b."""

    sides: tuple[Tree, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Clause(Tree):
    """A chain, and the conditions on its free indices."""

    chain: Chain
    conditions: tuple[Chain, ...] = ()


def children(tree):
    """The trees right below a tree, in the order they are written."""
    return tuple(_below(getattr(tree, field.name) for field in fields(tree)))


def _below(members):
    for member in members:
        if isinstance(member, Tree):
            yield member
        elif isinstance(member, tuple):
            yield from _below(member)


def walk(tree):
    """A tree and all trees below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def replace_child(tree, place, new):
    """The tree with its child number `place` replaced."""
    count = -1

    def swapped(member):
        nonlocal count
        if isinstance(member, Tree):
            count += 1
            return new if count == place else member
        return tuple(swapped(part) for part in member) if isinstance(member, tuple) else member

    return type(tree)(*[swapped(getattr(tree, field.name)) for field in fields(tree)])


@functools.cache
def key(tree):
    r"""The name under which a symbol is known: \alpha is alpha, \hat{y} is hat_y, w_t and W_1 are themselves.

    A conditional probability is one name, too: p(k|x). None where the tree is none of these.
    """
    match tree:
        case Symbol(name):
            return name.replace("\\", "").replace("{", "_").replace("}", "")
        case Subscript(base, indices) if key(base) is not None:
            inside = ",".join(key(index) or latex(index) for index in indices)
            simple = all(isinstance(index, Symbol | Number) for index in indices) and len(indices) == 1
            return f"{key(base)}_{inside}" if simple else f"{key(base)}_{{{inside}}}".replace(" ", "")
        case Example(base, index) if key(base) is not None:
            return f"{key(base)}^({key(index) or latex(index)})".replace(" ", "")
        case Call(function, arguments, given) if given:
            before, behind = (",".join(key(tree) or latex(tree) for tree in trees) for trees in (arguments, given))
            return f"{key(function)}({before}|{behind})".replace(" ", "")
        case Number(text):
            return text
    return None


ACCENTS = r"d(?=[a-z](?:_|$))|(?:hat|bar|tilde|vec|mathbf|boldsymbol)_"  # what stands before a key's letter


def table_key(name):
    """The name of the array that has a symbol's examples as columns: X for x, dZ for dz, hat_Y for hat_y."""
    before, letter, rest = re.fullmatch(f"((?:{ACCENTS})?)(.)(.*)", name).groups()
    return before + letter.upper() + rest


# How tightly each node binds where LaTeX needs brackets: a child that binds less than its place asks gets them.
SUM, ENTRYWISE, PRODUCT, NUMBER, FACTOR, ATOM = range(1, 7)
LEVEL = {"+": SUM, "-": SUM, "": PRODUCT, "/": FACTOR}  # all other operators are on the level of \odot


def _level(tree):
    match tree:
        case Binary(operator, _, _):
            return LEVEL.get(operator, ENTRYWISE)
        case Negative():
            return SUM
        case Dots():
            return ENTRYWISE
        case Reduce() | Limit():
            return PRODUCT
        case Number() | Power(Number(), _):
            return NUMBER
        case Power() | Transpose() | Example() | Nabla():
            return FACTOR
        case Call(Symbol(name)) if PREFIX.match(name):
            return FACTOR
    return ATOM


PREFIX = re.compile(r"\\(log|exp|tanh|sinh|cosh|sin|cos|det|max|min|operatorname)(?![a-zA-Z])")


def _at(level, tree):
    text = latex(tree)
    return text if _level(tree) >= level else f"({text})"


def latex(tree):
    """A tree as LaTeX that reads back as the same tree."""
    match tree:
        case Number(text) | Symbol(text):
            return text
        case Subscript(base, indices):
            return f"{_at(ATOM, base)}_{{{', '.join(map(latex, indices))}}}"
        case Example(base, index):
            return f"{_at(ATOM, base)}^{{({latex(index)})}}"
        case Call(Symbol("\\sqrt"), (argument,), ()):
            return f"\\sqrt{{{latex(argument)}}}"
        case Call(function, arguments, given):
            mid = f" \\mid {', '.join(map(latex, given))}" if given else ""
            return f"{latex(function)}({', '.join(map(latex, arguments))}{mid})"
        case Negative(term):
            return f"-{_at(ENTRYWISE, term)}"
        case Binary("/", left, right):
            return f"\\frac{{{latex(left)}}}{{{latex(right)}}}"
        case Binary("", left, right):
            dot = " \\cdot " if _level(right) == NUMBER else " "
            first = f"({latex(left)})" if isinstance(left, Reduce | Limit) else _at(PRODUCT, left)
            last = latex(right) if isinstance(right, Reduce | Limit) else _at(NUMBER, right)
            return f"{first}{dot}{last}"
        case Binary(operator, left, right):
            level = _level(tree)
            return f"{_at(level, left)} {operator} {_at(level + 1, right)}"
        case Power(base, exponent):
            return f"{_at(NUMBER if isinstance(base, Number) else ATOM, base)}^{{{latex(exponent)}}}"
        case Transpose(base):
            return f"{_at(ATOM, base)}^\\top"
        case Reduce(kind, indices, low, high, body, condition):
            names = ", ".join(map(latex, indices))
            under = latex(condition) if condition else names if low is None else f"{names}={latex(low)}"
            over = "" if high is None else f"^{{{latex(high)}}}"
            return f"{kind}_{{{under}}}{over} {_at(PRODUCT, body)}"
        case Derivative(top, variables):
            order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
            below = " ".join(f"\\partial {_at(FACTOR, variable)}" for variable in variables)
            return f"\\frac{{\\partial{order} {_at(PRODUCT, top)}}}{{{below}}}"
        case Nabla(order, variable, top):
            by = f"_{{{latex(variable)}}}" if variable else ""
            return f"\\nabla{by}{'^2' if order == 2 else ''} {_at(FACTOR, top)}"
        case Limit(variable, target, body):
            return f"\\lim_{{{latex(variable)} \\to {latex(target)}}} {_at(PRODUCT, body)}"
        case Fence(bar, body):
            return f"\\l{'V' if bar == '||' else 'v'}ert {latex(body)} \\r{'V' if bar == '||' else 'v'}ert"
        case Inner(left, right):
            return f"\\langle {latex(left)}, {latex(right)} \\rangle"
        case Matrix(rows):
            inside = " \\\\ ".join(" & ".join(map(latex, row)) for row in rows)
            return f"\\begin{{bmatrix}} {inside} \\end{{bmatrix}}"
        case Tuple(entries):
            return f"({', '.join(map(latex, entries))})"
        case Cases(branches):
            inside = " \\\\ ".join(
                f"{latex(value)} & " + (f"\\text{{if }} {latex(condition)}" if condition else "\\text{otherwise}")
                for value, condition in branches
            )
            return f"\\begin{{cases}} {inside} \\end{{cases}}"
        case Iverson(condition):
            return f"[{latex(condition)}]"
        case Dots():
            return "\\cdots"
        case Chain(sides, relations):
            rest = "".join(f" {relation} {latex(side)}" for relation, side in zip(relations, sides[1:]))
            return latex(sides[0]) + rest
        case Clause(chain, conditions):
            suffix = f" \\text{{ for }} {', '.join(map(latex, conditions))}" if conditions else ""
            return latex(chain) + suffix
    raise TypeError(f"latex: {tree!r} is no tree of a formula")
