"""An author's notebook for nbgrader, as an assignment of ours.

`assertions` reads the calls that a test cell makes, `cells` sorts the notebook's cells into questions, `written` writes
tests.py. What cannot be translated is said, and stands as a comment where it belongs.
"""

from unity.grading.nbgrader.cells import Translated, translated

__all__ = ["Translated", "translated"]
