"""The letters of a page: declared once, in a table that the reader sees, and from there the meaning of every formula.

`tables` reads the declarations of a page, `sections` says which of them hold where a formula stands, `domains` draws what
nothing computes, `code` computes what the library does, and `bound` makes of a formula and its letters what can be drawn and compared.
"""

from unity.equations.letters.bound import bind, bind_clauses, names_defined
from unity.equations.letters.code import Code, Namespace
from unity.equations.letters.declared import Letter, Undeclared
from unity.equations.letters.sections import Formula, Page, page_of, pages
from unity.equations.letters.tables import letters_of

__all__ = [
    "Code",
    "Formula",
    "Letter",
    "Namespace",
    "Page",
    "Undeclared",
    "bind",
    "bind_clauses",
    "letters_of",
    "names_defined",
    "page_of",
    "pages",
]
