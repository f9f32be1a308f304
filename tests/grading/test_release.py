"""What is handed out holds no answer and no hidden test, and what comes back changed is seen."""

import json
import subprocess
import sys

import nbformat
import pytest
import sample
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from sample import author, of, tagged, written

from unity.grading.grade import Bundle, Grader
from unity.grading.inside.cells import Shell, as_python, run
from unity.grading.notebook import Leak, flags, read, release, stripped
from unity.grading.sandbox.library import UNITY, library


@pytest.fixture(scope="module")
def assignment(bundle):
    return bundle.assignment()


@pytest.fixture(scope="module")
def released(bundle):
    return bundle.released()


def test_no_answer_is_left(released):
    notebook, _ = released
    text = nbformat.writes(notebook)
    for answer in ("np.multiply", "X * self.factor", "1 / 4", "0.8808", "SOLUTION"):
        assert answer not in text
    assert of(notebook.cells, "exercise-scale").source == "def scale(X):\n    ..."
    assert of(notebook.cells, "exercise-largest").source == "largest = ..."
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    nbformat.validate(notebook)


def test_no_hidden_test_is_left(released, assignment):
    _, checks = released
    told = json.dumps(checks)
    assert "held back" not in told
    assert [len(q["tests"]) for q in checks["questions"].values()] == [1, 1, 1, 1]


def test_a_released_notebook_has_no_mark(grader, released):
    record = grader.grade("released.ipynb", written(released[0]))
    assert (record["status"], record["score"], record["flags"]) == ("graded", 0, [])


def test_outputs_and_solution_cells_go(assignment):
    notebook = author()
    of(notebook.cells, "check-scale").outputs = [new_output("stream", text="right")]
    notebook.cells.append(tagged("answer_of_everything = 42", "solution"))
    notebook.cells.append(new_markdown_cell("The answer is this long sentence.", metadata={"tags": ["solution"]}))
    cells = release(notebook, assignment)[0].cells
    assert len(cells) == len(notebook.cells) - 2
    assert not of(cells, "check-scale").outputs


