"""What a formula lists."""

import re

__all__ = ["members"]


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
