"""See that an equation is about the library: that no side merely repeats the code of another."""

import functools
import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

from unity.equations import tree as t
from unity.equations.check import generators, places, sides_of, value_of_side
from unity.equations.evaluate import EvaluationError

__all__ = ["meets_library"]

HERE = Path(__file__).parent


def meets_library(binding, label, function, book):
    """See that a function runs on some side, and that every clause compares the library with something else.

    A clause that defines a letter for the others is met through them. `function` is None where no docstring claims the
    equation: then the library's code that the tables of letters name is enough. `book` says what the library is.
    Raises EvaluationError where that is not so.
    """
    (rng,) = generators(label, 1)
    scope, claimed = binding.scope(rng), function is None
    target = set() if function is None else _codes(function)
    for place, clause in enumerate(binding.clauses):
        sides, relations = sides_of(binding, place, clause)
        if not relations:
            continue  # it only defines a letter for the others
        inner, _ = next(places(clause, scope.fresh()))
        ran = [_traced(side, inner.fresh(), book) for side in sides]
        claimed = claimed or any(codes & target for codes in ran)
        said = [
            codes if _is_name(side) else set() for side, codes in zip(sides, ran)
        ]  # a formula says more than its letters
        if place not in binding.definitions and not any(one and not one & other for one in ran for other in said):
            missing = (
                "no side runs code of the library" if not any(ran) else "every side runs the same code of the library"
            )
            raise EvaluationError(f"{t.latex(clause)}: {missing}: nothing is compared")
    if not claimed:
        raise EvaluationError(
            f"no side calls {function}, which claims to compute the equation: a letter of its value is missing"
        )


def _traced(tree, scope, book):
    """The functions of the library that run while a side is evaluated."""
    codes, before = set(), sys.getprofile()
    sys.setprofile(lambda frame, event, argument: codes.add(frame.f_code))
    try:
        value_of_side(tree, scope)
    finally:
        sys.setprofile(before if callable(before) else None)
    return {code for code in codes if _is_mathematics(code, book)}


def _is_mathematics(code, book):
    """Whether code belongs to the library, what only serves it aside."""
    path = Path(code.co_filename)
    if path.is_relative_to(HERE):
        return False
    return any(map(path.is_relative_to, _homes(tuple(book.packages())))) and not any(
        map(path.is_relative_to, _homes(book.said.support))
    )


@functools.cache
def _homes(names):
    """The folders of packages, and the files of modules."""
    files = [Path(importlib.import_module(name).__file__) for name in names]
    return tuple(path.parent if path.name == "__init__.py" else path for path in files)


def _codes(name):
    """The code of a function, or of all methods of a class, and of what a decorator may run instead: its `faster`."""
    member = pkgutil.resolve_name(name)
    functions = [f for f in vars(member).values() if inspect.isfunction(f)] if inspect.isclass(member) else [member]
    return {inspect.unwrap(way).__code__ for function in functions for way in _ways(function)}


def _ways(function):
    yield function
    while function is not None:
        if hasattr(function, "faster"):
            yield function.faster
        function = getattr(function, "__wrapped__", None)


def _is_name(side):
    return isinstance(side, t.Symbol | t.Subscript | t.Example)
