"""Find the formulas of a book: on its pages, in the strings of its code, and in the docstrings of its modules.

`pages` takes a page apart, `markdown` finds the formulas in prose and its tables, `strings` those in code, such as a quiz or the
labels of a figure, and `docstrings` the lines of formulas that the library's own documentation has.
"""

from unity.equations.finding.markdown import READER, Equation, formulas_of
from unity.equations.finding.pages import Part, formulas_in, on_page, parts_of, paths_of

__all__ = ["READER", "Equation", "Part", "formulas_in", "formulas_of", "on_page", "parts_of", "paths_of"]
