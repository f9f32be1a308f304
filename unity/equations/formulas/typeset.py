r"""Formulas of docstrings, read and set: `d = (w^T X + b) / ||w||` is $d = (w^\top X + b) / \lVert w \rVert$ on a page."""

import contextlib
import re

from unity.equations.finding.docstrings import apart, aside, latex_of
from unity.equations.reader import read

__all__ = ["PROGRAM", "called", "clause_of", "typeset"]

PROGRAM = re.compile(r"^    .*(for each|repeat:|[-+/]= )", re.MULTILINE)  # steps of a program: no letter has one value
RELATION = re.compile(r" (=|<|>|\\le|\\ge) ")


CALLED = re.compile(r"(\\?[A-Za-z]+'*|\\mathrm\{[a-z]+\}'*|[A-Z]\^\*)\(")


def called(texts):
    """The functions that formulas define, D(h) = ...: what stands before a bracket on a left side."""
    for text in texts:
        with contextlib.suppress(ValueError):
            if found := CALLED.match(latex_of(text)):
                yield found[1]


def clause_of(text, functions=frozenset({"f"})):
    """The one clause of a formula in plain text; None where it has none."""
    try:
        (clause,) = read(latex_of(text), functions)
    except ValueError:
        return None
    return clause


def typeset(block):
    r"""The indented lines of a docstring as LaTeX, one below the other; None where they are not formulas alone.

    What is not read stays as it was typed: steps of a program, sentences, what the dialect has not.

    >>> typeset(["    A = sigma(Z),   Z = w^T X + b"])
    'A &= \\sigma(Z), \\qquad Z = w^\\top  X + b'
    >>> typeset(["    y = 1 where exactly one coordinate is 1"])
    """
    text = "\n".join(block)
    if PROGRAM.search(text) or not re.search(r" (=|<|>|<=|>=) ", text):
        return None
    lines = []
    for line in block:
        goes_on = bool(lines) and line.strip().startswith("= ")
        texts = apart(line)
        whole = [f"0 {text}" if goes_on and place == 0 else text for place, text in enumerate(texts)]
        if any(clause_of(text.rstrip(",;")) is None and aside(text) is None for text in whole):
            return None
        latex = ", \\qquad ".join(aside(text) or latex_of(text.rstrip(",;")) for text in texts)
        lines.append(f"&{latex}" if goes_on else RELATION.sub(r" &\1 ", latex, count=1))
    return " \\\\\n".join(lines)
