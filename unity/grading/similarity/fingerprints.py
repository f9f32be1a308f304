"""Fingerprints of a program that renaming, comments and layout do not change: winnowing, by Schleimer, Wilkerson and Aiken.

Of every run of `RUN` tokens there is a hash, and of every `WINDOW` hashes in a row the smallest is kept. So whatever two
programs share that is at least `RUN + WINDOW - 1` tokens long leaves a fingerprint in both.
Source: *Winnowing: local algorithms for document fingerprinting*, SIGMOD 2003.
"""

import hashlib
import io
import keyword
import re
import tokenize
from typing import NamedTuple

__all__ = ["RUN", "Token", "fingerprints", "runs", "tokens"]

RUN, WINDOW = 14, 6
SKIPPED = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING,
}  # fmt: skip
WORD = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[^\w\s]")


class Token(NamedTuple):
    """A token without what is easily changed, and where it stands: the cell's number and the line in it, from 0."""

    text: str
    cell: int
    line: int


def tokens(cells):
    """The tokens of a notebook's code cells: a name is only that, unless it is an attribute, which renaming would break.

    >>> [token.text for token in tokens(["y = np.exp(x)  # why"])]
    ['name', '=', 'name', '.', 'exp', '(', 'name', ')']
    """
    found = []
    for number, source in enumerate(cells):
        before = ""
        for text, line in _words(source):
            named = text.isidentifier() and not keyword.iskeyword(text) and before != "."
            plain = "name" if named else "0" if text[:1].isdigit() else "''" if text[-1:] in ("'", '"') else text
            found.append(Token(plain, number, line))
            before = text
    return found


def _words(source):
    """(text, line) of each token; of what is no Python, such as a cell with magics, of each word."""
    try:
        every = tokenize.generate_tokens(io.StringIO(source).readline)
        return [(token.string, token.start[0] - 1) for token in every if token.type not in SKIPPED]
    except (tokenize.TokenError, SyntaxError):
        lines = enumerate(source.split("\n"))
        return [(word, number) for number, line in lines for word in WORD.findall(line.partition("#")[0])]


def runs(found):
    """The hash of every run of tokens, in order."""
    texts = [token.text for token in found]
    return [
        hashlib.blake2b(" ".join(texts[i : i + RUN]).encode("utf-8", "replace"), digest_size=8).digest()
        for i in range(len(texts) - RUN + 1)
    ]


def fingerprints(found):
    """The fingerprints of a program: hash -> the place of its first token; of equal hashes the first."""
    hashes = runs(found)
    kept = {}
    for start in range(max(1, len(hashes) - WINDOW + 1)):
        window = hashes[start : start + WINDOW]
        if window:
            least = min(window)
            kept.setdefault(least, start + window.index(least))
    return kept
