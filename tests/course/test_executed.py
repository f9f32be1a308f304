"""One execution of the lectures serves the book and the comparison: nbval reads what the book's cache holds."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.executors.basic import ProcessData

from scripts.executed import Worker

ROOT = Path(__file__).parents[2]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What pytest says of a course of four lectures, and how often the cells of each have run."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("scripts", "lectures", "unity"):
        (root / folder).mkdir()
    for name in ("build", "executed", "progress"):
        shutil.copy(ROOT / "scripts" / f"{name}.py", root / "scripts")
    shutil.copy(ROOT / "lectures" / "conftest.py", root / "lectures")

    def write(name, source, text, tags=()):
        ran = f"print(end='{name}', file=open({str(root / 'ran')!r}, 'a'))\n"
        cells = []
        for count, (code, shown) in enumerate([(ran + source, text), ("1 + 1", "2")], 1):
            output = nbformat.v4.new_output("execute_result", {"text/plain": shown}, execution_count=count)
            cells.append(nbformat.v4.new_code_cell(code, outputs=[output], execution_count=count))
        cells[0].metadata.tags = list(tags)
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), root / "lectures" / f"{name}.ipynb")

    write("r", "6 * 7", "42")
    write("w", "6 * 7", "41")
    write("x", "1 / 0", "0")
    write("i", "6 * 7", "41", tags=["nbval-ignore-output"])
    options = ["-q", "-rA", "--nbval", "--nbval-current-env", "--as-in-the-book", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, "lectures"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True).stdout
    return told, (root / "ran").read_text()


def test_what_a_cell_prints_is_one_text_however_it_came(tmp_path):
    """MyST-NB puts a line's end between the pieces: on a busy machine a line would be broken on the page."""
    source = "import time\nprint('two loops:', end='', flush=True)\ntime.sleep(0.5)\nprint(' 68')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=KERNEL)
    nbformat.write(notebook, tmp_path / "lecture.ipynb")
    cache = get_cache(tmp_path / "cache")
    staged = cache.add_nb_to_project(str(tmp_path / "lecture.ipynb"))
    assert Worker()(ProcessData(staged.pk, staged.uri, cache, 60, False))[0] == 0
    outputs = cache.merge_match_into_notebook(notebook)[1].cells[0].outputs
    assert [output.text for output in outputs] == ["two loops: 68\n"]


def test_each_cell_is_judged_as_nbval_judges_it(said):
    told, _ = said
    verdicts = {line.partition(" - ")[0] for line in told.splitlines() if "ipynb::Cell" in line and line[0].isupper()}
    assert verdicts == {
        *(f"PASSED lectures/{name}.ipynb::Cell {number}" for name in "ri" for number in (0, 1)),
        "FAILED lectures/w.ipynb::Cell 0",
        "PASSED lectures/w.ipynb::Cell 1",
        "FAILED lectures/x.ipynb::Cell 0",
        "PASSED lectures/x.ipynb::Cell 1",
    }
    assert "mismatch 'text/plain'" in told
    assert "ZeroDivisionError" in told


def test_what_passed_ran_once_and_what_failed_ran_again(said):
    _, ran = said
    assert sorted(ran) == ["i", "r", "w", "x", "x"]
