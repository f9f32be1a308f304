"""Grade one submission: its cells run in a sandbox, its answers are called there and judged here.

A `bundle` is the assignment as it travels, a `run` the submission at work, `own` knows which cells are a question's,
`ways` tries its answer as often as it has to, and the `grader` makes the record of it.
"""

from unity.grading.grade.bundle import Bundle
from unity.grading.grade.grader import Grader

__all__ = ["Bundle", "Grader"]
