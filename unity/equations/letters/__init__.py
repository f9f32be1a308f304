"""The letters of a page: declared once, in a table that the reader sees, and from there the meaning of every formula.

`tables` reads the declarations of a page, `symbols` those of the whole book, `sections` says which of them hold where a formula stands, `domains` draws what
nothing computes, `code` computes what the library does, and `bound` makes of a formula and its letters a `binding`, which can be
drawn and compared, with the `definitions` of the formula itself and the `leaves` that are left to be drawn. `misprints` gives
letters the meaning that another text gives them.
"""

from unity.equations.letters import misprints
from unity.equations.letters.binding import Binding
from unity.equations.letters.bound import bind, bind_clauses, names_defined, needed
from unity.equations.letters.code import Code, Namespace
from unity.equations.letters.declared import Letter, Undeclared
from unity.equations.letters.sections import Formula, Page, page_of, pages
from unity.equations.letters.tables import letters_of

__all__ = [
    "Binding",
    "Code",
    "Formula",
    "Letter",
    "Namespace",
    "Page",
    "Undeclared",
    "bind",
    "bind_clauses",
    "letters_of",
    "misprints",
    "names_defined",
    "needed",
    "page_of",
    "pages",
]
