"""One assignment in one version: a later record of a submission replaces the earlier ones, and the difference is said."""

from collections import Counter
from dataclasses import dataclass

from unity.grading.results.lines import Stored

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
    heads = [(record["assignment"], record.get("assignment_hash", ""), record["status"]) for record in records]
    chosen = [i for i, (name, version, _) in enumerate(heads) if of in (None, name) or version.startswith(of)]
    if heads and not chosen:
        raise ValueError(f"there are no results of {of!r}; there are those of {_versions(heads)}")
    if len({heads[i][0] for i in chosen}) > 1:
        found = _versions([heads[i] for i in chosen])
        raise ValueError(f"these are results of several assignments ({found}): choose one with --of")
    last = list({_submission(records[i]): i for i in chosen}.values())
    if len({heads[i][1] for i in last if heads[i][2] != "left_out"}) > 1:
        raise ValueError(
            f"these are results of several versions of {heads[last[0]][0]} ({_versions([heads[i] for i in last])}): grade "
            "the rest again, with --resume, or choose one version with --of and the first digits of its hash"
        )
    return records.only(last) if isinstance(records, Stored) else [records[i] for i in last]


def _versions(heads):
    counts = Counter((name, version) for name, version, status in heads if status != "left_out")
    return ", ".join(f"{number} of {name} {version}" for (name, version), number in counts.items())


def changes(records):
    """What grading again has changed, submission by submission: the last record against the one before it."""
    times = Counter(hash(_submission(record)) for record in records)
    seen, found = {}, {}
    for record in records:
        key = _submission(record)
        if times[hash(key)] > 1:
            if key in seen and record["status"] != "left_out":
                found[key] = _change(seen[key], record)
            seen[key] = {name: record[name] for name in ("score", "exercises") if name in record}
    return [change for change in found.values() if change.before != change.after or change.questions]


def _change(old, new):
    before, after = ({e["name"]: score_of(e) for e in record.get("exercises", ())} for record in (old, new))
    names = dict.fromkeys([*before, *after]) if before and after else ()
    questions = tuple((n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))
    return Change(new["student"], new["file"], old["score"], new["score"], questions)
