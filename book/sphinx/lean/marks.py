r"""The classes of letters: what LaTeX says with `{\class{name}{x}}` is said by an attribute of the element.

The typesetter knows no such command. So a formula is typeset twice, plain and with a colour for each class, and the plain
one is given the classes where the other has colours: no mark changes how a formula looks.
"""

import re
from itertools import chain, combinations

__all__ = ["FOUND", "classed", "plain"]

FOUND = r"{\class{"
COLOUR = re.compile(r'<mrow style="color:#([0-9A-F]{6});">')
TOKEN = re.compile(r"<[^>]*>|[^<]+")
TAG = re.compile(r"</?\w+")


def classed(latex, typeset):
    """A formula that `typeset` makes of LaTeX, with its classes.

    A class that would change how the formula is set, as that of an operator's name, is left out.
    """
    bare, names = typeset(plain(latex)), []
    _replaced(latex, names)
    for without in chain.from_iterable(combinations(range(len(names)), few) for few in range(3)) if names else ():
        coloured = typeset(_replaced(latex, [], without))
        try:
            return _moved(TOKEN.findall(coloured), TOKEN.findall(bare), names)
        except ValueError:
            continue
    return bare


def plain(latex):
    r"""LaTeX without the classes, and without the braces around what has one.

    >>> plain(r"{\class{l-w}{w}}^\top x")
    'w^\\top x'
    """
    return _replaced(latex, None)


def _replaced(latex, names, without=()):
    """LaTeX with a colour for each class but those numbers `without`; the classes are written down. With neither where `names` is None."""
    text, place = "", 0
    while (start := latex.find(FOUND, place)) >= 0:
        named = latex.index("}", start)
        end = _closing(latex, named + 1)
        before, after = "", ""
        if names is not None:
            names.append(latex[start + len(FOUND) : named])
            if len(names) - 1 not in without:
                before, after = rf"{{\color[HTML]{{{len(names) - 1:06X}}}", "}"
        text += latex[place:start] + before + _replaced(latex[named + 2 : end], names, without) + after
        place = end + 2
    return text + latex[place:]


def _closing(latex, place):
    """Where the brace stands that closes the one at a place."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", latex[place:]):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return place + found.start()
    raise ValueError(f"{latex!r}: a brace is not closed")


def _moved(coloured, bare, names):
    """The bare formula with a class where the other has a colour: on the element, or on a row around several."""
    written, rest, frames = [], iter(bare), [[None, 0, 0]]  # of each open element: its class, its start, its children
    ahead = next(rest, None)
    for place, token in enumerate(coloured):
        colour = COLOUR.match(token)
        is_row = colour and ahead == "<mrow>" and not coloured[place + 1].startswith("<mrow>")
        if token.startswith("</"):
            name, start, children = frames.pop()
            if name and children == 1:
                written[start] = _with_class(written[start], name)
            elif name:
                written.insert(start, f'<mrow class="{name}">')
                written.append("</mrow>")
            if name:
                continue
        elif token.startswith("<") and not token.endswith("/>"):
            frames[-1][2] += 1
            frames.append([None if is_row or not colour else names[int(colour[1], 16)], len(written), 0])
            if colour and not is_row:
                continue
        elif token.startswith("<"):
            frames[-1][2] += 1
        if not colour and _kind(token) != _kind(ahead):
            raise ValueError(f"{token} stands where {ahead} should")
        written.append(_with_class(ahead, names[int(colour[1], 16)]) if colour else ahead)
        ahead = next(rest, None)
    return "".join(written)


def _kind(token):
    """The name of a tag, or a text itself."""
    tag = TAG.match(token or "")
    return tag[0] if tag else token


def _with_class(tag, name):
    """A tag with one more class."""
    if ' class="' in tag:
        return tag.replace(' class="', f' class="{name} ', 1)
    return re.sub(r"^<\w+", lambda start: f'{start[0]} class="{name}"', tag)
