"""The clauses of the formulas of a page; of those that list several things, the clauses of each."""

import contextlib
from dataclasses import replace

from unity.equations.formulas.listed import members
from unity.equations.reader import ReadError

__all__ = ["clauses_at", "read_at"]


def clauses_at(around, places):
    """The clauses of the formulas at some places of a page that can be read as they stand."""
    for place in places:
        with contextlib.suppress(ReadError):
            yield from around.reading(place).clauses


def read_at(around, place):
    """The clauses of the formula at a place of a page; of what a letter equals, $= w^\\top x$, its right side."""
    formula = around.page.formulas[place].equation
    latex = " ".join(formula.latex.split())
    return _read(around.reading(place), latex.removeprefix("=") if formula.is_inline else latex)


def _read(reading, latex):
    """The clauses of a formula, or those of each member where it lists several: $r, s$."""
    try:
        return replace(reading, equation=reading.equation._replace(latex=latex)).clauses
    except ReadError:
        several = members(latex)
        if several in ([], [latex]):
            raise
        return tuple(clause for member in several for clause in _read(reading, member))
