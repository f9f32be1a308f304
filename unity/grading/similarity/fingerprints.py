"""Fingerprints of a program that renaming, comments and layout do not change: winnowing, by Schleimer, Wilkerson and Aiken.

Of every run of `RUN` tokens there is a hash, and of every `WINDOW` hashes in a row the smallest is kept. So whatever two
cells share that is at least `RUN + WINDOW - 1` tokens long leaves a fingerprint in both.
Source: *Winnowing: local algorithms for document fingerprinting*, SIGMOD 2003.
"""

import hashlib
import io
import keyword
import re
import tokenize
from itertools import groupby
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
    """The hash of every run of tokens within one cell: (hash, place of its first token), cell by cell."""
    starts = [i for i in range(len(found) - RUN + 1) if found[i].cell == found[i + RUN - 1].cell]
    texts = [token.text for token in found]
    cells = groupby(starts, lambda i: found[i].cell)
    return [[(_hash(texts[i : i + RUN]), i) for i in own] for _, own in cells]


def _hash(texts):
    return int.from_bytes(hashlib.blake2b(" ".join(texts).encode("utf-8", "replace"), digest_size=8).digest())


def fingerprints(found):
    """The fingerprints of a program: hash -> the place of its first token; of equal hashes the first."""
    kept = {}
    for hashes in runs(found):
        for start in range(max(1, len(hashes) - WINDOW + 1)):
            least, place = min(hashes[start : start + WINDOW])
            kept.setdefault(least, place)
    return kept
