"""The formulas of a page, each with the letters that hold where it stands.

As in a program: the letters of a section hold in it and in the sections below it, and an inner declaration hides an outer
one. A table that stands under a heading of its own, "Letters" or "The letters of this chapter", belongs to the section
around that heading. It does not matter whether the table stands before or after a formula.
"""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unity.equations.book import book
from unity.equations.labels import READER, Equation, formulas_of, on_page, paths_of
from unity.equations.letters.declared import Letter
from unity.equations.letters.tables import functions_of, letters_of

__all__ = ["Formula", "Page", "page_of", "pages"]

ASIDE = re.compile(r"\bletters\b", re.IGNORECASE)
DIRECTIVE = re.compile(r"^(`{3,}|:{3,}|~{3,})\{(?!math|code|glue|figure|image|literalinclude)")


@dataclass(frozen=True)
class Formula:
    """A formula of a page: as `labels` finds it, whether it stands in a sentence, and the letters that hold there."""

    equation: Equation
    is_inline: bool
    letters: Mapping[object, Letter]


@dataclass(frozen=True)
class Page:
    """A page: the letters that it declares, its names that are calls where a bracket follows, and its formulas.

    `problem` says where a table of letters cannot be read; then the page declares none.
    """

    name: str
    letters: tuple[Letter, ...]
    functions: frozenset[str]
    formulas: tuple[Formula, ...]
    problem: str | None = None


def pages(root, common=(), wanted=()):
    """Every page of a book; the letters of the pages that `common` names hold in all of them.

    Only the pages that mention one of the labels in `wanted`, if there are any.
    """
    notation = book(root).said.notation
    with notation.used():
        around = [letter for name in common for letter in page_of(Path(root) / name, name).letters]
    for path, name in paths_of(root):
        if wanted and not any(label in path.read_text(encoding="utf-8") for label in wanted):
            continue
        with notation.used():
            try:
                page = page_of(path, name, () if name in common else around)
            except ValueError as error:  # the other pages are still to be read
                found = (Formula(Equation(*formula), is_inline, {}) for formula, is_inline in on_page(path, name))
                page = Page(name, (), frozenset(), tuple(found), str(error))
        yield page


def page_of(path, name, around=()):
    """Read a page; `around` are the letters that the whole book declares.

    Raises ValueError, with the place, where a table of letters cannot be read or declares a letter of a section twice.
    """
    parts = list(_parts(Path(path)))
    functions = frozenset().union(
        *(functions_of(text) for text, _ in parts), *(_functions(letter) for letter in around)
    )
    declared, placed, open_sections, count = {(): _table(around)}, [], [], 0
    for text, place in parts:
        for level, title, block, line in _blocks(text):
            if level:
                while open_sections and open_sections[-1][0] >= level:
                    open_sections.pop()
                count += 1
                open_sections.append((level, count, title))
            path_of_section = tuple(number for _, number, _ in open_sections)
            where = place.replace("{}", f"{line} + {{}}") if line else place
            home = path_of_section[:-1] if open_sections and ASIDE.search(open_sections[-1][2]) else path_of_section
            for letter in letters_of(block, functions, f"{name}, {where}"):
                section = declared.setdefault(home, {})
                if _key(letter) in section and home:
                    raise ValueError(f"{letter.place}: ${letter.latex}$ is declared twice in this section")
                section[_key(letter)] = letter
            placed += [(found, is_inline, path_of_section) for found, is_inline in formulas_of(block, name, where)]
    formulas = [
        Formula(Equation(*found), is_inline, _in_scope(declared, where, found[0])) for found, is_inline, where in placed
    ]
    own = [letter for home, section in declared.items() if home for letter in section.values()]
    return Page(name, tuple(own), functions, tuple(formulas))


def _table(letters):
    return {_key(letter): letter for letter in letters}


def _key(letter):
    """A letter and the equations for which alone it holds."""
    return letter.name or letter.written, letter.equations


def _functions(letter):
    return frozenset({letter.latex.partition("(")[0].strip()}) if letter.parameters else frozenset()


def _in_scope(declared, section, label):
    """The letters that hold for an equation of a section: the inner hide the outer, its own all others."""
    reached = [declared.get(section[:depth], {}) for depth in range(len(section) + 1)]
    everywhere = {key: letter for table in reached for (key, only), letter in table.items() if not only}
    return everywhere | {key: letter for table in reached for (key, only), letter in table.items() if label in only}


def _parts(path):
    """The Markdown texts of a page, and how a place in each is told."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        yield text, "line {}"
        return
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"]), f"cell {number}, line {{}}"


def _blocks(text):
    """A text in pieces that begin at its headings: (level of the heading, its title, the piece, the lines before it)."""
    lines = text.splitlines(keepends=True)
    tokens = READER.parse(text)
    heads = [
        (token.map[0], int(token.tag[1:]), content.content)
        for token, content in itertools.pairwise(tokens)
        if token.type == "heading_open"
    ]
    starts = [start for start, _, _ in heads]
    if not starts or starts[0]:
        yield 0, "", "".join(lines[: starts[0] if starts else None]), 0
    for (start, level, title), end in zip(heads, [*starts[1:], None]):
        yield level, title, "".join(lines[start:end]), start
