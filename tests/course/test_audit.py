"""The budget of the processor's seconds: what is counted, and when it is exceeded; what is kept of the audits."""

import re
import time

import nbformat
import pytest

from scripts import audit, blocking, lighthouse, measured, yardstick


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


def test_seconds_are_those_of_the_machine_on_which_the_budgets_were_set(notebook, monkeypatch, tmp_path, capsys):
    """A machine that takes twice as long for everything finds the same."""
    monkeypatch.setattr(measured, "KEPT", tmp_path / "audit.json")
    monkeypatch.setattr(audit, "processor_seconds", lambda path: 21.0)
    found = []
    for slowness in (1, 2):
        here = iter([slowness * yardstick.TAKES, (slowness + 0.5) * yardstick.TAKES])
        monkeypatch.setattr(yardstick, "seconds", here.__next__)
        audit.main([str(notebook("1 + 1"))])
        found.append(measured.read()["pages"]["lectures/lecture.html"]["seconds"])
    assert found == pytest.approx([21 / 1.25, 21 / 2.25], abs=1e-3)
    assert " 9.3 s of the processor: lecture (21.0 s here)" in capsys.readouterr().out


def test_yardstick_is_long_enough_to_be_measured():
    assert 0.3 < yardstick.seconds() < 60


def test_a_lecture_over_its_budget_is_named():
    seconds = {"01-short": 3.0, "02-long": 21.5}
    assert list(audit.faults(seconds)) == ["02-long: 21.5 s of the processor, expected at most 20 s"]
    many = {f"{n:02}-short": 10.0 for n in range(1, 19)}
    assert list(audit.faults(many)) == ["all lectures: 180.0 s of the processor, expected at most 150 s"]


def test_the_command_fails_where_something_takes_too_long(notebook, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(measured, "KEPT", tmp_path / "audit.json")
    path = notebook("1 + 1")
    assert audit.main([str(path)]) == 0
    assert audit.main([str(path)], budget={"a lecture": 0, "all lectures": 150}) == 1
    assert "TOO LONG lecture: " in capsys.readouterr().out
    assert 0 < measured.read()["pages"]["lectures/lecture.html"]["seconds"] < 60


def test_what_is_measured_of_a_page_is_kept_and_shown(monkeypatch, tmp_path):
    monkeypatch.setattr(measured, "KEPT", tmp_path / "audit.json")
    assert "Nothing has been measured." in measured.page(measured.read())
    measured.keep("lectures/01-short.html", speed=97, sent=123.4)
    measured.keep("404.html", accessibility=100)
    measured.keep("book/welcome.html", speed=99)
    measured.keep("lectures/01-short.html", seconds=2.34567, sent=120)
    rows = [line for line in measured.page(measured.read()).splitlines() if line.startswith("| ")]
    assert rows == [
        "| page | speed | accessibility | kB sent | s to run |",
        "| 404 |  | 100 |  |  |",
        "| [welcome](welcome.md) | 99 |  |  |  |",
        "| [01-short](../lectures/01-short.ipynb) | 97 |  | 120 | 2.3 |",
    ]
    with pytest.raises(ValueError, match="there is no column 'pace'; there are speed, "):
        measured.keep("book/welcome.html", pace=1)


def test_what_the_book_says_was_measured_is_of_its_pages_and_holds():
    """A row of a page that is gone, or that misses what is asked, does not stay in the book."""
    listed = re.findall(r"(?:file|root): (\S+)", (measured.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed += ["404", "search", *(f"book/api/{path.stem}" for path in measured.ROOT.glob("book/api/floor-*.md"))]
    pages = measured.read()["pages"]
    assert {name.removesuffix(".html") for name in pages} <= set(listed)
    chapters = [f"lectures/{number:02}" for number in range(1, 19)]  # the project is none
    seconds = {name: row["seconds"] for name, row in pages.items() if name[:11] in chapters and "seconds" in row}
    assert list(audit.faults(seconds)) == []
    for name, row in pages.items():
        if "speed" in row:
            assert row["speed"] >= lighthouse.ASKED[""] or row.get("blocked", 0) <= blocking.MOST, name
            found = lighthouse.Found(**{kind: row[kind] for kind in lighthouse.Found._fields})
            assert list(lighthouse.faults(name, found)) == []
