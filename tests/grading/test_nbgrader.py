"""An author's notebook for nbgrader becomes an assignment that can be handed out."""

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from unity.grading.cli import main
from unity.grading.grade import Bundle, Grader
from unity.grading.nbgrader import translated
from unity.grading.nbgrader.assertions import Called, calls


def cell(make, source, **told):
    """A cell with nbgrader's data, as its version 3 has them."""
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return make(source, metadata={"nbgrader": known | told})


SQUARES = '''def squares(n):
    """Squares of 1 to n."""
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("n must be at least 1")
    return [i**2 for i in range(1, n + 1)]
    ### END SOLUTION'''
CORRECT = '''"""Check the list."""
from nose.tools import assert_equal
assert_equal(squares(1), [1])
x = 3
assert squares(n=x) == [1, 4, 9]
### BEGIN HIDDEN TESTS
assert squares(4) == [1, 4, 9, 16]
### END HIDDEN TESTS'''
RAISES = "try:\n    squares(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError"
ROOT = "def root_mean(x):\n    return np.sqrt(np.mean(np.square(x)))\n\nlimit = 4"
ROOTS = """np.testing.assert_allclose(root_mean([3.0, 4.0]), 3.5355339, rtol=1e-5)
assert limit == 4
for k in range(3):
    assert root_mean([k]) == k"""


