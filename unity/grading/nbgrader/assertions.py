"""What the assertions of a test cell call, and how closely they compare: the cases of our tests."""

import ast
from dataclasses import dataclass

__all__ = ["Called", "calls"]

# How closely each compares, where it says nothing else.
COMPARE = {
    **{"assert_equal": 1e-9, "assertEqual": 1e-9, "array_equal": 1e-9, "assert_array_equal": 1e-9},
    **{"allclose": 1e-5, "isclose": 1e-5, "assert_allclose": 1e-7, "approx": 1e-6},
    **{"assert_almost_equal": 1e-7, "assert_array_almost_equal": 1e-6, "assertAlmostEqual": 1e-7},
}
TOLERANCES = ("rtol", "atol", "rel", "abs", "rel_tol", "abs_tol")
RAISES = ("raises", "assert_raises", "assertRaises")


@dataclass(frozen=True)
class Called:
    """A name of the learner's that a test looks at: with what it is called, what it has to raise, how closely it compares."""

    name: str
    arguments: tuple[str, ...] | None  # None where it is a value
    raises: str = ""
    tolerance: float = 1e-9
    line: int = 0


def calls(source, names, parameters):
    """([Called], [(line, what cannot be translated)]) of a test cell.

    `names` are those that learners bind, `parameters` those of each function, by which keywords find their place.

    >>> calls("assert f(2, b=3) == 6", {"f"}, {"f": ("a", "b")})
    ([Called(name='f', arguments=('2', '3'), raises='', tolerance=1e-09, line=1)], [])
    """
    found, left, known = [], [], {}
    for statement in ast.parse(source).body:
        statement = _Inlined(known).visit(statement)
        if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
            known |= {target.id: statement.value for target in statement.targets}
            continue
        if isinstance(statement, ast.Import | ast.ImportFrom) or not _uses(statement, names):
            continue
        called = _called(statement, names, parameters)
        if called is None:
            left.append((statement.lineno, " ".join(ast.unparse(statement).split())))
        else:
            found.append(called)
    return found, left


class _Inlined(ast.NodeTransformer):
    """Puts in place of a name what it was last bound to."""

    def __init__(self, known):
        self.known = known

    def visit_Name(self, node):
        return self.known[node.id] if isinstance(node.ctx, ast.Load) and node.id in self.known else node


def _uses(tree, names):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & names


def _called(statement, names, parameters):
    """What a statement looks at, once, and compares; None for anything else."""
    raised = _raised(statement)
    if raised is not None:
        kind, call = raised
        return _one(call, names, parameters, raises=kind, line=statement.lineno)
    compared = _compared(statement)
    sides = [side for side in compared[0] if _uses(side, names)] if compared else []
    if len(sides) != 1:
        return None
    return _one(sides[0], names, parameters, tolerance=compared[1], line=statement.lineno)


def _one(node, names, parameters, **more):
    """A name of the learner's, or its call with arguments that use none."""
    if isinstance(node, ast.Name):
        return Called(node.id, None, **more)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names):
        return None
    given = _in_place(node, parameters.get(node.func.id, ()))
    if given is None or any(_uses(argument, names) for argument in given):
        return None
    return Called(node.func.id, tuple(map(ast.unparse, given)), **more)


def _in_place(call, parameters):
    """The arguments of a call, keywords among them, by their places; None where that cannot be known."""
    given = list(call.args)
    if any(isinstance(argument, ast.Starred) for argument in given):
        return None
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    while keywords:
        at = parameters[len(given)] if len(given) < len(parameters) else None
        if at not in keywords:
            return None
        given.append(keywords.pop(at))
    return given


def _compared(statement):
    """(what a statement holds against each other, how closely), or None."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return _comparison(statement.value)
    if not isinstance(statement, ast.Assert):
        return None
    test = statement.test
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return [test.operand], 1e-9
    if (
        isinstance(test, ast.Call)
        and isinstance(test.func, ast.Attribute)
        and test.func.attr == "all"
        and not test.args
    ):
        test = test.func.value
    if isinstance(test, ast.Compare):
        if len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq | ast.Is):
            return None
        sides, closely = [test.left, *test.comparators], 1e-9
        for i, side in enumerate(sides):
            if isinstance(side, ast.Call) and _word(side.func) == "approx":
                sides[i], closely = side.args[0], _tolerance(side, "approx")
        return sides, closely
    return (_comparison(test) if isinstance(test, ast.Call) else None) or ([test], 1e-9)


def _comparison(call):
    word = _word(call.func)
    return (call.args[:2], _tolerance(call, word)) if word in COMPARE and len(call.args) >= 2 else None


def _tolerance(call, word):
    told = [keyword.value for keyword in call.keywords if keyword.arg in TOLERANCES]
    told = [float(value.value) for value in told if isinstance(value, ast.Constant) and value.value]
    return max(told, default=COMPARE[word])


def _raised(statement):
    """(the error's name, the call that has to raise it), or None."""
    if isinstance(statement, ast.With) and len(statement.items) == len(statement.body) == 1:
        context, inside = statement.items[0].context_expr, statement.body[0]
        if isinstance(context, ast.Call) and _word(context.func) in RAISES and isinstance(inside, ast.Expr):
            return _word(context.args[0]), inside.value
    if isinstance(statement, ast.Try) and len(statement.handlers) == 1 and isinstance(statement.body[0], ast.Expr):
        # What follows the call in the body, or in an else, says that it should have raised.
        kind = statement.handlers[0].type
        return (_word(kind), statement.body[0].value) if kind is not None and len(statement.body) <= 2 else None
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and _word(call.func) in RAISES and len(call.args) >= 2:
        return _word(call.args[0]), ast.copy_location(ast.Call(call.args[1], call.args[2:], call.keywords), call)
    return None


def _word(node):
    """The last word of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
