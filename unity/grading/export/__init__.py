"""Where students stand, as other systems take it: a `table`, and `gradescope`'s results.json.

The gradebooks of Canvas and Moodle, which are filled in and not written anew, are `unity.grading.gradebook`'s.
"""

from unity.grading.export.gradescope import gradescope
from unity.grading.export.table import as_csv

__all__ = ["as_csv", "gradescope"]
