"""What helps authors: slips are said in a sentence, and an assignment is tried before it is handed out."""

import csv
import json
from pathlib import Path

import nbformat
import pytest
import sample
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from sample import author, of, written

from unity.grading import check
from unity.grading.cli import main
from unity.grading.grade import Bundle
from unity.grading.grade.rehearsal import rehearsed
from unity.grading.marks import beside, mark
from unity.grading.notebook import Leak, release, stripped, with_solutions
from unity.grading.notebook.skeleton import skeleton

ROOT = Path(__file__).parents[2]


def assignment(tmp_path, *changes, notebook=None):
    """The sample, with some text in its tests.py in place of other text."""
    folder, text = sample.write_assignment(tmp_path), sample.TESTS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "tests.py").write_text(text)
    if notebook is not None:
        (folder / "sample.ipynb").write_bytes(written(notebook))
    return folder


def unity_grade(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


IMAGE = "return (rng.normal(size=(rows, 4)),)"
MISTAKE = 'Mistake(lambda X: X, "This is X itself: double it.")'
WHERE = "question scale, test drawn"
SLIPS = {
    "no comma": ('name="scale",\n', 'name="scale"\n', r"tests.py, line 47: invalid syntax"),
    "a draw that returns a number": (IMAGE, "return 3.0", f"{WHERE}: what its draw returned is 3.0, expected a tuple of arguments"),
    "a draw that returns an array": (IMAGE, "return rng.normal(size=3)", f"{WHERE}: what its draw returned is array"),
    "a draw that raises": (IMAGE, "return rng.nothing", f"{WHERE}: its draw raised AttributeError"),
    "a draw without its generator": ("def image(rng, rows=3)", "def image()", f"{WHERE}: its draw raised TypeError"),
    "a draw that is none": ('Test("drawn", image)', 'Test("drawn", 3)', "test drawn: draw is 3, expected a function"),
    "no cases": ('Test("drawn", image)', 'Test("drawn")', f"{WHERE}: the reference, called with 0 arguments, raised TypeError"),
    "cases and a draw": ('Test("drawn", image)', 'Test("drawn", image, (1,))', "either draw or arguments, not both"),
    "a case without its tuple": ('Test("drawn", image)', 'Test("drawn", arguments=[3.0])', "a case of arguments is 3.0, expected a tuple"),
    "a reference that raises": ("reference=lambda X: 2 * X", "reference=lambda X: X.no", f"{WHERE}: the reference, called with 1 arguments, raised"),
    "a reference that returns nothing": ("reference=lambda X: 2 * X", "reference=lambda X: None", "what the reference returned is None"),
    "a reference that is none": ("reference=lambda X: 2 * X", "reference=2", "question scale: reference is 2, expected a function"),
    "a module that is not there": ("import numpy as np", "import helper", "line 4: ModuleNotFoundError: No module named 'helper'"),
    "a word that we have not": ("LOOK, Assignment", "LOOKS, Assignment", "ImportError: cannot import name 'LOOKS'"),
    "a mistake that is none": (MISTAKE, "lambda X: X", "a part of mistakes is <function"),
    "a mistake that is no function": ("Mistake(lambda X: X, ", "Mistake(2.0, ", "the mistake 'This is X itself: double it.' is 2.0, expected a function"),
    "one test without its tuple": ('(Test("given", hidden=True),)', 'Test("given", hidden=True)', "question largest: tests is Test"),
    "points in words": ("points=2.0", "points='two'", "test held back: points is 'two', expected a number of at least 0"),
    "points below nothing": ("points=2.0", "points=-1", "points is -1, expected a number of at least 0"),
    "twice the same test": ('Test("held back", image, hidden=True, points=2.0)', 'Test("drawn", image)', "expected at least one, and distinct names"),
    "twice the same question": ('name="catch"', 'name="scale"', "with distinct names"),
    "an answer that cannot be a name": ('answer="Layer"', 'answer="a layer"', "is called 'a layer', expected a name of Python"),
    "another assignment's name": ('name="sample"', 'name="other"', "calls its assignment 'other', expected 'sample'"),
    "no case at all": ("points=2.0", "cases=0", "test held back: cases is 0, expected a whole number of at least 1"),
    "a tolerance below zero": ("forbids=(", "tolerance=-1, forbids=(", "question scale: tolerance is -1, expected a number above 0"),
    "a word for a tuple of words": ('("unity.kindred.recurrent.stack",)', '"unity.kindred"', "question scale: forbids is 'unity.kindred', expected a tuple"),
    "a kind that is none": ("kind=LOOK", "kind='LOOK'", "question largest: kind is 'LOOK', expected a kind of question"),
    "a field that is not there": ("forbids=(", "forbid=(", "line 46: TypeError: Question.__init__.. got an unexpected keyword argument 'forbid'"),
    "no assignment": ("ASSIGNMENT = ", "ASSIGMENT = ", "holds no ASSIGNMENT"),
    "one question without its tuple": ("    ),\n)\n", "    )[0],\n)\n", "assignment sample: questions is Question"),
    "a mistake that is right": ("Mistake(lambda X: X, ", "Mistake(lambda X: X + X, ", "its mistake 'This is X itself: double it.' gives what is right in every case"),
    "a mistake that always raises": ("Mistake(lambda X: X, ", "Mistake(lambda X: X.no, ", "gives no value in any case: it cannot be recognised"),
    "another reference": ("reference=lambda X: 2 * X", "reference=lambda X: 3 * X", "question scale: the author's own notebook gets 0 of 3 points; test drawn: All are 0.6667 times"),
    "another name": ('answer="scale"', 'answer="scaled"', "question scale: the author's own notebook gets 0 of 3 points; .*there is no scaled"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_said_in_a_sentence(tmp_path, name):
    old, new, message = SLIPS[name]
    folder = assignment(tmp_path, (old, new))
    with pytest.raises(ValueError, match=message):
        rehearsed(Bundle.read(folder), safe=False)


def test_the_command_says_the_sentence_and_nothing_else(tmp_path):
    run = unity_grade("release", assignment(tmp_path, (IMAGE, "return 3.0")), "--to", tmp_path / "out")
    assert run.exit_code == 1
    assert run.stderr.splitlines()[-1].startswith("Error: not released: question scale, test drawn")
    assert "Traceback" not in run.output
    assert not (tmp_path / "out").exists()


def below(cells):
    cell = of(cells, "exercise-largest")
    cell.source = "# BEGIN SOLUTION\nlargest = 0\n# END SOLUTION\nlargest = 0.25"


def test_an_answer_below_its_marks_is_noticed(tmp_path):
    notebook = author()
    below(notebook.cells)
    with pytest.raises(Leak, match="question largest: what is handed out has all its points: its answer survives"):
        rehearsed(Bundle.read(assignment(tmp_path, notebook=notebook)), safe=False)


def test_an_error_of_the_authors_own_cells_is_said(tmp_path):
    notebook = author(scale="undefined_name\n" + sample.SCALE)
    message = "question scale: the author's own notebook gets 0 of 3 points; .*cell 3: NameError"
    with pytest.raises(ValueError, match=message):
        rehearsed(Bundle.read(assignment(tmp_path, notebook=notebook)), safe=False)


MARKS = {
    "ours": ("# BEGIN SOLUTION", "# END SOLUTION"),
    "without a space": ("#BEGIN SOLUTION", "#END SOLUTION"),
    "in small letters": ("# begin solution", "# end solution"),
    "nbgrader's": ("### BEGIN SOLUTION", "### END SOLUTION"),
    "of HTML": ("<!-- BEGIN SOLUTION -->", "<!-- END SOLUTION -->"),
}


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("make", [new_code_cell, new_markdown_cell, new_raw_cell])
def test_what_stands_between_marks_goes_from_cells_of_every_kind(bundle, make, name):
    begin, end = MARKS[name]
    notebook = author()
    notebook.cells.append(make(f"before\n{begin}\nthe whole secret of it\n{end}\nafter"))
    last = release(notebook, bundle.assignment())[0].cells[-1].source
    assert last == f"before\n{'...' if make is new_code_cell else '*Your answer.*'}\nafter"


def test_hidden_tests_and_mark_schemes_go_without_a_trace():
    source = "a\n### BEGIN HIDDEN TESTS\nassert f(1) == 2\n### END HIDDEN TESTS\nb\n=== BEGIN MARK SCHEME ===\nc\n=== END MARK SCHEME ==="
    found = stripped(source)
    assert (found.source, found.parts, found.solved) == ("a\nb", [["assert f(1) == 2"], ["c"]], False)


UNPAIRED = {
    "a mark in a line with more": ("x = 1  # BEGIN SOLUTION", "has to stand alone in its line"),
    "a mark in a sentence": ("Above END SOLUTION nothing stands.", "has to stand alone in its line"),
    "marks of two kinds": ("# BEGIN SOLUTION\n# END HIDDEN TESTS", "do not pair"),
    "no end": ("# BEGIN HIDDEN TESTS\nassert f", "END HIDDEN TESTS is missing"),
}


@pytest.mark.parametrize("name", UNPAIRED)
@pytest.mark.parametrize("make", [new_code_cell, new_markdown_cell, new_raw_cell])
def test_marks_that_do_not_pair_are_noticed(bundle, make, name):
    source, message = UNPAIRED[name]
    notebook = author()
    notebook.cells.append(make(source))
    with pytest.raises(Leak, match=f"cell {len(notebook.cells) - 1}: .*{message}"):
        release(notebook, bundle.assignment())


@pytest.mark.parametrize("told", ["largest = 1/4", "the line `largest=1 / 4` says", "x = 2\nlargest = 1 / 4  # so"])
@pytest.mark.parametrize("make", [new_code_cell, new_markdown_cell, new_raw_cell])
def test_a_short_answer_that_stands_elsewhere_is_noticed(bundle, make, told):
    notebook = author()
    notebook.cells.append(make(told))
    with pytest.raises(Leak, match="a line of a solution survives in cell 14: largest = 1 / 4"):
        release(notebook, bundle.assignment())


def test_what_only_looks_like_a_short_answer_may_stand(bundle):
    notebook = author()
    notebook.cells.append(new_code_cell("the_largest = 1 / 40"))
    release(notebook, bundle.assignment())


def test_the_version_with_solutions_has_answers_and_no_marks(tmp_path):
    notebook = author()
    notebook.cells.append(new_code_cell("# BEGIN HIDDEN TESTS\nassert 1\n# END HIDDEN TESTS"))
    cells = with_solutions(notebook).cells
    assert of(cells, "exercise-scale").source == "def scale(X):\n    return np.multiply(X, 2.0)"
    assert of(cells, "exercise-largest").source == "largest = 1 / 4"
    assert cells[-1].source == ""
    folder = assignment(tmp_path)
    assert unity_grade("release", folder, "--to", tmp_path / "later", "--solutions").exit_code == 0
    (path,) = (tmp_path / "later").iterdir()
    assert path.name == "sample-solutions.ipynb"
    assert "return np.multiply(X, 2.0)" in path.read_text()
    assert "SOLUTION" not in path.read_text()


def test_a_new_assignment_can_be_handed_out_as_it_is(tmp_path):
    folder = tmp_path / "week.1"
    assert unity_grade("new", folder).exit_code == 0
    run = unity_grade("release", folder, "--to", tmp_path / "out")
    assert run.exit_code == 0, run.output
    nbformat.validate(nbformat.read(tmp_path / "out" / "week.1.ipynb", as_version=4))
    tried = [
        unity_grade("check", path / "week.1.ipynb", "--assignment", folder, "--unsafe")
        for path in (folder, tmp_path / "out")
    ]
    assert [run.exit_code for run in tried] == [0, 1]
    assert "graded, 3 of 3 points, and 1 for a person to give" in tried[0].output
    assert "week.1-why: a person marks it, 1 points" in tried[0].output
    run = unity_grade("new", folder)
    assert run.exit_code == 1
    assert "is there already, and not empty" in run.stderr
    assert "cannot be called 'a week'" in unity_grade("new", tmp_path / "a week").stderr


def test_titles_and_answers_that_wait_go_through_to_reports_and_tables(tmp_path):
    folder, handed_in, results = tmp_path / "area", tmp_path / "in", tmp_path / "results.jsonl"
    unity_grade("new", folder)
    handed_in.mkdir()
    (handed_in / "ada.ipynb").write_bytes((folder / "area.ipynb").read_bytes())
    unity_grade("grade", handed_in, "--assignment", folder, "--out", results, "--unsafe")

    def told():
        unity_grade("report", results, "--to", tmp_path / "report")
        (page,) = (tmp_path / "report" / "students").glob("*.html")
        unity_grade("export", results, "--to", "csv", "--out", tmp_path / "marks.csv")
        (row,) = csv.DictReader((tmp_path / "marks.csv").read_text().splitlines())
        return (tmp_path / "report" / "class.html").read_text(), page.read_text(), row

    classroom, page, row = told()
    assert "Areas" in classroom
    assert "The area of a rectangle" in classroom
    assert "<h1>Areas: ada</h1>" in page
    assert "<h2>The area of a rectangle: 3 of 3</h2>" in page
    assert "<h2>area-why: to be marked, of 1</h2>" in page
    assert (row["score"], row["awaits"], row["area"], row["area-why"]) == ("3.0", "area-why", "3.0", "")
    record = json.loads(results.read_text())
    mark(beside(results), record, "area-why", points=0.5, comment="Say what is counted.")
    _, page, row = told()
    assert "<h2>area-why: 0.5 of 1</h2>" in page
    assert "Say what is counted." in page
    assert (row["score"], row["awaits"], row["area-why"]) == ("3.5", "", "0.5")


def test_the_guide_shows_what_the_command_writes():
    guide = (ROOT / "book" / "grading.md").read_text()
    assert f"```python\n{skeleton('area')[0]}```" in guide


def renamed(tmp_path, name, question):
    """A released assignment of another name that has one question of that name, and the others with names of its own."""
    changes = [(f'name="{old}"', f'name="{name}-{old}"') for old in ("layer", "largest", "catch")]
    changes += [('name="sample"', f'name="{name}"'), ('name="scale"', f'name="{question}"')]
    folder, notebook = tmp_path / name / name, author()
    made = assignment(tmp_path / name, *changes)
    made.rename(folder)
    (folder / "sample.ipynb").unlink()
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        new = lambda word: question if word == "scale" else f"{name}-{word}"
        cell.metadata["tags"] = [f"{t.partition(':')[0]}:{new(t.partition(':')[2])}" if ":" in t else t for t in tags]
    (folder / f"{name}.ipynb").write_bytes(written(notebook))
    return folder


def test_two_questions_of_one_name_are_refused_where_they_would_meet(tmp_path, monkeypatch):
    first, second = renamed(tmp_path, "first", "scale"), renamed(tmp_path, "second", "scale")
    assert unity_grade("release", first, "--to", tmp_path / "out").exit_code == 0
    run = unity_grade("release", second, "--to", tmp_path / "out")
    assert run.exit_code == 1
    assert "question scale of second: a question of first has that name, too" in run.stderr
    assert unity_grade("release", first, "--to", tmp_path / "out").exit_code == 0  # its own file is no other
    assert unity_grade("release", second, "--to", tmp_path / "elsewhere").exit_code == 0
    checks = (tmp_path / "elsewhere" / "second.checks.json").read_text()
    (tmp_path / "out" / "second.checks.json").write_text(checks)
    monkeypatch.chdir(tmp_path / "out")
    with pytest.raises(ValueError, match="'scale' stands in several assignments here, first and second"):
        check("scale", lambda X: 2 * X)
    assert check("second-largest", 3).right is None


def test_a_question_called_like_a_chapters_exercise_is_refused(tmp_path):
    run = unity_grade("release", renamed(tmp_path, "third", "06-error"), "--to", tmp_path)
    assert run.exit_code == 1
    assert "question 06-error of third: a chapter's exercise has that name, too" in run.stderr
    assert not list(tmp_path.glob("*.json"))


def test_what_was_loaded_goes_before_what_lies_in_the_folder(tmp_path, monkeypatch):
    from unity.grading import load, visible

    monkeypatch.setattr(visible, "LOADED", {})
    made = {}
    for name in ("first", "second"):
        made[name] = tmp_path / f"{name}.checks.json"
        unity_grade("release", renamed(tmp_path, name, "scale"), "--to", tmp_path / "out" / name)
        made[name].write_text((tmp_path / "out" / name / made[name].name).read_text())
    monkeypatch.chdir(tmp_path)
    load(made["second"])
    assert check("scale", lambda X: 2 * X)
    assert json.loads(made["second"].read_text())["assignment"] == "second"
