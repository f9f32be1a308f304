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


def members(latex):
    r"""What a formula lists, between commas and arrows outside brackets: $x_1, \dots, x_n$, $36 \to 16$, $\{0, \dots, K - 1\}$, $\pm 1$.

    >>> members(r"u, v"), members(r"f(a, b)"), members(r"[0, 1]")
    (['u', 'v'], ['f(a, b)'], ['0', '1'])
    """
    latex = re.sub(r"\\,|\\;", " ", latex)
    if inside := AROUND.fullmatch(latex.strip()):
        latex = inside[1]
    if latex.strip().startswith("\\pm"):
        latex = latex.strip()[3:]
    found, depth = [""], 0
    for token in TOKEN.findall(latex):
        depth += (token in "{([") - (token in "})]")
        if depth == 0 and token.strip() in (",", "\\to"):
            found.append("")
        else:
            found[-1] += token
    return [member for text in found if (member := text.strip()) and member not in DOTS]


AROUND = re.compile(r"(?:\\\{|\[)(.*?)(?:\\\}|\])", re.DOTALL)
TOKEN = re.compile(r"\\[a-zA-Z]+\s*|\\.|.", re.DOTALL)
DOTS = (r"\dots", r"\ldots", r"\cdots")
