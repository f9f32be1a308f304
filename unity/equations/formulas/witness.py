"""Whether a name has a witness: a table of letters that holds where it stands, or something else on its page that has it.

A lone name says nothing that could be run, and another name in its place would be as well known. So a letter has to be at
home in its section: declared for it, or in another formula of it, of a section around it, or of one below. A component or a
call, $w_j$, has to stand elsewhere on the page; so has every name in a figure or beneath one.
"""

import contextlib

from unity.equations import tree as t
from unity.equations.evaluate.components import CONSTANTS
from unity.equations.formulas.naming import is_sign
from unity.equations.formulas.normal import normal, parts
from unity.equations.functions import FUNCTIONS
from unity.equations.reader import ReadError

__all__ = ["has_witness", "is_name", "seen_on"]

WIDE = ("figure", "caption", "alt text")


def is_name(tree):
    """Whether a tree is a letter, a component, the transpose or a call of one, and no more."""
    match tree:
        case t.Symbol():
            return True
        case t.Subscript(base) | t.Example(base) | t.Transpose(base):
            return is_name(base)
        case t.Call(_, arguments, given):
            return all(map(is_name, (*arguments, *given)))
    return False


def seen_on(page, clauses_at):
    """Where each form stands on a page: form -> the places and sections of the formulas that have it."""
    seen = {}
    for place, formula in enumerate(page.formulas):
        declares = formula.equation.kind == "letters" and not page.symbols
        if declares or is_sign(formula.equation.latex):
            continue
        with contextlib.suppress(ReadError):
            for form in {form for clause in clauses_at(place) for form in parts(clause)}:
                seen.setdefault(form, []).append((place, formula.section))
    return seen


def has_witness(name, around, place):
    """Whether something else than the formula at a place of the page knows a name."""
    formula = around.page.formulas[place]
    by_program = isinstance(name, t.Subscript) and ".py," in formula.equation.place  # it counts by letters of its own
    if isinstance(name, t.Transpose) or by_program:
        return has_witness(name.base, around, place)
    if isinstance(name, t.Symbol) and name.name.endswith("'"):
        return has_witness(t.Symbol(name.name.rstrip("'")), around, place)
    if formula.equation.latex.lstrip().startswith("="):
        return True  # what a letter equals is run with the letter
    if isinstance(name, t.Call):
        known = [name.function] * (getattr(name.function, "name", "").rstrip("'") not in FUNCTIONS)
        return all(has_witness(part, around, place) for part in (*known, *name.arguments, *name.given))
    form = normal(name)
    if t.key(name) in around.page.symbols | CONSTANTS.keys() or form in _declared(formula.letters.values()):
        return True
    if isinstance(name, t.Subscript) and _is_last(name, formula.letters.values()):
        return True
    if isinstance(name, t.Example) and all(has_witness(part, around, place) for part in (name.base, name.index)):
        return True
    found = [section for there, section in around.seen.get(form, ()) if there != place]
    if formula.equation.kind in WIDE or not isinstance(name, t.Symbol):
        return bool(found)
    return any(is_near(section, formula.section) for section in found)


def _is_last(name, letters):
    """Whether a component is the first or the last of a declared letter: $x_1$, and $x_n$ of a column with n places."""
    axes = {str(axis) for letter in letters if letter.name == t.key(name.base) for axis in letter.axes or ()}
    axes |= {letter.name for letter in letters if isinstance(letter.formula, t.Number) and letter.formula.text in axes}
    return bool(axes) and all(t.key(index) in {"1", *axes} for index in name.indices)


def is_near(here, there):
    """Whether one of two sections is around the other, or is it."""
    shorter = min(len(here), len(there))
    return here[:shorter] == there[:shorter]


def _declared(letters):
    """The forms of what some tables of letters declare: their letters, parameters and axes, and what these are made of."""
    for letter in letters:
        yield from parts(letter.written)
        yield from letter.parameters
        yield from (axis for axis in letter.axes or () if isinstance(axis, str))
        if letter.formula is not None:
            yield from parts(letter.formula)
