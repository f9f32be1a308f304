"""The file of rules, read: what it may hold, and what is wrong where it holds something else."""

import datetime
from dataclasses import dataclass, field, fields
from pathlib import Path

import yaml

from unity.grading.rules.roster import read_roster, read_times
from unity.grading.rules.times import moment

__all__ = ["COUNTS", "Amendment", "Late", "Rules", "read_rules"]

COUNTS = ("best", "last", "best of each question")


@dataclass(frozen=True)
class Late:
    """What coming late costs: so many per cent of the points for each day that has begun, but for the `free_days`.

    After `most_days` days a submission counts for nothing; `grace_minutes` are no lateness at all.
    """

    percent_a_day: float = 0.0
    free_days: int = 0
    most_days: int | None = None
    grace_minutes: float = 0.0


@dataclass(frozen=True)
class Amendment:
    """Points that a person gives, with the reason: to one question, or to all of a student's work.

    `points` is what counts instead of what was there, `add` what comes to it: one of the two.
    """

    student: str
    reason: str
    question: str | None = None
    points: float | None = None
    add: float | None = None

    def __post_init__(self):
        if (self.points is None) == (self.add is None):
            raise ValueError(f"an amendment for {self.student}: expected either points or add")
        if not isinstance(self.reason, str) or not self.reason.strip():
            raise ValueError(f"an amendment for {self.student}: its reason is missing")
        for number in (self.points, self.add):
            if not isinstance(number, int | float | None) or isinstance(number, bool):
                raise ValueError(f"an amendment for {self.student}: {number!r} are no points, expected a number")


@dataclass(frozen=True)
class Rules:
    """What a class has agreed on. Without any, the best submission of each student counts, and nothing is late."""

    counts: str = "best"
    due: datetime.datetime | None = None
    late: Late = Late()
    extensions: dict[str, datetime.datetime] = field(default_factory=dict)
    submitted: dict[str, datetime.datetime] = field(default_factory=dict)
    roster: dict[str, str] | None = None
    rubrics: dict[str, list[dict]] = field(default_factory=dict)
    amendments: tuple[Amendment, ...] = ()


def read_rules(path, roster=None):
    """The rules of a file in YAML; none where `path` is None. A path of a `roster` takes the place of the one in it.

    Raises ValueError, naming the file, for what is no rule.
    """
    try:
        held = {} if path is None else yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
        place = Path() if path is None else Path(path).parent
        return _rules(held, place, roster)
    except (yaml.YAMLError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"{path or roster}: {error}") from error


def _rules(held, place, roster):
    _known(held, [f.name for f in fields(Rules)], "a file of rules")
    counts = held.get("counts", "best")
    if counts not in COUNTS:
        raise ValueError(f"counts is {counts!r}, expected one of {', '.join(COUNTS)}")
    if roster is None and "roster" in held:
        roster = _file(place, held["roster"], "roster")
    submitted = held.get("submitted", {})
    return Rules(
        counts=counts,
        due=moment(held["due"], "due") if "due" in held else None,
        late=_late(held.get("late", {})),
        extensions=_moments(held.get("extensions", {}), "extensions"),
        submitted=read_times(_file(place, submitted, "submitted"))
        if isinstance(submitted, str)
        else _moments(submitted, "submitted"),
        roster=None if roster is None else read_roster(roster),
        rubrics=_rubrics(held.get("rubrics", {})),
        amendments=tuple(_amendment(entry) for entry in _a(list, held.get("amendments") or [], "amendments")),
    )


def _file(place, name, what):
    """A file that the rules name, which lies beside them."""
    path = place / _a(str, name, what)
    if not path.is_file():
        raise ValueError(f"{what} names {name}, and there is no such file in {place.resolve()}")
    return path


def _a(kind, value, what):
    if not isinstance(value, kind):
        raise ValueError(f"{what} is {value!r:.60}, expected a {'mapping' if kind is dict else kind.__name__}")
    return value


def _known(held, names, what):
    if unknown := sorted(map(str, _a(dict, held, what).keys() - set(names))):
        raise ValueError(f"{what} holds {unknown[0]!r}, expected only {', '.join(names)}")


def _moments(held, what):
    return {str(name): moment(value, f"{what} of {name}") for name, value in _a(dict, held, what).items()}


def _late(held):
    _known(held, [f.name for f in fields(Late)], "late")
    for name, value in held.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ValueError(f"late: {name} is {value!r}, expected a number of at least 0")
    return Late(**held)


def _amendment(held):
    _known(held, [f.name for f in fields(Amendment)], "an amendment")
    return Amendment(**{"student": "", "reason": ""} | held | {"student": str(held.get("student", ""))})


def _rubrics(held):
    for name, items in _a(dict, held, "rubrics").items():
        for item in _a(list, items, f"the rubric of {name}"):
            _known(item, ["says", "points"], f"the rubric of {name}")
            if not isinstance(item.get("says"), str) or not isinstance(item.get("points"), int | float):
                raise ValueError(
                    f"the rubric of {name} holds {item!r}, expected says, a sentence, and points, a number"
                )
    return held
