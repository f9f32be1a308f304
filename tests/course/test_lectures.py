"""What the repository keeps of a lecture: executed from its top, text outputs, no pictures, and a form a reader can trust."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
LECTURES = sorted(ROOT.glob("lectures/*.ipynb"))
ROLES = {"eq", "glue:text", "cite", "doc", "ref", "term"}


@pytest.fixture(params=LECTURES, ids=lambda path: path.stem)
def lecture(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return set(cell.metadata.get("tags", ()))


def faults(notebook):
    """Where a notebook is not as the repository keeps it: one sentence each."""
    counts = [cell.execution_count for cell in code(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"not executed once from its top: execution counts {counts}"
    if "widgets" in notebook.metadata:
        yield "stores the state of its widgets"
    for i, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            pictures = [mime for mime in data if mime.startswith("image/") or "widget-view" in mime]
            if pictures:
                yield f"cell {i} stores {pictures[0]}"
            if output.output_type == "error":
                yield f"cell {i} stores an error: {output.ename}"
            if output.output_type == "stream" and output.name == "stderr":
                yield f"cell {i} wrote to stderr: {output.text[:60]}"
            text = output.get("text", "") + data.get("text/plain", "")
            long = [number for number in re.findall(r"(?<![\w.])\d+\.\d{5,}", text) if "text/markdown" not in data]
            if long and "nbval-ignore-output" not in tags(cell):
                yield f"cell {i} prints {long[0]}, more than four digits"
            if data.get("text/plain", "").startswith("<Figure"):
                alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
                if len(alt.split()) < 5:
                    yield f"cell {i} draws a figure without alt text in its metadata (mystnb.image.alt)"
        if cell.cell_type == "code" and len(cell.source.splitlines()) > 15:
            yield f"cell {i} has {len(cell.source.splitlines())} lines, at most 15"
        if cell.cell_type == "code" and re.search(r"plt\.|matplotlib|pip install", cell.source):
            yield f"cell {i} plots or installs: that belongs to the chapter's figures and to the plain notebooks"
        if cell.cell_type == "code" and "assert_raises" in cell.source:
            yield f"cell {i} swallows a refusal: print it, by try and except"
        if cell.cell_type == "markdown":
            yield from (
                f"cell {i} uses the role {r}" for r in re.findall(r"\{([\w:]+)\}`", cell.source) if r not in ROLES
            )


def test_there_are_lectures():
    assert LECTURES


def test_kept_as_the_repository_keeps_it(lecture):
    found = list(faults(lecture))
    assert not found, "\n".join(found)


def test_names_its_derivations(lecture):
    """The metadata say what the lecture carries, and it is what book/derivations.yml gives to that chapter."""
    listed = yaml.safe_load((ROOT / "book" / "derivations.yml").read_text())
    number = int(re.match(r"# (\d+)", lecture.cells[0].source)[1])
    chapters = {name: e["chapter"] if isinstance(e["chapter"], list) else [e["chapter"]] for name, e in listed.items()}
    due = {name for name, numbers in chapters.items() if number in numbers}
    told = {*lecture.metadata.harmony.derivations, *lecture.metadata.harmony.get("errata", ())}
    assert {name for name in due if not listed[name].get("slip")} <= told
    assert told <= listed.keys()


ALIGNED = re.compile(r"\\begin\{aligned\}(.*?)\\end\{aligned\}", re.DOTALL)
INNER = re.compile(r"\\begin\{(\w+)\}.*?\\end\{\1\}", re.DOTALL)


def test_each_line_of_a_formula_says_where_it_is_aligned(lecture):
    """Where none does, all lines end at one place on the right."""
    text = "\n".join(cell.source for cell in lecture.cells if cell.cell_type == "markdown")
    lines = [line for block in ALIGNED.findall(text) for line in INNER.sub("", block).split(r"\\")]
    assert [line for line in lines if "&" not in line] == []


def test_an_exercise_says_its_letters_before_its_solution(lecture):
    solved = False
    for cell in lecture.cells:
        for line in cell.source.splitlines():
            if line.startswith("### Exercise"):
                solved = False
            solved = solved or line == ":::{admonition} Solution"
            assert not (solved and line == ":::{admonition} The letters of this exercise")


def test_quotes_only_numbers_that_it_keeps(lecture):
    text = "\n".join(cell.source for cell in lecture.cells if cell.cell_type == "markdown")
    quoted = {name.split(":")[0] for name in re.findall(r"\{glue:text\}`([^`]+)`", text)}
    kept = {
        output.metadata.scrapbook.name
        for cell in code(lecture)
        for output in cell.outputs
        if "scrapbook" in output.get("metadata", {})
    }
    assert quoted <= kept
    assert kept <= quoted, "glued, but never quoted"


SPOILED = {
    "unexecuted": lambda cell: cell.update(execution_count=None),
    "picture": lambda cell: cell.update(
        outputs=[nbformat.v4.new_output("display_data", {"image/png": "aGk=", "text/plain": "x"})]
    ),
    "digits": lambda cell: cell.update(outputs=[nbformat.v4.new_output("stream", text="0.123456\n")]),
    "stderr": lambda cell: cell.update(outputs=[nbformat.v4.new_output("stream", name="stderr", text="oh\n")]),
    "no alt text": lambda cell: cell.update(
        outputs=[nbformat.v4.new_output("display_data", {"text/plain": "<Figure size 600x360 with 1 Axes>"})],
        metadata={},
    ),
    "long": lambda cell: cell.update(source="1\n" * 16),
    "swallows": lambda cell: cell.update(source="np.testing.assert_raises(ValueError, np.dot, w, x)"),
    "plots": lambda cell: cell.update(source="plt.plot()"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_lecture_is_noticed(spoil):
    notebook = nbformat.read(LECTURES[0], as_version=4)
    assert not list(faults(notebook))
    spoil(code(notebook)[2])
    assert list(faults(notebook))


@pytest.fixture
def nbval(tmp_path):
    """Runs strict nbval on a lecture of one cell, `1 + 1`, with the output that is given: its exit code and what it says."""
    right = nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)
    cell = nbformat.v4.new_code_cell("1 + 1", outputs=[right], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    shutil.copy(ROOT / "lectures" / "conftest.py", tmp_path)
    options = ["-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider"]

    def run(shown, source="1 + 1"):
        cell.source = source
        right["data"]["text/plain"] = shown
        nbformat.write(notebook, tmp_path / "lecture.ipynb")
        command = [sys.executable, "-m", "pytest", *options, tmp_path]
        ran = subprocess.run(command, capture_output=True, text=True)
        return ran.returncode, ran.stdout

    return run


def test_nbval_notices_a_wrong_output(nbval):
    """Strict nbval fails on a stored output that is not what the cell gives."""
    assert nbval("2")[0] == 0
    code, said = nbval("3")
    assert code == 1
    assert "mismatch" in said


def test_the_sign_of_a_zero_is_no_digit(nbval):
    """Another processor's last digits give it: [ 0., -0.] and [0., 0.] are one output, 0.01 and -0.01 are two."""
    source, right = (
        "import numpy as np\nnp.array([[1.0, 0.0], [-2.0, 0.01]])",
        "array([[ 1.  , {}  ],\n       [-2.  ,  0.01]])",
    )
    assert nbval(right.format(" 0."), source)[0] == 0
    assert nbval(right.format("-0."), source)[0] == 0
    assert nbval(right.format("-0.").replace(" 0.01", "-0.01"), source)[0] == 1
    assert nbval(right.format("-1."), source)[0] == 1


