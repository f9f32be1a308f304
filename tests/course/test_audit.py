"""The budget of the processor's seconds: what is counted, and when it is exceeded."""

import time

import nbformat
import pytest

from scripts import audit


@pytest.fixture
def notebook(tmp_path):
    def make(source):
        path = tmp_path / "lecture.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)
        return path

    return make


def test_seconds_are_the_processor_s(notebook):
    """A loop counts, whoever waits costs nothing: what a cell takes beyond an empty one."""
    loop = "import time\nstart = time.process_time()\nwhile time.process_time() - start < 3: pass"
    busy = audit.processor_seconds(notebook(loop))
    assert busy >= 3
    start = time.monotonic()
    idle = audit.processor_seconds(notebook("import time\ntime.sleep(3)"))
    assert time.monotonic() - start >= 3
    assert idle < busy


def test_a_lecture_over_its_budget_is_named():
    seconds = {"01-short": 3.0, "02-long": 21.5}
    assert list(audit.faults(seconds)) == ["02-long: 21.5 s of the processor, expected at most 20 s"]
    many = {f"{n:02}-short": 10.0 for n in range(1, 19)}
    assert list(audit.faults(many)) == ["all lectures: 180.0 s of the processor, expected at most 150 s"]


def test_the_command_fails_where_something_takes_too_long(notebook, capsys):
    path = notebook("1 + 1")
    assert audit.main([str(path)]) == 0
    assert audit.main([str(path)], budget={"a lecture": 0, "all lectures": 150}) == 1
    assert "TOO LONG lecture: " in capsys.readouterr().out
