"""Which submission of a student counts: the best, the last, or the best answer to each question."""

from unity.grading.results import score_of
from unity.grading.rules.lateness import lateness, submitted

__all__ = ["EXACT", "counted"]

EXACT = 9  # digits behind the point: 9 x 0.9 is 8.1


def counted(records, rules):
    """One student's records as one: the record that counts, with what lateness leaves of its points.

    It has further fields: `reached`, the points before anything is taken off; `score`, what remains; `late_days`; `awaits`,
    the questions that a person has to mark; `submissions`, how many there were; and `notes`, sentences on all of this.
    """
    weighed = [_weighed(record, lateness(record, rules)) for record in _in_order(records, rules)]
    if rules.counts == "last":
        found = weighed[-1]
    else:
        found = max(reversed(weighed), key=_rank)
        if rules.counts == "best of each question":
            found = _merged(found, [one for one in weighed if one["score"] is not None])
    notes = list(found["notes"])
    if len(weighed) > 1:
        notes.insert(0, f"of {len(weighed)} submissions {_which(rules)} counts")
    return found | {"notes": notes, "submissions": len(weighed)}


def _which(rules):
    return f"the {rules.counts.replace('best of', 'best answer to')}"


def _in_order(records, rules):
    """The submissions as they came in; where times are not known, as they were graded."""
    times = [submitted(record, rules) for record in records]
    if None in times:
        return records
    return [record for _, _, record in sorted(zip(times, range(len(records)), records), key=lambda entry: entry[:2])]


def _rank(record):
    """A score counts more than none, and what could be graded more than what could not."""
    return (-1.0 if record["score"] is None else record["score"], record["status"] == "graded")


def _weighed(record, late):
    exercises = [e | {"keeps": late.keeps} for e in record.get("exercises", ())]
    return _summed(record | {"exercises": exercises, "late_days": late.days, "notes": [late.says] if late.says else []})


def _summed(record):
    """With the sums of its questions; what could not be graded has none."""
    if record["status"] != "graded":
        return record | {"reached": None, "awaits": []}
    scores = [(score_of(e), e["keeps"]) for e in record["exercises"]]
    return record | {
        "reached": round(sum(score for score, _ in scores if score is not None), EXACT),
        "score": round(sum(score * keeps for score, keeps in scores if score is not None), EXACT),
        "awaits": [e["name"] for e in record["exercises"] if e.get("awaits")],
    }


def _merged(found, others):
    """The best answer to each question, of whichever submission."""
    exercises = []
    for exercise in found["exercises"]:
        own = [
            e | {"file": o["file"], "file_hash": o["file_hash"]}
            for o in others
            for e in o["exercises"]
            if e["name"] == exercise["name"]
        ]
        exercises.append(max(reversed(own), key=lambda e: -1.0 if score_of(e) is None else score_of(e) * e["keeps"]))
    files = sorted({e["file"] for e in exercises if e["score"] or e.get("awaits")} - {found["file"]})
    notes = list(dict.fromkeys(note for other in others for note in other["notes"]))
    notes += [f"answers from {', '.join(files)} too"] if files else []
    return _summed(found | {"exercises": exercises, "notes": notes})
