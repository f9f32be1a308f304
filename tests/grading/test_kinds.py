"""Further kinds of question, what travels with an assignment, and what counts where a name is used twice."""

import json
from dataclasses import replace

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sample import tagged, written

from unity import grading
from unity.grading.exercise import Kind, kind_of
from unity.grading.exercise.kinds import known
from unity.grading.grade import Bundle, Grader
from unity.grading.visible import load, visible

TESTS = """
import numpy as np
from helper import twice
from pathlib import Path

from unity.grading import LOOK, WRITTEN, Assignment, Function, Holds, Mistake, Question, Raises, Test

table = np.loadtxt(Path(__file__).with_name("files") / "table.csv", delimiter=",")


def column(rng):
    return (rng.normal(size=(3, 2)),)


def eigenvector(v, A):
    v = np.asarray(v, float)
    if v.shape != (2, 1) or not np.any(v):
        return f"The shape is {v.shape}, expected (2, 1), and not all zero."
    w = A @ v
    return abs(w[0, 0] * v[1, 0] - w[1, 0] * v[0, 0]) < 1e-9 or "A turns it: that is no eigenvector."


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def accuracy(guesses, X):
    return bool(np.mean(np.asarray(guesses) == (X.sum(axis=0) > 0)) > 0.9)


ASSIGNMENT = Assignment(
    name="kinds",
    title="Kinds",
    questions=(
        Question("sigmoid", "sigmoid", sigmoid, (Test("drawn", column), Test("held", column, hidden=True, points=2.0))),
        Question("slope", "slope", lambda z: sigmoid(z) * (1 - sigmoid(z)), (Test("drawn", column), Test("held", column, hidden=True)), given=("sigmoid",)),
        Question(
            "eigen",
            "eigen",
            lambda A: np.array([[1.0], [1.0]]),
            (Test("one matrix", arguments=(np.array([[2.0, 1.0], [1.0, 2.0]]),)), Test("another", arguments=(np.array([[0.0, 1.0], [1.0, 0.0]]),), hidden=True)),
            kind=Holds(eigenvector),
        ),
        Question("guess", "guess", lambda X: X.sum(axis=0) > 0, (Test("data", lambda rng: (rng.normal(size=(2, 50)),), cases=1),), kind=Holds(accuracy)),
        Question("refuse", "refuse", lambda n: n, (Test("below nothing", arguments=[(-1,), (-2,)], expected=Raises(ValueError)), Test("above", arguments=(3,)))),
        Question("parameters", "parameters", {"W": [np.ones((2, 3)), twice(np.ones(3))], "name": "dense"}, (Test("all", hidden=True),), (Mistake({"W": [], "name": ""}, "It is empty."),), kind=LOOK),
        Question("total", "total", lambda: float(table.sum()), (Test("the table", arguments=()),)),
        Question("plain", "plain", lambda X: np.convolve(X[:, 0], X[:, 1]), (Test("drawn", column),), forbids=("numpy.convolve",)),
        Question("why", "", "Because the sigmoid is steepest there.", (Test("names the slope", points=2.0), Test("in own words")), kind=WRITTEN),
    ),
)
"""
ANSWERS = {
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "slope": "def slope(z):\n    return sigmoid(z) * (1 - sigmoid(z))",
    "eigen": "def eigen(A):\n    return np.array([[-3.0], [3.0]])",
    "guess": "def guess(X):\n    return X.sum(axis=0) > -0.01",
    "refuse": "def refuse(n):\n    if n < 0:\n        raise ValueError(n)\n    return n",
    "parameters": "import helper\nparameters = {'name': 'dense', 'W': [np.ones((2, 3)), helper.twice(np.ones(3))]}",
    "total": "def total():\n    return np.loadtxt('table.csv', delimiter=',').sum()",
    "plain": "def plain(X):\n    return np.array([sum(X[j, 0] * X[k - j, 1] for j in range(3) if 0 <= k - j < 3) for k in range(5)])",
}
MARKED = 13.0  # by a program; three more by hand


