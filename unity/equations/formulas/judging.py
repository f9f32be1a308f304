"""How each formula is checked, and what is wrong with it."""

from dataclasses import dataclass, replace

import numpy as np

from unity.equations import tree as t
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError
from unity.equations.finding import Equation
from unity.equations.finding.strings import FILLED
from unity.equations.formulas.around import meanings
from unity.equations.formulas.beside import said_wrong
from unity.equations.formulas.clauses import clauses_at, read_at
from unity.equations.formulas.depending import unheld
from unity.equations.formulas.examples import is_example
from unity.equations.formulas.naming import is_number, is_sign
from unity.equations.formulas.normal import links, normal, parts
from unity.equations.formulas.silent import named_in_parts, way_of, wrong_answer
from unity.equations.reader import ReadError

__all__ = ["FAILURES", "WAYS", "Judgement", "compared", "judged", "of_page"]

WAYS = {
    "run": "evaluated on random draws, and compared",
    "line by line": "each line is compared with the one before",
    "proved": "SymPy proves it",
    "refuted": "a misprint: it fails, and what holds instead is run",
    "letters": "what a letter stands for: it is run with every formula that has the letter",
    "quoted": "a part of a formula that is run",
    "example": "its numbers stand in the code of its section",
    "named": "a declared letter, a component or a shape of one, or a sign",
    "stated": "it cannot be evaluated, and the reason is given",
    "not read": "the reason is given",
}
RUN = ("run", "line by line")
DRAWS, MOST = 5, 40  # of an equality, and of what may be so by chance
FAILURES = (Mismatch, EvaluationError, ValueError, LookupError, ArithmeticError)


@dataclass(frozen=True)
class Judgement:
    """A formula, the way in which it is checked, what there is to say of that, and what is wrong with it (None: nothing)."""

    formula: Equation
    way: str
    reason: str = ""
    problem: str | None = None


def of_page(around):
    """Every formula of a page that no label names, judged. What is run there may be quoted there."""
    places = [place for place, formula in enumerate(around.page.formulas) if formula.equation.label is None]
    found = {place: judged(around, place) for place in places}
    run = [place for place, judgement in found.items() if judgement.way in RUN]
    more = lending(around, run)
    labelled = [place for place, formula in enumerate(around.page.formulas) if formula.equation.label]
    for place, judgement in found.items():
        again = judgement.problem and judgement.formula.is_inline
        yield _met(judged(more, place) if again else judgement, more, place, [*labelled, *run])


def _met(judgement, around, place, places):
    """A judgement; of what a letter equals, whether something holds it, at some places of the page or elsewhere."""
    formula = judgement.formula
    if judgement.problem or formula.kind != "table" or not formula.latex.lstrip().startswith("="):
        return judgement
    with around.book.said.notation.used(), np.errstate(all="ignore"):
        sides = [side for clause in read_at(around, place) for side in clause.chain.sides if not is_number(side)]
        problems = [problem for side in sides if (problem := unheld(around, place, side, places))]
    return replace(judgement, way="not read", problem=problems[0]) if problems else judgement


def lending(around, places):
    """A page on which the formulas at some places, which are run, may be quoted."""
    forms = {form for clause in clauses_at(around, places) for form in parts(clause)}
    equal = {form for tree in meanings(around, places) for form in parts(tree)}
    return replace(around, quoted=around.quoted | forms | equal, shown=around.shown | forms)


def judged(around, place):
    """How one formula of a page is checked, and whether it holds. Nothing is raised, whatever is wrong with it."""
    formula = around.page.formulas[place].equation
    with around.book.said.notation.used(), np.errstate(all="ignore"):
        way, said = _judged(around, place, formula)
    return Judgement(formula, way, said) if way else Judgement(formula, "not read", problem=said)


