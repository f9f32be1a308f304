"""The LaTeX that a tree is written as, with the brackets that it needs to read back as the same tree."""

from unity.equations.functions import prefixed
from unity.equations.tree import nodes as t

__all__ = ["latex"]

# How tightly each node binds where LaTeX needs brackets: a child that binds less than its place asks gets them.
SUM, ENTRYWISE, PRODUCT, NUMBER, FACTOR, ATOM = range(1, 7)
TO_A_BRACKET = ("\\max", "\\min")
LEVEL = {"+": SUM, "-": SUM, "": PRODUCT, "/": FACTOR}  # all other operators are on the level of \odot


def _level(tree):
    match tree:
        case t.Binary(operator, _, _):
            return LEVEL.get(operator, ENTRYWISE)
        case t.Negative():
            return SUM
        case t.Dots():
            return ENTRYWISE
        case t.Reduce() | t.Limit():
            return PRODUCT
        case t.Number() | t.Power(t.Number(), _):
            return NUMBER
        case t.Power() | t.Transpose() | t.Example() | t.Nabla():
            return FACTOR
        case t.Call(t.Symbol(name)) if (
            name.startswith("\\operatorname{") or name.rstrip("'") in TO_A_BRACKET + prefixed()
        ):
            return FACTOR
    return ATOM


def _at(level, tree):
    text = latex(tree)
    return text if _level(tree) >= level else f"({text})"


def _below(tree):
    """What carries a mark, with brackets where it has one itself: TeX takes no second one."""
    marked = isinstance(tree, t.Symbol) and "^" in tree.name
    return f"({latex(tree)})" if marked else _at(ATOM, tree)


def latex(tree):
    """A tree as LaTeX that reads back as the same tree."""
    match tree:
        case t.Number(text) | t.Symbol(text):
            return text
        case t.Subscript(base, indices):
            before = f"({latex(base)})" if isinstance(base, t.Subscript) else _at(ATOM, base)
            return f"{before}_{{{', '.join(map(latex, indices))}}}"
        case t.Example(base, index):
            return f"{_below(base)}^{{({latex(index)})}}"
        case t.Call(t.Symbol("\\sqrt"), (argument,), ()):
            return f"\\sqrt{{{latex(argument)}}}"
        case t.Call(function, arguments, given):
            mid = f" \\mid {', '.join(map(latex, given))}" if given else ""
            return f"{latex(function)}({', '.join(map(latex, arguments))}{mid})"
        case t.Negative(term):
            return f"-{_at(ENTRYWISE, term)}"
        case t.Binary("/", left, right):
            return f"\\frac{{{latex(left)}}}{{{latex(right)}}}"
        case t.Binary("", left, right):
            dot = " \\cdot " if _level(right) == NUMBER else " "
            first = f"({latex(left)})" if isinstance(left, t.Reduce | t.Limit) else _at(PRODUCT, left)
            last = latex(right) if isinstance(right, t.Reduce | t.Limit) else _at(NUMBER, right)
            return f"{first}{dot}{last}"
        case t.Binary(operator, left, right):
            level = _level(tree)
            return f"{_at(level, left)} {operator} {_at(level + 1, right)}"
        case t.Power(base, exponent):
            before = latex(base) if isinstance(base, t.Number) else _below(base)
            return f"{before}^{{{latex(exponent)}}}"
        case t.Transpose(base):
            return f"{_below(base)}^\\top"
        case t.Reduce(kind, indices, low, high, body, condition):
            names = ", ".join(map(latex, indices))
            under = latex(condition) if condition else names if low is None else f"{names}={latex(low)}"
            over = "" if high is None else f"^{{{latex(high)}}}"
            return f"{kind}_{{{under}}}{over} {_at(PRODUCT, body)}"
        case t.Derivative(top, variables):
            order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
            below = " ".join(f"\\partial {_at(FACTOR, variable)}" for variable in variables)
            return f"\\frac{{\\partial{order} {_at(PRODUCT, top)}}}{{{below}}}"
        case t.Nabla(order, variable, top):
            by = f"_{{{latex(variable)}}}" if variable else ""
            return f"\\nabla{by}{'^2' if order == 2 else ''} {_at(FACTOR, top)}"
        case t.Limit(variable, target, body):
            return f"\\lim_{{{latex(variable)} \\to {latex(target)}}} {_at(PRODUCT, body)}"
        case t.Fence(bar, body):
            return f"\\l{'V' if bar == '||' else 'v'}ert {latex(body)} \\r{'V' if bar == '||' else 'v'}ert"
        case t.Inner(left, right):
            return f"\\langle {latex(left)}, {latex(right)} \\rangle"
        case t.Matrix(rows):
            inside = " \\\\ ".join(" & ".join(map(latex, row)) for row in rows)
            return f"\\begin{{bmatrix}} {inside} \\end{{bmatrix}}"
        case t.Tuple(entries):
            return f"({', '.join(map(latex, entries))})"
        case t.Cases(branches):
            inside = " \\\\ ".join(
                f"{latex(value)} & " + (f"\\text{{if }} {latex(condition)}" if condition else "\\text{otherwise}")
                for value, condition in branches
            )
            return f"\\begin{{cases}} {inside} \\end{{cases}}"
        case t.Iverson(condition):
            return f"[{latex(condition)}]"
        case t.Dots():
            return "\\cdots"
        case t.Chain(sides, relations):
            rest = "".join(f" {relation} {latex(side)}" for relation, side in zip(relations, sides[1:]))
            return latex(sides[0]) + rest
        case t.Clause(chain, conditions):
            suffix = f" \\text{{ for }} {', '.join(map(latex, conditions))}" if conditions else ""
            return latex(chain) + suffix
    raise TypeError(f"latex: {tree!r} is no tree of a formula")
