"""Results as others take them: pages for students and class, a table, and the gradebooks of other systems."""

import csv
import io
import json

import pytest
from commands import run

from unity.grading import export, report
from unity.grading.results import done


def record(student, **changes):
    test = {
        "name": "held back",
        "hidden": True,
        "right": False,
        "points": 0.0,
        "of": 1.0,
        "says": "SECRET 4711",
        "mistake": 0,
    }
    seen = test | {
        "name": "drawn",
        "hidden": False,
        "right": True,
        "points": 2.0,
        "of": 2.0,
        "says": "3 of 3 cases agree.",
        "mistake": None,
    }
    return {
        "student": student, "assignment": "sample", "assignment_hash": "x", "file": f"{student}.ipynb", "file_hash": "y", "status": "graded",
        "sandbox": "bubblewrap", "score": 2.0, "points": 3.0, "flags": ["edited check:scale"], "restarts": 0, "seconds": 0.1,
        "cell_errors": [{"cell": 1, "error": "ValueError: <script>alert(1)</script>", "line": 2}],
        "exercises": [{"name": "scale", "score": 2.0, "points": 3.0, "tests": [seen, test]}],
    } | changes  # fmt: skip


UNREADABLE = record("bob", status="unreadable", score=None, why="it is no JSON", exercises=[], cell_errors=[])

RECORDS = [record("ada"), UNREADABLE, record("<b>eve"), record("ada", score=1.0)]

CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,sample (17),other (18)\n,,,,,Manual Posting,\n    Points Possible,,,,,3,1\n"Lovelace, Ada",1,x,ada,A,,5\nBob,2,bob,b,A,,\nEve,3,e,eve,A,,\n'

MOODLE = "\ufeffIdentifier,Full name,Email address,Grade,Maximum Grade\nParticipant 11,Ada,ada@x.org,,3\nParticipant 12,Bob,bob@x.org,,3\n"


def test_a_students_page_tells_nothing_hidden():
    page = report.student_page(RECORDS[0])
    assert "SECRET" not in page
    assert "0 of 1 right" in page
    assert "<script>" not in page
    assert "3 of 3 cases agree." in page
    assert "://" not in page.replace("http://www.w3.org", "")


def test_an_unreadable_file_is_no_zero():
    page = report.student_page(UNREADABLE)
    assert "has no score" in page
    assert "0 of" not in page
    assert ",unreadable,bubblewrap,,3.0," in export.as_csv(RECORDS)
    with pytest.raises(ValueError, match="unreadable and has no score"):
        export.gradescope(UNREADABLE)


def test_the_class_page_sums_up():
    page = report.class_page(RECORDS)
    assert "3 students" in page
    assert "1 unreadable" in page
    assert "SECRET 4711" in page  # the commonest mistakes are the instructor's to see
    assert "<svg" in page
    assert "&lt;b&gt;eve" in page
    assert "best counts: ada" in page


def test_pages_have_names_of_their_own(tmp_path):
    pages = report.write(RECORDS, tmp_path / "pages")
    assert len({path.name for path in pages}) == 4
    assert report.file_of("a/b") != report.file_of("a:b")
    with pytest.raises(ValueError, match="no results"):
        report.write([], tmp_path)


def test_gradescope_hides_what_is_hidden():
    result = export.gradescope(RECORDS[0])
    hidden = [test for test in result["tests"] if test["visibility"] == "hidden"]
    assert [test.get("output") for test in hidden] == [None]
    assert result["score"] == 2.0


def test_a_gradebook_of_canvas_is_filled_in():
    text, left = export.into_canvas(CANVAS, RECORDS)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[3] == ["Lovelace, Ada", "1", "x", "ada", "A", "2", "5"]
    assert rows[4][5] == ""  # unreadable: no score
    assert rows[2][5] == "3"
    assert left == ["<b>eve"]
    with pytest.raises(ValueError, match="there is no column 'x'"):
        export.into_canvas(CANVAS, RECORDS, "x")


def test_a_worksheet_of_moodle_is_filled_in():
    text, left = export.into_moodle(MOODLE, [record("11"), record("bob@x.org", score=1.5)])
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[3] for row in rows] == ["Grade", "2", "1.5"]
    assert left == []
    with pytest.raises(ValueError, match="expected one of Identifier"):
        export.into_moodle("a,b\n", RECORDS)
    with pytest.raises(ValueError, match="is empty"):
        export.into_moodle("", RECORDS)


def test_the_commands_write_what_they_say(tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("".join(json.dumps(r) + "\n" for r in RECORDS))
    assert "class.html and 3 students' pages written" in run("report", results, "--to", tmp_path / "pages").output
    ran = run("export", results, "--to", "gradescope", "--out", tmp_path / "gs")
    assert (ran.exit_code, len(list((tmp_path / "gs").glob("*/results.json")))) == (1, 2)
    assert "bob (unreadable)" in ran.output
    (tmp_path / "book.csv").write_text(CANVAS)
    ran = run(
        "export", results, "--to", "canvas", "--out", tmp_path / "filled.csv", "--gradebook", tmp_path / "book.csv"
    )
    assert "no row for: <b>eve" in ran.output
    assert "--gradebook is missing" in run("export", results, "--to", "moodle", "--out", tmp_path / "x").output
    assert run("export", results, "--to", "csv", "--out", tmp_path / "r.csv").exit_code == 0


def test_cells_are_no_formulas():
    assert ",'=cmd.ipynb," in export.as_csv([record("=cmd")])
    assert ',"\'\n=cmd.ipynb",' in export.as_csv([record("\n=cmd")])


def test_words_that_no_file_can_hold_spoil_no_report(tmp_path):
    odd = record("\udcff/../..\n", status="grader_error", score=None, why="\ud800", exercises=[])
    pages = report.write([record("ada"), odd], tmp_path)
    assert len(pages) == 3
    assert {page.parent for page in pages} == {tmp_path}


def test_results_of_something_else_are_said(tmp_path):
    (tmp_path / "r.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match="holds no results of unity-grade"):
        done(tmp_path / "r.jsonl")
    assert "is no result of unity-grade" in run("report", tmp_path / "r.jsonl").output
