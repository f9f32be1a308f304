"""A column of a gradebook filled in: what would change is known before anything is written."""

import re
from dataclasses import dataclass, field

__all__ = ["Filled", "filled", "number_of", "target_points"]

NUMBER = re.compile(r"-?\d+(?P<point>[.,]\d+)?")


@dataclass(frozen=True)
class Filled:
    """A gradebook with a column filled in: the bytes of its file, and what of it is new, changed, as before, or left.

    `left` are students with a score whose row was not found, `waiting` those who have none, with the reason.
    """

    content: bytes
    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)


def number_of(cell):
    """The number in a cell, with a point or a comma; None where there is none.

    >>> number_of("7,50"), number_of(" 9 "), number_of("EX")
    (7.5, 9.0, None)
    """
    found = NUMBER.fullmatch(cell.strip())
    return float(found[0].replace(",", ".")) if found else None


def target_points(maximum, students, points, what):
    """The points that a full score gives in the gradebook: `points`, else those of the assignment.

    Raises ValueError where the gradebook's `maximum` is another and nobody has said which of the two is meant.
    """
    own = next((record["points"] for record in students if record.get("points")), None)
    if points is not None:
        return points
    if maximum is not None and own is not None and maximum != own:
        raise ValueError(
            f"{what} is of {maximum:g} points and the assignment of {own:g}: scale the scores with --points {maximum:g}, "
            f"or write them as they are with --points {own:g}"
        )
    return own


def filled(sheet, students, rows, place, points, *, excused=()):
    """A gradebook with the scores of `students` in the column at `place`, scaled to `points`; `rows` are theirs.

    A cell that holds one of the words `excused` stays as it is.
    """
    comma = any(
        (found := NUMBER.fullmatch(cell)) and (found["point"] or "").startswith(",") for cell in _numbers(sheet, place)
    )
    new = [list(row) for row in sheet.rows]
    told = Filled(b"")
    for record in students:
        student = record["student"]
        if (why := _waits(record)) is not None:
            told.waiting[student] = why
            continue
        if student not in rows:
            told.left.append(student)
            continue
        row = new[rows[student]]
        row.extend([""] * (place + 1 - len(row)))
        old, score = row[place].strip(), _said(record["score"] * _factor(record, points), comma)
        if old.upper() in excused:
            told.kept[student] = old
        elif old and number_of(old) == number_of(score):
            told.same.append(student)
        else:
            row[place] = score
            if old:
                told.changed[student] = old, score
            else:
                told.new[student] = score
    return Filled(sheet.written(new), told.new, told.changed, told.same, told.kept, told.left, told.waiting)


def _numbers(sheet, place):
    """The cells that show how this table writes numbers: those of the column, and of its neighbour, the maximum."""
    return [cell for near in (place, place + 1) for cell in sheet.column(near)]


def _waits(record):
    if record["score"] is None:
        return record["status"]
    return f"no mark yet for {', '.join(record['awaits'])}" if record.get("awaits") else None


def _factor(record, points):
    return points / record["points"] if points is not None and record.get("points") else 1.0


def _said(score, comma):
    said = f"{round(score, 4):.10g}"
    return said.replace(".", ",") if comma else said
