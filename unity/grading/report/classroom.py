"""The page of the class: what to look at first, how each question and each test went, who is alike, and all students."""

from collections import Counter, defaultdict

import numpy as np

from unity.grading.report.pages import file_of, rendered
from unity.grading.results import score_of
from unity.grading.similarity import groups
from unity.grading.statistics import histogram, mistakes, questions

__all__ = ["class_page"]

MOST_MISTAKES = 12
ORDER = ("grader_error", "unreadable", "missing", "amended", "graded")
WORDS = {"grader_error": "grader's error", "missing": "nothing handed in"}


def class_page(students, records=(), changed=(), pairs=(), tests=""):
    """What the instructor sees of the class, as HTML, from where each student stands.

    `records` are those of all submissions, of which the left-out files are listed; `changed` is what grading again has
    changed, `pairs` are submissions that are alike, and
    `tests` is where the page of the tests lies.
    """
    scores = [record["score"] for record in students if record["score"] is not None]
    points, more = _points(students)
    asked = questions(students)
    titles = _titles(students)
    statuses = Counter(record["status"] for record in students)
    return rendered(
        "class.html",
        assignment=students[0]["assignment"] if students else "",
        title=next(
            (record["title"] for record in students if record.get("title")),
            students[0]["assignment"] if students else "",
        ),
        rows=sorted((_row(record, titles) for record in students), key=lambda row: (row["order"], row["student"])),
        titles=titles,
        statuses=[(statuses[status], WORDS.get(status, status)) for status in reversed(ORDER) if statuses[status]],
        first=[record for status in ORDER[:2] for record in students if record["status"] == status],
        missing=[record for record in students if record["status"] == "missing"],
        words=WORDS,
        awaits=_awaits(students),
        left_out=[record for record in records if record["status"] == "left_out"],
        unsafe=any(record.get("sandbox") == "none" for record in students),
        changed=changed,
        number=len(scores),
        mean=float(np.mean(scores)) if scores else None,
        median=float(np.median(scores)) if scores else None,
        points=points,
        more=more,
        bars=histogram(scores, points) if scores else [],
        questions=asked,
        mistakes=mistakes(students, MOST_MISTAKES),
        groups=groups(pairs),
        tests=tests,
        pages={record["student"]: file_of(record["student"]) for record in students},
        names={record["student"]: record.get("name") or record["student"] for record in students},
    )


def _points(students):
    """(the points that anybody can have by now, whether some of all wait for a mark)."""
    points = next((record["points"] for record in students if record.get("points")), 0.0)
    waiting = [
        sum(exercise["points"] for exercise in record.get("exercises", ()) if exercise.get("awaits"))
        for record in students
        if record["score"] is not None
    ]
    later = min(waiting, default=0.0)
    return points - later, later > 0


def _titles(students):
    """The questions, by their names: name -> title."""
    return {e["name"]: e.get("title") or e["name"] for record in students for e in record.get("exercises", ())}


def _row(record, titles):
    scores = {e["name"]: (score_of(e), e["points"]) for e in record.get("exercises", ())}
    ended = sum(error["error"].startswith("ended") for error in record.get("cell_errors", ()))
    raised = len(record.get("cell_errors", ())) - ended
    counted = [f"{n} {'cell' if n == 1 else 'cells'} {what}" for n, what in ((ended, "ended"), (raised, "raised")) if n]
    return {
        "student": record["student"],
        "name": record.get("name", ""),
        "file": record["file"],
        "page": file_of(record["student"]),
        "score": record["score"],
        "order": ORDER.index(record["status"]) if record["status"] in ORDER else 0,
        "status": WORDS.get(record["status"], record["status"]),
        "scores": [scores.get(name, (None, 0)) for name in titles],
        "awaits": bool(record.get("awaits")),
        "remarks": [
            *(record.get("notes", ()) if record["status"] != "missing" else ()),
            *([record["why"]] if "why" in record else []),
            *counted,
            *record.get("flags", ()),
        ],
    }


def _awaits(students):
    """How many answers to each question wait for a mark: name -> number."""
    found = defaultdict(int)
    for record in students:
        for name in record.get("awaits", ()):
            found[name] += 1
    return dict(found)