def notebook():
    return new_notebook(
        cells=[
            new_markdown_cell("# Problems"),
            new_code_cell("import numpy as np\n%matplotlib inline\n!pip list"),
            cell(new_code_cell, SQUARES, grade_id="squares", solution=True),
            cell(new_code_cell, CORRECT, grade_id="correct", grade=True, locked=True, points=3),
            cell(new_code_cell, RAISES, grade_id="refuses", grade=True, locked=True, points=1),
            cell(new_code_cell, ROOT, grade_id="root", solution=True),
            cell(new_code_cell, ROOTS, grade_id="roots", grade=True, locked=True, points=2),
            cell(new_markdown_cell, "It grows with n.", grade_id="why", grade=True, solution=True, points=3),
            cell(new_markdown_cell, "Plot it.\n=== BEGIN MARK SCHEME ===\nA legend.\n=== END MARK SCHEME ===", grade_id="plot", task=True, points=2),
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """(the folder, what the command said) of the assignment that was made of it."""
    folder = tmp_path_factory.mktemp("imported") / "week1"
    path = folder.with_suffix(".ipynb")
    nbformat.write(notebook(), path)
    run = CliRunner().invoke(main, ["import-nbgrader", str(path), "--to", str(folder)])
    assert run.exit_code == 0, run.output
    return folder, run.output


def test_the_questions_and_points_are_those_of_the_cells(made):
    questions = {question.name: question for question in Bundle.read(made[0]).assignment().questions}
    tests = {name: [(t.name, t.points, t.hidden) for t in question.tests] for name, question in questions.items()}
    assert tests == {
        "squares": [("correct", 2.0, False), ("correct, hidden", 1.0, True), ("refuses raises", 1.0, False)],
        "root-root_mean": [("roots", 1.0, False)],
        "root-limit": [("roots", 1.0, True)],
        "why": [("the rubric of why", 3.0, False)],
        "plot": [("the rubric of plot", 2.0, False)],
    }
    assert questions["squares"].tests[0].arguments == [(1,), (3,)]
    assert questions["root-root_mean"].tolerance == 1e-5
    assert questions["why"].kind.by_hand
    assert questions["plot"].kind.by_hand


def test_what_is_not_translated_is_said_and_stands_in_the_tests(made):
    folder, said = made
    assert "not translated: roots, line 3: for k in range(3): assert root_mean([k]) == k" in said
    assert "# not translated: for k in range(3): assert root_mean([k]) == k" in (folder / "tests.py").read_text()


def test_it_can_be_handed_out_and_graded(made, tmp_path):
    folder, _ = made
    run = CliRunner().invoke(main, ["release", str(folder), "--to", str(tmp_path)])
    assert run.exit_code == 0, run.output
    handed_out = nbformat.read(tmp_path / "week1.ipynb", as_version=4)
    text = nbformat.writes(handed_out)
    for gone in ("i**2", "np.square", "limit = 4", "It grows", "legend", "SOLUTION", "assert", "nbgrader"):
        assert gone not in text
    assert "Plot it." in text
    checks = [c.source for c in handed_out.cells if c.source.startswith("grading.check")]
    assert checks[0] == 'grading.check("squares", squares)'
    assert len(checks) == 3
    grader = Grader(Bundle.read(folder), safe=False)
    answered = nbformat.writes(handed_out).replace(
        '1 to n.\\"\\"\\"\\n', '1 to n.\\"\\"\\"\\n    return [1, 4, 9, 16][:n]\\n'
    )
    record = grader.grade("ada.ipynb", answered.encode())
    scores = {exercise["name"]: exercise["score"] for exercise in record["exercises"]}
    assert scores["squares"] == 3.0  # it raises nothing for 0


READ = {
    "assert f(1) == 2": Called("f", ("1",)),
    "assert 2 == f(1)": Called("f", ("1",)),
    "assert f(1) is True": Called("f", ("1",)),
    "assert f(1)": Called("f", ("1",)),
    "assert not f(1)": Called("f", ("1",)),
    "assert f(1, b=3) == 2": Called("f", ("1", "3")),
    "assert np.allclose(f(x), [1.0])": Called("f", ("x",), tolerance=1e-5),
    "assert np.allclose(f(x), [1.0], atol=1e-3)": Called("f", ("x",), tolerance=1e-3),
    "assert (f(x) == y).all()": Called("f", ("x",)),
    "assert f(1) == pytest.approx(2.5)": Called("f", ("1",), tolerance=1e-6),
    "self.assertAlmostEqual(f(1), 2.5)": Called("f", ("1",), tolerance=1e-7),
    "assert_array_almost_equal([1.0], f(1))": Called("f", ("1",), tolerance=1e-6),
    "y = f(np.ones(3))\nassert y == 2": Called("f", ("np.ones(3)",), line=2),
    "with pytest.raises(TypeError):\n    f('a')": Called("f", ("'a'",), raises="TypeError"),
    "assert_raises(ValueError, f, 0)": Called("f", ("0",), raises="ValueError"),
    "assert g == 3": Called("g", None),
}  # fmt: skip


@pytest.mark.parametrize("source", READ)
def test_an_assertion_is_read(source):
    found, left = calls(source, {"f", "g"}, {"f": ("a", "b")})
    expected = READ[source]
    assert left == []
    assert found == [Called(expected.name, expected.arguments, expected.raises, expected.tolerance, expected.line or 1)]


@pytest.mark.parametrize(
    "source",
    ["assert f(1) > 0", "assert f(f(1)) == 2", "assert f(1) == f(2)", "assert f(*a) == 1", "assert f(1, c=2) == 1",
     "for k in a:\n    assert f(k)", "f(1)", "assert f(1).shape == (3,)", "assert 0 < f(1) < 2"],
)  # fmt: skip
def test_what_is_more_than_a_call_is_left(source):
    found, left = calls(source, {"f"}, {"f": ("a", "b")})
    assert (found, [line for line, _ in left]) == ([], [1])


def test_what_looks_at_no_answer_is_nothing():
    assert calls("import os\nprint(1)\nassert 1 == 1", {"f"}, {}) == ([], [])


def test_a_question_of_which_nothing_was_translated_is_for_a_person(tmp_path):
    cells = [
        cell(new_code_cell, "def f(x):\n    return x", grade_id="f", solution=True),
        cell(new_code_cell, "assert f(1) > 0\nassert f(2) > 1", grade_id="t", grade=True, points=3),
    ]
    found = translated(new_notebook(cells=cells), "week2")
    assert len(found.left) == 2
    folder = tmp_path / "week2"
    folder.mkdir()
    (folder / "tests.py").write_text(found.tests)
    nbformat.write(found.notebook, folder / "week2.ipynb")
    (question,) = Bundle.read(folder).assignment().questions
    assert question.kind.by_hand
    assert question.points == 3.0


def test_a_notebook_without_its_data_is_refused(tmp_path):
    path = tmp_path / "plain.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("x = 1")]), path)
    run = CliRunner().invoke(main, ["import-nbgrader", str(path), "--to", str(tmp_path / "a")])
    assert run.exit_code == 1
    assert "nothing in it is graded: no cell has nbgrader's data" in run.stderr
    assert not (tmp_path / "a").exists()
