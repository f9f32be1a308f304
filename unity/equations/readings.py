"""Every labelled equation of a book, read, with what its letters stand for."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from unity.equations import labels, letters
from unity.equations.book import Book
from unity.equations.book import book as book_of
from unity.equations.letters import Formula, Letter, misprints
from unity.equations.reader import read
from unity.equations.states import Proved, Stated

__all__ = ["Reading", "reading_of", "readings", "readings_on"]

STATES = {Proved: "proved", Stated: "stated"}


@dataclass(frozen=True)
class Reading:
    """A labelled equation, and what its page says of its letters.

    `function` is the one whose docstring claims to compute it, `functions` the names that are calls where a bracket follows,
    `letters` those that hold where it stands, `behind` the formulas of its page that follow, `book` whose page it is. `problem` is what
    is wrong with the tables of its page.
    """

    equation: labels.Equation
    function: str | None
    functions: frozenset[str]
    letters: Mapping[object, Letter]
    book: Book
    behind: tuple[Formula, ...] = field(default=(), repr=False)
    problem: str | None = None

    @property
    def clauses(self):
        """The equation as a tree. Raises ReadError for what cannot be read."""
        with self.book.said.notation.used():
            return read(self.equation.latex, self.functions)

    @property
    def state(self):
        """run, proved, stated, or refuted where a letter has a meaning as printed."""
        found = STATES.get(type(self.book.entries.get(self.equation.label)), "run")
        return "refuted" if found == "run" and misprints.printed(self.letters) else found

    @property
    def namespace(self):
        """What code in the tables of letters may use beside the letters."""
        return _namespace(self.book.said.namespaces, self.book.documented)

    @property
    def computed_by(self):
        """The function that claims to compute it; of a misprint, the first that its letters name."""
        if self.state != "refuted":
            return self.function
        codes = [letter.code for letter in misprints.printed(self.letters) if letter.computed]
        return next((name for code in codes if (name := self.namespace.function_in(code))), None)

    def bind(self, clauses):
        """Clauses with the letters of this equation; a misprint's as the page says that it is printed."""
        if self.state == "refuted":
            return letters.bind_clauses(*misprints.as_printed(clauses, self.letters), self.namespace)
        return letters.bind_clauses(clauses, self.letters, self.namespace)

    def bind_as_meant(self, clauses):
        """Clauses of a misprint, or of what holds instead, with the letters as they are meant."""
        return letters.bind_clauses(clauses, misprints.as_meant(self.letters), self.namespace)

    @property
    def binding(self):
        """The equation, ready to be drawn and compared."""
        return self.bind(self.clauses)


def readings(root, wanted=()):
    """Every labelled equation that is checked; only those in `wanted`, if any are named.

    These are the equations that a function claims to compute, that have an entry, that are printed wrongly elsewhere, or,
    where the book is not strict, that stand on a page with letters.
    """
    book = book_of(root)
    yield from readings_on(letters.pages(root, book.said.letters, wanted), root, wanted)


def readings_on(pages, root, wanted=()):
    """The same for some pages of the book in a folder, which are read already."""
    book, bound = book_of(root), labels.bindings(root, wanted)
    for page in pages:
        for place, formula in enumerate(page.formulas):
            label = formula.equation.label
            if label is None or (wanted and label not in wanted):
                continue
            found = reading_of(formula.equation, bound.get(label, [None])[0], page, formula.letters, book, place)
            known = label in bound or label in book.entries or (page.letters and not book.said.strict)
            if known or found.state == "refuted":
                yield found


def reading_of(equation, function, page=None, in_scope=None, book=None, place=None):
    """How an equation is read: at `place` among the formulas of `page`, with the letters in scope there."""
    functions = (page.functions if page else frozenset()) | letters.names_defined(equation.latex)
    behind = page.formulas[place + 1 :] if page and place is not None else ()
    return Reading(equation, function, functions, in_scope or {}, book or book_of(), behind, page and page.problem)


@functools.cache
def _namespace(namespaces, documented):
    return letters.Namespace((*namespaces, *documented))
