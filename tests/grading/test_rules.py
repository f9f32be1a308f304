"""The rules of a class: which submission counts, what lateness costs, who is missing, and points given by hand."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from commands import run
from records import question, record, unreadable, write, written

from unity.grading.results import changes, done, of_one
from unity.grading.rules import Amendment, Late, Rules, amend, read_rules, standings

DUE = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def twice():
    return [
        record("ada", question("f", 3, 3), question("g", 0, 6), file="ada/1.ipynb"),
        record(
            "ada", question("f", 0, 3), question("g", 4, 6), file="ada/2.ipynb", submitted="2026-12-01T10:00:00+00:00"
        ),
        record(
            "ada", question("f", 1, 3), question("g", 0, 6), file="ada/3.ipynb", submitted="2026-12-02T10:00:00+00:00"
        ),
    ]


@pytest.mark.parametrize(
    ("counts", "score", "note"),
    [
        ("best", 4, "of 3 submissions the best counts"),
        ("last", 1, "of 3 submissions the last counts"),
        ("best of each question", 7, "of 3 submissions the best answer to each question counts"),
    ],
)
def test_which_submission_counts(counts, score, note):
    (found,) = standings(twice(), Rules(counts=counts))
    assert (found["score"], found["submissions"]) == (score, 3)
    assert note in found["notes"]


def test_the_last_is_the_one_that_came_in_last():
    (found,) = standings(list(reversed(twice())), Rules(counts="last"))
    assert found["file"] == "ada/3.ipynb"


def test_a_file_that_cannot_be_read_counts_only_alone():
    (found,) = standings([unreadable("ada", file="ada/0.ipynb"), *twice()])
    assert found["score"] == 4
    (found,) = standings([unreadable("bob")])
    assert (found["score"], found["status"]) == (None, "unreadable")


@pytest.mark.parametrize(
    ("late", "score", "said"),
    [
        (Late(), 4, "1 day late"),
        (Late(percent_a_day=10), 3.6, "10 % of the points are lost"),
        (Late(percent_a_day=10, free_days=1), 4, "1 day late"),
        (Late(percent_a_day=200), 0, "100 % of the points are lost"),
        (Late(most_days=0), 0, "no points remain"),
        (Late(percent_a_day=10, grace_minutes=24 * 60), 4, None),
    ],
)
def test_what_lateness_costs(late, score, said):
    (found,) = standings(twice()[1:2], Rules(due=DUE, late=late))
    assert found["score"] == pytest.approx(score)
    assert found["reached"] == 4
    assert (said is None and not found["notes"]) or said in found["notes"][0]


@pytest.mark.parametrize(("came", "days"), [("10:00:00", 0), ("10:00:01", 1), ("11:00:00", 1)])
def test_a_day_counts_as_soon_as_it_has_begun(came, days):
    (found,) = standings([record("ada", submitted=f"2026-11-30T{came}+00:00")], Rules(due=DUE))
    assert found["late_days"] == days


def test_both_moments_are_said_by_one_clock():
    """Files are dated in Greenwich, and a class knows when its own clock struck."""
    here = timezone(timedelta(hours=2))
    one = record("ada", submitted="2026-11-30T23:30:00+00:00")
    (found,) = standings([one], Rules(due=datetime(2026, 11, 30, 23, 59, tzinfo=here)))
    assert "handed in 2026-12-01 01:30 +0200, due 2026-11-30 23:59 +0200: 1 day late" in found["notes"]


def test_a_late_answer_counts_for_less_than_one_in_time():
    rules = Rules("best of each question", due=DUE, late=Late(percent_a_day=50))
    (found,) = standings(twice(), rules)
    assert found["score"] == 3 + 2
    (found,) = standings(twice(), Rules(due=DUE, late=Late(percent_a_day=50)))
    assert found["file"] == "ada/1.ipynb"


def test_some_have_longer_and_some_files_another_time():
    rules = Rules(due=DUE, late=Late(10), extensions={"ada": datetime(2027, 1, 1, tzinfo=UTC)})
    assert standings(twice()[1:2], rules)[0]["score"] == 4
    rules = Rules(due=DUE, late=Late(10), submitted={"ada": DUE})
    assert standings(twice()[1:2], rules)[0]["score"] == 4
    with pytest.raises(ValueError, match=r"nothing says when ada/2\.ipynb was handed in"):
        standings([twice()[1] | {"submitted": None}], Rules(due=DUE))


def test_who_handed_nothing_in_is_named():
    found = standings(twice(), Rules(roster={"ada": "Ada Lovelace", "bob": ""}))
    assert [(r["student"], r["status"], r["score"]) for r in found] == [("ada", "graded", 4), ("bob", "missing", None)]
    assert found[0]["name"] == "Ada Lovelace"
    assert "nothing was handed in" in found[1]["notes"]
    (_, found) = standings([*twice(), record("eve")], Rules(roster={"ada": ""}))
    assert "not on the roster" in found["notes"]


def test_what_was_left_out_is_of_nobody():
    left = record("README", file="README.txt", status="left_out", score=None, why="it is no notebook", exercises=[])
    assert [r["student"] for r in standings([left, *twice()])] == ["ada"]


def test_points_are_amended_with_a_reason():
    rules = Rules(due=DUE, late=Late(50), amendments=(
        Amendment("ada", "the test was too strict", "g", points=6.0),
        Amendment("ada", "helped others", add=1.0),
        Amendment("bob", "on paper", points=5.0),
    ))  # fmt: skip
    ada, bob = standings([twice()[1], unreadable("bob")], rules)
    assert ada["score"] == 6 * 0.5 + 1
    assert ada["notes"][-2:] == ["amended: g 4 -> 6 (the test was too strict)", "amended: all 3 -> 4 (helped others)"]
    assert (bob["score"], bob["status"]) == (5.0, "amended")
    assert "awaits" not in ada["exercises"][1]  # nobody is asked to mark it
    for wrong, message in (
        (Amendment("carl", "x", points=1.0), "is no student"),
        (Amendment("ada", "x", "h", points=1.0), "names the question 'h'; there are f, g"),
    ):
        with pytest.raises(ValueError, match=message):
            standings(twice(), Rules(amendments=(wrong,)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ada", "why"), "either points or add"),
        (("ada", "why", None, 1.0, 2.0), "either points or add"),
        (("ada", " ", None, 1.0), "its reason is missing"),
        (("ada", "why", None, "3"), "'3' are no points"),
    ],
)
def test_an_amendment_that_is_none_is_said(arguments, message):
    with pytest.raises(ValueError, match=message):
        Amendment(*arguments)


def test_marks_of_a_person_count_for_the_work_that_was_marked():
    work = record("ada", question("f", 3, 3), written("why", 4))
    (found,) = standings([work])
    assert (found["score"], found["awaits"]) == (3, ["why"])
    mark = {"points": 2.5, "comment": "And the other case?", "chosen": []}
    (found,) = standings([work], marks={(work["file_hash"], "why"): mark})
    assert (found["score"], found["awaits"]) == (5.5, [])
    assert found["exercises"][1]["comment"] == "And the other case?"
    (found,) = standings([work], marks={("another file", "why"): mark})
    assert found["awaits"] == ["why"]


RULES = """
# what the class has agreed on
counts: best of each question
due: 2026-11-30T23:59+01:00
late: {percent_a_day: 10, free_days: 1, most_days: 5, grace_minutes: 5}
extensions: {ada: 2026-12-02T12:00:00+01:00}
roster: class.csv
submitted: times.csv
rubrics:
  why:
  - {says: Names the assumption., points: 2}
