"""All pages of a report, written one after the other: in memory is no more than one student's work, and a row of each."""

from collections import defaultdict
from pathlib import Path

from unity.grading.report.classroom import GRADED, Classroom
from unity.grading.report.details import details_page
from unity.grading.report.pages import file_of
from unity.grading.report.student import student_page
from unity.grading.report.tests import tests_page
from unity.grading.similarity import alike
from unity.grading.work import HANDED_OUT, kept

__all__ = ["write"]

TESTS = "tests.html"


def write(students, folder, *, records=(), changed=(), results=None, assignment=None):
    """Write all pages into a folder: the class's path. Raises ValueError where there are no students.

    In the folder `students` are the pages to hand out, in `instructor` those that are not; `results` is the file beside which
    the works are kept. With the `assignment` there is a page of its tests, too.
    """
    if not students:
        raise ValueError("report: there are no results")
    folder, classroom = Path(folder), Classroom()
    places, hashes, own = {}, {}, defaultdict(list)
    for place, record in enumerate(students):
        classroom.add(record)
        places[record["student"]] = place
        if "file_hash" in record:
            hashes[record["student"]] = record["file_hash"]
    for place, record in enumerate(records):
        if record["status"] != "left_out":
            own[record["student"]].append(place)
    order = [row["student"] for row in classroom.in_order()]
    for student, *around in zip(order, [None, *order], [*order[1:], None]):
        record = students[places[student]]
        _written(folder / "students" / file_of(student), [student_page(record)])
        work = {"cells": []} if results is None or student not in hashes else kept(results, hashes[student])
        submissions = [records[place] for place in own[student]]
        beside = [one and (file_of(one), classroom.names[one]) for one in around]
        _written(folder / "instructor" / file_of(student), details_page(record, submissions, work, *beside))
    graded = [row["student"] for row in classroom.rows if row["order"] == GRADED]
    pairs = [] if results is None else _pairs(graded, hashes, results)
    if assignment is not None:
        _written(folder / "instructor" / TESTS, [tests_page(assignment)])
    tests = f"instructor/{TESTS}" if assignment is not None else ""
    return _written(folder / "class.html", classroom.page(records, changed, pairs, tests))


def _written(path, parts):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        file.writelines(parts)
    return path


def _pairs(students, hashes, results):
    """The submissions that are most alike, of those that count."""
    code = lambda work: [cell["source"] for cell in work["cells"] if cell["kind"] == "code"]
    return alike(students, lambda student: code(kept(results, hashes[student])), code(kept(results, HANDED_OUT)))
