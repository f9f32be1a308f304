r"""Habits of other books: written forms that would be read as something else, or that the dialect has otherwise.

Each has a name, under which a project declares it (`habits` in its configuration). Where it is declared, the form is read
as the dialect's own; where not, it is refused with what to write instead. None is guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from unity.equations.notation import current

__all__ = ["HABITS", "Habit", "plain", "refused"]

BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
MARK = rf"(?:[a-zA-Z\d*]|\\[a-zA-Z]+|{BRACED})"
ACCENT = r"\\(?:hat|bar|tilde|vec|mathbf|boldsymbol|mathcal|mathbb|mathsf|mathrm)"
WORDS = ("where", "and", "so", "for", "for all", "if", "otherwise")


@dataclass(frozen=True)
class Habit:
    """A form by which it is found in LaTeX, what the dialect has for it, and what a reader is told to write."""

    form: re.Pattern
    meant: Callable[[re.Match, str], str] | None
    instead: str


def _bars(form, opened, closed, instead):
    """Bars that look the same on both sides: the first opens, the next one closes."""
    form = re.compile(form)
    return Habit(form, lambda match, before: f"{closed if len(form.findall(before)) % 2 else opened} ", instead)


def _slope(match, before):
    top, below = (re.sub(r"^\s*d\s*(?![a-zA-Z]{2})", "", part[1:-1]) for part in match.groups())
    return rf"\frac{{\partial {top}}}{{\partial {below}}}"


D = r"\s*d(?![a-zA-Z]{2})"  # an upright d is read as it is
HABITS = {
    "w^T": Habit(
        re.compile(r"\^\s*(?:T|\{\s*T\s*\}|\{?\s*\\(?:mathsf|mathrm|intercal)\s*(?:\{\s*T\s*\})?\s*\}?)"),
        lambda match, before: r"^\top ",
        r"T is read as an exponent: the transpose is written ^\top",
    ),
    r"\|w\|": _bars(r"\\\|", r"\lVert", r"\rVert", r"a norm is written \lVert w \rVert"),
    "||w||": _bars(r"\|\|", r"\lVert", r"\rVert", r"a norm is written \lVert w \rVert"),
    "|z|": _bars(
        r"(?<![\\|])\|(?!\|)",
        r"\lvert",
        r"\rvert",
        r"an absolute value is written \lvert z \rvert, and 'given' \mid",
    ),
    r"\operatorname*{argmax}": Habit(
        re.compile(
            r"(?<!_\{)\\(?:operatorname\*?|mathop\s*\{?\s*\\mathrm|mathrm|text)\s*\{\s*(arg)?\s*(?:\\,)?\s*(max|min)\s*\}"
        ),
        lambda match, before: rf"{chr(92) + 'arg' if match[1] else ''}\{match[2]}",
        r"it is written \arg\max_j, \arg\min_j, \max_j or \min_j",
    ),
    r"\hat{\mathbf{y}}": Habit(
        re.compile(
            rf"({ACCENT})\s*\{{\s*({ACCENT})\s*(?:\{{\s*([a-zA-Z]|\\[a-z]+)\s*\}}|([a-zA-Z])(?![a-zA-Z])|(\\[a-z]+))\s*\}}"
        ),
        lambda match, before: f"{match[1]}{{{match[2]}{{{match[3] or match[4] or match[5]}}}}}",
        r"a name has one accent: it is written \hat{y}",
    ),
    r"\text{where}": Habit(
        re.compile(r"\\text\s*\{\s*where\s*\}(?=[^=]*(?:\\(?:neq?|leq?|geq?|in)(?![a-zA-Z])|[<>]))"),
        lambda match, before: r"\text{ for }",
        r"a condition on indices is written \text{for }",
    ),
    "dy/dx": Habit(
        re.compile(rf"\\[dt]?frac\s*(\{{{D}\s*(?:[^{{}}]|{BRACED})*\}})\s*(\{{{D}\s*(?:[^{{}}]|{BRACED})+\}})"),
        _slope,
        r"a quotient of names is read: a derivative is written \frac{\partial y}{\partial x}",
    ),
}
# What no declaration helps with.
NEVER = {
    "sigma^2(z)": Habit(
        re.compile(r"\\sigma\s*\^\s*(?:\d|\{[^{}]*\})\s*(?:\\left\s*)?\("),
        None,
        r"the square of a function's value is written \sigma(z)^2",
    ),
    "sin^2(z)^3": Habit(
        re.compile(rf"\\[a-z]{{3,}}'*\s*\^\s*{MARK}\s*(?:\\left\s*)?\([^()]*(?:\\right\s*)?\)\s*\^"),
        None,
        "a mark before a bracket and one behind it: write one of them",
    ),
    "x^2^3": Habit(
        re.compile(rf"\^\s*{MARK}\s*\^"),
        None,
        "TeX refuses a double superscript: write one of them in brackets, (x^2)^3, or both in one, x^{2 3}",
    ),
    "words": Habit(
        re.compile(rf"\\text\s*\{{(?!\s*(?:{'|'.join(WORDS)})\s*\}})"),
        None,
        rf"of words, \text{{...}} may hold {', '.join(WORDS)}: all else stands outside the formula",
    ),
}


def plain(latex):
    r"""LaTeX in which each declared habit is written as the dialect has it.

    >>> from unity.equations.notation import Notation
    >>> with Notation(habits=frozenset({"w^T"})).used():
    ...     plain("w^T x")
    'w^\\top  x'
    """
    declared = current().habits
    for name, habit in HABITS.items():
        if name in declared:
            text = latex
            latex = habit.form.sub(
                lambda match, habit=habit, text=text: habit.meant(match, text[: match.start()]), text
            )
    return latex


def refused(latex):
    """Where a formula has a form that means something else here: (place, what to write instead); None where it has none."""
    declared = current().habits
    found = [
        (match.start(), f"{habit.instead}{_switch(name) if habit.meant else ''}")
        for name, habit in {**HABITS, **NEVER}.items()
        if name not in declared and (match := habit.form.search(latex))
    ]
    return min(found, default=None)


def _switch(name):
    return f", or the project declares habits = ['{name}']"
