"""The two lanes of a lecture's code: what a reader reads stays open, drawing and glue fold away as "how this is made".

The open lane is the first cell, which imports, and every code cell without a tag of `ASIDE`. A folded cell has the tag
`made`. Quizzes, starters and solutions are neither: exercises are their own thing.
"""

import ast
import contextlib
import io
from typing import NamedTuple

__all__ = ["MOST_FOLDED", "MOST_LINES", "Ran", "faults", "folded", "lines", "opened", "run", "share_folded", "tags"]

MOST_LINES = 6
MOST_FOLDED = 1 / 3
ASIDE = {"made", "quiz", "recall", "starter", "solution"}
DRAWS = {"figures", "glue", "testing", "errstate", "explore", "drag"}  # names that belong into the folded lane


def tags(cell):
    return set(cell["metadata"].get("tags", ()))


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def opened(notebook):
    """The sources of the open lane, in order; the first one imports."""
    return ["".join(cell["source"]) for cell in code(notebook) if not tags(cell) & ASIDE]


def folded(notebook):
    return ["".join(cell["source"]) for cell in code(notebook) if "made" in tags(cell)]


def lines(source):
    """The lines of code: no empty ones, no comments."""
    return [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]


def share_folded(notebook):
    """Which share of the lines of code is folded away; the cell that imports counts for neither lane."""
    _, *taught = opened(notebook)
    away = sum(len(lines(source)) for source in folded(notebook))
    return away / (away + sum(len(lines(source)) for source in taught))


def faults(source):
    """Where a cell of the open lane is not plain: one sentence each."""
    if len(lines(source)) > MOST_LINES:
        yield f"{len(lines(source))} lines of code, at most {MOST_LINES}"
    places = [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    if len(places) > len(set(places)):
        yield "two statements on one line"
    for node in ast.walk(ast.parse(source)):
        for looks in (_packed, _chained, _woven, _asserted, _drawing):
            if (said := looks(node)) is not None:
                yield f"{said}: {ast.unparse(node)}"


def _packed(node):
    """Stars, and several ideas in one assignment."""
    if isinstance(node, ast.Starred) or (isinstance(node, ast.Dict) and None in node.keys):
        return "a star that unpacks"
    if isinstance(node, ast.Call) and any(keyword.arg is None for keyword in node.keywords):
        return "two stars that unpack"
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Tuple):
        return "several assignments in one"
    if isinstance(node, ast.NamedExpr):
        return "an assignment inside an expression"
    return None


def _chained(node):
    """`a < x < b` is one thought: two comparisons of one direction round a name."""
    if not isinstance(node, ast.Compare) or len(node.ops) == 1:
        return None
    up, down = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)
    one_way = any(all(isinstance(op, way) for op in node.ops) for way in (up, down))
    simple = len(node.ops) == 2 and isinstance(node.comparators[0], ast.Name)
    return None if one_way and simple else "a chain of comparisons"


def _woven(node):
    """Lambdas with defaults, comprehensions in comprehensions."""
    if isinstance(node, ast.Lambda) and (node.args.defaults or any(node.args.kw_defaults)):
        return "a lambda with a default"
    comprehensions = ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
    if isinstance(node, comprehensions):
        inner = [child for child in ast.walk(node) if isinstance(child, comprehensions) and child is not node]
        if inner or len(node.generators) > 1:
            return "a comprehension in a comprehension"
    return None


def _asserted(node):
    return "an assert, where a reader could see the number" if isinstance(node, ast.Assert) else None


def _drawing(node):
    """What belongs into the other lane, and names that are none of a reader's business."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if name in DRAWS:
        return "drawing, glue or a guard"
    return "an inner name" if name.startswith("_") and name != "_" else None


class Ran(NamedTuple):
    """What a cell gave: the value of its last expression, and what it printed."""

    value: object
    printed: str


def run(sources, names=None):
    """Run cells one after the other, as a notebook does, in `names`: what each gave."""
    names = {"__name__": "__main__"} if names is None else names
    found = []
    for source in sources:
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(tree, "<cell>", "exec"), names)
            value = None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        found.append(Ran(value, printed.getvalue()))
    return found
