"""Every labelled equation of a book, read, with what its letters stand for."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from unity.equations import labels, letters
from unity.equations import tree as t
from unity.equations.binding import Binding, Entry, bind_clauses
from unity.equations.book import Book
from unity.equations.book import book as book_of
from unity.equations.letters import bind_clauses as bind_by_letters
from unity.equations.letters import names_defined
from unity.equations.reader import read

__all__ = ["Reading", "reading_of", "readings"]


@dataclass(frozen=True)
class Reading:
    """A labelled equation: the function that claims to compute it, and how its clauses are bound.

    `by_letters` says that its page declares what its letters mean, `book` whose page it is.
    """

    equation: labels.Equation
    function: str | None
    functions: frozenset[str]
    by_letters: bool
    book: Book
    bind: Callable[[tuple[t.Clause, ...]], Binding]

    @property
    def clauses(self):
        """The equation as a tree. Raises ReadError for what cannot be read."""
        with self.book.said.notation.used():
            return read(self.equation.latex, self.functions)

    @property
    def binding(self):
        """The equation, ready to be drawn and compared."""
        return self.bind(self.clauses)


def readings(root, wanted=()):
    """Every labelled equation that is checked; only those in `wanted`, if any are named.

    These are the equations that a function claims to compute, that have an entry, or, where the book is not strict, that
    stand on a page with letters.
    """
    book = book_of(root)
    bound = labels.bindings(root)
    for page in letters.pages(root, book.said.letters):
        for formula in page.formulas:
            label = formula.equation.label
            known = label in bound or label in book.entries or (page.letters and not book.said.strict)
            if label is not None and known and (not wanted or label in wanted):
                yield reading_of(formula.equation, bound.get(label, [None])[0], page, formula.letters, book)


def reading_of(equation, function, page=None, in_scope=None, book=None):
    """How an equation is read; `in_scope` are the letters that hold where it stands on a page that declares letters."""
    book = book or book_of()
    entry = book.entries.get(equation.label, Entry())
    if page is not None and page.letters and isinstance(entry, Entry):
        names = _namespace(book.said.namespaces, book.documented)
        bind = functools.partial(bind_by_letters, letters=in_scope, namespace=names, rounding=entry.rounding)
        return Reading(equation, function, page.functions | names_defined(equation.latex), True, book, bind)
    plain = entry if isinstance(entry, Entry) else Entry()
    bind = functools.partial(bind_clauses, function=function, entry=plain, book=book)
    return Reading(equation, function, frozenset(book.functions) | frozenset(plain.functions), False, book, bind)


@functools.cache
def _namespace(namespaces, documented):
    """What code in the tables of letters may use beside the letters."""
    return letters.Namespace((*namespaces, *documented))
