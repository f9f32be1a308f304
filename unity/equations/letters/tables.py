"""Read the letters that a page declares: Markdown tables whose first column is called `letter`.

    | letter      | in code                        | shape           | what it is                             |
    |-------------|--------------------------------|-----------------|----------------------------------------|
    | $w$, $b$    | `w`, `b`                       | (n, 1), (1, 1)  | the weights and the bias of a neuron   |
    | $Y$         | `Y`                            | (1, m), 0 or 1  | the labels                             |
    | $z$         |                                |                 | the score, $= w^\\top x + b$            |
    | $dw$        | `logistic.gradient(w, b, X, Y)[0]` |             | the slope of the cost by the weights   |

Only the first column has to be there, and the order of the others is free. A fifth, "as printed", is for misprints. A row declares several letters where it names
several; then it has as many pieces of code, and as many shapes, or one for all. A letter that means something for one equation only says
so in the first column: $f(z)$ in {eq}`eq-relu`.
"""

import itertools
import re
from dataclasses import replace

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from unity.equations.functions import FUNCTIONS
from unity.equations.letters.declared import Letter
from unity.equations.reader import read

__all__ = ["COLUMNS", "functions_of", "letters_of"]

COLUMNS = ("letter", "in code", "shape", "what it is", "as printed")
READER = MarkdownIt().enable("table").use(dollarmath_plugin)
CALL = re.compile(r"\s*(\\?[A-Za-z]+(?:\^\*)?'*)\s*\(.*\)\s*")
SHAPE = re.compile(r"\(([^()]*)\)\s*(?:,\s*([^()]*?))?\s*(?=,\s*\(|$)")


def rows_of(text, first=COLUMNS[0]):
    """Every row of the tables whose first column is called so in a Markdown text: (line, column -> the cell's tokens)."""
    heads, cells, line = [], [], 0
    tokens = READER.parse(text)
    for token, content in itertools.pairwise(tokens):
        if token.type == "thead_open":
            heads = []
        elif token.type == "th_open":
            heads.append(content.content.strip().lower())
        elif token.type == "tr_open":
            cells, line = [], token.map[0] + 1 if token.map else 0
        elif token.type == "td_open":
            cells.append(content.children or [])
            if len(cells) == len(heads) and heads[0] == first:
                yield line, dict(zip(heads, cells))


def functions_of(text):
    """The names that a page's tables declare as functions: those before the bracket of a letter like `f(z)`."""
    rows = ((first, cells) for first in ("letter", "symbol") for _, cells in rows_of(text, first))
    found = (_function(latex) for first, cells in rows for latex in formulas_in(cells[first]))
    return frozenset(name for name in found if name)


def letters_of(text, functions=frozenset(), place="line {}"):
    """The letters that a Markdown text declares, in their order.

    `functions` are names that are calls where a bracket follows, beside those that the text declares itself.
    Raises ValueError, with the place, where a row cannot be read.
    """
    functions = functions | functions_of(text)
    for line, cells in rows_of(text):
        where = place.format(line)
        try:
            yield from _letters(cells, functions, where)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error


def _letters(cells, functions, where):
    formulas, codes = formulas_in(cells["letter"]), codes_in(cells.get("in code", []))
    shapes, meaning = list(shapes_in(cells.get("shape", []))), cells.get("what it is", [])
    for name, several in ("in code", codes), ("shape", shapes):
        if len(several) not in (0, 1, len(formulas)):
            raise ValueError(f"{len(formulas)} letters, but {len(several)} entries under {name!r}")
    equal = next((latex.strip()[1:] for latex in formulas_in(meaning) if latex.strip().startswith("=")), None)
    for number, latex in enumerate(formulas):
        axes, domain = _one_of(shapes, number) or (None, "")
        letter = Letter(
            written=side(latex, functions | {_function(latex) or ""}),
            latex=latex,
            code=_one_of(codes, number),
            axes=axes,
            domain=domain,
            formula=None if equal is None else side(equal, functions),
            meaning=_text(meaning),
            place=where,
            equations=tuple(codes_in(cells["letter"])),
        )
        called_as_written(letter.latex, letter.code)
        printed = cells.get("as printed")
        if printed and not letter.equations:
            raise ValueError("a meaning as printed is that of one equation: $E_n$ in `err-name`")
        yield replace(letter, printed=_printed(letter, printed, number, functions)) if printed else letter


def called_as_written(latex, code):
    """Refuse another single letter in code than in formulas, but for its size: of $b$, `c`."""
    if code and re.fullmatch("[A-Za-z]", code) and re.fullmatch("[A-Za-z]", latex) and code.lower() != latex.lower():
        raise ValueError(f"${latex}$ is called `{code}` in code, and looks like another letter: call it `{latex}`")


def _printed(letter, cell, number, functions):
    """A letter with the meaning that the column "as printed" gives it: code, a formula, or a shape."""
    codes, formulas = codes_in(cell), [latex.strip() for latex in formulas_in(cell)]
    if codes:
        return replace(letter, code=_one_of(codes, number), formula=None)
    if formulas:
        if not all(latex.startswith("=") for latex in formulas):
            raise ValueError("under 'as printed', a formula begins with an equals sign")
        return replace(letter, code=None, formula=side(_one_of(formulas, number)[1:], functions))
    axes, domain = _one_of(list(shapes_in(cell)), number)
    return replace(letter, axes=axes, domain=domain)


def _one_of(several, number):
    return None if not several else several[number] if len(several) > 1 else several[0]


def side(latex, functions):
    """A formula that is no relation."""
    clauses = read(latex, functions)
    if len(clauses) != 1 or len(clauses[0].chain.sides) != 1:
        raise ValueError(f"${latex}$ is not one expression")
    return clauses[0].chain.sides[0]


def _function(latex):
    """The name that a letter like f(z) or p(y \\mid x) has before its bracket; None for every other letter."""
    call = CALL.fullmatch(latex)
    return call[1] if call and call[1] not in FUNCTIONS else None


def formulas_in(tokens):
    return [token.content for token in tokens if token.type == "math_inline"]


def codes_in(tokens):
    return [token.content for token in tokens if token.type == "code_inline"]


def _text(tokens):
    return "".join(f"${token.content}$" if token.type == "math_inline" else token.content for token in tokens).strip()


def shapes_in(tokens):
    """(axes, domain) of each shape in a cell: `(n, 1)`, `(K, m), one-hot`; a domain alone is that of a number."""
    text = _text(tokens).replace("`", "").strip()
    found = list(SHAPE.finditer(text))
    if text and not found:
        yield (), text
    for shape in found:
        axes = [axis.strip() for axis in shape[1].split(",") if axis.strip()]
        yield tuple(int(axis) if axis.isdigit() else axis for axis in axes), (shape[2] or "").strip()
