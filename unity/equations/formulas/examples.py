r"""Examples: what gives letters the numbers that the code of the page has, $w = (3, 4)^\top$, and numbers alone."""

import re

from unity.equations import tree as t
from unity.equations.formulas.naming import is_named, is_number, quoted

__all__ = ["is_example", "numbers_in"]


def numbers_in(tree):
    """The numbers that a tree of numbers is made of, a minus before one with it; those of exponents and fractions too."""
    match tree:
        case t.Negative(t.Number(text)):
            return [-float(text)]
        case t.Number(text):
            return [float(text)]
    return [number for child in t.children(tree) for number in numbers_in(child)]


def is_example(clause, around):
    """Whether a clause sets something that has a name to numbers, each of which stands in the code of its page."""
    sides = clause.chain.sides
    numbers = [side for side in sides if is_number(side)]
    others = [side for side in sides if not is_number(side)]
    if not numbers or not all(is_named(side, around) or quoted(side, around) for side in others):
        return False
    return all(_stands(side, around) for side in numbers)


def _stands(side, around):
    """Whether the value of a fraction, or every number of anything else, stands in the code."""
    match side:
        case t.Binary("/", t.Number(top), t.Number(bottom)) if float(bottom):
            return float(top) / float(bottom) in around.numbers or {float(top), float(bottom)} <= around.numbers
    return all(number in around.numbers for number in numbers_in(side))


def stray(side, around):
    """The numbers of a tree that do not stand in the code."""
    return [number for number in numbers_in(side) if number not in around.numbers]


SPACES = re.compile(r"\s+")
