"""Gradebooks of other systems with a column filled in: `canvas` and `moodle` know their tables.

`sheet` reads a table and writes it as it was, `finding` finds each student's row by one column, and `filling` says what it
would change before it does.
"""

from unity.grading.gradebook.canvas import into_canvas
from unity.grading.gradebook.filling import Filled
from unity.grading.gradebook.moodle import into_moodle

__all__ = ["Filled", "into_canvas", "into_moodle"]
