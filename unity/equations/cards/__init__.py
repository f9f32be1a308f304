"""Equations that a reader can touch: each opens into its letters, a worked draw, the function and how it is checked.

`marks` writes into a formula which letter stands where, `drawn` works out a small draw, whose `numbers` are few enough to be
read, `card` gathers what is said of an equation, from the declarations that its check reads, and `pages` and `nodes` put
it on a page of Sphinx.
"""

from unity.equations.cards.card import Card, card_of
from unity.equations.cards.marks import class_of, marked

__all__ = ["Card", "card_of", "class_of", "marked"]
