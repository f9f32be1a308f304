"""Notebooks as an assignment's author writes them, as a learner gets them, and as a stranger hands them in.

`handed_out` takes the answers out of the author's: `solutions` knows their marks, `surviving` what is left of them.
`handed_in` reads what came back, `oddities` says what is strange about it, and `cells` are what all look at.
"""

from unity.grading.notebook.cells import Cell
from unity.grading.notebook.handed_in import MOST_BYTES, Submission, Unreadable, read, submission
from unity.grading.notebook.handed_out import release, with_solutions
from unity.grading.notebook.oddities import flags
from unity.grading.notebook.solutions import Leak, stripped

__all__ = [
    "MOST_BYTES",
    "Cell",
    "Leak",
    "Submission",
    "Unreadable",
    "flags",
    "read",
    "release",
    "stripped",
    "submission",
    "with_solutions",
]
