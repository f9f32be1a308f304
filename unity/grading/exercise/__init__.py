"""Exercises as data: what is asked, on which cases it is tried, and the usual wrong answers with what to say to each.

`asked` is the question with its tests and mistakes, `kinds` are what is done with an answer and what is compared,
`assignment` is what is handed out together, `secret` what a class has for itself, and `cases` are what an answer is
tried on.
"""

from unity.grading.exercise.asked import Exercise, Mistake, Question, Test
from unity.grading.exercise.assignment import Assignment
from unity.grading.exercise.cases import SEED, Case, prepare, tried
from unity.grading.exercise.kinds import CALL, LOOK, WRITTEN, Here, Holds, Kind, Step, Steps, Written, called, kind_of
from unity.grading.exercise.typed import Typed

__all__ = [
    "CALL",
    "LOOK",
    "SEED",
    "WRITTEN",
    "Assignment",
    "Case",
    "Exercise",
    "Here",
    "Holds",
    "Kind",
    "Mistake",
    "Question",
    "Step",
    "Steps",
    "Test",
    "Typed",
    "Written",
    "called",
    "kind_of",
    "prepare",
    "tried",
]
