"""Moodle's grading worksheet, in any language: its columns stand in an order, whatever they are called."""

import re

from unity.grading.gradebook.filling import filled, number_of, target_points
from unity.grading.gradebook.finding import column_called, rows_by
from unity.grading.gradebook.sheet import read_sheet

__all__ = ["into_moodle"]

GRADE = "grade"


def into_moodle(content, students, *, column=None, key=None, points=None):
    """Moodle's grading worksheet with the scores in a column: a `Filled`.

    The worksheet begins with the participant's number; the maximum stands in every row, right behind the grade. So both are
    found in any language, unless `column` names the head of the grade's. A student is found by one column for all of those
    before it: `key`, or the one that holds them. Raises ValueError for what could be meant in two ways.
    """
    sheet = read_sheet(content)
    place = _grade(sheet) if column is None else column_called(sheet, column)
    keys = [column_called(sheet, key)] if key is not None else list(range(place))
    rows = rows_by(sheet, {record["student"] for record in students}, keys, _identity)
    target = target_points(_maximum(sheet, place + 1), students, points, f"Moodle: the column {sheet.rows[0][place]!r}")
    return filled(sheet, students, rows, place, target)


def _identity(cell, place):
    """What a cell calls a student: the first column has a number behind a word such as Participant."""
    found = re.fullmatch(r"\D*(\d+)", cell) if place == 0 else None
    return found[1] if found else cell


def _grade(sheet):
    head = [title.strip().lower() for title in sheet.rows[0]]
    if head.count(GRADE) == 1:
        return head.index(GRADE)
    places = [place - 1 for place in range(1, len(head)) if _maximum(sheet, place) is not None]
    if len(places) != 1:
        raise ValueError(
            f"Moodle: {len(places)} columns look like the maximum grade, one number in every row: name the grade's with "
            f"--column; there are {', '.join(map(repr, sheet.rows[0]))}"
        )
    return places[0]


def _maximum(sheet, place):
    """The one number that a column has in every row; None where it has another."""
    cells = set(sheet.column(place))
    number = number_of(next(iter(cells))) if len(cells) == 1 else None
    return number if number is not None and number > 0 else None
