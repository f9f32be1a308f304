"""Whether what a table says that a letter equals is compared with anything: with code of its row, or in another formula."""

from dataclasses import replace

from unity.equations import tree as t
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError
from unity.equations.formulas.around import clauses_at
from unity.equations.formulas.normal import links
from unity.equations.letters import needed
from unity.equations.mutate.spoiling import spoilt

__all__ = ["unheld"]

FAILURES = (Mismatch, EvaluationError, ValueError, LookupError, ArithmeticError)


def unheld(around, place, meaning, places):
    """What is wrong with what a letter equals, a tree in its row at a place of the page; None where something holds it.

    That is the code of its row; or another formula that says the same, of the page or of the book; or formulas at some
    places of the page, which fail where the letter has a wrong sign, and where it is twice as large.
    """
    where = f"{around.page.name}, {around.page.formulas[place].equation.place}"
    for letter in around.page.letters:
        if letter.place != where or not letter.name or letter.formula != meaning or letter.equations:
            continue
        said = t.Chain((letter.written, letter.formula), ("=",))
        if letter.computed:
            try:
                run(around.reading(place).bind((t.Clause(said),)), where)
            except FAILURES as error:
                return str(error)
        elif not (around.shown | around.elsewhere).intersection(links(said)) and not _matters(around, letter, places):
            return f"no formula that is run says what ${letter.latex}$ equals, or would fail if it were something else"
    return None


def _matters(around, letter, places):
    """Whether of the formulas at some places one fails with each other meaning of a letter."""
    speaking = [place for place in places if letter in _letters_at(around, place)]
    others = [other for change, _, other in spoilt(letter.formula, lambda _: False) if change == "flip a sign"]
    others.append(t.Binary("", t.Number("2"), letter.formula))
    return all(any(_fails(around, place, letter, other) for place in speaking) for other in others)


def _letters_at(around, place):
    return needed([*clauses_at(around, [place])], around.page.formulas[place].letters)


def _fails(around, place, letter, meaning):
    """Whether the formula at a place does not hold where a letter equals something else."""
    reading = around.reading(place)
    letters = {key: replace(each, formula=meaning) if each == letter else each for key, each in reading.letters.items()}
    try:
        run(replace(reading, letters=letters).binding, reading.equation.latex, 1)
    except Mismatch:
        return True
    except FAILURES:
        return False
    return False
