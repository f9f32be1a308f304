r"""The formulas in a Markdown text: displayed ones, and those in sentences and tables."""

import itertools
import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

__all__ = ["DECLARING", "READER", "Equation", "formulas_of"]

READER = MarkdownIt().enable("table").use(dollarmath_plugin, allow_labels=True, double_inline=True).use(amsmath_plugin)
DECLARING = ("letter", "symbol")  # what the first column of a table is called that declares letters, or names them
SOLUTION = re.compile(r"(?::::+)?\{\w+\}\s*solution\b", re.IGNORECASE)
WORDS = {"softbreak": " ", "code_inline": "`"}  # what stands in a line beside words and formulas
END = re.compile(r"^:::+\s*$", re.MULTILINE)


class Equation(NamedTuple):
    """A formula: its label (None where it has none), its LaTeX, the page and place it stands at, and what it stands in.

    `kind` is `"displayed"`, or for what stands in a line: `"sentence"`, `"table"`, `"letters"` (a table that declares them),
    `"exercise"`, `"solution"`, `"quiz"`, `"wrong answer"`, `"figure"`, `"caption"`, `"alt text"`. `words` are those before
    it in its paragraph, since the formula before it; it `goes_on` where there is such a formula.
    """

    label: str | None
    latex: str
    page: str
    place: str
    kind: str = "displayed"
    words: str = ""
    goes_on: bool = False

    @property
    def is_inline(self):
        """Whether it stands in a line of something else."""
        return self.kind != "displayed"


def formulas_of(text, page, place, kind="sentence"):
    """Every formula of a Markdown text; `kind` is what those in its sentences are called."""
    around = inside = kind
    declares, column = False, 0
    for token, following in itertools.pairwise([*READER.parse(text), None]):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "inline" and SOLUTION.match(token.content):
            around = inside = "solution"
        if token.type == "table_open":
            inside, declares = "table" if around == kind else around, False
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            declares = declares or (column == 0 and following.content.strip().lower() in DECLARING)
            column += 1
        elif token.type == "td_open":
            inside = "letters" if declares and column == 0 else "table"
            column += 1
        elif token.type == "table_close":
            inside = around
        yield from _in_token(token, page, place.format(line), inside)
        if token.type == "inline" and END.search(token.content):
            around = inside = kind
        if token.type == "fence" and not token.info.startswith("{math}"):
            yield from _in_directive(token, page, place.replace("{}", f"{line} + {{}}"), around)


def _in_directive(fence, page, place, kind):
    """The formulas inside a directive, but for one that holds code."""
    if fence.info.startswith(("{", ":::")) and not re.match(r"\{(code|literalinclude)", fence.info):
        yield from formulas_of(fence.content, page, place, "solution" if SOLUTION.search(fence.info) else kind)


def _in_token(token, page, place, kind):
    if token.type == "math_block_label":
        yield Equation(token.info, token.content.strip(), page, place)
    elif token.type in ("math_block", "amsmath", "math_inline_double"):
        yield Equation(None, token.content.strip(), page, place)
    elif token.type == "math_inline":
        yield Equation(None, token.content.strip(), page, place, kind)
    elif token.type == "fence" and token.info.startswith("{math}"):
        label = re.search(r"^:label:\s*(\S+)", token.content, re.MULTILINE)
        latex = re.sub(r"^:.*$", "", token.content, flags=re.MULTILINE).strip()
        yield Equation(label and label[1], latex, page, place)
    words, goes_on = "", False
    for child in token.children or ():
        for found in _in_token(child, page, place, kind):
            yield found._replace(words=words, goes_on=goes_on)
            words, goes_on = "", True
        words += WORDS.get(child.type, "") or (child.content if child.type == "text" else "")
