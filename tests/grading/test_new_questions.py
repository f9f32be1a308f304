"""The assignments ask what no chapter asks: no solution of a lecture's exercise is an answer to a question of theirs.

Every function of a cell with the tag `solution` is tried, with the arguments of a question in every order, columns in the
place of lists of numbers too; what it gives counts as a whole and part by part.
"""

import ast
import contextlib
import copy
import inspect
import json
import warnings

import numpy as np
import pytest
from answers import briefly, given, orders
from assignments import FOLDERS, ROOT

from unity.grading import CALL, Question, Test
from unity.grading.exercise import called, prepare
from unity.grading.grade import Bundle
from unity.grading.judge import agrees

QUESTIONS = [q for folder in FOLDERS for q in Bundle.read(folder).assignment().questions if q.kind == CALL]
IMPORTS = ast.Import | ast.ImportFrom


def solutions():
    """name -> a function that a lecture gives as an exercise's solution."""
    found = {}
    for path in sorted((ROOT / "lectures").glob("*.ipynb")):
        names = {}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                solved = "solution" in cell["metadata"].get("tags", ())
                found |= {
                    f"{path.stem[:2]} {name}": names[name] for name in bring("".join(cell["source"]), solved, names)
                }
    return found


def bring(source, solved, names):
    """Run a cell's imports, and of a solution the functions, whose names are given back; not what tries them."""
    kept = [
        node for node in ast.parse(source).body if isinstance(node, IMPORTS | ast.FunctionDef if solved else IMPORTS)
    ]
    exec(compile(ast.Module(kept, []), "<lecture>", "exec"), names)
    return [node.name for node in kept if isinstance(node, ast.FunctionDef)]


SOLUTIONS = solutions()


def takes(function, count):
    """Whether it can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    return True


def spellings(argument):
    """An argument as it is, and a list of numbers as the column that a chapter would have."""
    if isinstance(argument, np.ndarray) and argument.ndim == 1:
        return argument, argument[:, None]
    return (argument,)


def right_of(function, order, spelling, case, tolerance):
    """Which of the values that a solution gives are what is expected on one case: their numbers."""
    arguments = [spellings(a)[min(spelling, len(spellings(a)) - 1)] for a in copy.deepcopy(called(case.arguments))]
    with contextlib.suppress(Exception), briefly():
        values = given(function(*(arguments[place] for place in order)))
        return {number for number, value in enumerate(values) if agrees(value, case.expected, tolerance)}
    return set()


def passes(function, question):
    """The order of the arguments with which a solution gives what is expected on all cases of all tests, None for none."""
    cases = [case for test in question.tests for case in prepare(question, test)]
    count = len(cases[0].arguments)
    spelt = max(len(spellings(argument)) for argument in cases[0].arguments)
    counts = {n for n in range(1, count + 1) if takes(function, n)}
    for order in [order for order in orders(count) if len(order) in counts]:
        for spelling in range(spelt):
            right = right_of(function, order, spelling, cases[0], question.tolerance)
            for case in cases[1:]:
                if not right:
                    break
                right &= right_of(function, order, spelling, case, question.tolerance)
            if right:
                return order
    return None


def copied(question):
    """The solutions that pass the checks of a question."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return [name for name, function in SOLUTIONS.items() if passes(function, question) is not None]


@pytest.mark.parametrize("question", QUESTIONS, ids=[q.name for q in QUESTIONS])
def test_no_solution_of_a_lecture_is_an_answer(question):
    assert not (found := copied(question)), f"ask something else: a chapter gives the solution in {found}"


COPIES = {
    "13": lambda padding, stride, k, n: (n + 2 * padding - k) // stride + 1,
    "14": lambda n, w: np.stack(
        [np.r_[np.zeros(j), w, np.zeros(n - w.size - j)] for j in range(n - w.size + 1)], axis=1
    ),
    "17": lambda X, E, W: X @ E.T,
}
CASES = {
    "13": [(1, 2, 3, 9), (2, 3, 4, 17)],
    "14": [(6, np.arange(1.0, 4))],
    "17": [(np.ones((4, 3)), np.eye(2, 3), np.ones((4, 2)))],
}


@pytest.mark.parametrize("chapter", COPIES)
def test_a_copy_would_be_found(chapter):
    """With its arguments in another order, a list of numbers instead of a column, or a part of what is given."""
    question = Question("copy", "copy", COPIES[chapter], (Test("given", arguments=CASES[chapter]),))
    assert any(name.startswith(chapter) for name in copied(question))


def test_every_chapter_and_the_project_have_solutions_to_try():
    names = {path.name[:2] for path in (ROOT / "lectures").glob("*.ipynb")} - {"00"}
    assert {name[:2] for name in SOLUTIONS} == names
