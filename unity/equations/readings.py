"""Every labelled equation of a book, read, with what its letters stand for."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from unity.equations import labels, letters
from unity.equations import tree as t
from unity.equations.binding import Binding, Entry, bind_clauses
from unity.equations.book import book
from unity.equations.letters import bind_clauses as bind_by_letters
from unity.equations.letters import names_defined
from unity.equations.reader import read

__all__ = ["Reading", "reading_of", "readings"]


@dataclass(frozen=True)
class Reading:
    """A labelled equation: the function that claims to compute it, and how its clauses are bound.

    `by_letters` says that its page declares what its letters mean.
    """

    equation: labels.Equation
    function: str | None
    functions: frozenset[str]
    by_letters: bool
    bind: Callable[[tuple[t.Clause, ...]], Binding]

    @property
    def clauses(self):
        """The equation as a tree. Raises ReadError for what cannot be read."""
        return read(self.equation.latex, self.functions)

    @property
    def binding(self):
        """The equation, ready to be drawn and compared."""
        return self.bind(self.clauses)


def readings(root, wanted=()):
    """Every labelled equation that a function computes or that has an entry; only those in `wanted`, if any are named."""
    bound = labels.bindings()
    for page in letters.pages(root, book().letters):
        for formula in page.formulas:
            label = formula.equation.label
            if label is None or not (label in bound or label in book().entries) or (wanted and label not in wanted):
                continue
            yield reading_of(formula.equation, bound.get(label, [None])[0], page, formula.letters)


def reading_of(equation, function, page=None, in_scope=None):
    """How an equation is read; `in_scope` are the letters that hold where it stands on a page that declares letters."""
    entry = book().entries.get(equation.label, Entry())
    if page is not None and page.letters and isinstance(entry, Entry):
        bind = functools.partial(bind_by_letters, letters=in_scope, namespace=_namespace(), rounding=entry.rounding)
        return Reading(equation, function, page.functions | names_defined(equation.latex), True, bind)
    plain = entry if isinstance(entry, Entry) else Entry()
    bind = functools.partial(bind_clauses, function=function, entry=plain, book=book())
    return Reading(equation, function, frozenset(book().functions) | frozenset(plain.functions), False, bind)


@functools.cache
def _namespace():
    """What code in the tables of letters may use beside the letters."""
    return letters.Namespace((*book().namespaces, *book().documented))
