"""All pages of a report, written one after the other: no more than one student's work is in memory."""

from collections import defaultdict
from pathlib import Path

from unity.grading.report.classroom import class_page
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
    folder = Path(folder)
    own = defaultdict(list)
    for record in records:
        own[record["student"]].append(record)
    for record in students:
        name = file_of(record["student"])
        _written(folder / "students" / name, student_page(record))
        work = kept(results, record["file_hash"]) if results is not None and "file_hash" in record else {"cells": []}
        submissions = [one for one in own[record["student"]] if one["status"] != "left_out"]
        _written(folder / "instructor" / name, details_page(record, submissions, work))
    pairs = [] if results is None else _pairs(students, results)
    if assignment is not None:
        _written(folder / "instructor" / TESTS, tests_page(assignment))
    tests = f"instructor/{TESTS}" if assignment is not None else ""
    return _written(folder / "class.html", class_page(students, records, changed, pairs, tests))


def _written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


def _pairs(students, results):
    """The submissions that are most alike, of those that count."""
    hashes = {record["student"]: record["file_hash"] for record in students if record["status"] == "graded"}
    code = lambda work: [cell["source"] for cell in work["cells"] if cell["kind"] == "code"]
    return alike(list(hashes), lambda student: code(kept(results, hashes[student])), code(kept(results, HANDED_OUT)))
