"""Names: what the dialect takes for one name, and the one spelling that each of them is given."""

import re

__all__ = ["ALWAYS", "NAMES", "spelled"]

GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi|psi"
    "|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega|ell|infty|parallel|perp"
)
ACCENTS = "hat|bar|tilde|vec|mathbf|boldsymbol|mathcal|mathbb|mathsf|mathrm"
LETTERS = [
    rf"\\({GREEK})(?![a-zA-Z])",
    rf"\\({ACCENTS})\{{\\({ACCENTS})\{{(\\?[a-zA-Z]+)\}}\}}",  # two accents, where a book has them
    rf"\\({ACCENTS})\s*(\{{\s*(\\?[a-zA-Z]+|\d)\s*\}}|[a-zA-Z](?![a-zA-Z])|\\[a-z]+)",
    r"d([A-Z]|[a-z](?![a-zA-Z]))",
    r"[a-zA-Z]",
]
NAMES = rf"({'|'.join(LETTERS)})('+|\^\s*(\*|\\ast(?![a-zA-Z]))|\^\{{\s*(\*|\\ast)\s*\}})?"
ALWAYS = frozenset({"\\sigma"})  # what is a call before a bracket in every formula


def spelled(text):
    """One spelling for a name: no spaces, an accent's letter in braces, a star as ^*."""
    text = re.sub(r"\^\{?\s*(\*|\\ast)\s*\}?$", "^*", str(text).strip())
    accent = re.fullmatch(rf"(\\(?:{ACCENTS}))\s*\{{?\s*([^{{}}]*?)\s*\}}?('*|\^\*)", text)
    return f"{accent[1]}{{{accent[2]}}}{accent[3]}" if accent else text
