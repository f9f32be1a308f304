"""Exercises as data: what is asked, on which cases it is tried, and the usual wrong answers with what to say to each.

`asked` is the question with its tests and mistakes, `steps` what is done with an answer, `assignment` what is handed out
together, `secret` what a class has for itself, and `cases` are what an answer is tried on.
"""

from unity.grading.exercise.asked import Exercise, Mistake, Question, Test
from unity.grading.exercise.assignment import Assignment
from unity.grading.exercise.cases import SEED, Case, called, prepare
from unity.grading.exercise.steps import CALL, LOOK, Step, chosen, compared, run

__all__ = [
    "CALL",
    "LOOK",
    "SEED",
    "Assignment",
    "Case",
    "Exercise",
    "Mistake",
    "Question",
    "Step",
    "Test",
    "called",
    "chosen",
    "compared",
    "prepare",
    "run",
]