amendments:
- {student: ada, question: f, points: 2, reason: too strict}
"""


def test_the_rules_stand_in_one_file(tmp_path):
    (tmp_path / "class.csv").write_text("\ufeffname;student\nLovelace, Ada;ada\nBob;bob\n")
    (tmp_path / "times.csv").write_text("student,time\nada,2026-11-30T23:00+01:00\n")
    path = tmp_path / "week1.rules.yml"
    path.write_text(RULES)
    rules = read_rules(path)
    assert rules.counts == "best of each question"
    assert rules.due.isoformat() == "2026-11-30T23:59:00+01:00"
    assert rules.late == Late(10, 1, 5, 5)
    assert rules.roster == {"ada": "Lovelace, Ada", "bob": "Bob"}
    assert rules.submitted["ada"] < rules.due < rules.extensions["ada"]
    assert rules.amendments == (Amendment("ada", "too strict", "f", points=2),)
    (tmp_path / "other.csv").write_text("student\neve\n")
    assert read_rules(path, tmp_path / "other.csv").roster == {"eve": ""}
    assert read_rules(None) == Rules()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "a file of rules is .1., expected a mapping"),
        ("count: best", "holds 'count', expected only counts, due"),
        ("counts: first", "counts is 'first', expected one of best, last"),
        ("due: tomorrow", "due is 'tomorrow', expected a moment such as"),
        ("due: 2026-11-30T23:59", "expected with an offset from Greenwich"),
        ("late: {percent: 10}", "late holds 'percent'"),
        ("late: {percent_a_day: -1}", "percent_a_day is -1, expected a number of at least 0"),
        ("extensions: [ada]", "extensions is .*, expected a mapping"),
        ("amendments: {a: 1}", "amendments is .*, expected a list"),
        ("amendments: [{student: ada, points: 1}]", "its reason is missing"),
        ("amendments: [{student: ada, score: 1}]", "an amendment holds 'score'"),
        ("rubrics: {why: [{says: x}]}", "expected says, a sentence, and points"),
        ("roster: nowhere.csv", "roster names nowhere.csv, and there is no such file in "),
        ("submitted: nowhere.csv", "submitted names nowhere.csv, and there is no such file in "),
        ("roster: [ada]", "roster is .*, expected a str"),
        ("{", "while parsing"),
    ],
)
def test_rules_that_are_none_are_said(tmp_path, text, message):
    (tmp_path / "r.yml").write_text(text)
    with pytest.raises(ValueError, match=rf"r\.yml: .*{message}|r\.yml: {message}"):
        read_rules(tmp_path / "r.yml")


@pytest.mark.parametrize(
    ("text", "message"), [("", "of nothing"), ("a,b\n", "expected student"), ("student\na\na\n", "twice")]
)
def test_a_roster_that_is_none_is_said(tmp_path, text, message):
    (tmp_path / "class.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        read_rules(None, tmp_path / "class.csv")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "# ours\ncounts: last",
        "amendments:\n- {student: x, add: 1, reason: y}\n",
        "amendments:\n- {student: x, add: 1, reason: y}",
        "amendments:\n- student: x\n  add: 1\n  reason: y",
        "amendments:\n",
    ],
)
def test_an_amendment_is_written_behind_what_stands_there(tmp_path, text):
    path = tmp_path / "week1.rules.yml"
    if text is not None:
        path.write_text(text)
    before = read_rules(path).amendments if text else ()
    amendment = Amendment("ada", "»zu streng«: nochmal # 2", "f", points=2.0)
    amend(path, amendment)
    assert path.read_text().startswith((text or "").rstrip("\n"))
    assert read_rules(path).amendments == (*before, amendment)


@pytest.mark.parametrize(
    "own", ["- {student: x, add: 1, reason: y}\n", "- student: x\n  add: 1\n  reason: y\n", "# none\n"]
)
def test_an_amendment_stands_behind_the_others_wherever_they_are(tmp_path, own):
    """Who writes a rubric below them need not look for the place."""
    path = tmp_path / "week1.rules.yml"
    path.write_text(f"counts: last\namendments:\n{own}rubrics: # of ours\n  why: []")
    before = read_rules(path).amendments
    for student in ("ada", "bob"):
        amend(path, Amendment(student, "why", add=1.0))
    assert [a.student for a in read_rules(path).amendments] == [*(a.student for a in before), "ada", "bob"]
    assert path.read_text().endswith("rubrics: # of ours\n  why: []\n")


def test_names_in_the_rules_that_nobody_has_are_said(tmp_path):
    """A slip in a name would cost a student the extension."""
    results = write(tmp_path / "results.jsonl", twice())
    (tmp_path / "week1.rules.yml").write_text(
        "due: 2026-11-30T23:59+01:00\nextensions: {adaa: 2026-12-05T23:59+01:00}\nrubrics: {h: [{says: x, points: 1}]}\n"
    )
    ran = run("export", results, "--to", "csv", "--out", tmp_path / "r.csv")
    assert ran.exit_code == 0
    assert "the rules name students of whom there is no work: adaa" in ran.output
    assert "the rules name questions that are not there: h" in ran.output


def test_an_amendment_that_finds_no_place_is_said(tmp_path):
    path = tmp_path / "r.yml"
    for text in ("amendments: []\n", "amendments: [{student: x, add: 1, reason: y}]\ncounts: last\n"):
        path.write_text(text)
        with pytest.raises(ValueError, match=r'write there by hand: - \{"student": "ada"'):
            amend(path, Amendment("ada", "why", add=1.0))
        assert path.read_text() == text


def test_the_command_amends(tmp_path):
    results = write(tmp_path / "results.jsonl", twice())
    ran = run("amend", results, "--student", "ada", "--question", "g", "--points", 6, "--reason", "too strict")
    assert ran.exit_code == 0, ran.output
    assert "ada has now 6 points; amended: g 4 -> 6 (too strict)" in ran.output
    assert "too strict" in (tmp_path / "week1.rules.yml").read_text()
    ran = run("amend", results, "--student", "eve", "--add", 1, "--reason", "x")
    assert ran.exit_code == 1
    assert "no student" in ran.output
    assert "eve" not in (tmp_path / "week1.rules.yml").read_text()


def test_a_report_is_of_one_assignment_in_one_version():
    old = [record("ada"), record("bob")]
    new = [record("ada", question("scale", 3.0, 3.0), assignment_hash="bbbbbbbbbbbb")]
    with pytest.raises(ValueError, match=r"several versions of week1 \(1 of week1 aaaaaaaaaaaa, 1 of week1 bbbb"):
        of_one(list(reversed(old)) + new)
    assert [r["student"] for r in of_one(old + new, "bbb")] == ["ada"]
    other = record("ada", assignment="week2")
    with pytest.raises(ValueError, match="several assignments"):
        of_one([*old, other])
    assert of_one([*old, other], "week2") == [other]
    with pytest.raises(ValueError, match="no results of 'week3'"):
        of_one(old, "week3")


def test_grading_again_replaces_and_says_what_changed():
    old = [record("ada", question("f", 9, 9)), record("bob", question("f", 6, 9))]
    new = [r | {"assignment_hash": "bbbbbbbbbbbb"} for r in (record("ada", question("f", 6, 9)), old[1])]
    assert [r["score"] for r in of_one(old + new)] == [6, 6]
    (found,) = changes(old + new)
    assert str(found) == "ada (ada.ipynb): 9 -> 6, f 9 -> 6"
    (found,) = changes([unreadable("ada", file_hash="x"), record("ada", file_hash="x")])
    assert str(found) == "ada (ada.ipynb): no score -> 2"


def test_what_was_ended_is_graded_again_with_more_time(tmp_path):
    ended = question("f", 0, 3)
    ended["tests"][0]["says"] = "It gave no answer: the time was over."
    slow = record(
        "bob", question("f", 0, 3), cell_errors=[{"cell": 1, "error": "ended: the time was over", "line": None}]
    )
    path = write(tmp_path / "r.jsonl", [record("ada", ended), slow, record("eve")])
    limits = record("x")["limits"]
    assert len(done(path, "week1", limits)) == 3
    assert {file for _, file, _, _ in done(path, "week1", limits | {"call": 30.0})} == {"eve.ipynb"}
    with pytest.raises(ValueError, match=r"holds no results of unity-grade .results of week1, and these are of week2"):
        done(path, "week2", limits)
