"""Checks that name the mistake, and the grading of whole classes by a process that no student's code can reach.

In a notebook, `check("name", answer)` tries an answer and says what it sees. Outside it, `unity-grade` hands assignments
out, grades what comes back in sandboxes, and reports.
"""

from unity.grading.check import check, exercises
from unity.grading.exercise import CALL, LOOK, Assignment, Exercise, Mistake, Question, Step, Test
from unity.grading.judge import Verdict
from unity.grading.values import Function
from unity.grading.visible import load

__all__ = [
    "CALL",
    "LOOK",
    "Assignment",
    "Exercise",
    "Function",
    "Mistake",
    "Question",
    "Step",
    "Test",
    "Verdict",
    "check",
    "exercises",
    "load",
]
