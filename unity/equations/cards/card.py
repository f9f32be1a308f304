"""What a card says of an equation: its letters, one draw, what computes it and how it is checked."""

import re
from dataclasses import dataclass

from unity.equations import tree as t
from unity.equations.cards.drawn import Drawn, drawn
from unity.equations.cards.marks import class_of, marked
from unity.equations.letters import Letter
from unity.equations.letters.leaves import mentioned
from unity.equations.readings import Reading

__all__ = ["Card", "Group", "card_of"]

CLASS = re.compile(r"\\class\{([^}]*)\}")
WORD, LAMBDA = re.compile(r"[^\W\d]\w*"), re.compile(r"\blambda ([^:]*):")


@dataclass(frozen=True)
class Group:
    """Letters that one row of a table declares together: each with its shape, which may say nothing, and what they are."""

    letters: tuple[tuple[Letter, str], ...]
    meaning: str


@dataclass(frozen=True)
class Card:
    """A card: the letters that the equation shows, then those behind them, and a draw, or None."""

    reading: Reading
    groups: tuple[Group, ...]
    drawn: Drawn | None

    @property
    def values(self):
        """The letters of the draw, each with its value: not those that are a side, and have their number there."""
        sides = {side.latex for _, sides in self.drawn.clauses for side in sides}
        letters = [letter for group in self.groups for letter, _ in group.letters if letter.name in self.drawn.values]
        return [(letter, self.drawn.values[letter.name]) for letter in letters if t.latex(letter.written) not in sides]

    @property
    def computed_by(self):
        """The function that claims to compute the equation; without one, the first that the code beside a side names."""
        sides = [side for _, sides in self.drawn.clauses for side in sides] if self.drawn else []
        codes = (self.reading.namespace.function_in(side.code) for side in sides if side.code)
        return self.reading.computed_by or next(filter(None, codes), None)

    def marked(self, latex):
        """A formula of the card, with the classes of its letters."""
        with self.reading.book.said.notation.used():
            return marked(latex, self.reading.letters.values())


def card_of(reading):
    """The card of a labelled equation."""
    letters, found = reading.letters.values(), drawn(reading)
    with reading.book.said.notation.used():
        classes = list(dict.fromkeys(CLASS.findall(marked(reading.equation.latex, letters))))
    ranks = {letter: classes.index(class_of(letter)) for letter in letters if class_of(letter) in classes}
    behind = _behind(ranks, letters) if found else ()
    ranks |= {letter: len(classes) for letter in behind if letter not in ranks and letter.name in found.values}
    groups = {}
    for letter in sorted(ranks, key=ranks.get):
        groups.setdefault((letter.place, letter.meaning), []).append((letter, _shape(letter, found)))
    return Card(reading, tuple(Group(tuple(several), meaning) for (_, meaning), several in groups.items()), found)


def _behind(shown, letters):
    """The letters of which others are made, one after the other; not those that only say how large something is."""
    names = {letter.code if letter.code and not letter.computed else letter.name: letter for letter in letters}
    keys = {letter.name: letter for letter in letters if letter.name}
    axes = {axis for letter in letters for axis in letter.axes or ()}
    waiting, found = [*shown], {}
    for letter in waiting:
        told = [name for name in mentioned(letter.formula) if name not in letter.parameters] if letter.formula else ()
        for other in (*map(keys.get, told), *map(names.get, _words(letter))):
            if other and other not in found and other.name not in axes:
                found[other] = True
                waiting.append(other)
    return found


def _words(letter):
    """The names in a letter's code, but for those of its own arguments and of its lambdas': they are no letters of the page."""
    if not letter.computed:
        return []
    own = {*letter.parameters, *WORD.findall(" ".join(LAMBDA.findall(letter.code)))}
    return [word for word in WORD.findall(letter.code) if word not in own]


def _shape(letter, found):
    """What is said of a letter's shape: as its row says, or as it is found in the draw."""
    if letter.axes is not None:
        axes = f"({', '.join(map(str, letter.axes))})" if letter.axes else "" if letter.domain else "a number"
        return ", ".join(filter(None, (axes, letter.domain)))
    shape = found.shapes.get(letter.name or f"`{letter.code}`", "") if found else ""
    return "a number" if shape == "()" else shape