LEAKS = {
    "no marks": (lambda n: of(n.cells, "exercise-scale").update(source="def scale(X):\n    return 2 * X"), "has no # BEGIN SOLUTION"),
    "no end": (lambda n: of(n.cells, "exercise-scale").update(source="# BEGIN SOLUTION\nx = 1"), "END SOLUTION is missing"),
    "no begin": (lambda n: of(n.cells, "exercise-scale").update(source="x = 1\n# END SOLUTION"), "do not pair"),
    "twice begun": (lambda n: of(n.cells, "exercise-scale").update(source="# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION"), "do not pair"),
    "told elsewhere": (lambda n: n.cells.append(new_markdown_cell("Hint: `return np.multiply(X, 2.0)`")), "survives in cell"),
    "copied": (lambda n: n.cells.append(new_code_cell("def f(X):\n  return  np.multiply( X, 2.0 )")), "survives in cell"),
    "no check": (lambda n: n.cells.remove(of(n.cells, "check-scale")), "0 cells are tagged check:scale"),
    "two exercises": (lambda n: n.cells.append(tagged("x", "exercise:scale")), "2 cells are tagged exercise:scale"),
    "unknown": (lambda n: n.cells.append(tagged("x", "exercise:other")), "the tests have no such question"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_noticed(assignment, name):
    change, message = LEAKS[name]
    notebook = author()
    change(notebook)
    with pytest.raises(Leak, match=message):
        release(notebook, assignment)


def other_tests(tmp_path, old, new):
    folder = sample.write_assignment(tmp_path)
    assert old in sample.TESTS
    (folder / "tests.py").write_text(sample.TESTS.replace(old, new))
    return Bundle.read(folder)


def test_a_hidden_case_that_a_visible_test_shows_is_noticed(tmp_path):
    given = 'Test("drawn", arguments=(np.ones((1, 2)),)), Test("again", arguments=(np.ones((1, 2)),), hidden=True),'
    with pytest.raises(Leak, match="a hidden test of scale has a case that a visible one shows"):
        other_tests(tmp_path, 'Test("drawn", image),', given).released()


def test_a_visible_test_of_a_value_is_noticed(tmp_path):
    with pytest.raises(ValueError, match="question largest: a visible test of a value hands it out"):
        other_tests(tmp_path, 'Test("given", hidden=True)', 'Test("given")').released()


def test_a_visible_test_with_a_function_of_its_own_is_noticed(tmp_path):
    with pytest.raises(ValueError, match="the visible tests hold what is no data"):
        other_tests(tmp_path, "expected=False, hidden=True", "expected=False").released()


def test_a_name_that_the_library_has_not_cannot_be_forbidden(tmp_path, sandboxed):
    bundle = other_tests(tmp_path, "unity.kindred.recurrent.stack", "unity.kindred.head.nothing")
    record = Grader(bundle).grade("x.ipynb", written(author()))
    assert record["status"] == "grader_error"
    assert record["why"] == "ValueError: forbids: unity has no function called unity.kindred.head.nothing"


def test_stripping_keeps_the_rest():
    found = stripped("a = 1\n  # BEGIN SOLUTION\n  # > b = 3\n  # >   c\n  b = 2\n  # END SOLUTION\nc = 3")
    assert (found.source, found.parts) == ("a = 1\n  b = 3\n    c\nc = 3", [["  b = 2"]])


def flagged(bundle, change):
    notebook = nbformat.from_dict(bundle.released()[0])
    change(notebook.cells)
    return flags(read(written(notebook)), read(written(bundle.released()[0])))


FLAGS = {
    "nothing": (lambda cells: None, []),
    "answered": (lambda cells: of(cells, "exercise-scale").update(source="def scale(X):\n    return 2 * X"), []),
    "spaces in a check": (lambda cells: of(cells, "check-scale").update(source='grading.check( "scale", scale )'), []),
    "edited": (lambda cells: of(cells, "check-scale").update(source="True"), ["edited check:scale"]),
    "deleted": (lambda cells: cells.remove(of(cells, "check-scale")), ["missing check:scale"]),
    "deleted exercise": (lambda cells: cells.remove(of(cells, "exercise-scale")), ["missing exercise:scale"]),
    "made words": (
        lambda cells: of(cells, "exercise-scale").update(cell_type="markdown", source="def scale(X): ..."),
        ["exercise:scale is no code cell any more"],
    ),
    "duplicated": (sample.doubled("exercise-scale"), ["duplicated exercise:scale"]),
    "stripped": (sample.stripped_of_metadata, ["the tags are gone"]),
    "unknown": (lambda cells: cells.append(tagged("1", "exercise:more")), ["unknown tag exercise:more"]),
    "retagged": (sample.retag, ["retagged cell 3: exercise:layer", "retagged cell 6: exercise:scale"]),
    "many": (
        lambda cells: cells.append(tagged("1", *[f"exercise:{i:03}" for i in range(500)])),
        [f"unknown tag exercise:{i:03}" for i in range(40)] + ["and 460 more"],
    ),
    "output without code": (sample.hard_coded, ["cell 3 stores an output without code"]),
}


@pytest.mark.parametrize("name", FLAGS)
def test_what_was_changed_is_said(bundle, name):
    change, said = FLAGS[name]
    assert flagged(bundle, change) == said


def test_magics_become_text():
    assert as_python("x = 7 % 3") == "x = 7 % 3"
    assert as_python("%matplotlib inline") == "get_ipython().run_line_magic('matplotlib', 'inline')\n"
    assert "get_ipython().system('ls')" in as_python("!ls")
    assert as_python("\n%%time\nx = 1") == "\nx = 1"
    assert "run_cell_magic('bash'" in as_python("%%bash\nls")


def test_a_magic_writes_a_module_that_a_later_cell_imports(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    names = {"get_ipython": Shell}
    run("try:\n    import written_here\nexcept ImportError:\n    written_here = None", "1", names)
    run("%%writefile written_here.py\none = 1", "2", names)
    run("%%writefile -a 'written_here.py'\ntwo = one + 1", "3", names)
    run("from written_here import two", "4", names)
    assert (names["written_here"], names["two"]) == (None, 2)
    run("%%file written_here.py\none = 3", "5", names)
    assert (tmp_path / "written_here.py").read_text() == "one = 3\n"
    with pytest.raises(FileNotFoundError):
        run("%%writefile nowhere/written_here.py\none = 1", "6", names)


def test_no_question_reaches_a_sandbox(tmp_path):
    """Neither a chapter's file of questions nor a folder of them: there the answers stand."""
    written = [path.relative_to(tmp_path).as_posix() for path in library(tmp_path).rglob("*")]
    assert "unity/course/chapter_06/one_example.py" in written
    assert [path for path in written if "questions" in path] == []
    assert (UNITY / "course" / "chapter_06" / "questions" / "loops.py").is_file()
    assert (UNITY / "course" / "chapter_02" / "questions.py").is_file()


def test_notebooks_are_read_without_the_grammars_of_uris():
    """They take a second and more at the start of each command, and no schema of a notebook has a URI."""
    program = """
import sys
from unity.grading.notebook.loading import nbformat
nbformat().validate(nbformat().v4.new_notebook())
assert "rfc3987_syntax" not in sys.modules
import rfc3987_syntax  # it is there for whoever asks for it later
assert nbformat() is sys.modules["nbformat"]
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
