"""Where each student stands: marks by hand, the rules and the amendments, applied to what was graded."""

from collections.abc import Sequence

from unity.grading.marks import with_marks
from unity.grading.rules.counting import EXACT, counted
from unity.grading.rules.reading import Rules

__all__ = ["Standings", "standings", "strange"]


def standings(records, rules=None, marks=()):
    """One record a student, as it counts: those of the roster, and all who have handed something in.

    `records` are of one assignment in one version, `marks` what a person has given to written answers. A record is as in the
    file of results, with the fields that `counting` and the amendments add; who has handed nothing in has the status
    `"missing"` and no score. Files that were left out are of nobody.

    Raises ValueError for an amendment to a student or a question that is not there.
    """
    return list(Standings(records, rules, marks))


class Standings(Sequence):
    """The same, one after the other: where a student stands is worked out whenever it is asked for, and not kept."""

    def __init__(self, records, rules=None, marks=()):
        self.records, self.marks = records, marks
        self.rules = rules = Rules() if rules is None else rules
        self.own = dict.fromkeys(rules.roster or (), ())
        self.assignment, self.points = "", None
        for place, record in enumerate(records):
            self.assignment = record["assignment"]
            if record["status"] != "left_out":
                self.own[record["student"]] = (*self.own.get(record["student"], ()), place)
                self.points = record.get("points") if self.points is None else self.points
        self.students = sorted(self.own)
        for amendment in rules.amendments:
            if amendment.student not in self.own:
                raise ValueError(f"an amendment is for {amendment.student!r}, who is no student of these results")
            self._stands(amendment.student)

    def __len__(self):
        return len(self.students)

    def __getitem__(self, place):
        return self._stands(self.students[place])

    def submissions(self, student):
        """All that a student has handed in, as it was graded."""
        return [self.records[place] for place in self.own[student]]

    def _stands(self, student):
        several = [with_marks(record, self.marks) for record in self.submissions(student)]
        found = counted(several, self.rules) if several else self._missing(student)
        if self.rules.roster is not None:
            name = self.rules.roster.get(student)
            found |= {"name": name} if name else {}
            found |= {"notes": [*found["notes"], "not on the roster"]} if name is None else {}
        for amendment in self.rules.amendments:
            if amendment.student == student:
                found = _amended(found, amendment)
        return found

    def _missing(self, student):
        return {
            "student": student, "assignment": self.assignment, "status": "missing", "file": "", "score": None,
            "points": self.points, "exercises": [], "late_days": 0, "reached": None, "awaits": [], "submissions": 0,
            "notes": ["nothing was handed in"],
        }  # fmt: skip


def strange(students, rules):
    """What the rules name that is not there, a sentence each: it may be a slip, or a student who has yet to hand in."""
    named, unknown = rules.extensions.keys() | rules.submitted.keys(), set(rules.rubrics)
    for record in students:
        named -= {record["student"], record["file"]}
        unknown -= {exercise["name"] for exercise in record.get("exercises", ())}
    if named:
        yield f"the rules name students of whom there is no work: {', '.join(sorted(named))}"
    if unknown:
        yield f"the rules name questions that are not there: {', '.join(sorted(unknown))}"


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
