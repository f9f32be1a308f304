"""How a class did, and which submissions are alike: numbers by hand, and programs that were copied or were not."""

import json
import re
import tracemalloc

import numpy as np
import pytest
from commands import run
from records import question, record, tried, unreadable, write, written

from unity.grading.rules import standings
from unity.grading.similarity import alike
from unity.grading.similarity.fingerprints import RUN, WINDOW, fingerprints, runs, tokens
from unity.grading.statistics import Tally, histogram, point_biserial
from unity.grading.work import HANDED_OUT, keep


def tally(students):
    found = Tally()
    for one in students:
        found.add(one)
    return found


def answers(name, *outcomes, title=None):
    tests = [tried(f"t{i}", points, 1.0, says=says) for i, (points, says) in enumerate(outcomes)]
    score = sum(points for points, _ in outcomes)
    return question(name, score, float(len(outcomes))) | {"tests": tests} | ({"title": title} if title else {})


def test_numbers_of_questions_and_tests():
    """Three students, two questions: shares, medians and correlations as one works them out on paper."""
    students = standings([
        record("ada", answers("f", (1.0, ""), (1.0, "")), question("g", 3, 3)),
        record("bob", answers("f", (1.0, ""), (0.0, "no")), question("g", 1, 3)),
        record("eve", answers("f", (0.0, "no"), (0.0, "no")), question("g", 0, 3)),
        unreadable("zoe"),
    ])  # fmt: skip
    f, g = tally(students).found()
    assert (f["number"], f["share"], f["median"], f["full"]) == (3, 0.5, 1.0, 1)
    assert (g["median"], g["full"]) == (1.0, 1)
    assert f["biserial"] == pytest.approx(np.corrcoef([2, 1, 0], [3, 1, 0])[0, 1])
    first, second = f["tests"]
    assert (first["share"], second["share"]) == (2 / 3, 1 / 3)
    assert second["biserial"] == pytest.approx(np.corrcoef([1, 0, 0], [4, 2, 0])[0, 1])
    assert second["said"] == [("no", 2)]


def test_what_is_said_is_counted_whatever_its_numbers_are():
    """By how much an answer is off differs from student to student; a known mistake's sentence is its author's."""
    says = [f"The shape (3, 1) is right, the numbers differ by up to {x}." for x in ("0.25", "1.5e-07", "3e+02")]
    known = [tried("t", 0.0, 1.0, says="The bias of 0.5 is missing.", mistake=0)]
    students = [record(f"s{i}", answers("f", (0.0, one))) for i, one in enumerate(says)]
    students.append(record("bob", question("f", 0.0, 1.0) | {"tests": known}))
    (found,) = tally(standings(students)).found()
    assert dict(said for test in found["tests"] for said in test["said"]) == {
        "The shape (3, 1) is right, the numbers differ by up to ….": 3,
        "The bias of 0.5 is missing.": 1,
    }


def test_what_tells_nobody_apart_has_no_correlation():
    assert point_biserial(np.array([1.0, 1.0]), np.array([1.0, 2.0])) is None
    assert point_biserial(np.array([1.0, 0.0]), np.array([2.0, 2.0])) is None
    assert point_biserial(np.array([1.0]), np.array([2.0])) is None
    assert point_biserial(np.array([0.0, 1.0]), np.array([3.0, 2.0])) == pytest.approx(-1.0)


def test_what_waits_for_a_mark_is_in_no_statistics():
    students = standings([record("ada", question("f", 1, 3), written("why", 4))])
    assert [q["name"] for q in tally(students).found()] == ["f"]


def test_mistakes_are_counted_once_a_student():
    wrong = [tried("a", 0, 1, says="Twice.", mistake=0), tried("b", 0, 1, says="Twice.", mistake=0)]
    students = standings([record(s, question("f", 0, 2, title="Scale") | {"tests": wrong}) for s in ("ada", "bob")])
    assert tally(students).mistakes(5) == [(("Scale", "Twice."), 2)]
    assert histogram([3.0, 3.0, 0.0], 3.0) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert histogram([0.0], 0.0)[0] == 1


