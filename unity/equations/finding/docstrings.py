r"""The formulas in docstrings: indented lines in plain text, and the LaTeX that is meant.

What a reader of `help()` sees stays plain: d = (w^T X + b) / ||w||. Greek letters are spelt out, `^T` transposes, `sum_i` adds up,
`<A, B>` is an inner product, a star between spaces multiplies entry by entry, and three spaces separate formulas.
"""

import inspect
import re

from unity.equations.functions import FUNCTIONS

__all__ = ["formulas_of_docstring", "latex_of"]

GREEK = "alpha|beta|gamma|delta|theta|lambda|mu|pi|rho|sigma|tau|phi|Phi|Sigma|epsilon|nu"
SPELT = {"\\sqrt", "\\sigma"}  # read by a rule of its own, and as a Greek letter
NAMED = sorted(FUNCTIONS.keys() - SPELT, key=len, reverse=True)
SHORT = "|".join(name[1:] for name in NAMED if not name.startswith("\\operatorname"))
OPERATORS = "|".join(name[len("\\operatorname{") : -1] for name in NAMED if name.startswith("\\operatorname"))
RULES = [
    (
        r"= (.+?) where (.+?), (.+?) elsewhere\Z",
        r"= \\begin{cases} \1 & \\text{if } \2 \\\\ \3 & \\text{otherwise} \\end{cases}",
    ),
    (r"\(1 if ([^()]+) else 0\)", r"[\1]"),
    (r"\(([^()|]+) (?:\||given) ([^()|]+)\)", r"(\1 \\mid \2)"),
    (r"\bsum over (\w) of\b", r"\\sum_\1 "),
    (r"\.\.\.", r"\\dots"),
    (r"\^-\|([^|]+)\|", r"^{-\\lvert \1 \\rvert}"),
    (r"\bP\*(?=\()", r"P^*"),
    (r"\b(\d+)/(\w)\b(?= )", r"\\frac{\1}{\2}"),
    (r"\bsqrt\(", r"\\sqrt("),
    (r"\|\|(.+?)\|\|", r"\\lVert \1 \\rVert"),
    (r"\|([^|]+)\|", r"\\lvert \1 \\rvert"),
    (r"<(?=[^<>=]+, [^<>=]+>)([^<>]+)>", r"\\langle \1 \\rangle"),
    (r"(?<!\\)\bsum_(\w)\b", r"\\sum_\1 "),
    (r"(?<!\\)\bmax_(\w)\b", r"\\max_\1 "),
    (r"\bargmax_(\w)\b", r"\\arg\\max_\1 "),
    (r"\^T\b", r"^\\top "),
    (r"\^(-?\w+)", r"^{\1}"),
    (r"\^\(([^()]*)\)", r"^{\1}"),
    (r"_\(([^()]*)\)", r"_{\1}"),
    (r"_([a-zA-Z])([a-zA-Z])\b", r"_{\1 \2}"),
    (r"_(\w{2,})\b", r"_{\1}"),
    (r"(?<= )\*(?= )", r"\\odot"),
    (r">=", r"\\ge"),
    (r"<=", r"\\le"),
    (rf"(?<![\\a-zA-Z])({GREEK})(?![a-zA-Z])", r"\\\1"),
    (rf"(?<![\\a-zA-Z])({SHORT})(?![a-zA-Z])", r"\\\1"),
    (rf"(?<![\\a-zA-Z])({OPERATORS})(?![a-zA-Z])", r"\\operatorname{\1}"),
    (r"\bd([A-Za-z])/d([A-Za-z])(_\w)?\b", r"\\partial \1 / \\partial \2\3"),
]


def formulas_of_docstring(documentation):
    """Every formula in the indented lines of a docstring before its examples, as plain text."""
    text = re.sub(r"\n +(?== )", " ", inspect.cleandoc(documentation or "").partition(">>>")[0])  # it goes on with =
    for line in text.splitlines():
        for text in re.split(r"[,;]?\s{3,}", line.strip()) if line.startswith("    ") else ():
            if re.search(r"(?<![<>=])=(?!=)|[<>]=? ", text):
                yield text.removeprefix("so that ").removeprefix("that is ").rstrip(",;")


def latex_of(text):
    """The LaTeX of a formula in plain text."""
    for form, written in RULES:
        text = re.sub(form, written, text)
    return _roots(text)


def _roots(text):
    r"""Square roots with braces: \sqrt(a + (b)) is \sqrt{a + (b)}."""
    while (place := text.find("\\sqrt(")) >= 0:
        start, depth = place + 6, 1
        end = start
        while depth and end < len(text):
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        text = f"{text[:place]}\\sqrt{{{text[start : end - 1]}}}{text[end:]}"
    return text
