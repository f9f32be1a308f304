"""The formulas in the docstrings of a library, run on what the functions themselves compute.

The parameters of a function are drawn in the shapes of its annotations. The first formula of its docstring has the function's
value on its left side, and the others define letters.
"""

import contextlib
import inspect
import pkgutil

import numpy as np

from unity.equations import tree as t
from unity.equations.book import book as book_of
from unity.equations.check import Mismatch, run
from unity.equations.draws import DRAWS, axes_of, positive, whole
from unity.equations.evaluate import EvaluationError
from unity.equations.finding import Equation
from unity.equations.finding.docstrings import formulas_of_docstring
from unity.equations.formulas.judging import DRAWS as FEW
from unity.equations.formulas.judging import FAILURES, Judgement, compared
from unity.equations.formulas.normal import links
from unity.equations.formulas.typeset import PROGRAM, called, clause_of
from unity.equations.labels import claimed, labels_of, public
from unity.equations.letters import Binding
from unity.equations.letters.definitions import defined
from unity.equations.letters.leaves import leaves_of
from unity.equations.readings import readings

__all__ = ["documented", "of_docstring"]

NUMBERS = {int: whole, float: positive}  # how a parameter is drawn that is no array


def documented(root, pages=()):
    """Every formula in the docstrings of a book's modules, judged; they may quote what is run on the `pages`."""
    book = book_of(root)
    equations = {reading.equation.label: reading for reading in readings(root)}
    lent = frozenset().union(*(around.lent for around in pages))
    labels = labels_of(root)
    with book.said.notation.used(), np.errstate(all="ignore"):
        for module in book.modules():
            for name, member in public(module):
                named = [equations[label] for label in claimed(member, labels) if label in equations]
                yield from of_docstring(name, member, inspect.getdoc(member) or "", named, lent)


def of_docstring(name, member, documentation, equations=(), lent=frozenset()):
    """Every formula of a docstring, judged.

    It is run with what the function computes; or with the letters of one of the `equations` that the docstring names; or it is
    a formula that pages lend. What is none of these is not read; one that is run and does not hold is wrong.
    """
    texts = list(formulas_of_docstring(documentation))
    steps = PROGRAM.search(documentation)
    functions = frozenset({"f"}).union(called(texts), *(reading.functions for reading in equations))
    clauses = {text: clause for text in texts if not steps and (clause := clause_of(text, functions))}
    value = _value(clauses[texts[0]].chain.sides[0]) if texts and texts[0] in clauses else None
    for text in texts:
        way, reason, problem = "not read", "words, or what plain text has and the dialect has not", None
        if text in clauses:
            way, reason, problem = _judged(name, member, value, clauses[text], list(clauses.values()))
        if way == "not read" and problem is None and text in clauses:
            way, reason = _elsewhere(clauses[text], equations, lent) or (way, reason)
        yield Judgement(Equation(None, text, name, "docstring", "docstring"), way, reason, problem)


def _value(left):
    """The name under which the left side of the first formula has what the function returns: J = ..., or sigma(z) = ..."""
    return t.key(left.function if isinstance(left, t.Call) and not left.given else left)


def _elsewhere(clause, equations, lent):
    """How a formula is checked that the function alone does not explain."""
    for reading in equations:
        with contextlib.suppress(*FAILURES):
            compared(reading, (clause,))
            return "run", ""
    forms = set(links(clause.chain))
    return ("quoted", "") if forms and forms <= lent else None


def _judged(name, member, value, clause, clauses):
    """(the way, a reason, what is wrong) of one formula among all of its docstring, with the function's own parameters."""
    if not inspect.isfunction(member) or "." in _inside(name):
        return "not read", "it speaks of an object", None
    try:
        run(_binding(member, value, clause, clauses), name, FEW)
    except Mismatch as error:
        said = str(error)
        if said.startswith(("the shapes", "a value is not finite")):
            return "not read", "what is drawn does not suit it", None
        return "run", "", said
    except FAILURES as error:
        return "not read", str(error).partition("\n")[0], None
    return "run", "", None


def _inside(name):
    """What a name is called inside its module."""
    module = name
    while module:
        try:
            found = pkgutil.resolve_name(module)
        except (ImportError, AttributeError):
            found = None
        if inspect.ismodule(found):
            return name.removeprefix(module).strip(".")
        module = module.rpartition(".")[0]
    return name


def _binding(function, value, clause, clauses):
    """One formula of a docstring, to be drawn and compared; `value` is the name of what the function returns.

    Raises EvaluationError for a function that takes no arrays and numbers alone.
    """
    parameters = inspect.signature(function).parameters.values()
    known = {p.name: p.annotation for p in parameters if p.default is p.empty and _is_drawn(p.annotation)}
    if len(known) < sum(p.default is p.empty for p in parameters):
        raise EvaluationError("it takes what nothing draws")
    fixtures, several = {}, [other for other in clauses if len(other.chain.sides) > 1]
    if value is not None and value not in known and not _returns_several(function):
        fixtures[value] = function
    for other in several:
        fixtures |= defined(other, fixtures, known)
    leaves = {name: known[name] for name in leaves_of((clause,), fixtures, dict.fromkeys(known, ""))}
    leaves |= {name: known[name] for name in known if fixtures}
    draws = {name: DRAWS.get(name) or NUMBERS.get(annotation) for name, annotation in leaves.items()}
    shapes = {name: "" if annotation in NUMBERS else annotation for name, annotation in leaves.items()}
    return Binding((clause,), fixtures, shapes, {name: how for name, how in draws.items() if how})


def _is_drawn(annotation):
    return annotation in NUMBERS or axes_of(annotation) is not None


def _returns_several(function):
    """Whether a function returns a tuple, of which nothing says what letter is which."""
    return str(inspect.signature(function).return_annotation).startswith("tuple[")
