"""The formulas of a page, each with the letters that hold where it stands.

As in a program: the letters of a section hold in it and in the sections below it, and an inner declaration hides an outer
one. A table that stands under a heading of its own, "Letters" or "The letters of this chapter", belongs to the section
around that heading. It does not matter whether the table stands before or after a formula.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unity.equations.book import book
from unity.equations.finding import READER, Equation, Part, formulas_in, on_page, parts_of, paths_of
from unity.equations.letters.bound import names_defined
from unity.equations.letters.declared import Letter
from unity.equations.letters.symbols import keys_of, refuse_double, symbols_of
from unity.equations.letters.tables import functions_of, letters_of

__all__ = ["Formula", "Page", "page_of", "pages"]

ASIDE = re.compile(r"\bletters\b", re.IGNORECASE)
EXERCISE = re.compile(r"exercise\b", re.IGNORECASE)


@dataclass(frozen=True)
class Formula:
    """A formula of a page: as it is found, the letters that hold there, and its section, the number of each heading around it."""

    equation: Equation
    letters: Mapping[object, Letter]
    section: tuple[int, ...] = ()

    @property
    def is_inline(self):
        """Whether it stands in a line of something else."""
        return self.equation.is_inline


@dataclass(frozen=True)
class Page:
    """A page: the letters that it declares, its names that are calls where a bracket follows, and its formulas.

    `code` is the code of its sections, each with the section. `symbols` are the keys of the letters that it only names for the book, `symbol_shapes` their axes, and
    `only_on` the pages to which the row at a place confines its symbols. `problem` says where
    a table of letters cannot be read; then the page declares none.
    """

    name: str
    letters: tuple[Letter, ...]
    functions: frozenset[str]
    formulas: tuple[Formula, ...]
    problem: str | None = None
    code: tuple[tuple[tuple[int, ...], str], ...] = ()
    symbols: frozenset[str] = frozenset()
    symbol_shapes: frozenset[tuple] = frozenset()
    only_on: Mapping[str, frozenset[str]] = field(default_factory=dict)


def pages(root, common=(), wanted=()):
    """Every page of a book; the letters of the pages that `common` names hold in all of them.

    Only the pages that mention one of the labels in `wanted`, if there are any.
    """
    said = book(root).said
    notation = said.notation
    with notation.used():
        around = [letter for name in common for letter in page_of(Path(root) / name, name).letters]
    for path, name in paths_of(root):
        if wanted and not any(label in path.read_text(encoding="utf-8") for label in wanted):
            continue
        with notation.used():
            try:
                page = page_of(path, name, () if name in common else around, said.figures)
            except ValueError as error:  # the other pages are still to be read
                found = (Formula(formula, {}) for formula in on_page(path, name))
                page = Page(name, (), frozenset(), tuple(found), str(error))
        yield page


def page_of(path, name, around=(), figures=()):
    """Read a page; `around` are the letters that the whole book declares, `figures` globs of modules that draw for it.

    Raises ValueError, with the place, where a table of letters cannot be read or declares a letter of a section twice.
    """
    parts = list(parts_of(Path(path), figures))
    prose = [part.text for part in parts if part.kind == "prose"]
    functions = frozenset().union(*map(functions_of, prose), *map(_functions, around))
    declared, placed, code, rows, open_sections, count = {(): _table(around)}, [], [], [], [], 0
    for part in parts:
        if part.kind != "prose":
            section = tuple(number for _, number, _ in open_sections)
            code += [(section, part.text)] * (part.kind == "code")
            placed += [(found, section) for found in formulas_in(part, name)]
            continue
        for level, title, block, line in _blocks(part.text):
            if level:
                while open_sections and open_sections[-1][0] >= level:
                    open_sections.pop()
                count += 1
                open_sections.append((level, count, title))
            path_of_section = tuple(number for _, number, _ in open_sections)
            where = part.place.replace("{}", f"{line} + {{}}") if line else part.place
            home = path_of_section[:-1] if open_sections and ASIDE.search(open_sections[-1][2]) else path_of_section
            for letter in letters_of(block, functions, f"{name}, {where}"):
                section = declared.setdefault(home, {})
                if _key(letter) in section and home:
                    raise ValueError(f"{letter.place}: ${letter.latex}$ is declared twice in this section")
                section[_key(letter)] = letter
            rows += symbols_of(block, functions, name, where)
            kind = "exercise" if any(EXERCISE.match(title) for _, _, title in open_sections) else "sentence"
            found = formulas_in(Part(block, where, "prose"), name, kind)
            placed += [(formula, path_of_section) for formula in found]
    formulas = [Formula(found, _in_scope(declared, where, found.label), where) for found, where in placed]
    own = [letter for home, section in declared.items() if home for letter in section.values()]
    refuse_double(rows, name)
    symbols = frozenset(key for row in rows for tree in row.written for key in keys_of(tree))
    shapes = frozenset(tuple(map(str, axes)) for row in rows for axes in row.shapes)
    functions |= {defined for found, _ in placed if not found.is_inline for defined in names_defined(found.latex)}
    only_on = {row.place: row.pages for row in rows if row.pages}
    return Page(name, tuple(own), functions, tuple(formulas), None, tuple(code), symbols, shapes, only_on)


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
