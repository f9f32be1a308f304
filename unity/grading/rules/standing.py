"""Where each student stands: marks by hand, the rules and the amendments, applied to what was graded."""

from collections import defaultdict

from unity.grading.marks import with_marks
from unity.grading.rules.counting import EXACT, counted
from unity.grading.rules.reading import Rules

__all__ = ["standings", "strange"]


def standings(records, rules=None, marks=()):
    """One record a student, as it counts: those of the roster, and all who have handed something in.

    `records` are of one assignment in one version, `marks` what a person has given to written answers. A record is as in the
    file of results, with the fields that `counting` and the amendments add; who has handed nothing in has the status
    "missing" and no score. Files that were left out are of nobody.

    Raises ValueError for an amendment to a student or a question that is not there.
    """
    rules = Rules() if rules is None else rules
    own = defaultdict(list)
    for record in records:
        if record["status"] != "left_out":
            own[record["student"]].append(with_marks(record, marks))
    students = {student: counted(several, rules) for student, several in own.items()}
    if rules.roster is not None:
        _called(students, rules.roster, records)
    for amendment in rules.amendments:
        if amendment.student not in students:
            raise ValueError(f"an amendment is for {amendment.student!r}, who is no student of these results")
        students[amendment.student] = _amended(students[amendment.student], amendment)
    return [students[student] for student in sorted(students)]


def strange(students, rules):
    """What the rules name that is not there, a sentence each: it may be a slip, or a student who has yet to hand in."""
    known = {record["student"] for record in students} | {record["file"] for record in students}
    asked = {exercise["name"] for record in students for exercise in record.get("exercises", ())}
    named = sorted((rules.extensions.keys() | rules.submitted.keys()) - known)
    if named:
        yield f"the rules name students of whom there is no work: {', '.join(named)}"
    if unknown := sorted(rules.rubrics.keys() - asked):
        yield f"the rules name questions that are not there: {', '.join(unknown)}"


def _called(students, roster, records):
    """Add those of the roster who are missing, and say of the others who is not on it."""
    for student, record in students.items():
        if student not in roster:
            students[student] = record | {"notes": [*record["notes"], "not on the roster"]}
    assignment = records[0]["assignment"] if records else ""
    points = next((record["points"] for record in students.values() if record.get("points") is not None), None)
    for student, name in roster.items():
        missing = {
            "assignment": assignment, "status": "missing", "file": "", "score": None, "points": points, "exercises": [],
            "late_days": 0, "reached": None, "awaits": [], "submissions": 0, "notes": ["nothing was handed in"],
        }  # fmt: skip
        students[student] = students.get(student, missing | {"student": student}) | ({"name": name} if name else {})


def _amended(record, amendment):
    what = f"amended: {amendment.question or 'all'} "
    if amendment.question is None:
        before = record["score"]
        after = amendment.points if amendment.add is None else (before or 0.0) + amendment.add
        found = record | {"score": round(after, EXACT)} | ({"status": "amended"} if before is None else {})
    else:
        exercises = {e["name"]: e for e in record["exercises"]}
        if amendment.question not in exercises:
            known = ", ".join(exercises) or "none"
            raise ValueError(
                f"an amendment for {amendment.student} names the question {amendment.question!r}; there are {known}"
            )
        old = exercises[amendment.question]
        before = None if old.get("awaits") else old["score"]
        after = amendment.points if amendment.add is None else (before or 0.0) + amendment.add
        waited = {"awaits": False} if old.get("awaits") else {}
        exercises[old["name"]] = old | {"score": after, "amended": amendment.reason} | waited
        change = after - (before or 0.0)
        found = record | {
            "exercises": list(exercises.values()),
            "awaits": [name for name in record["awaits"] if name != old["name"]],
            "reached": record["reached"] + change,
            "score": round(record["score"] + change * old["keeps"], EXACT),
        }
    note = f"{what}{'no score' if before is None else format(before, 'g')} -> {after:g} ({amendment.reason})"
    return found | {"notes": [*record["notes"], note]}
