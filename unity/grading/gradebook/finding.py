"""Each student's row in a table, by one column that holds for all: what could be read in two ways is refused."""

from collections import defaultdict

__all__ = ["column_called", "rows_by"]


def column_called(sheet, title):
    """The place of the one column with a title. Raises ValueError where there is none, or several."""
    places = [place for place, cell in enumerate(sheet.rows[0]) if cell.strip() == title.strip()]
    if len(places) != 1:
        raise ValueError(f"{len(places)} columns are called {title!r}, expected one; there are {_titles(sheet)}")
    return places[0]


def _titles(sheet):
    return ", ".join(repr(cell) for cell in sheet.rows[0])


def rows_by(sheet, students, places, identity=str):
    """student -> number of the row, by the one of the columns at `places` in which students are found.

    `identity(cell, place)` is what a cell calls a student. Raises ValueError where two columns lead to different rows, or
    none holds all that some of them hold, and where a student stands in two rows.
    """
    found = {place: hits for place in places if (hits := _hits(sheet, students, place, identity))}
    if not found:
        titles = ", ".join(repr(sheet.rows[0][place]) for place in places)
        raise ValueError(f"no student of the results stands in any of the columns {titles}")
    best = max(found, key=lambda place: len(found[place]))
    for hits in found.values():
        if any(found[best].get(student) != rows for student, rows in hits.items()):
            counts = " and ".join(f"{len(h)} in {sheet.rows[0][p]!r}" for p, h in found.items())
            raise ValueError(f"students are found in several columns, {counts}, in different rows: name one with --key")
    for student, rows in found[best].items():
        if len(rows) > 1:
            raise ValueError(f"{student!r} stands in {len(rows)} rows of {sheet.rows[0][best]!r}, expected one")
    return {student: rows[0] for student, rows in found[best].items()}


def _hits(sheet, students, place, identity):
    hits = defaultdict(list)
    for number, cell in enumerate(sheet.column(place), 1):
        if cell and (student := identity(cell, place)) in students:
            hits[student].append(number)
    return hits
