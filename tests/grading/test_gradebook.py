"""Gradebooks of Canvas and Moodle: the right column, the right row, the right number, and nothing changed unsaid."""

import csv
import io
import json

import pytest
from commands import run
from records import question, record, unreadable, write, written

from unity.grading.gradebook import into_canvas, into_moodle
from unity.grading.rules import Rules, standings


def marks(*students, **more):
    """Standings of students who have 9 of 9 points each."""
    return standings([record(student, question("f", 9, 9), **more) for student in students])


def cells(found, separator=","):
    return list(csv.reader(io.StringIO(found.content.decode("utf-8-sig")), delimiter=separator))


HEAD = "Student,ID,SIS User ID,SIS Login ID,Section"
CANVAS = (
    f"{HEAD},week10 (98),week1 (97)\n,,,,,,Manual Posting\n    Points Possible,,,,,9,9\n"
    '"Lovelace, Ada",1,a1,ada,A,77,\nBob,2,b2,bob,A,,4\nEve,3,e3,eve,A,,EX\n"Student, Test",9,,x,A,,\n'
)


def test_the_column_is_the_assignments_own():
    found = into_canvas(CANVAS.encode(), marks("ada", "bob"))
    rows = cells(found)
    assert rows[3] == ["Lovelace, Ada", "1", "a1", "ada", "A", "77", "9"]
    assert (found.new, found.changed) == ({"ada": "9"}, {"bob": ("4", "9")})
    assert [row[5] for row in rows[3:]] == ["77", "", "", ""]
    assert rows[1:3] == [["", "", "", "", "", "", "Manual Posting"], ["    Points Possible", "", "", "", "", "9", "9"]]
    other = f"{HEAD},week10 (98),Week 1 (97)\nAda,1,a1,ada,A,77,\n"
    with pytest.raises(ValueError, match="0 columns are called week1: name one with --column"):
        into_canvas(other.encode(), marks("ada"))
    assert cells(into_canvas(other.encode(), marks("ada"), column="Week 1 (97)"))[1][5:] == ["77", "9"]
    with pytest.raises(ValueError, match="0 columns are called 'x'"):
        into_canvas(CANVAS.encode(), marks("ada"), column="x")
    twice = f"{HEAD},week1 (98),week1 (97)\nAda,1,a1,ada,A,77,\n"
    with pytest.raises(ValueError, match="2 columns are called week1"):
        into_canvas(twice.encode(), marks("ada"))


def test_excused_stays_excused():
    found = into_canvas(CANVAS.encode(), marks("ada", "eve"))
    assert found.kept == {"eve": "EX"}
    assert cells(found)[5][6] == "EX"


def test_a_row_is_found_by_one_column_for_all():
    odd = f"{HEAD},week1 (97)\nBob,7,bob,x,,\nOther,bob,8,y,,\nCy,cy,9,bob,,\n"
    with pytest.raises(ValueError, match=r"found in several columns, .* in different rows: name one with --key"):
        into_canvas(odd.encode(), marks("bob", "cy"))
    rows = cells(into_canvas(odd.encode(), marks("bob", "cy"), key="ID"))
    assert [row[5] for row in rows] == ["week1 (97)", "", "9", "9"]
    double = f"{HEAD},week1 (97)\nBob,7,bob,x,,\nOther,8,bob,y,,\n"
    with pytest.raises(ValueError, match="'bob' stands in 2 rows of 'SIS User ID'"):
        into_canvas(double.encode(), marks("bob"))
    with pytest.raises(ValueError, match="no student of the results stands in any of the columns 'ID'"):
        into_canvas(double.encode(), marks("carl"))
    with pytest.raises(ValueError, match="expected one of ID"):
        into_canvas(b"a,b\n", marks("bob"))


def test_points_are_scaled_when_it_is_said():
    book = CANVAS.replace(",9,9\n", ",9,100\n").encode()
    with pytest.raises(
        ValueError, match=r"'week1 .97.' is of 100 points and the assignment of 9: .*--points 100.*--points 9"
    ):
        into_canvas(book, marks("ada"))
    assert into_canvas(book, marks("ada"), points=100).new == {"ada": "100"}
    assert into_canvas(book, marks("ada"), points=9).new == {"ada": "9"}
    half = standings([record("ada", question("f", 4.5, 9))])
    assert into_canvas(book, half, points=100).new == {"ada": "50"}


def test_semicolons_and_line_ends_stay():
    book = (
        CANVAS.replace(",", ";").replace('"Lovelace; Ada"', '"Lovelace; Ada"').replace("\n", "\r\n").encode("utf-8-sig")
    )
    found = into_canvas(book, marks("ada"))
    assert found.content.startswith(b"\xef\xbb\xbfStudent;ID;")
    assert found.content.count(b"\r\n") == book.count(b"\r\n")
    assert cells(found, ";")[3][6] == "9"


def test_who_has_no_score_stays_as_it_is():
    students = standings(
        [unreadable("ada"), record("bob", question("f", 3, 9), written("why", 4))],
        Rules(roster={"eve": "", "ada": "", "bob": ""}),
    )
    found = into_canvas(CANVAS.encode(), students, points=9)
    assert found.waiting == {"ada": "unreadable", "bob": "no mark yet for why", "eve": "missing"}
    assert cells(found)[3:] == list(csv.reader(io.StringIO(CANVAS)))[3:]
    assert found.left == []
    strangers = [*students, *standings([unreadable("gone")]), *marks("zoe")]
    assert into_canvas(CANVAS.encode(), strangers, points=9).left == ["zoe"]


