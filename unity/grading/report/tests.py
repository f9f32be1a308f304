"""The tests of an assignment with their numbers, for the instructor: on what each answer was tried, and what was expected."""

import numpy as np

from unity.grading.exercise import prepare
from unity.grading.report.pages import rendered

__all__ = ["tests_page"]

MOST_NUMBERS = 60  # of an array; of a larger one the beginning and the end are shown
MOST_TEXT = 2000


def tests_page(assignment):
    """Every case of every test, as HTML: arguments, and what the reference gives for them."""
    found = []
    for question in assignment.questions:
        seeds = {
            False: (),
            True: (assignment.hidden_seed, assignment.parameters.get(question.name)),
        }
        tests = [(test, _cases(prepare(question, test, *seeds[test.hidden]))) for test in question.tests]
        found.append((question, tests))
    return rendered("tests.html", assignment=assignment, questions=found)


def _cases(cases):
    return [([_said(argument) for argument in case.arguments], _said(case.expected)) for case in cases]


def _said(value):
    """A value as text: short, and arrays with their shape."""
    if isinstance(value, np.ndarray):
        numbers = np.array2string(value, precision=6, separator=", ", threshold=MOST_NUMBERS)
        return f"{value.dtype}{value.shape}\n{numbers}"
    if isinstance(value, tuple | list) and any(isinstance(part, np.ndarray) for part in value):
        return "\n".join(map(_said, value))
    return repr(value)[:MOST_TEXT]
