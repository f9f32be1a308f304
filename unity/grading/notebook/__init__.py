"""Notebooks as an assignment's author writes them, as a learner gets them, and as a stranger hands them in.

`handed_out` takes the answers out of the author's, `handed_in` reads what came back, `oddities` says what is strange about
it, and `cells` are what all three look at.
"""

from unity.grading.notebook.cells import Cell
from unity.grading.notebook.handed_in import MOST_BYTES, Submission, Unreadable, read, submission
from unity.grading.notebook.handed_out import Leak, release, stripped
from unity.grading.notebook.oddities import flags

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
]