def _judged(around, place, formula):
    """(the way, a reason), or (None, what is wrong)."""
    latex = " ".join(formula.latex.split())
    if (reason := around.spoken.get(latex)) is not None:
        return "not read", reason
    if FILLED in latex:
        return "not read", "the program puts a value in"
    if is_sign(latex):
        return "named", ""
    reading = around.reading(place)
    try:
        clauses = read_at(around, place)
    except ReadError as error:
        return None, str(error)
    if formula.kind == "letters":
        problem = _unused(clauses, around, place)
        return (None, problem) if problem else ("letters", "")
    if formula.kind == "wrong answer":
        return wrong_answer(clauses, around, place)
    if problem := said_wrong(clauses, around, place):
        return None, problem
    if _relates(clauses):
        way, said = _says(reading, clauses, around, place)
        return ("line by line" if way == "run" and not formula.is_inline else way), said
    return named_in_parts(clauses, around, place)


def _unused(clauses, around, place):
    """What is wrong with a letter that is no name, and no expression that an equation of its page has; None if it is one.

    A symbol, which is declared for the whole book, has to stand on another page, one of those that its row links if it
    does: an expression in an equation, a name in any formula.
    """
    declared = {letter.written for letter in around.page.letters}
    pages = around.page.only_on.get(around.page.formulas[place].equation.place, ())
    for side in (side for clause in clauses for side in clause.chain.sides):
        is_name, is_symbol = t.key(side) is not None or _is_call(side), around.page.symbols and side not in declared
        named = around.spread if is_symbol else {normal(side)}
        if normal(side) not in (around.elsewhere if is_symbol else around.shown) | (named if is_name else frozenset()):
            return "no displayed equation has this expression"
        if is_symbol and pages and not any(normal(side) in around.seen_on.get(page, ()) for page in pages):
            return f"it does not stand on {' or '.join(sorted(pages))}"
    return None


def _is_call(side):
    """Whether a letter is a function of letters, and no more."""
    return isinstance(side, t.Call) and all(t.key(part) is not None for part in (*side.arguments, *side.given))


def _relates(clauses):
    return any(clause.chain.relations for clause in clauses)


def _says(reading, clauses, around, place):
    """A formula that says something is run; or its clauses are quoted, or examples."""
    problems, equal = [], _is_equal(clauses)
    # What is larger with the letters of another equation may be so by chance.
    for letters in (reading.letters, *(around.scopes(place) if equal else ())):
        try:
            if not equal and _is_of_domain(reading, clauses):
                raise EvaluationError("it only says what numbers are drawn: it is a condition")
            compared(replace(reading, letters=letters), clauses)
            return "run", ""
        except FAILURES as error:
            problems.append(str(error))
    if not reading.equation.is_inline:
        return None, problems[0]
    clauses = [
        clause for clause in clauses if clause.chain.relations or not way_of(clause.chain.sides[0], around, place)
    ]
    if all(_is_quotation(clause, around) for clause in clauses):
        return "quoted", ""
    if all(_is_quotation(clause, around) or is_example(clause, around, place) for clause in clauses):
        return "example", ""
    return None, problems[0]


def _is_of_domain(reading, clauses):
    """Whether nothing but drawn letters and numbers are compared: that holds, or not, by what is drawn alone."""
    drawn = reading.bind_as_meant(clauses).leaves
    sides = [side for clause in clauses for side in clause.chain.sides]
    return all(is_number(side) or t.key(side) in drawn for side in sides)


def _is_equal(clauses):
    """Whether clauses have no relations but equalities."""
    return all({*clause.chain.relations} <= {"=", "\\approx"} for clause in clauses)


def compared(reading, clauses):
    """Compare the sides of a formula on random draws. Raises what is wrong with it."""
    binding = reading.bind_as_meant(clauses)
    if not all(clause.chain.relations for clause in binding.clauses):
        raise EvaluationError("a part of it says nothing")
    run(binding, reading.equation.latex, DRAWS if _is_equal(clauses) else MOST)


def _is_quotation(clause, around):
    """Whether each link of a chain stands in a formula that is run, on its page or elsewhere."""
    found, forms = set(links(clause.chain)), around.quoted
    if _is_equal([clause]):  # what holds of one page's letters need not be larger on another
        forms = forms | around.elsewhere
    return bool(found) and not clause.conditions and found <= forms
