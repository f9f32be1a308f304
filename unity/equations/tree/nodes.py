"""The nodes of which the tree of a formula is made, one class for each form that a formula can have."""

from __future__ import annotations

from dataclasses import dataclass

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
    r"""A function of its arguments: $\sigma(z)$, $p(k \mid x)$, $\log a$."""

    function: Tree
    arguments: tuple[Tree, ...]
    given: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class Negative(Tree):
    """Minus a term."""

    term: Tree


@dataclass(frozen=True)
class Binary(Tree):
    r"""Two trees joined by an operator: `+`, `-`, `/`, `\odot`, `\oslash`, `\star`, `*` or, for the product, nothing."""

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
    r"""`\sum`, `\prod`, `\max`, `\min`, `\arg\max` or `\arg\min` over indices, with bounds or (low and high None) over all values."""

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
    r"""The gradient (order 1) or the Hessian (order 2) by a variable: $\nabla_w J$, $\nabla^2_w J$."""

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
