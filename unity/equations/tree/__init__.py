"""The syntax tree of a displayed formula.

`nodes` has a class for each form, `walking` goes through a tree whatever its forms are, `written` gives its LaTeX, and `keys`
the name under which the tables of a book know a symbol.
"""

from unity.equations.tree.keys import is_word, key, table_key
from unity.equations.tree.nodes import (
    Binary,
    Call,
    Cases,
    Chain,
    Clause,
    Derivative,
    Dots,
    Example,
    Fence,
    Inner,
    Iverson,
    Limit,
    Matrix,
    Nabla,
    Negative,
    Number,
    Power,
    Reduce,
    Subscript,
    Symbol,
    Transpose,
    Tree,
    Tuple,
)
from unity.equations.tree.walking import children, replace_child, walk
from unity.equations.tree.written import latex

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
    "is_word",
    "key",
    "latex",
    "replace_child",
    "table_key",
    "walk",
]
