r"""The formulas in the strings of Python code, between \( and \) or between dollars: what a quiz asks, what a figure says."""

import ast
import functools
import re

from unity.equations.finding.markdown import Equation

__all__ = ["FILLED", "strings_of"]

FORMULA = re.compile(r"\\\((.+?)\\\)|(?<!\\)\$([^$\n]+?)\$", re.DOTALL)
FILLED = "\\square"
"""What stands in a formula for a value that the program puts in."""
DRAWN_PRIME = r"\/′"
"""A prime in Matplotlib's STIX: the one that it makes of an apostrophe can hardly be seen."""


def strings_of(code, page, place):
    """Every formula in the strings of some code; nothing where it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    documentation = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "quiz"]
    kinds = {id(part): "quiz" for call in asked for part in ast.walk(call)}
    wrong = [keyword.value for call in asked for keyword in call.keywords if keyword.arg == "wrong"]
    options = [key for value in wrong if isinstance(value, ast.Dict) for key in value.keys if key]
    kinds |= {id(part): "wrong answer" for option in options for part in ast.walk(option)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = functools.reduce(lambda before, part: before + _written(part, before), node.values, "")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | documentation:
            text = node.value
        else:
            continue
        for found in FORMULA.finditer(text):
            latex = (found[1] or found[2]).strip().replace(DRAWN_PRIME, "'")
            yield Equation(None, latex, page, place.format(node.lineno), kinds.get(id(node), "figure"))


def _has_docstring(node):
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    return isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None


def _name(function):
    return getattr(function, "attr", getattr(function, "id", None))


def _written(part, before):
    """A piece of a string: an index that the program puts in, counted from 1, stands as its letter; all else as FILLED."""
    if isinstance(part, ast.Constant):
        return part.value
    index = re.fullmatch(r"([a-z])( \+ 1)?", ast.unparse(part.value))
    return index[1] if index and part.format_spec is None and re.search(r"[_^]\{?$", before) else FILLED
