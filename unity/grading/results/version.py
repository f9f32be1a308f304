"""One assignment in one version: a later record of a submission replaces the earlier ones, and the difference is said."""

from collections import Counter
from dataclasses import dataclass

__all__ = ["Change", "changes", "of_one", "score_of"]


@dataclass(frozen=True)
class Change:
    """What grading a submission again has changed: the scores before and after, and those of the questions that differ."""

    student: str
    file: str
    before: float | None
    after: float | None
    questions: tuple[tuple[str, float | None, float | None], ...] = ()

    def __str__(self):
        parts = "".join(f", {name} {_said(old)} -> {_said(new)}" for name, old, new in self.questions)
        return f"{self.student} ({self.file}): {_said(self.before)} -> {_said(self.after)}{parts}"


def _said(score):
    return "no score" if score is None else f"{score:g}"


def score_of(exercise):
    """The points of a question of a record; None where a person has to mark it and has not yet."""
    return None if exercise.get("awaits") else exercise["score"]


def _submission(record):
    return record["assignment"], record["file"], record.get("file_hash")


def of_one(records, of=None):
    """The last record of each submission, all of one assignment in one version.

    `of` chooses among several: it is an assignment's name or the first digits of a version's hash. Raises ValueError where
    that leaves none, or several: marks of other tests do not stand in one table.
    """
    chosen = [r for r in records if of in (None, r["assignment"]) or r.get("assignment_hash", "").startswith(of)]
    if records and not chosen:
        raise ValueError(f"there are no results of {of!r}; there are those of {_versions(records)}")
    if len({record["assignment"] for record in chosen}) > 1:
        raise ValueError(f"these are results of several assignments ({_versions(chosen)}): choose one with --of")
    last = list({_submission(record): record for record in chosen}.values())
    if len({record.get("assignment_hash") for record in last if record["status"] != "left_out"}) > 1:
        raise ValueError(
            f"these are results of several versions of {last[0]['assignment']} ({_versions(last)}): grade the rest again, "
            "with --resume, or choose one version with --of and the first digits of its hash"
        )
    return last


def _versions(records):
    counts = Counter((r["assignment"], r.get("assignment_hash", "")) for r in records if r["status"] != "left_out")
    return ", ".join(f"{number} of {name} {version}" for (name, version), number in counts.items())


def changes(records):
    """What grading again has changed, submission by submission: the last record against the one before it."""
    seen, found = {}, {}
    for record in records:
        key = _submission(record)
        if key in seen and record["status"] != "left_out":
            found[key] = _change(seen[key], record)
        seen[key] = record
    return [change for change in found.values() if change.before != change.after or change.questions]


def _change(old, new):
    before, after = ({e["name"]: score_of(e) for e in record.get("exercises", ())} for record in (old, new))
    names = dict.fromkeys([*before, *after]) if before and after else ()
    questions = tuple((n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))
    return Change(new["student"], new["file"], old["score"], new["score"], questions)
