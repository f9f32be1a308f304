"""Why a formula of a page is kept as it is: it cannot be run, and quotes nothing that is.

A chapter's `equations` have them under `SPOKEN`, and `spoken` has those of the other pages. The key is the formula itself: one that
is changed on its page has no reason any more, and one that is gone is a fault. What stands on its page more than once has (reason,
how often), so that no other formula becomes it unseen.
"""

__all__ = ["CONDITION", "DECK", "EXAMPLE", "EXPECTED", "NUMBERS", "PICTURE", "REMARK"]

DECK = "a deck writes it so"
NUMBERS = "a deck's numbers, or those of the paper that the page cites"
EXAMPLE = "an example that nothing else on the page has"
CONDITION = "a condition: it holds for some numbers only"
EXPECTED = "what holds in the mean over all draws, or in the limit"
PICTURE = "a figure's program puts a number in for the letter"
REMARK = "a consequence that is said once, and not derived"
