"""Lists of a class as tables: who belongs to it, and when each has handed in."""

import csv
import io
from pathlib import Path

from unity.grading.rules.times import moment

__all__ = ["read_roster", "read_times", "rows_of"]


def rows_of(text):
    """The rows of a table whose cells are separated by commas, semicolons or tabs: whichever its first line has most.

    >>> rows_of("student;name\\nada;Ada, Countess of Lovelace\\n")
    [['student', 'name'], ['ada', 'Ada, Countess of Lovelace']]
    """
    head = text.removeprefix("\ufeff").partition("\n")[0]
    separator = max(",;\t", key=head.count)
    return [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator) if row]


def _table(path, *columns):
    """The named columns of a table, a tuple a row; of a column that is not there, empty cells."""
    rows = rows_of(Path(path).read_text(encoding="utf-8-sig"))
    head = [title.strip().lower() for title in rows[0]] if rows else []
    if columns[0] not in head:
        raise ValueError(
            f"{path} has the columns {', '.join(rows[0]) if rows else 'of nothing'}, expected {columns[0]}"
        )
    places = [head.index(name) if name in head else None for name in columns]
    return [tuple(row[i].strip() if i is not None and i < len(row) else "" for i in places) for row in rows[1:]]


def read_roster(path):
    """The students of a class, from a table with the column student, and name where there is one: student -> name.

    Raises ValueError where the column is missing or a student stands there twice.
    """
    found = {}
    for student, name in _table(path, "student", "name"):
        if student in found:
            raise ValueError(f"{path} has the student {student!r} twice")
        if student:
            found[student] = name
    return found


def read_times(path):
    """When each has handed in, from a table with the columns student (or a file's path) and time: either -> moment."""
    return {
        student: moment(time, f"{path}: the time of {student}") for student, time in _table(path, "student", "time")
    }
