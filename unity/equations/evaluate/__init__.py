"""Evaluate a formula's tree on arrays: the reader's own plain mathematics, which shares no code with the library.

A number is an array without axes, or with one entry in all. Everything else keeps its axes, and what does not fit
is an error: a product whose inner sizes differ, a sum of unlike shapes (a column may be added to each column).
`scope` asks for the value of a tree, and each other module registers the kinds of trees that it computes.
"""

from unity.equations.evaluate.arithmetic import same_axes
from unity.equations.evaluate.components import counted
from unity.equations.evaluate.conditions import COMPARE, holds
from unity.equations.evaluate.derivatives import derivative
from unity.equations.evaluate.dots import matrix
from unity.equations.evaluate.errors import EvaluationError, RangeError, ShapeError, UnknownSymbol
from unity.equations.evaluate.indices import free_indices
from unity.equations.evaluate.scope import Definition, Scope, evaluate
from unity.equations.evaluate.sums import reduced

__all__ = [
    "COMPARE",
    "Definition",
    "EvaluationError",
    "RangeError",
    "Scope",
    "ShapeError",
    "UnknownSymbol",
    "counted",
    "derivative",
    "evaluate",
    "free_indices",
    "holds",
    "matrix",
    "reduced",
    "same_axes",
]