def test_slowness_is_said_and_no_fault(nbval, tmp_path):
    conftest = tmp_path / "conftest.py"
    conftest.write_text(conftest.read_text().replace("seconds > 20", "seconds > 0"))
    code, said = nbval("2")
    assert code == 0
    assert "lecture.ipynb  slow here: see make audit" in said


LEANING = re.compile(r"(?:its|their|that|those|the same|another|after|both|they|it)\b(?! class)")


def test_letters_are_said_in_words_that_can_stand_alone(lecture):
    """A card of an equation shows a row without the row above."""
    prose = "\n".join(cell.source for cell in lecture.cells if cell.cell_type == "markdown")
    tables = re.findall(r"^\| letter \|.*\n\|[-|: ]+\n((?:\|.*\n?)*)", prose, re.MULTILINE)
    rows = [line for table in tables for line in table.splitlines()]
    assert [row for row in rows if LEANING.match(row.rstrip("| ").rsplit("|", 1)[-1].strip())] == []


def test_a_box_about_the_slides_is_an_erratum(lecture):
    """So it looks as its siblings do, and goes where a course leaves them out."""
    prose = "\n".join(cell.source for cell in lecture.cells if cell.cell_type == "markdown")
    boxes = re.findall(r"^:::+\{admonition\} (.*)\n:class: (.*)", prose, re.MULTILINE)
    wrong = [title for title, kind in boxes if ("slide" in title or "deck" in title) != (kind == "erratum")]
    assert wrong == []


def test_what_is_printed_has_no_inner_names(lecture):
    """A function that a lecture shows calls nothing whose name begins with _, and goes round no check."""
    for cell in code(lecture):
        printed = "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        assert not re.findall(r"(?<![\w`])_[a-z_]\w*", printed)
