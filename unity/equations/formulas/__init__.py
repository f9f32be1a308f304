"""Every formula of a book, wherever it stands, and how it is checked.

A formula is *run* on random draws where it says something; the lines of an unlabelled one are run *line by line*. What says
nothing is *quoted*, a part of a formula that is run on its page or elsewhere in the book; an *example*, whose numbers stand in
the code of its page; or *named*, a letter or a shape that the page or the book declares. What is left is *spoken* with a
reason, or wrong. `normal` has the form by which a quotation is recognised, `around` what a page gives to the formulas on it,
`naming` and `examples` say what is named and what an example is, `witness` whether a name is at home where it stands,
`silent` what becomes of formulas that say nothing, `judging` chooses among the ways, `documented` does
so for docstrings, and `listing` tells.
"""

from unity.equations.formulas.judging import WAYS, Judgement, judged, of_page
from unity.equations.formulas.listing import counted, everywhere, faults, listed, summary

__all__ = ["WAYS", "Judgement", "counted", "everywhere", "faults", "judged", "listed", "of_page", "summary"]