ORIGINAL = """
def gradient(w, b, X, Y):
    # the slope
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    dZ = A - Y
    total = 0.0
    for column in range(m):
        total = total + float(dZ[0, column]) * np.linalg.norm(X[:, column])
    return X @ dZ.T / m, np.sum(dZ, keepdims=True) / m
"""
RENAMED = (
    ORIGINAL.replace("# the slope", "# mine, all mine").replace("total", "summe").replace("column", "spalte")
    .replace("dZ", "fehler").replace("    m =", "\n    m =")
)  # fmt: skip
OTHER = """
def gradient(w, b, X, Y):
    dw, db = np.zeros_like(w), 0.0
    scores = np.einsum("nk,nm->km", w, X) + b
    probability = np.where(scores > 0, 1 / (1 + np.exp(-scores)), np.exp(scores) / (1 + np.exp(scores)))
    difference = probability - Y
    dw = np.einsum("nm,km->nk", X, difference) / difference.size
    db = difference.mean(axis=1, keepdims=True)
    assert dw.shape == w.shape
    return dw, db
"""
GIVEN = [
    "import numpy as np\nfrom unity import grading\n" + "\n".join(f"x{i} = np.full((3, {i}), {i}.5)" for i in range(12))
]


def test_renaming_and_comments_hide_nothing():
    programs = {"ada": [*GIVEN, ORIGINAL], "bob": [*GIVEN, RENAMED], "eve": [*GIVEN, OTHER]}
    (pair,) = alike(list(programs), programs.__getitem__, GIVEN)
    assert (pair.first, pair.second) == ("ada", "bob")
    assert pair.share > 0.9
    here, there = pair.passages[0]
    assert "for column in range(m):" in here
    assert "for spalte in range(m):" in there


def test_what_everybody_was_given_is_no_likeness():
    programs = {"ada": [ORIGINAL, "x = 1"], "bob": [ORIGINAL, "y = 2"]}
    assert alike(list(programs), programs.__getitem__, [ORIGINAL]) == []
    assert len(alike(list(programs), programs.__getitem__, [])) == 1


def test_what_many_write_is_no_likeness():
    programs = {f"s{i}": [ORIGINAL] for i in range(8)}
    assert alike(list(programs), programs.__getitem__) == []
    assert len(alike(list(programs)[:3], programs.__getitem__)) == 3


