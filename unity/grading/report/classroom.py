"""The page of the class: what to look at first, how each question and each test went, who is alike, and all students."""

from array import array
from collections import Counter

import numpy as np

from unity.grading.report.pages import file_of, parts
from unity.grading.results import score_of
from unity.grading.similarity import groups
from unity.grading.statistics import Tally, histogram

__all__ = ["GRADED", "Classroom", "class_page"]

MOST_MISTAKES = 12
ORDER = ("grader_error", "unreadable", "missing", "amended", "graded")
GRADED = ORDER.index("graded")
WORDS = {"grader_error": "grader's error", "missing": "nothing handed in"}


def class_page(students, records=(), changed=(), pairs=(), tests=""):
    """What the instructor sees of the class, as HTML, from where each student stands.

    `records` are those of all submissions, of which the left-out files are listed; `changed` is what grading again has
    changed, `pairs` are submissions that are alike, and `tests` is where the page of the tests lies.
    """
    classroom = Classroom()
    for record in students:
        classroom.add(record)
    return "".join(classroom.page(records, changed, pairs, tests))


class Classroom:
    """The class as its page shows it, student by student: of each there is a row, and no record."""

    def __init__(self):
        self.tally, self.rows, self.scores = Tally(), [], array("d")
        self.assignment = self.title = ""
        self.titles, self.statuses, self.awaits = {}, Counter(), Counter()
        self.first, self.missing, self.names = {status: [] for status in ORDER[:2]}, [], {}
        self.unsafe, self.points, self.later = False, 0.0, None

    def add(self, record):
        exercises = record.get("exercises", ())
        self.tally.add(record)
        self.assignment = self.assignment or record["assignment"]
        self.title = self.title or record.get("title", "")
        self.titles |= {e["name"]: e.get("title") or e["name"] for e in exercises if e["name"] not in self.titles}
        self.statuses[record["status"]] += 1
        self.awaits.update(record.get("awaits", ()))
        self.names[record["student"]] = record.get("name") or record["student"]
        self.unsafe |= record.get("sandbox") == "none"
        self.points = self.points or record.get("points") or 0.0
        if record["score"] is not None:
            self.scores.append(record["score"])
            waiting = sum(exercise["points"] for exercise in exercises if exercise.get("awaits"))
            self.later = waiting if self.later is None else min(self.later, waiting)
        if record["status"] in self.first:
            self.first[record["status"]].append({key: record[key] for key in ("student", "status", "file", "why")})
        if record["status"] == "missing":
            self.missing.append(record["student"])
        self.rows.append(_row(record))

    def in_order(self):
        """The rows as the page has them: what to look at first comes first."""
        return sorted(self.rows, key=lambda row: (row["order"], row["student"]))

    def page(self, records=(), changed=(), pairs=(), tests=""):
        """The page, in parts."""
        later = self.later or 0.0
        points = self.points - later  # that anybody can have by now
        return parts(
            "class.html",
            assignment=self.assignment,
            title=self.title or self.assignment,
            rows=self.in_order(),
            titles=self.titles,
            statuses=[(self.statuses[s], WORDS.get(s, s)) for s in reversed(ORDER) if self.statuses[s]],
            first=[record for found in self.first.values() for record in found],
            missing=self.missing,
            words=WORDS,
            awaits=self.awaits,
            left_out=[{"file": r["file"], "why": r["why"]} for r in records if r["status"] == "left_out"],
            unsafe=self.unsafe,
            changed=changed,
            number=len(self.scores),
            mean=float(np.mean(self.scores)) if self.scores else None,
            median=float(np.median(self.scores)) if self.scores else None,
            points=points,
            more=later > 0,
            bars=histogram(self.scores, points) if self.scores else [],
            questions=self.tally.found(),
            mistakes=self.tally.mistakes(MOST_MISTAKES),
            groups=groups(pairs),
            tests=tests,
            page=file_of,
            names=self.names,
        )


def _row(record):
    scores = {e["name"]: (score_of(e), e["points"]) for e in record.get("exercises", ())}
    ended = sum(error["error"].startswith("ended") for error in record.get("cell_errors", ()))
    raised = len(record.get("cell_errors", ())) - ended
    counted = [f"{n} {'cell' if n == 1 else 'cells'} {what}" for n, what in ((ended, "ended"), (raised, "raised")) if n]
    return {
        "student": record["student"],
        "name": record.get("name", ""),
        "file": record["file"],
        "score": record["score"],
        "order": ORDER.index(record["status"]) if record["status"] in ORDER else 0,
        "status": WORDS.get(record["status"], record["status"]),
        "scores": scores,
        "awaits": bool(record.get("awaits")),
        "remarks": [
            *(record.get("notes", ()) if record["status"] != "missing" else ()),
            *([record["why"]] if "why" in record else []),
            *counted,
            *record.get("flags", ()),
        ],
    }