def notebook(*extra, **instead):
    cells = [tagged("import numpy as np\nfrom unity import grading", "setup")]
    for name, source in (ANSWERS | instead).items():
        cells += [tagged(source, f"exercise:{name}"), tagged(f'grading.check("{name}", {name})', f"check:{name}")]
    why = new_markdown_cell("It is **steepest** at 0.", metadata={"tags": ["exercise:why"]})
    return written(new_notebook(cells=[*cells, why, *(new_code_cell(source) for source in extra)]))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own") / "kinds"
    (folder / "files" / "deeper").mkdir(parents=True)
    (folder / "tests.py").write_text(TESTS)
    (folder / "kinds.ipynb").write_bytes(notebook())
    (folder / "files" / "table.csv").write_text("1,2\n3,4\n")
    (folder / "files" / "helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (folder / "files" / "deeper" / "more.txt").write_text("more")
    return Bundle.read(folder)


@pytest.fixture(scope="module")
def own(bundle, sandboxed):
    return Grader(bundle)


def graded(own, *extra, **instead):
    record = own.grade("x.ipynb", notebook(*extra, **instead))
    assert record["status"] == "graded", record
    return record, {e["name"]: e for e in record["exercises"]}


def test_right_answers_of_every_kind_have_full_marks(own):
    record, found = graded(own)
    assert {name: e["score"] for name, e in found.items() if e["score"] < e["points"]} == {"why": 0}, record
    assert record["score"] == MARKED == record["points"] - 3
    assert record["flags"] == []


def test_a_written_answer_awaits_a_person(own):
    why = graded(own)[1]["why"]
    assert why["awaits"] is True
    assert why["written"] == "It is **steepest** at 0."
    assert [(test["name"], test["of"], test["points"]) for test in why["tests"]] == [
        ("names the slope", 2.0, 0.0),
        ("in own words", 1.0, 0.0),
    ]


WRONG = {
    "eigen": ("def eigen(A):\n    return np.array([[1.0], [2.0]])", "A turns it: that is no eigenvector."),
    "guess": ("def guess(X):\n    return X[0] > 9", "What is asked does not hold."),
    "refuse": ("def refuse(n):\n    return n", "It returned a value, expected that it raises ValueError."),
    "parameters": ("parameters = {'name': 'dense', 'W': [np.ones((2, 3)), np.ones(3)]}", "Under 'W': the second of 2 values: all are 1/2"),
    "total": ("def total():\n    return 3", "The number differs by 7."),
    "plain": ("def plain(X):\n    return np.convolve(X[:, 0], X[:, 1])", "numpy.convolve is not to be used in this exercise"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_ones_are_said(own, name):
    source, says = WRONG[name]
    entry = graded(own, **{name: source})[1][name]
    assert says in next(test["says"] for test in entry["tests"] if not test["right"])
    assert entry["score"] < entry["points"]


HOSTILE = {
    "a word": "def eigen(A):\n    return 'x' * 1000",
    "an object": "def eigen(A):\n    return object()",
    "much": "def eigen(A):\n    return np.ones((2000, 2000))",
    "deep": "def eigen(A):\n    return {'a': [[[]]]}",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_predicate_meets_anything(own, name):
    entry = graded(own, eigen=HOSTILE[name])[1]["eigen"]
    assert entry["score"] == 0


def test_the_files_are_read_only_and_beside_the_notebook(own):
    tries = "import os, pathlib\nseen = sorted(p.name for p in pathlib.Path().iterdir())\ntry:\n    open('table.csv', 'w').write('9')\nexcept OSError:\n    pass"
    record, found = graded(
        own, total=f"{tries}\nassert 'deeper' in seen and open('deeper/more.txt').read() == 'more'\n{ANSWERS['total']}"
    )
    assert found["total"]["score"] == 1, record


def test_files_change_the_hash(bundle):
    assert Bundle(bundle.name, bundle.tests, bundle.notebook).hash != bundle.hash


# What counts where a name is used twice


def test_a_helper_of_the_same_name_costs_nothing(own):
    """Each check said right below its own cells."""
    helped = "def f(z):\n    return np.exp(-z)\ndef sigmoid(z):\n    return 1 / (1 + f(z))"
    again = "def f(z):\n    return z * (1 - z)\ndef slope(z):\n    return f(1 / (1 + np.exp(-z)))"
    record, found = graded(own, sigmoid=helped, slope=again)
    assert record["score"] == MARKED
    assert found["sigmoid"]["judged"] == "right after its own cells"
    assert record["flags"] == ["sigmoid: 3 of 3 points right after its own cells, 0 at the end: the better counts"]


def test_a_name_bound_anew_at_the_end_costs_nothing(own):
    record, found = graded(own, "sigmoid = sigmoid(np.zeros(2))", "total = 3")
    assert (found["sigmoid"]["score"], found["total"]["score"]) == (3, 1), record
    assert len(record["flags"]) == 3, "slope uses it, too"


def test_what_is_mended_later_counts(own):
    assert graded(own, ANSWERS["sigmoid"], sigmoid="def sigmoid(z):\n    return z")[1]["sigmoid"]["score"] == 3


def test_scratch_names_change_nothing(own):
    record, _ = graded(own, "X = 3\nz = 4\ndef other(): pass")
    assert (record["score"], record["flags"]) == (MARKED, [])


def test_one_mistake_is_paid_for_once(own):
    record, found = graded(own, sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
    assert (found["sigmoid"]["score"], found["slope"]["score"]) == (0, 2) or found["slope"]["judged"], record
    record, found = graded(own, sigmoid="def sigmoid(z):\n    return z")
    assert (found["sigmoid"]["score"], found["slope"]["score"]) == (0, 2)
    assert found["slope"]["judged"] == "with the right sigmoid"


def test_the_right_answer_that_is_given_answers_no_other_question(own):
    """An answer that keeps what it was given cannot answer the earlier question by it."""
    keeps = "kept = []\ndef slope(z):\n    kept.append(sigmoid)\n    return sigmoid(z) * (1 - sigmoid(z))"
    uses = "def sigmoid(z):\n    return kept[-1](z) if kept and kept[-1] is not sigmoid else z"
    assert graded(own, slope=keeps, sigmoid=uses)[1]["sigmoid"]["score"] == 0


CELLS = {
    "await": "import asyncio\nawait asyncio.sleep(0)\n" + ANSWERS["sigmoid"],
    "a module that is not there": "import not_there\nfrom google.colab import drive\ndrive.mount('/content/drive')\n" + ANSWERS["sigmoid"],
    "a future": "from __future__ import annotations\ndef sigmoid(z: NotThere):\n    return 1 / (1 + np.exp(-z))",
    "the shell's words": "who = !whoami\nwho[0]\n" + ANSWERS["sigmoid"],
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_the_rest_of_a_cell_counts(own, name):
    assert graded(own, sigmoid=CELLS[name])[1]["sigmoid"]["score"] == 3


def test_an_error_still_ends_a_cell(own):
    record, found = graded(own, sigmoid="1 / 0\n" + ANSWERS["sigmoid"])
    assert found["sigmoid"]["score"] == 0
    assert record["cell_errors"][0]["error"].startswith("ZeroDivisionError")


# In the notebook


def test_a_learners_file_holds_no_predicate_and_checks_what_it_can(bundle, tmp_path, monkeypatch):
    path = tmp_path / "kinds.checks.json"
    path.write_text(json.dumps(visible(bundle.assignment())))
    assert "turns it" not in path.read_text()
    monkeypatch.setattr("unity.grading.visible.LOADED", {})
    load(path)
    assert (
        repr(grading.check("eigen", lambda A: A[0])) == "eigen: noted. Whether it is right is said when it is graded."
    )
    assert "It raised" in grading.check("eigen", lambda A: A @ A @ np.ones(3)).says
    assert grading.check("refuse", lambda n: int("x") if n < 0 else n)
    assert grading.check("why", "anything").right is None


def test_a_course_may_have_kinds_of_its_own(monkeypatch):
    class Own(Kind):
        def fault(self, outcome, case, tolerance, apart=None):
            return None

    from types import SimpleNamespace

    with pytest.raises(
        ValueError, match="there is no kind of question 'Own'; there are Derived, Holds, Steps, Written"
    ):
        kind_of(*Own().written())
    monkeypatch.setattr(known, "courses", lambda: [SimpleNamespace(kinds=lambda: (Own,))])
    assert isinstance(kind_of(*Own().written()), Own)


def test_a_question_that_makes_no_sense_is_said():
    with pytest.raises(ValueError, match="question why: a rubric has no mistakes"):
        grading.Question("why", "", "", (grading.Test("one"),), (grading.Mistake(1, "x"),), kind=grading.WRITTEN)
    one = grading.Question("one", "f", abs, (grading.Test("a", arguments=(1,)),))
    two = grading.Question("two", "g", abs, (grading.Test("a", arguments=(1,)),), given=("three",))
    with pytest.raises(ValueError, match="question two: given 'three', expected the name of an earlier function"):
        grading.Assignment("x", "X", (one, two))


def test_an_assignment_with_such_questions_is_released(bundle):
    solved = {name: f"# BEGIN SOLUTION\n{source}\n# END SOLUTION" for name, source in ANSWERS.items()}
    made, checks = replace(bundle, notebook=notebook(**solved)).released()
    assert "BEGIN" not in json.dumps(made)
    assert checks["questions"]["why"]["tests"] == []