def test_a_long_enough_copy_leaves_a_fingerprint_wherever_it_stands():
    """The guarantee of winnowing: a common run of RUN + WINDOW - 1 tokens is never missed."""
    rng = np.random.default_rng(0)
    operators = np.array(list("+-*/%&|^"))
    common = "".join(f"x{o}" for o in rng.choice(operators, (RUN + WINDOW) // 2 + 1)) + "x"
    for before in range(30):
        first = "".join(f"1{o}" for o in rng.choice(operators, before)) + common
        second = "".join(f"1{o}" for o in rng.choice(operators, 40)) + common
        shared = set(fingerprints(tokens([first]))) & set(fingerprints(tokens([second])))
        assert shared & {print_ for print_, _ in runs(tokens([common]))[0]}


def test_what_is_no_python_has_tokens_too():
    found = tokens(["%%bash\nls (x # no", "x = 'y'  # yes\nz"])
    assert [token.text for token in found] == ["%", "%", "name", "name", "(", "name", "name", "=", "''", "name"]
    assert [(token.cell, token.line) for token in found][-1] == (1, 1)


def test_a_report_has_no_more_than_one_work_in_memory(tmp_path):
    from unity.grading import report

    size, records = 2**20, [record(f"s{i}") for i in range(12)]
    path = write(tmp_path / "r.jsonl", records)
    for one in records:
        figure = {"image": "A" * size, "type": "image/png"}
        keep(path, one["file_hash"], {"cells": [{"kind": "code", "tags": [], "source": "x", "outputs": [figure]}]})
    report.write(standings(records), tmp_path / "once", records=records, results=path)  # what is made once and kept
    tracemalloc.start()
    report.write(standings(records), tmp_path / "pages", records=records, results=path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * size  # a page that holds a work takes several times its size while it is made


def a_class(place, number):
    """The results of so many students, as a week of three questions leaves them, each with a notebook of their own."""
    rng = np.random.default_rng(number)
    place.mkdir()
    says = "The shape (3, 1) is right, the numbers differ by up to {0:.3g}. " * 2
    with open(place / "r.jsonl", "w") as file:
        for i in range(number):
            asked = [answers(f"q{j}", *[(0.0, says.format(rng.random())) for _ in range(4)]) for j in range(3)]
            one = record(f"student-{i:04}", *asked, flags=["edited check:q0", "missing exercise:q1"])
            file.write(json.dumps(one) + "\n")
            lines = [
                f"x{k} = {' + '.join(rng.choice(list('abcdef'), 5))} * np.f{rng.integers(10**6)}(a)" for k in range(20)
            ]
            cells = [{"kind": "code", "tags": [], "source": "\n".join([*lines, ORIGINAL]), "outputs": []}]
            keep(place / "r.jsonl", one["file_hash"], {"cells": cells})
    return place / "r.jsonl"


def peak_of_report(place, number):
    """The most memory that the command holds while it reports on so many."""
    results = a_class(place / f"{number}", number)
    tracemalloc.start()
    ran = run("report", results, "--to", place / f"{number}" / "pages")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ran.exit_code == 0, ran.output
    return peak


A_STUDENT = 8192
"""Bytes, for a row of the page, where a record stands in its file and the fingerprints of a notebook."""


def test_a_report_holds_of_each_student_little_more_than_a_row(tmp_path):
    peak_of_report(tmp_path, 3)  # what is made once and kept
    (once := tmp_path / "once").mkdir()
    few = peak_of_report(tmp_path, 30)
    # What else runs in this process meanwhile can only add: the least of two is the command's own.
    many = min(peak_of_report(place, 300) for place in (tmp_path, once))
    assert (many - few) / 270 < A_STUDENT


def test_pages_of_students_lead_from_one_to_the_next(tmp_path):
    """In the order of the class's table: what has no score comes first."""
    from unity.grading import report

    report.write(standings([record("ada", name="Ada"), record("bob"), unreadable("zoe")]), tmp_path)
    pages = {one: (tmp_path / "instructor" / report.file_of(one)).read_text() for one in ("ada", "bob", "zoe")}
    found = {one: dict(re.findall(r'rel="(prev|next)" href="(.*?)"', page)) for one, page in pages.items()}
    assert found == {
        "zoe": {"next": report.file_of("ada")},
        "ada": {"prev": report.file_of("zoe"), "next": report.file_of("bob")},
        "bob": {"prev": report.file_of("ada")},
    }
    assert "Ada" in pages["zoe"].partition("</nav>")[0]
    assert "rel=" not in (tmp_path / "students" / report.file_of("ada")).read_text()


def test_the_report_shows_who_is_alike(tmp_path):
    from unity.grading import report

    path = write(tmp_path / "r.jsonl", [])
    records = [record(student, name=student.capitalize()) for student in ("ada", "bob", "eve", "fay")]
    as_work = lambda *sources: {"cells": [{"kind": "code", "tags": [], "source": s, "outputs": []} for s in sources]}
    keep(path, HANDED_OUT, as_work(*GIVEN))
    for one, source in zip(records, (ORIGINAL, RENAMED, OTHER, ORIGINAL)):
        keep(path, one["file_hash"], as_work(*GIVEN, source))
    page = report.write(standings(records), tmp_path / "pages", records=records, results=path).read_text()
    assert "<summary>Ada, Bob and Fay: up to 100 % of the shorter one</summary>" in page
    assert page.count('<div class="pair"><a href') == 3
    assert "for spalte in range(m):" in page
    assert page.count("of the shorter one") == 1
