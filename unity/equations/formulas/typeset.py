r"""Formulas of docstrings, read and set: `d = (w^T X + b) / ||w||` is $d = (w^\top X + b) / \lVert w \rVert$ on a page."""

import contextlib
import re

from unity.equations.finding.docstrings import GREEK, apart, aside, latex_of
from unity.equations.reader import read

__all__ = ["PROGRAM", "called", "clause_of", "in_line", "typeset"]

PROGRAM = re.compile(r"^    .*(for each|repeat:|[-+/]= )", re.MULTILINE)  # steps of a program: no letter has one value
RELATION = re.compile(r" (=|<|>|\\le|\\ge|\\sim) ")
ROOM = 40  # letters of plain text that stand beside each other on a phone
LINKS = {"and", "gives", "or", "so that", "that is"}  # they belong to what follows
MARK = re.compile(r"([,;]?)\s{3,}")
DRAWN = re.compile(r"\w+(?: given \w+)? ~ ")  # what is drawn at random, before its distribution
WORD = r"\\mathrm\{\w\w[^{}]*\}(?:[_^]\{[^{}]*\})?"
BESIDE = rf"(?<![\\\w])d?\w(?:[_^](?:\{{[^{{}}]*\}}|\w))?|{WORD}|\\(?:{GREEK})|[\d.]+|[)\]]"
SLOPE = r"d[A-Za-z](?![A-Za-z])"  # the name of a derivative, dW

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


def in_line(text):
    r"""A formula in a sentence of a docstring as LaTeX, which it may be already.

    >>> in_line("w - alpha dw")
    'w - \\alpha \\, dw'
    """
    return text if "\\" in text else _spaced(latex_of(text)).strip()


def typeset(block):
    r"""The indented lines of a docstring as LaTeX, one below the other; None where they are not formulas alone.

    What is not read stays as it was typed: steps of a program, sentences, what the dialect has not. Formulas that a phone has
    no room for beside each other stand in rows of their own, and so does what a long one goes on with.

    >>> typeset(["    A = sigma(Z),   Z = w^T X + b"])
    'A &= \\sigma(Z), \\qquad Z = w^\\top  X + b'
    >>> print(typeset(["    log p(x) = -a + b,   so that   a = b - log p(x)"]))
    \log p(x) &= -a + b, \\
    \text{so that }a &= b - \log p(x)
    >>> typeset(["    y = 1 where exactly one coordinate is 1"])
    """
    text = "\n".join(block)
    if PROGRAM.search(text) or not re.search(r" (=|<|>|<=|>=|~) ", text):
        return None
    rows = []
    for line in block:
        goes_on = bool(rows) and line.strip().startswith("= ")
        parts = _parts(line, goes_on)
        if parts is None:
            return None
        if rows and not goes_on and rows[-1].rstrip()[-1] not in ",;":
            rows[-1] += ","
        pieces = [parts] if len(" ".join(line.split())) <= ROOM else [[part] for part in parts]
        for row in pieces:
            latex = " \\qquad ".join(row)
            aligned = f"&{latex}" if latex.startswith("= ") else RELATION.sub(r" &\1 ", latex, count=1)
            rows.append(aligned if "&" in aligned else f"&{latex}")
    return " \\\\\n".join(rows)


def _parts(line, goes_on):
    """The formulas of a line and the words beside them as LaTeX, each with the mark that ends it; None where one is not read.

    A formula longer than a phone's row is a part for each of its equals signs, and dots stay behind what they go on from.
    """
    texts, marks, parts, before = apart(line), [*MARK.findall(line.strip()), ""], [], ""
    for place, (text, mark) in enumerate(zip(texts, marks, strict=True)):
        if text in LINKS and place < len(texts) - 1:
            before = rf"\text{{{text} }}"
            continue
        bare = text.rstrip(",;")
        whole = f"0 {bare}" if goes_on and place == 0 else DRAWN.sub("", bare)
        words = aside(text)
        if clause_of(whole) is None and words is None:
            return None
        latex = before + (words or _spaced(latex_of(bare))) + (mark or text.removeprefix(bare))
        if bare == "..." and parts:
            parts[-1] += f" {latex}"
        else:
            parts += _sides(latex) if len(bare) > ROOM else [latex]
        before = ""
    return parts


def _sides(latex):
    """A chain of equations before each sign but its first: a = b = c is a = b and = c. What stands in brackets is one side."""
    starts, depth = [], 0
    for token in re.finditer(r"\\begin|[{(\[]|[})\]]|(?:^|(?<= ))= ", latex):
        if token[0] == "= " and not depth:
            starts.append(token.start())
        depth += (token[0] in ("{", "(", "[", "\\begin")) - (token[0] in ("}", ")", "]"))
    return [latex[start:end].strip() for start, end in zip([0, *starts[1:]], [*starts[1:], None], strict=True)]


def _spaced(latex):
    """A formula in which a name of several letters stands off its neighbours, and so does a derivative from the one before."""
    latex = re.sub(r"\\mathrm\{(\w+)\}_\{\\mathrm\{(\w+)\}\}", r"\\mathrm{\1\\_\2}", latex)
    latex = re.sub(rf"({BESIDE}) (?=\\mathrm\{{\w\w|{SLOPE})", r"\1 \\, ", latex)
    latex = re.sub(rf"({WORD}) (?={BESIDE}|[\\]mathrm|[\\]sum|[\\]frac|\()", r"\1 \\, ", latex)
    return re.sub(r"(\\partial \w(?:_\w)? / \\partial \w(?:_\w)?) (?=\\partial)", r"\1 \\, ", latex)
