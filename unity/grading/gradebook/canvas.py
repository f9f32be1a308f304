"""Canvas' exported gradebook: the column of an assignment is called by its name and a number, the points stand in a row."""

import re

from unity.grading.gradebook.filling import filled, number_of, target_points
from unity.grading.gradebook.finding import column_called, rows_by
from unity.grading.gradebook.sheet import read_sheet

__all__ = ["into_canvas"]

KEYS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
EXCUSED = ("EX",)


def into_canvas(content, students, *, column=None, key=None, points=None):
    """Canvas' exported gradebook with the scores in a column: a `Filled`.

    `column` is the head of the assignment's column; by default the one that is the assignment's name and Canvas' number in
    parentheses. A student is found by one column for all: `key`, or the one among ID, SIS User ID, SIS Login ID and
    Integration ID that holds them. Excused stays excused. Raises ValueError for what could be meant in two ways.
    """
    sheet = read_sheet(content)
    head = [title.strip() for title in sheet.rows[0]]
    known = [key] if key is not None else [name for name in KEYS if name in head]
    if not known:
        raise ValueError(f"Canvas: the gradebook has the columns {', '.join(head)}, expected one of {', '.join(KEYS)}")
    place = column_called(sheet, _title(head, students) if column is None else column)
    maximum = next((number_of(row[place]) for row in sheet.rows[1:] if _says_points(row) and place < len(row)), None)
    rows = rows_by(
        sheet, {r["student"] for r in students}, [column_called(sheet, name) for name in known], lambda c, _: c
    )
    target = target_points(maximum, students, points, f"Canvas: the column {head[place]!r}")
    return filled(sheet, students, rows, place, target, excused=EXCUSED)


def _says_points(row):
    return bool(row) and row[0].strip() == "Points Possible"


def _title(head, students):
    """The head of the assignment's column: its name, and Canvas' number behind it."""
    names = {name for record in students for name in (record["assignment"], record.get("title")) if name}
    found = [title for title in head if re.sub(r" \(\d+\)$", "", title) in names]
    if len(found) != 1:
        raise ValueError(
            f"Canvas: {len(found)} columns are called {' or '.join(sorted(names))}: name one with --column; there are "
            + ", ".join(map(repr, head))
        )
    return found[0]
