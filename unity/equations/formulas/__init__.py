"""Every formula of a book, wherever it stands, and how it is checked.

A formula is *run* on random draws where it says something; the lines of an unlabelled one are run *line by line*. What says
nothing is *quoted*, a part of a formula that is run on its page or elsewhere in the book; an *example*, whose numbers stand in
the code of its page; or *named*, a letter or a shape that the page or the book declares. What is left is *spoken* with a
reason, or wrong. `normal` has the form by which a quotation is recognised, `around` what a page gives to the formulas on it,
`saying`, `naming` and `examples` the ways, `judging` chooses among them, and `counting` tells how many stand where.
"""

from unity.equations.formulas.judging import WAYS, Judgement, judged, judgements
from unity.equations.formulas.listing import counted, listed

__all__ = ["WAYS", "Judgement", "counted", "judged", "judgements", "listed"]
