"""How late a submission was, and which part of its points that leaves."""

import math
from dataclasses import dataclass

from unity.grading.rules.times import moment, said

__all__ = ["Lateness", "lateness"]

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Lateness:
    """Days that had begun since a submission was due, the part of its points that remains, and a sentence on both."""

    days: int = 0
    keeps: float = 1.0
    says: str = ""


def submitted(record, rules):
    """When a submission was handed in: what the rules say of its file or its student, else the time of its file."""
    for name in (record["file"], record["student"]):
        if name in rules.submitted:
            return rules.submitted[name]
    return moment(record["submitted"], record["file"]) if record.get("submitted") else None


def lateness(record, rules):
    """How late a submission was by the rules. Raises ValueError where it is due and nothing says when it came."""
    due = rules.extensions.get(record["student"], rules.due)
    if due is None:
        return Lateness()
    came = submitted(record, rules)
    if came is None:
        raise ValueError(f"due: nothing says when {record['file']} was handed in: name a table under submitted")
    seconds = (came - due).total_seconds()
    if seconds <= 60 * rules.late.grace_minutes:
        return Lateness()
    days = math.ceil(seconds / DAY)
    says = (
        f"handed in {said(came.astimezone(due.tzinfo))}, due {said(due)}: {days} {'day' if days == 1 else 'days'} late"
    )
    if rules.late.most_days is not None and days > rules.late.most_days:
        return Lateness(days, 0.0, f"{says}, counted are at most {rules.late.most_days}: no points remain")
    lost = min(100.0, rules.late.percent_a_day * max(0, days - rules.late.free_days))
    return Lateness(days, 1.0 - lost / 100.0, f"{says}, {lost:g} % of the points are lost" if lost else says)
