r"""Take apart what was typed: the expressions between `=` and `\\`, in their order."""

import re

__all__ = ["MOST_CHARACTERS", "MOST_LINES", "expressions"]

MOST_CHARACTERS, MOST_LINES = 4_000, 40
TOKEN = re.compile(
    r"\\begin\{\w+\*?\}|\\end\{\w+\*?\}|\\\\(?:\[[^\]]*\])?|\\[{}]|\\?[a-zA-Z]+|[{}()\[\]=]|.", re.DOTALL
)
AROUND = re.compile(r"\\(?:begin|end)\{(?:aligned|align\*?|split|equation\*?)\}|\$\$")


def expressions(latex):
    r"""The expressions of a derivation; a line may begin with =, an ampersand stands where it likes.

    Raises ValueError, in a sentence, for what is too long, and for another relation than =.

    >>> expressions(r"a &= b + c \\ &= \sum_{i=1}^{2} d_i.")
    ['a', 'b + c', '\\sum_{i=1}^{2} d_i']
    """
    if len(latex) > MOST_CHARACTERS:
        raise ValueError(f"{len(latex)} characters, expected at most {MOST_CHARACTERS}")
    found, depth, inside = [""], 0, 0
    for match in TOKEN.finditer(AROUND.sub(" ", latex)):
        token = match[0]
        inside += token.startswith("\\begin") - token.startswith("\\end")
        depth += (token in "{([") - (token in "})]")
        is_outside = depth <= 0 and inside <= 0
        if is_outside and (token == "=" or token.startswith("\\\\")):
            found.append("")
        elif not (is_outside and token == "&"):
            found[-1] += token
        if is_outside and token in ("<", ">", "\\le", "\\leq", "\\ge", "\\geq", "\\approx", "\\ne", "\\neq"):
            raise ValueError(f"{token} stands between two expressions: a derivation goes from one = to the next")
    kept = [text.strip() for text in found]
    if kept and kept[-1].endswith((".", ",", ";")):
        kept[-1] = kept[-1][:-1].rstrip()
    kept = [text for text in kept if text]
    if len(kept) > MOST_LINES:
        raise ValueError(f"{len(kept)} expressions, expected at most {MOST_LINES}")
    if len(kept) < 2:
        raise ValueError(f"{'one expression' if kept else 'nothing'} so far: go on with = and the next one")
    return kept
