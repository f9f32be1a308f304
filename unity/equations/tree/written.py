"""The LaTeX that a tree is written as, with the brackets that it needs to read back as the same tree."""

import re

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
    Tuple,
)

__all__ = ["latex"]

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
