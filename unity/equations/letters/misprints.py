"""Equations that are printed wrongly elsewhere: what their letters mean there, and what they should.

A table of letters has the column "as printed" where a page shows what another text prints: the meaning under which the
printed formula says exactly what that text computes. It is code, a formula behind an equals sign, or a shape, and holds
for the equation that the row names. Under the letters as they are meant, in the other columns, the formula must fail.
"""

from dataclasses import replace

from unity.equations import tree as t

__all__ = ["as_meant", "as_printed", "printed"]

LEFT = t.Symbol("`printed`")


def printed(letters):
    """The letters that have a meaning as printed, beside the one that is meant."""
    return [letter for letter in letters.values() if letter.printed is not None]


def as_meant(letters):
    """The letters without those that only the printed formula knows."""
    return {key: letter for key, letter in letters.items() if letter.printed is None or letter.means_something}


def as_printed(clauses, letters):
    """The clauses and the letters with the printed meaning: an expression that has one is replaced by it."""
    found = {key: letter.printed or letter for key, letter in letters.items()}
    for letter in printed(letters):
        if letter.name is None:
            del found[letter.written]
            found["printed"] = replace(letter.printed, written=LEFT)
            clauses = tuple(_replaced(clause, letter.written) for clause in clauses)
    return clauses, found


def _replaced(clause, written):
    sides = tuple(LEFT if side == written else side for side in clause.chain.sides)
    return t.Clause(t.Chain(sides, clause.chain.relations), clause.conditions)
