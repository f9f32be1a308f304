"""What a page, and the book around it, give to the formulas of the page: what may be quoted, named, and exemplified."""

import ast
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from unity.equations import letters
from unity.equations import tree as t
from unity.equations.book import Book
from unity.equations.book import book as book_of
from unity.equations.evaluate.components import CONSTANTS
from unity.equations.finding import parts_of
from unity.equations.formulas.normal import parts
from unity.equations.letters import misprints
from unity.equations.reader import ReadError
from unity.equations.readings import reading_of

__all__ = ["Around", "arounds", "numbers_of"]


@dataclass(frozen=True)
class Around:
    """A page with all that its formulas may speak of.

    * `quoted`: the normal forms of what its own equations and letters are made of; `elsewhere`: of what the book's equations are.
    * `named`: the keys of all letters that the page declares, or whose equations bind; `known`: those that the book declares.
    * `shapes`: the axes of its letters. `numbers`: those in its code, and in what that put out.
    * `spoken`: the formulas that are kept as they are, with the reason.
    """

    page: letters.Page
    book: Book
    quoted: frozenset
    named: frozenset[str]
    shapes: frozenset[tuple]
    numbers: frozenset[float]
    spoken: Mapping[str, str]
    elsewhere: frozenset = field(default=frozenset(), repr=False)
    known: frozenset[str] = frozenset()

    def scopes(self, own):
        """The letters that hold, as they are meant, for each labelled equation of the page, where they are others than `own`."""
        tried = [own]
        for formula in self.page.formulas:
            found = misprints.as_meant(formula.letters)
            if formula.equation.label and found not in tried:
                tried.append(found)
                yield found

    def reading(self, place):
        """How the formula at a place of the page is read."""
        formula = self.page.formulas[place]
        return reading_of(formula.equation, None, self.page, formula.letters, self.book, place)


def arounds(root, wanted=()):
    """Each page of a book with what is around its formulas; only those pages in `wanted`, if any are named."""
    book = book_of(root)
    with book.said.notation.used():
        pages = list(letters.pages(root, book.said.letters))
        calls = frozenset().union(*(page.functions for page in pages if page.symbols))
        found = [_alone(root, _calling(page, calls), book) for page in pages]
    forms = frozenset().union(*(_forms(around, own=False) for around in found))
    known = frozenset().union(*(around.page.symbols for around in found))
    shapes = frozenset().union(*(around.page.symbol_shapes for around in found))
    for around in found:
        if not wanted or any(name in around.page.name for name in wanted):
            yield Around(**(vars(around) | {"elsewhere": forms, "known": known, "shapes": around.shapes | shapes}))


def _calling(page, functions):
    """A page that has no letters of its own, with the functions that the book names."""
    return page if page.letters else replace(page, functions=page.functions | functions)


def _alone(root, page, book):
    """What a page itself gives."""
    around = Around(page, book, frozenset(), frozenset(), frozenset(), frozenset(), book.spoken_on(page.name))
    named = {key for letter in page.letters for key in _keys(letter)} | page.symbols | CONSTANTS.keys()
    for node in _trees(around, own=True):
        named |= {t.key(symbol) for symbol in t.walk(node) if isinstance(symbol, t.Symbol)}
    shapes = {tuple(map(str, letter.axes)) for letter in page.letters if letter.axes is not None} | page.symbol_shapes
    numbers = numbers_of(Path(root) / page.name)
    return Around(
        **(
            vars(around)
            | {
                "quoted": _forms(around, own=True),
                "named": frozenset(named),
                "shapes": frozenset(shapes),
                "numbers": numbers,
            }
        )
    )


def _keys(letter):
    """The names that a letter brings: its own, its function's parameters, its axes."""
    yield from filter(None, (letter.name, *letter.parameters))
    yield from (axis for axis in letter.axes or () if isinstance(axis, str))


def _forms(around, own):
    return frozenset().union(*(parts(tree) for tree in _trees(around, own)))


def _trees(around, own):
    """The trees of a page's displayed equations and of its letters; a misprint's only where it is its `own`."""
    for place, formula in enumerate(around.page.formulas):
        if formula.is_inline or (not own and around.reading(place).state == "refuted"):
            continue
        with contextlib.suppress(ReadError):
            yield from around.reading(place).clauses
    for letter in around.page.letters:
        yield letter.written
        if letter.formula is not None:
            yield letter.formula
            yield t.Chain((letter.written, letter.formula), ("=",))


def numbers_of(path):
    """The numbers in the code of a page, with their signs."""
    found = set()
    for part in parts_of(path):
        if part.kind == "code":
            found |= set(_numbers(part.text))
    return frozenset(found)


def _numbers(code):
    """The numbers that code holds; of -1 the negative one alone."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    negative = [node for node in ast.walk(tree) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)]
    inside = {id(node.operand) for node in negative}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in inside:
            yield float(node.value)
    for node in negative:
        if isinstance(node.operand, ast.Constant) and type(node.operand.value) in (int, float):
            yield -float(node.operand.value)
