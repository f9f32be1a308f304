"""Results as other systems take them: a table, Gradescope's results.json, and gradebooks of Canvas and Moodle filled in."""

import csv
import importlib.resources
import io
import json

import jsonschema

from unity.grading.results import best

__all__ = ["as_csv", "gradescope", "into_canvas", "into_moodle"]


def _cell(value):
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return (
        f"'{text}"
        if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        else text
    )


def as_csv(records):
    """One line a submission: student, file, status, score, points, and the score of each exercise."""
    names = list(dict.fromkeys(e["name"] for record in records for e in record.get("exercises", ())))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "file", "status", "sandbox", "score", "points", *names])
    for record in records:
        scores = {exercise["name"]: exercise["score"] for exercise in record.get("exercises", ())}
        keys = ("student", "file", "status", "sandbox", "score", "points")
        writer.writerow([_cell(record.get(key)) for key in keys] + [_cell(scores.get(name)) for name in names])
    return text.getvalue()


def gradescope(record):
    """Gradescope's results.json of a graded submission, checked against its schema: hidden tests stay hidden.

    Raises ValueError for a submission without a score, which would look like a zero there.
    """
    if record["status"] != "graded":
        raise ValueError(f"gradescope: {record['file']} is {record['status']} and has no score")
    tests = []
    for exercise in record["exercises"]:
        for test in exercise["tests"]:
            entry = {
                "name": f"{exercise['name']}: {test['name']}",
                "score": test["points"],
                "max_score": test["of"],
                "status": "passed" if test["right"] else "failed",
                "visibility": "hidden" if test["hidden"] else "visible",
            }
            tests.append(entry if test["hidden"] else entry | {"output": test["says"]})
    result = {
        "score": record["score"],
        "execution_time": record["seconds"],
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"assignment_hash": record["assignment_hash"], "sandbox": record["sandbox"]},
        "tests": tests,
    }
    schema = importlib.resources.files("unity.grading") / "schemas" / "gradescope.json"
    jsonschema.validate(result, json.loads(schema.read_text(encoding="utf-8")))
    return result


def into_canvas(gradebook, records, column=None):
    """Canvas' exported gradebook with the scores in a column: (the file's text, students without a row).

    A student is found by ID, SIS User ID or SIS Login ID. `column` is the head of the assignment's column, which Canvas
    writes with a number; by default the one that begins with the assignment's name. Raises ValueError where it is not there.
    """
    return _filled(gradebook, records, column, ("ID", "SIS User ID", "SIS Login ID"), "Canvas")


def into_moodle(worksheet, records, column="Grade"):
    """Moodle's grading worksheet with the scores in a column: (the file's text, students without a row).

    A student is found by the number of the participant (Identifier), the ID number, the e-mail address or the full name.
    """
    keys = ("Identifier", "ID number", "Email address", "Username", "Full name")
    return _filled(worksheet, records, column, keys, "Moodle")


def _filled(text, records, column, keys, system):
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows:
        raise ValueError(f"{system}: the gradebook is empty")
    head = rows[0]
    places = [head.index(key) for key in keys if key in head]
    if not places:
        raise ValueError(f"{system}: the gradebook has the columns {head}, expected one of {', '.join(keys)}")
    found = best(records)
    if column is None:
        names = {record["assignment"] for record in found.values()}
        fitting = [title for title in head if any(title.startswith(name) for name in names)]
        if len(fitting) != 1:
            raise ValueError(
                f"{system}: {len(fitting)} columns begin with {', '.join(sorted(names))}: name one of {head}"
            )
        column = fitting[0]
    if column not in head:
        raise ValueError(f"{system}: there is no column {column!r}; there are {', '.join(head)}")
    target, left = head.index(column), dict(found)
    for row in rows[1:]:
        own = {row[place].strip().removeprefix("Participant ") for place in places if place < len(row)} - {""}
        for student in sorted(own & found.keys()):
            left.pop(student, None)
            if found[student]["score"] is not None:
                row.extend([""] * (target + 1 - len(row)))
                row[target] = f"{found[student]['score']:g}"
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue(), sorted(left)
