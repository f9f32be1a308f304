"""Results as others take them: pages for students and class, a table, and the gradebooks of other systems."""

import json
from pathlib import Path

import pytest
from commands import run

from unity.grading import export, report
from unity.grading.results import done
from unity.grading.rules import Rules, standings

ROOT = Path(__file__).parents[2]


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

RECORDS = standings([record("ada"), UNREADABLE, record("<b>eve"), record("ada", file="ada/2.ipynb")])


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
    assert ",unreadable,bubblewrap,,3.0,,0,1," in export.as_csv(RECORDS)
    with pytest.raises(ValueError, match="unreadable and has no score"):
        export.gradescope(UNREADABLE)


def test_the_class_page_sums_up():
    page = report.class_page(RECORDS)
    assert "3 students: 2 graded, 1 unreadable." in page
    assert "The median of the 2 who have a score is <strong>2</strong> of 3 points, their mean 2." in page
    assert "SECRET 4711" in page  # the commonest mistakes are the instructor's to see
    assert "<svg" in page
    assert "&lt;b&gt;eve" in page
    assert "of 2 submissions the best counts" in page
    assert "1 cell raised; edited check:scale" in page
    first = page.partition("To look at first")[2]
    assert "it is no JSON" in first.partition("<h2>")[0]


def test_what_waits_for_a_mark_is_in_no_sum():
    waits = {"name": "why", "score": 0.0, "points": 2.0, "tests": [], "awaits": True}
    one = record("ada")
    several = [one | {"student": s, "points": 5.0, "exercises": [*one["exercises"], waits]} for s in ("ada", "bob")]
    assert "<strong>2</strong> of 3 points so far, their mean 2." in report.class_page(standings(several))
    marked = several[1] | {"exercises": [*one["exercises"], waits | {"awaits": False}]}
    assert "<strong>2</strong> of 5 points, their mean 2." in report.class_page(standings([several[0], marked]))
    assert "<strong>2</strong> of 5 points so far" in report.student_page(standings(several)[0])


def test_who_is_missing_is_said_once_in_a_row():
    page = report.class_page(standings([record("ada")], Rules(roster={"ada": "", "fay": "Fay"})))
    row = page.rpartition("Fay</a>")[2]
    assert "nothing handed in" in row
    assert "nothing was handed in" not in row


MOST_BYTES = 400


def test_a_student_more_is_a_row_more():
    """The page of a class stays one file that opens at once: a row, and nothing of the work."""
    few, many = (len(report.class_page(standings([record(f"s{i:03}") for i in range(n)]))) for n in (10, 60))
    assert (many - few) / 50 < MOST_BYTES


def test_pages_have_names_of_their_own(tmp_path):
    page = report.write(RECORDS, tmp_path / "pages")
    assert page == tmp_path / "pages" / "class.html"
    assert len(list((tmp_path / "pages" / "students").iterdir())) == 3
    assert report.file_of("a/b") != report.file_of("a:b")
    with pytest.raises(ValueError, match="no results"):
        report.write([], tmp_path)


def test_the_instructor_sees_on_what_answers_were_tried(bundle, tmp_path):
    report.write(RECORDS, tmp_path, assignment=bundle.assignment())
    assert "instructor/tests.html" in (tmp_path / "class.html").read_text()
    page = (tmp_path / "instructor" / "tests.html").read_text()
    assert 'held back <span class="quiet">(hidden)</span>, 2 points, 3 cases' in page
    assert "float64(3, 4)" in page
    assert "unity.activations.sigmoid" in page


def test_the_pages_to_hand_out_are_apart(tmp_path):
    report.write(RECORDS, tmp_path)
    told = "".join(path.read_text() for path in (tmp_path / "students").iterdir())
    assert "SECRET" not in told
    assert "instructor" not in told
    assert "SECRET 4711" in (tmp_path / "instructor" / report.file_of("ada")).read_text()


def test_gradescope_hides_what_is_hidden():
    result = export.gradescope(RECORDS[0])
    hidden = [test for test in result["tests"] if test["visibility"] == "hidden"]
    assert [test.get("output") for test in hidden] == [None]
    assert result["score"] == 2.0
    assert "execution_time" not in json.dumps(result)  # a number that a student's code could choose in a hidden call


def test_cells_that_were_ended_are_counted_apart():
    errors = [
        {"cell": 1, "error": error, "line": None} for error in ("ended: it ran", "ended: it ran", "ValueError: x")
    ]
    page = report.class_page(standings([record("ada", cell_errors=errors)]))
    assert "2 cells ended; 1 cell raised; edited check:scale" in page


def test_the_commands_write_what_they_say(tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("".join(json.dumps(r) + "\n" for r in (record("ada"), UNREADABLE, record("<b>eve"))))
    assert "class.html and 3 students' pages written" in run("report", results, "--to", tmp_path / "pages").output
    ran = run("export", results, "--to", "gradescope", "--out", tmp_path / "gs")
    assert (ran.exit_code, len(list((tmp_path / "gs").glob("*/results.json")))) == (1, 2)
    assert "bob (gradescope: bob.ipynb is unreadable and has no score)" in ran.output
    assert "--gradebook is missing" in run("export", results, "--to", "moodle", "--out", tmp_path / "x").output
    assert run("export", results, "--to", "csv", "--out", tmp_path / "r.csv").exit_code == 0


def test_who_has_handed_nothing_in_is_called_by_name(tmp_path):
    results, roster = tmp_path / "results.jsonl", tmp_path / "class.csv"
    results.write_text(json.dumps(record("ada")) + "\n")
    roster.write_text("student\nada\nfay\n")
    ran = run("export", results, "--to", "gradescope", "--out", tmp_path / "gs", "--roster", roster)
    assert "fay (gradescope: fay is missing and has no score)" in ran.output


LINES = 5


def test_no_template_repeats_another():
    """So many lines that stand in two pages are one macro."""
    found = {}
    for path in (ROOT / "unity" / "grading" / "templates").glob("*.html"):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        for i in range(len(lines) - LINES + 1):
            found.setdefault(tuple(lines[i : i + LINES]), set()).add(path.name)
    assert {places for places in map(frozenset, found.values()) if len(places) > 1} == set()


def test_cells_are_no_formulas():
    assert ",'=cmd.ipynb," in export.as_csv([record("=cmd")])
    assert ',"\'\n=cmd.ipynb",' in export.as_csv([record("\n=cmd")])


def test_words_that_no_file_can_hold_spoil_no_report(tmp_path):
    odd = record("\udcff/../..\n", status="grader_error", score=None, why="\ud800", exercises=[])
    page = report.write(standings([record("ada"), odd]), tmp_path)
    assert page == tmp_path / "class.html"
    assert len([*tmp_path.rglob("*.html")]) == 5


def test_results_of_something_else_are_said(tmp_path):
    (tmp_path / "r.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match="holds no results of unity-grade"):
        done(tmp_path / "r.jsonl")
    assert "is no result of unity-grade" in run("report", tmp_path / "r.jsonl").output
