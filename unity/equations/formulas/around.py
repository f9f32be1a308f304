"""What a page, and the book around it, give to the formulas of the page: what may be quoted, named, and exemplified."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from unity.equations import letters
from unity.equations import tree as t
from unity.equations.book import Book
from unity.equations.book import book as book_of
from unity.equations.evaluate.components import CONSTANTS
from unity.equations.formulas.clauses import clauses_at, read_at
from unity.equations.formulas.normal import parts
from unity.equations.formulas.witness import WIDE, is_near, seen_on
from unity.equations.letters import misprints
from unity.equations.readings import reading_of

__all__ = ["Around", "alone", "among", "arounds", "calling", "meanings"]


@dataclass(frozen=True)
class Around:
    """A page with all that its formulas may speak of.

    * `quoted`: the normal forms of what its own equations and letters are made of; `lent`: those that other pages
      may quote; `elsewhere`: those that all others lend.
    * `named`: the keys of all letters that the page declares, or whose equations bind; `known`: those that the book declares.
    * `shapes`: the axes of its letters. `numbers`: the keys of those that are single numbers wherever they are declared.
    * `spoken`: the formulas that are kept as they are, with the reason. `shown`: the forms in its displayed equations alone.
    * `seen`: where each form stands on the page, the places and sections of the formulas that have it; `spread`: the
      forms that stand anywhere on the other pages; `seen_on`: those of each page by its name.
    """

    page: letters.Page
    book: Book
    quoted: frozenset
    named: frozenset[str]
    shapes: frozenset[tuple]
    numbers: frozenset[str]
    spoken: Mapping[str, str]
    shown: frozenset[str] = field(default=frozenset(), repr=False)
    lent: frozenset = field(default=frozenset(), repr=False)
    elsewhere: frozenset = field(default=frozenset(), repr=False)
    known: frozenset[str] = frozenset()
    seen: Mapping[str, list] = field(default_factory=dict, repr=False)
    spread: frozenset = field(default=frozenset(), repr=False)
    seen_on: Mapping[str, Mapping] = field(default_factory=dict, repr=False)

    def scopes(self, place):
        """The letters, as they are meant, of each labelled equation near a formula, where they are others than its own.

        A figure's program stands in no section: all are near.
        """
        here = self.page.formulas[place]
        tried, everywhere = [here.letters], here.equation.kind in WIDE
        for formula in self.page.formulas:
            if not formula.equation.label or not (everywhere or is_near(here.section, formula.section)):
                continue
            found = misprints.as_meant(formula.letters)
            if found not in tried:
                tried.append(found)
                yield found

    def code_near(self, place):
        """The code in the section of a formula, in those around it, and in those below it."""
        section = self.page.formulas[place].section
        return "\n".join(code for there, code in self.page.code if is_near(section, there))

    def code_of(self, place):
        """The code in the section of a formula itself."""
        section = self.page.formulas[place].section
        return "\n".join(code for there, code in self.page.code if there == section)

    def reading(self, place):
        """How the formula at a place of the page is read."""
        formula = self.page.formulas[place]
        return reading_of(formula.equation, None, self.page, formula.letters, self.book, place)


def arounds(root):
    """Each page of a book with what is around its formulas."""
    book = book_of(root)
    with book.said.notation.used():
        pages = list(letters.pages(root, book.said.letters))
        calls = frozenset().union(*(page.functions for page in pages if page.symbols))
        found = [alone(calling(page, calls), book) for page in pages]
    return [among(around, found) for around in found]


def among(around, others):
    """A page with what it may quote and name of other pages."""
    apart = [other for other in others if other.page.name != around.page.name]
    return replace(
        around,
        elsewhere=frozenset().union(*(other.lent for other in apart)),
        spread=frozenset().union(*(other.seen for other in apart)),
        seen_on={other.page.name: other.seen for other in apart},
        known=frozenset().union(*(other.page.symbols for other in others)),
        shapes=around.shapes.union(*(other.page.symbol_shapes for other in others)),
    )


def calling(page, functions):
    """A page that has no letters of its own, with the functions that the book names."""
    return page if page.letters else replace(page, functions=page.functions | functions)


def alone(page, book):
    """What a page itself gives."""
    spoken = {latex: reason for latex, (reason, _) in book.spoken_on(page.name).items()}
    bare = Around(page, book, frozenset(), frozenset(), frozenset(), frozenset(), spoken)
    own = list(_trees(bare, own=True))
    named = {key for letter in page.letters for key in _keys(letter)} | page.symbols | CONSTANTS.keys()
    named |= {t.key(symbol) for tree in own for symbol in t.walk(tree) if isinstance(symbol, t.Symbol)}
    arrays = {letter.name for letter in page.letters if letter.axes or letter.computed or letter.formula is not None}
    axes = {axis for letter in page.letters for axis in letter.axes or () if isinstance(axis, str)}
    return replace(
        bare,
        seen=seen_on(page, lambda place: read_at(bare, place)),
        shown=frozenset(form for tree in clauses_at(bare, _displayed(bare, own=True)) for form in parts(tree)),
        numbers=frozenset({letter.name for letter in page.letters if letter.name} | axes) - arrays,
        quoted=frozenset(form for tree in own for form in parts(tree)),
        lent=frozenset(form for tree in _trees(bare, own=False) for form in parts(tree)),
        named=frozenset(named),
        shapes={tuple(map(str, letter.axes)) for letter in page.letters if letter.axes is not None}
        | page.symbol_shapes,
    )


def _keys(letter):
    """The names that a letter brings: its own, its function's parameters, its axes."""
    yield from filter(None, (letter.name, *letter.parameters))
    yield from (axis for axis in letter.axes or () if isinstance(axis, str))


def _trees(around, own):
    """The trees of a page's displayed equations and of its letters; a misprint's only where it is its `own`.

    What a letter equals is only what its code computes, or an equation that speaks of it has compared.
    """
    places = _displayed(around, own)
    yield from clauses_at(around, places)
    yield from (letter.written for letter in around.page.letters)
    yield from (tree for letter in around.page.letters if letter.computed for tree in _meaning(letter))
    yield from meanings(around, places)


def meanings(around, places):
    """What the letters equal of which the formulas at some places speak, and that they do."""
    for place in places:
        for letter in letters.needed([*clauses_at(around, [place])], around.page.formulas[place].letters):
            yield from _meaning(letter)


def _meaning(letter):
    """What a letter equals, if anything, and that it does."""
    return (letter.formula, t.Chain((letter.written, letter.formula), ("=",))) if letter.formula is not None else ()


def _displayed(around, own):
    """The places of a page's displayed equations."""
    return [
        place
        for place, formula in enumerate(around.page.formulas)
        if not formula.is_inline and (own or around.reading(place).state != "refuted")
    ]
