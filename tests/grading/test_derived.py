"""A derivation as a question: each line is examined outside the sandbox, and the steps before a slip count."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from unity import grading
from unity.course.derived import Derived
from unity.equations.derivations import Derivation
from unity.grading.exercise import Question, Test
from unity.grading.grade import Bundle, Grader
from unity.grading.grade.rehearsal import rehearsed
from unity.grading.visible import load

TESTS = r'''
from unity.course.derived import Derived
from unity.equations.derivations import Derivation
from unity.grading import Assignment, Question, Test

LETTERS = r"""
| letter | shape | what it is |
|---|---|---|
| $x$ | (n, 1) | an example |
| $w$, $b$ | (n, 1), () | weights and bias |
| $z$ | | the score, $= w^\top x + b$ |
"""
DOUBLED = Derivation("doubled", LETTERS, start="2 z", goal=r"w^\top x + w^\top x + 2 b", solution="")
RIGHT = r"2 z = 2 (w^\top x + b) \\ = 2 w^\top x + 2 b \\ = w^\top x + w^\top x + 2 b"

ASSIGNMENT = Assignment(
    name="derived",
    title="A derivation",
    questions=(Question("doubled", "doubled", RIGHT, (Test("follows", points=4.0),), kind=Derived(DOUBLED)),),
)
'''
RIGHT = r"2 z = 2 (w^\top x + b) \\ = 2 w^\top x + 2 b \\ = w^\top x + w^\top x + 2 b"


def notebook(latex):
    cells = [
        new_markdown_cell("# Double the score"),
        new_code_cell("from unity import grading"),
        new_code_cell(
            f'# BEGIN SOLUTION\ndoubled = r"""{latex}"""\n# END SOLUTION', metadata={"tags": ["exercise:doubled"]}
        ),
        new_code_cell('grading.check("doubled", doubled)', metadata={"tags": ["check:doubled"]}),
    ]
    return nbformat.writes(new_notebook(cells=cells))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("derived") / "derived"
    folder.mkdir()
    (folder / "tests.py").write_text(TESTS)
    (folder / "derived.ipynb").write_text(notebook(RIGHT))
    return Bundle.read(folder)


@pytest.fixture(scope="module")
def grader(bundle):
    return Grader(bundle, safe=False)


HANDED_IN = {
    "right": (RIGHT, 4.0, "agree"),
    "the third line is wrong": (r"2 z = 2 (w^\top x + b) \\ = 2 w^\top x + b \\ = w^\top x + w^\top x + 2 b", 2.0 / 3, "line 3 does not follow"),
    "the goal is not reached": (r"2 z = 2 (w^\top x + b) \\ = 2 w^\top x + 2 b", 2.0, "does not end with the goal"),
    "another start": (r"2 w^\top x + 2 b = w^\top x + w^\top x + 2 b", 0.0, "does not begin with what was asked"),
    "the first step is wrong": (r"2 z = w^\top x + b \\ = w^\top x + w^\top x + 2 b", 0.0, "line 2 does not follow"),
    "no LaTeX": (r"2 z = \nothing{", 0.0, "line 2"),
    "one line": ("2 z", 0.0, "one expression so far"),
    "nothing": ("", 0.0, "nothing so far"),
    "too long": ("2 z = 2 z " * 3000, 0.0, "characters, expected at most"),
    "too deep": (r"2 z = " + "(" * 900 + "z" + ")" * 900, 0.0, "line 2"),
    "too many numbers": (r"2 z = \sum_{i=1}^{1000000000} z", 0.0, "line 2"),
    "sums in sums": (r"2 z = " + r"\sum_{i=1}^{9999} " * 6 + "z", 0.0, "too long"),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDED_IN)
def test_it_gets_what_its_lines_deserve(grader, name):
    latex, deserved, said = HANDED_IN[name]
    record = grader.grade("ada.ipynb", notebook(latex).encode())
    (entry,) = record["exercises"]
    assert entry["score"] == pytest.approx(deserved), record
    assert entry["tests"][0]["right"] is (deserved == 4.0)
    assert said in entry["tests"][0]["says"]


def test_it_is_examined_where_no_student_is(bundle, sandboxed):
    grader = Grader(bundle)
    assert [
        grader.grade("a.ipynb", notebook(HANDED_IN[n][0]).encode())["score"] for n in ("right", "another start")
    ] == [4.0, 0.0]


def test_what_is_no_string_has_no_points(grader):
    content = notebook(RIGHT).replace('doubled = r\\"\\"\\"', 'doubled = 3.0 or r\\"\\"\\"')
    record = grader.grade("ada.ipynb", content.encode())
    assert record["score"] == 0
    assert "It is of the type float, expected LaTeX in a string." in record["exercises"][0]["tests"][0]["says"]


def test_the_check_in_the_notebook_says_the_line_and_holds_no_solution(bundle, tmp_path, monkeypatch):
    handed_out, checks = rehearsed(bundle, safe=False)
    text = json.dumps(checks)
    assert "2 (w" not in text + nbformat.writes(handed_out)
    path = tmp_path / "derived.checks.json"
    path.write_text(text)
    load(path)
    assert grading.check("doubled", RIGHT).right is True
    wrong = grading.check("doubled", HANDED_IN["the third line is wrong"][0])
    assert wrong.right is False
    assert wrong.says.startswith("line 3 does not follow: 2 w^\\top x + b")
    assert "expected LaTeX in a string" in grading.check("doubled", 3).says
    assert grading.check("doubled", ...).says == "There is no answer yet."


def test_a_reference_that_does_not_follow_is_refused():
    asked = Derivation("sum", "| letter | shape |\n|---|---|\n| $a$ | () |", "a + a", "2 a", "")
    with pytest.raises(ValueError, match="the reference does not follow: line 2 does not follow: 3 a"):
        Derived(asked).expected("a + a = 3 a", ())
    with pytest.raises(ValueError, match="question sum: its reference is of the type int, expected LaTeX in a string"):
        Question("sum", "sum", 3, (Test("follows"),), kind=Derived(asked))