MOODLE = {
    "en": "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments\n"
    "Participant 11,Ada Lovelace,ada@x.org,Submitted for grading,,9.00,Yes,\n"
    "Participant 12,Bob,bob@x.org,Submitted for grading,4.00,9.00,Yes,\n",
    "de": "\ufeffID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;Feedback als Kommentar\n"
    "Teilnehmer/in11;Ada Lovelace;ada@x.org;Zur Bewertung abgegeben;;9,00;Ja;\n"
    "Teilnehmer/in12;Bob;bob@x.org;Zur Bewertung abgegeben;4,00;9,00;Ja;\n",
}


@pytest.mark.parametrize("language", MOODLE)
@pytest.mark.parametrize("names", [("11", "12"), ("ada@x.org", "bob@x.org"), ("Ada Lovelace", "Bob")])
def test_a_worksheet_in_any_language(language, names):
    students = standings([record(names[0], question("f", 7.5, 9)), record(names[1], question("f", 3, 9))])
    found = into_moodle(MOODLE[language].encode(), students)
    rows = cells(found, ";" if language == "de" else ",")
    assert [row[4] for row in rows[1:]] == (["7,5", "3"] if language == "de" else ["7.5", "3"])
    assert found.changed[names[1]][1] == "3"
    assert [row[:4] + row[5:] for row in rows] == [
        row[:4] + row[5:]
        for row in csv.reader(
            io.StringIO(MOODLE[language].removeprefix("\ufeff")), delimiter=";" if language == "de" else ","
        )
    ]


def test_a_worksheet_that_is_not_clear_is_refused():
    odd = "ID;Name;Punkte;Max;Gewicht\nX1;Ada;;9;1\nX2;Bob;;9;1\n"
    with pytest.raises(ValueError, match=r"2 columns look like the maximum grade, .* name the grade's with --column"):
        into_moodle(odd.encode(), marks("1"))
    assert cells(into_moodle(odd.encode(), marks("1"), column="Punkte"), ";")[1][2] == "9"
    with pytest.raises(ValueError, match="is of 9 points and the assignment of 3"):
        into_moodle(MOODLE["de"].encode(), standings([record("11")]))
    for content in (b"", b"\n"):
        with pytest.raises(ValueError, match="the gradebook is empty"):
            into_moodle(content, marks("1"))


def test_a_worksheet_of_older_programs_is_read():
    for encoding in ("cp1252", "utf-16"):
        content = MOODLE["de"].removeprefix("\ufeff").encode(encoding)
        found = into_moodle(content, standings([record("Ada Lovelace", question("f", 7.5, 9))]))
        assert "Vollständiger Name" in found.content.decode(encoding)


def test_a_dry_run_shows_and_writes_nothing(tmp_path):
    results = write(tmp_path / "r.jsonl", [record(student, question("f", 9, 9)) for student in ("ada", "bob", "eve")])
    book = tmp_path / "book.csv"
    book.write_text(CANVAS)
    arguments = ("export", results, "--to", "canvas", "--gradebook", book, "--out", tmp_path / "filled.csv")
    ran = run(*arguments, "--dry-run")
    assert ran.exit_code == 0, ran.output
    for said in ("1 new, 1 changed, 0 as before", "new: ada 9", "changed: bob 4 -> 9", "kept: eve is excused (EX)"):
        assert said in ran.output
    assert not (tmp_path / "filled.csv").exists()
    ran = run(*arguments)
    assert "changed: bob 4 -> 9" in ran.output
    assert "new: ada" not in ran.output
    book.write_bytes((tmp_path / "filled.csv").read_bytes())
    assert "0 new, 0 changed, 2 as before" in run(*arguments).output


def test_rules_are_applied_at_export(tmp_path):
    results = write(tmp_path / "r.jsonl", [record("ada", question("f", 9, 9)), record("carl", question("f", 9, 9))])
    (tmp_path / "week1.rules.yml").write_text(
        "due: 2026-11-29T12:00+00:00\nlate: {percent_a_day: 10}\namendments: [{student: carl, add: 1, reason: bonus}]\n"
    )
    ran = run("export", results, "--to", "csv", "--out", tmp_path / "r.csv")
    assert ran.exit_code == 0, ran.output
    rows = {row["student"]: row for row in csv.DictReader((tmp_path / "r.csv").read_text().splitlines())}
    assert (rows["ada"]["score"], rows["ada"]["reached"], rows["ada"]["f"]) == ("8.1", "9", "9")
    assert "1 day late, 10 % of the points are lost" in rows["ada"]["notes"]
    assert "amended: all 8.1 -> 9.1 (bonus)" in rows["carl"]["notes"]
    run("export", results, "--to", "gradescope", "--out", tmp_path / "gs")
    found = [json.loads(path.read_text()) for path in (tmp_path / "gs").glob("*/results.json")]
    assert sorted(entry["score"] for entry in found) == [8.1, 9.1]
    assert any("bonus" in entry["output"] for entry in found)
    assert "--out is missing" in run("export", results, "--to", "csv").output
