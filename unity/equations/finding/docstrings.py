r"""The formulas in docstrings: indented lines in plain text, and the LaTeX that is meant.

What a reader of `help()` sees stays plain: d = (w^T X + b) / ||w||. Greek letters are spelt out, `^T` transposes, `sum_i` or
`sum over i, j of` adds up, `X[c, r]` is an entry, `<A, B>` is an inner product, a star between spaces multiplies entry by entry,
any other word is a name, and three spaces separate formulas. In a sentence a formula stands between dollars; one with a
backslash is LaTeX already.
"""

import inspect
import re

from unity.equations.functions import FUNCTIONS

__all__ = ["DOLLARS", "apart", "aside", "formulas_in_sentences", "formulas_of_docstring", "latex_of"]

DOLLARS = r"\$(?=\S)[^$]+(?<=\S)\$(?!\w)"  # a formula in a sentence

GREEK = "alpha|beta|gamma|delta|theta|lambda|mu|pi|rho|sigma|tau|phi|Phi|Sigma|epsilon|nu"
WORDS = (  # of a sentence
    "a|alike|all|and|as|at|by|each|elsewhere|every|for|from|gives|in|is|its|mod|of|or|over|so|that|the|times|to|until|where|with"
)
SPELT = {"\\sqrt", "\\sigma"}  # read by a rule of its own, and as a Greek letter
NAMED = sorted(FUNCTIONS.keys() - SPELT, key=len, reverse=True)
SHORT = "|".join(name[1:] for name in NAMED if not name.startswith("\\operatorname"))
OPERATORS = "|".join(name[len("\\operatorname{") : -1] for name in NAMED if name.startswith("\\operatorname"))
BARE = r"(?<![\\a-zA-Z])" + "".join(rf"(?<!{name}\{{)" for name in ("begin", "end", "text", "mathrm", "operatorname"))
RULES = [
    (
        r"= (.+?) where (.+?), (.+?) elsewhere\Z",
        r"= \\begin{cases} \1 & \\text{if } \2 \\\\ \3 & \\text{otherwise} \\end{cases}",
    ),
    (r"\(1 if ([^()]+) else 0\)", r"[\1]"),
    (r"\(([^()|]+) (?:\||given) ([^()|]+)\)", r"(\1 \\mid \2)"),
    (r"(?<=\w) given (\w+) ~", r" \\mid \1 ~"),
    (r"(?<= )~(?= )", r"\\sim"),
    (r"\bsum over ((?:\w, )*\w) of\b", r"\\sum_{\1} "),
    (r"\b(d?[A-Za-z]\w?)\[([^\[\]]+)\]", r"\1_{\2}"),
    (r"\bmax over ((?:\w, )*\w) of\b", r"\\max_{\1} "),
    (r"\.\.\.", r"\\dots"),
    (r"\^-\|([^|]+)\|", r"^{-\\lvert \1 \\rvert}"),
    (r"\b([A-Z])\*(?=\()", r"\1^*"),
    (r"(?<![\w)\]])(\d+|[A-Za-z]+\d*)/(?!d[A-Za-z])(\w+)(?= [A-Za-z(|])", r"\\frac{\1}{\2}"),
    (r"\bsqrt\(", r"\\sqrt("),
    (r"\|\|(.+?)\|\|", r"\\lVert \1 \\rVert"),
    (r"\|([^|]+)\|", r"\\lvert \1 \\rvert"),
    (r"<(?=[^<>=]+, [^<>=]+>)([^<>]+)>", r"\\langle \1 \\rangle"),
    (r"(?<!\\)\bsum_(\w)\b", r"\\sum_\1 "),
    (r"(?<!\\)\bmax_(\w)\b", r"\\max_\1 "),
    (r"\bargmax_(\w)\b", r"\\arg\\max_\1 "),
    (r"(?<!\w)1\^T\b", r"\\mathbf{1}^T"),
    (r"\^T\b", r"^\\top "),
    (r"\^(-?\w+)", r"^{\1}"),
    (r"\^\(([^()]*)\)", r"^{\1}"),
    (r"_\(([^()]*)\)", r"_{\1}"),
    (r"_in\b", r"_{\\mathrm{in}}"),
    (r"_([a-zA-Z])([a-zA-Z])\b", r"_{\1 \2}"),
    (r"_([a-z]{3,})\b", r"_{\\mathrm{\1}}"),
    (r"_(\w{2,})\b", r"_{\1}"),
    (r"(?<=\w)(?<!\\lvert) 1(?= |$)", r" \\mathbf{1}"),
    (r"(?<= )\*(?= )", r"\\odot"),
    (r"(?<= )star(?= )", r"\\star"),
    (r">=", r"\\ge"),
    (r"<=", r"\\le"),
    (rf"{BARE}({GREEK})(?![a-zA-Z])", r"\\\1"),
    (rf"{BARE}({SHORT})(?![a-zA-Z])", r"\\\1"),
    (rf"{BARE}({OPERATORS})(?![a-zA-Z])", r"\\operatorname{\1}"),
    (r"\bd([A-Za-z](?:_\w)?) ?/ ?d([A-Za-z](?:_\w)?)\b", r"\\partial \1 / \\partial \2"),
    (rf"{BARE}((?!d[a-z](?![a-zA-Z]))[a-z]{{2,}})(?![a-zA-Z])", r"\\mathrm{\1}"),
]
SPEAKS = re.compile(rf"(?<!_\{{)\\mathrm\{{(?:{WORDS})\}}|(?<=[a-z])'s\b")


def formulas_of_docstring(documentation):
    """Every formula in the indented lines of a docstring before its examples, as plain text."""
    text = re.sub(r"\n +(?== )", " ", inspect.cleandoc(documentation or "").partition(">>>")[0])  # it goes on with =
    for line in text.splitlines():
        for text in apart(line) if line.startswith("    ") else ():
            if re.search(r"(?<![<>=])=(?!=)|[<>]=? ", text):
                yield text.removeprefix("so that ").removeprefix("that is ").rstrip(",;")


def formulas_in_sentences(documentation):
    """What stands between dollars in the sentences of a docstring, as plain text; what `code` has between them is none."""
    for found in re.findall(rf"`[^`]+`|{DOLLARS}", inspect.cleandoc(documentation or "").partition(">>>")[0]):
        if found.startswith("$"):
            yield " ".join(found.strip("$").split())


def apart(line):
    """The formulas of one line, which three spaces separate."""
    return re.split(r"[,;]?\s{3,}", line.strip())


def aside(text):
    r"""The LaTeX of words beside a formula, "u the unit normal", in which single letters are letters; None for what is none."""
    if re.search(r"[=<>+*/^|\[\]]", text) or not re.search(rf"(?<!\S)(?:{WORDS[2:]})(?!\S)", text):
        return None
    parts = re.split(r"(?<!\S)([B-Zb-z](?:_\w+)?)(?![^\s,])", text)
    if any(re.search(r"[_`]", words) for words in parts[::2]):
        return None
    return "".join(latex_of(part) if place % 2 else rf"\text{{{part}}}" for place, part in enumerate(parts) if part)


def latex_of(text):
    """The LaTeX of a formula in plain text. Raises ValueError where it is said in words."""
    latex = text
    for form, written in RULES:
        latex = re.sub(form, written, latex)
    if found := SPEAKS.search(latex):
        raise ValueError(f"{text}: the word {found[0]!r} stands in a formula")
    return _roots(latex)


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
