"""Which slides the cells of a lecture ask for: what their metadata say under "slides"."""

import re
from dataclasses import dataclass

__all__ = ["MOST_WORDS", "PlanError", "Slide", "Title", "derivations", "plan"]

MOST_WORDS = 25
"""How many words a claim or a question may have: what stands on a wall is read in a breath."""
KEYS = {"claim", "ask", "shows", "notes", "follows"}
HEADING = re.compile(r"^## (\d+\.\d+) (.+)$", re.MULTILINE)
LABELLED = re.compile(r"\$\$ \((eq-[\w-]+)\)")


class PlanError(ValueError):
    """Metadata that make no slide; the message says in which cell, and what was expected."""


@dataclass(frozen=True)
class Slide:
    """One slide: its words, the label of the equation or the number of the cell that it shows, its place in the chapter.

    `is_question` says that the room answers before the next slide does; `notes` is what only this slide has to say.
    `follows` says that its equation is the next line of a derivation: the lines before it stay above it.
    """

    words: str
    shows: str | int | None
    section: str
    is_question: bool = False
    notes: str = ""
    follows: bool = False

    @property
    def number(self):
        """The number of its section, such as 6.3."""
        return self.section.partition(" ")[0]


@dataclass(frozen=True)
class Title:
    """The first slide: the chapter's title."""

    words: str
    section: str = ""


def plan(cells):
    """The slides of a lecture, in the order of its cells.

    A cell's metadata hold a list under "slides". Each entry has a `claim`, or the room is asked (`ask`), and `shows` the
    label of an equation of the cell; of a code cell it shows what the cell puts out. A quiz asks for itself: `{}`. An
    equation that `follows` the one of the slide before is the next line of one derivation.

    Raises PlanError where an entry has neither or both, an unknown key, too many words, or a label of another cell, and
    where an entry follows none of the same section.

    >>> cell = {"cell_type": "markdown", "source": "## 6.3 Go back", "metadata": {"slides": [{"ask": "Which way?"}]}}
    >>> plan([cell])
    [Slide(words='Which way?', shows=None, section='6.3 Go back', is_question=True, notes='', follows=False)]
    """
    slides, section = [], ""
    for index, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and (heading := HEADING.search(source)):
            section = f"{heading[1]} {heading[2]}"
        for entry in cell["metadata"].get("slides", ()):
            try:
                slide = _slide(entry, index, cell, source, section)
                if slide.follows and not _lines(slides[-1:], slide):
                    raise PlanError(f"{entry} follows, expected an equation of the same section on the slide before")
                slides.append(slide)
            except PlanError as error:
                raise PlanError(f"slides: cell {index}: {error}") from None
    return slides


def _lines(before, slide):
    """Whether a slide, and the one before it if there is one, show equations of one section."""
    shown = [*before, slide]
    return len(shown) == 2 and all(isinstance(each.shows, str) and each.section == slide.section for each in shown)


def derivations(slides):
    """The slides in groups: one alone, or the lines of a derivation.

    >>> begin, on, other = (Slide("", "eq-a", "1.1", follows=follows) for follows in (False, True, False))
    >>> [len(group) for group in derivations([begin, on, other])]
    [2, 1]
    """
    groups = []
    for slide in slides:
        if slide.follows:
            groups[-1].append(slide)
        else:
            groups.append([slide])
    return groups


def _slide(entry, index, cell, source, section):
    """The slide of one entry."""
    if unknown := sorted(entry.keys() - KEYS):
        raise PlanError(f"unknown key {unknown[0]!r}, expected {', '.join(sorted(KEYS))}")
    is_quiz = cell["cell_type"] == "code" and "quiz" in cell["metadata"].get("tags", ())
    said = [entry[key] for key in ("claim", "ask") if entry.get(key)]
    if len(said) != (0 if is_quiz else 1):
        raise PlanError(
            f"{entry} has {len(said)} of claim and ask, expected {'none: a quiz asks' if is_quiz else 'one'}"
        )
    words = said[0] if said else ""
    if len(words.split()) > MOST_WORDS:
        raise PlanError(f"{words!r} has {len(words.split())} words, expected at most {MOST_WORDS}")
    shows = entry.get("shows")
    if shows is not None and shows not in LABELLED.findall(source):
        raise PlanError(
            f"shows {shows!r}, expected a label of its cell: {', '.join(LABELLED.findall(source)) or 'none'}"
        )
    if cell["cell_type"] == "code":
        shows = index
    return Slide(words, shows, section, "ask" in entry or is_quiz, entry.get("notes", ""), bool(entry.get("follows")))
