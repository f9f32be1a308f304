r"""Write into a formula which letters stand where: a class for each, whatever typesets it.

`{\class{l-w}{w}}` is MathJax's own command, which makes the class `l-w` that of the element; another typesetter has to read
it. A letter has the same class in the whole book, so that a page can find it everywhere, and colour it.
"""

import re
from typing import NamedTuple

from unity.equations import tree as t
from unity.equations.notation import current

__all__ = ["PREFIX", "class_of", "marked"]

PREFIX = "l-"
TOKEN = re.compile(r"\\\\\[[^\]]*\]|\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
SPACES = {r"\,", r"\;", r"\:", r"\!", r"\ ", r"\left", r"\right"}
# What stands behind these is a name, or words: it is declared whole, or is no letter.
WHOLE = {
    "\\text", "\\operatorname", "\\operatorname*", "\\mathrm", "\\mathbf", "\\boldsymbol", "\\mathcal", "\\mathbb", "\\hat",
    "\\bar", "\\tilde", "\\vec", "\\begin", "\\end", "\\label", "\\tag",
}  # fmt: skip
SCRIPTS = {"_", "^", "'"}
SIGNS = {"+": "plus", "-": "minus", "'": "prime", "*": "star", "|": "given", "\\": ""}


class Piece(NamedTuple):
    """A token of LaTeX, or a group in braces, which has pieces inside; `norm` is what it is compared by, nothing for a space."""

    source: str
    norm: str
    inside: tuple | None = None


def class_of(letter):
    """The class of a letter, made of the name by which formulas know it.

    >>> from unity.equations.letters import letters_of
    >>> table = "| letter |\\n|---|\\n| $W_{n+1}$, $\\\\hat{y}$, $P^*$, $\\\\frac{\\\\partial L}{\\\\partial w}$ |"
    >>> [class_of(letter) for letter in letters_of(table)]
    ['l-W_n-plus-1', 'l-hat_y', 'l-P-star', 'l-partial-L-partial-w']
    """
    name = letter.name or t.latex(letter.written).replace("\\frac", "")
    spelt = re.sub(r"[+\-'*|\\]", lambda sign: f"-{SIGNS[sign[0]]}-", name)
    return PREFIX + re.sub(r"(?<=_)-|-(?=_)", "", re.sub(r"[^\w]+", "-", spelt).strip("-"))


def marked(latex, letters):
    """A formula with the class of each letter that some table declares where it stands; `letters` are those."""
    known = {}
    for letter in letters:
        known.setdefault(_pattern(letter), letter)
    longest = sorted(known.items(), key=lambda pair: -len(pair[0]))
    return _written(_pieces(latex), longest)


def _pattern(letter):
    """What a letter looks like in a formula: of a function it is the name alone."""
    latex = t.latex(letter.written.function) if letter.parameters else letter.latex
    return tuple(piece.norm for piece in _pieces(latex) if piece.norm)


def _pieces(latex):
    tokens = TOKEN.findall(latex)
    pieces, _ = _group(tokens, 0)
    return pieces


def _group(tokens, start):
    """The pieces from a place on, to the brace that closes the group, and the place behind it."""
    pieces, place = [], start
    while place < len(tokens) and tokens[place] != "}":
        token = tokens[place]
        place += 1
        if token == "{":
            inside, place = _group(tokens, place)
            place += 1
            said = [piece.norm for piece in inside if piece.norm]
            norm = said[0] if len(said) == 1 else "{" + " ".join(said) + "}"
            pieces.append(Piece("{" + _source(inside) + "}", norm, inside))
        else:
            pieces.append(Piece(token, "" if token.isspace() or token in SPACES else token))
    return tuple(pieces), place


def _written(pieces, known, without=None):
    """The pieces as LaTeX, with classes; `without` is the letter in which they stand."""
    text, place = "", 0
    while place < len(pieces):
        piece = pieces[place]
        letter, end = _found(pieces, place, known, without)
        if letter is not None and not _is_starred(pieces, end):
            whole = letter.name is not None and not (isinstance(letter.written, t.Call) and letter.written.given)
            source = _source(pieces[place:end]) if whole else _written(pieces[place:end], known, letter)
            carries = whole and any(piece.norm in SCRIPTS for piece in pieces[end : end + 1])
            text += _in_parts(pieces[place:end], letter) if carries else _classed(source, letter)
            place = end
        elif piece.norm in WHOLE:
            end = next((i for i, each in enumerate(pieces[place + 1 :], place + 1) if each.norm), place)
            text += _source(pieces[place : end + 1])
            place = end + 1
        elif _is_transpose(pieces, place) or _is_differential(pieces, place):
            text += _source(pieces[place : place + 2])
            place += 2
        else:
            text += piece.source if piece.inside is None else "{" + _written(piece.inside, known, without) + "}"
            place += 1
    return text


def _classed(source, letter):
    bare = source.rstrip()
    return f"{{\\class{{{class_of(letter)}}}{{{bare}}}}}{source[len(bare) :]}"


def _in_parts(pieces, letter):
    """A letter that carries a power or an index, W_n^\\top, dZ_i: each part has the class, and they stay in line."""
    text, part = "", ""
    for piece in pieces:
        if piece.norm in SCRIPTS or part.isalpha():
            text, part = text + (_classed(part, letter) if part else ""), ""
        if piece.norm in SCRIPTS:
            text += piece.source
        else:
            part += piece.source
    return text + _classed(part, letter)


def _source(pieces):
    return "".join(piece.source for piece in pieces)


def _found(pieces, place, known, without):
    """The letter that stands at a place, the longest that fits, and where it ends; (None, place) where none does."""
    fits = (
        (letter, end) for pattern, letter in known if letter is not without and (end := _end(pieces, place, pattern))
    )
    letter, end = next(fits, (None, place))
    power = _example(pieces, place)
    if power and end <= power:  # x^{(i)} is a column of X
        for pattern, table in known:
            low = tuple(part.lower() if len(part) == 1 else part for part in pattern)
            if (
                low != pattern
                and table.name
                and table.name == t.table_key(table.name.lower())
                and _end(pieces, place, low) == power
            ):
                return table, power
    return letter, end


def _end(pieces, place, pattern):
    """The place behind a pattern that begins at a place; None where it does not stand there."""
    if not pieces[place].norm:
        return None
    for norm in pattern:
        while place < len(pieces) and not pieces[place].norm:
            place += 1
        if place == len(pieces) or pieces[place].norm != norm:
            return None
        place += 1
    return place


def _example(pieces, place):
    """Where the superscript of one example stands behind a place, x^{(i)}; None where another letter comes before it."""
    for power in range(place + 1, min(place + 4, len(pieces) - 1)):
        if pieces[power].norm == "^":
            return power if pieces[power + 1].norm.startswith("{(") else None
    return None


def _is_starred(pieces, place):
    """Whether a star stands at a place, which makes another name of what is before it: P^*."""
    return [piece.norm for piece in pieces[place : place + 2]] == ["^", "*"]


def _is_differential(pieces, place):
    """Whether a differential stands there that no table declares, dw: it is one name."""
    behind = pieces[place + 1].norm if place + 1 < len(pieces) else ""
    return pieces[place].norm == "d" and len(behind) == 1 and behind.isalpha() and "dy/dx" not in current().habits


def _is_transpose(pieces, place):
    """Whether a T stands there that the book reads as a transpose."""
    here = pieces[place].norm == "^" and place + 1 < len(pieces) and pieces[place + 1].norm == "T"
    return here and "w^T" in current().habits
