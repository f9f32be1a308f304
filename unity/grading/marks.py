"""Marks that a person gives to answers, and comments that a student sees: a file of their own beside the results."""

import json
from pathlib import Path

from unity.grading.results import append

__all__ = ["beside", "mark", "read_marks", "with_marks"]


def beside(results):
    """The file of marks of a file of results.

    >>> beside("week1/results.jsonl").as_posix()
    'week1/results.marks.jsonl'
    """
    return Path(results).with_suffix(".marks.jsonl")


def mark(path, record, question, *, points, comment="", chosen=()):
    """Write a mark for one answer of one submission behind the others: the last one counts.

    `points` may be None: then the answer has a comment alone. `chosen` are the sentences of the rubric that apply.
    """
    entry = {"student": record["student"], "file_hash": record["file_hash"], "question": question}
    append(path, entry | {"points": points, "comment": comment, "chosen": list(chosen)})


def read_marks(path):
    """The marks of a file, none where it is not there: (file's hash, question) -> mark. Raises ValueError for something else."""
    found = {}
    if not Path(path).exists():
        return found
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                entry = json.loads(line)
                found[entry["file_hash"], entry["question"]] = {k: entry[k] for k in ("points", "comment", "chosen")}
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number} is no mark: {error}") from error
    return found


def with_marks(record, marks):
    """A record with what a person has said of its answers: their points and their comments."""
    if not marks or not record.get("exercises"):
        return record
    return record | {
        "exercises": [_marked(e, marks.get((record["file_hash"], e["name"]))) for e in record["exercises"]]
    }


def _marked(exercise, mark):
    if mark is None:
        return exercise
    said = {"comment": mark["comment"], "chosen": mark["chosen"]}
    if mark["points"] is None:
        return exercise | said
    lines = exercise["tests"] if "awaits" not in exercise else _lines(exercise["tests"], mark["chosen"])
    return exercise | said | {"score": mark["points"], "awaits": False, "tests": lines}


def _lines(tests, chosen):
    """The lines of a written answer's rubric, which stand in place of tests: those that were chosen are right.

    There are none where the rubric was another.
    """
    if not set(chosen) <= {test["name"] for test in tests}:
        return []
    right = [test["name"] in chosen for test in tests]
    return [t | {"right": r, "points": t["of"] if r else 0.0, "says": ""} for t, r in zip(tests, right)]
