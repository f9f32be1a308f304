"""Formulas that say nothing by themselves: each of their parts has to be known, by name, by quotation or as a number."""

from unity.equations import tree as t
from unity.equations.formulas.clauses import clauses_at
from unity.equations.formulas.examples import stands
from unity.equations.formulas.naming import is_named, is_number, quoted, unnamed
from unity.equations.formulas.normal import normal
from unity.equations.formulas.witness import has_witness, is_name
from unity.equations.functions import FUNCTIONS

__all__ = ["named_in_parts", "way_of", "wrong_answer"]


def named_in_parts(clauses, around, place):
    """A formula that says nothing by itself: each of its parts is quoted, named, or a number of the code."""
    sides = [side for clause in clauses for side in clause.chain.sides]
    twice = [side for side in sides if sides.count(side) > 1 and is_name(side)]
    if twice:
        return None, f"it lists ${t.latex(twice[0])}$ twice"
    ways = [way_of(side, around, place) for side in sides]
    if all(ways):
        return next(way for way in ("quoted", "example", "named") if way in ways), ""
    strange = next(side for side, way in zip(sides, ways) if not way)
    letters = unnamed(strange, around)
    if letters:
        return None, f"no table of letters declares ${letters[0]}$"
    if is_name(strange) and not has_witness(strange, around, place):
        return _strange(strange)
    if is_number(strange):
        return None, f"${t.latex(strange)}$ stands nowhere in the code of the page"
    return None, f"${t.latex(strange)}$ is no part of a formula that is run, on this page or elsewhere"


def _strange(name):
    return None, f"${t.latex(name)}$ stands in no table of letters that holds here, and nowhere else near by"


def way_of(side, around, place):
    """How a part of a formula is known: a number of the code, named, or quoted; None where it is not."""
    if is_number(side):
        return (
            "example"
            if stands(side, around.code_of(place) or around.code_near(place)) or normal(side) in around.shown
            else None
        )
    if is_name(side) and not has_witness(side, around, place):
        return None
    if is_named(side, around):
        return "named"
    return "quoted" if quoted(side, around) else None


def wrong_answer(clauses, around, place):
    """What a quiz offers as wrong is read, names only what there is, and is none of the right answers."""
    letters = [letter for clause in clauses for letter in unnamed(clause.chain, around)]
    if letters:
        return None, f"no table of letters declares ${letters[0]}$"
    found = {name for clause in clauses for name in t.walk(clause.chain) if isinstance(name, t.Symbol)}
    strange = [name for name in found if name.name not in FUNCTIONS and not has_witness(name, around, place)]
    if strange:
        return _strange(strange[0])
    said = around.page.formulas[place].equation
    right = [other for other, formula in enumerate(around.page.formulas) if _is_right_beside(formula.equation, said)]
    forms = {normal(clause.chain) for clause in clauses_at(around, right)}
    if any(normal(clause.chain) in forms for clause in clauses):
        return None, "the quiz says the same where it is right"
    return "not read", "a wrong answer"


def _is_right_beside(equation, wrong):
    """Whether a formula stands in the quiz of a wrong answer, and is not itself one."""
    return equation.place == wrong.place and equation.kind == "quiz"
