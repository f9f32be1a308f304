"""Checks that name the mistake, and the grading of whole classes by a process that no student's code can reach.

In a notebook, `check("name", answer)` tries an answer and says what it sees. Outside it, `unity-grade` hands assignments
out, grades what comes back in sandboxes, and reports. From the top down:

* `cli` has a module for each command of unity-grade; `report` makes pages, with `statistics` and `similarity`, `export`
  tables, and a `gradebook` is filled in;
* `rules` say where each student stands, from the `results` and from the `marks` that a person has given while `marking`
  the `work` that was kept;
* `many` grades a folder, `grade` one submission: `notebook` reads it, and what runs in a `sandbox`, within its `bounds`
  and the time of a `clock`, is asked in a `session`; `inside` is what the sandbox has of all this;
* `check` is the learner's own grader, with the `visible` checks of an assignment;
* `exercise` says what is asked, of which kind and on which cases; `judge` compares an answer with what is expected, both with
  the `rounding` of their numbers; `values` are what crosses to a student's code and back.
"""

from unity.grading.check import check, exercises
from unity.grading.exercise import (
    CALL,
    LOOK,
    WRITTEN,
    Assignment,
    Exercise,
    Holds,
    Kind,
    Mistake,
    Question,
    Step,
    Steps,
    Test,
    Typed,
)
from unity.grading.judge import Verdict
from unity.grading.values import Function, Raises
from unity.grading.visible import load

__all__ = [
    "CALL",
    "LOOK",
    "WRITTEN",
    "Assignment",
    "Exercise",
    "Function",
    "Holds",
    "Kind",
    "Mistake",
    "Question",
    "Raises",
    "Step",
    "Steps",
    "Test",
    "Typed",
    "Verdict",
    "check",
    "exercises",
    "load",
]
