"""An assignment tried before it is handed out: the author's own answers, the notebook without them, and the known mistakes."""

from unity.grading.exercise import Case
from unity.grading.grade.grader import Grader
from unity.grading.judge import Outcome
from unity.grading.notebook import Leak
from unity.grading.notebook.loading import nbformat

__all__ = ["rehearsed"]


def rehearsed(bundle, *, safe=True):
    """(the learner's notebook, the visible checks), once they were tried as a class will try them.

    Raises ValueError where the author's own notebook has not full marks, or where a mistake cannot be told from what is
    right; Leak where what is handed out has full marks for a question.
    """
    grader = Grader(bundle, safe=safe)
    for question in grader.assignment.questions:
        _mistakes(question, [case for test in question.tests for case in grader.cases[question.name, test.name]])
    _full(grader.grade("the author's own notebook", bundle.notebook))
    notebook, checks = bundle.released()
    _empty(grader.grade("what is handed out", nbformat().writes(notebook).encode()))
    return notebook, checks


def _mistakes(question, cases):
    """Raise ValueError for a mistake that gives what is right in every case, or nothing in any."""
    for number, mistake in enumerate(question.mistakes if cases else ()):
        what = f"question {question.name}: its mistake {mistake.says!r}"
        given = [(case, case.wrong[number]) for case in cases]
        if all(value is None for _, value in given):
            raise ValueError(f"{what} gives no value in any case: it cannot be recognised")
        if all(_right(question, case, value) for case, value in given):
            raise ValueError(f"{what} gives what is right in every case")


def _right(question, case: Case, value):
    return value is not None and question.kind.fault(Outcome(value), case, question.tolerance) is None


def _full(record):
    """Raise ValueError where the author's own answers have not full marks."""
    _graded(record)
    errors = [f" (cell {error['cell']}: {error['error']})" for error in record["cell_errors"]]
    for exercise in record["exercises"]:
        if not exercise.get("awaits") and exercise["score"] < exercise["points"]:
            test = next(test for test in exercise["tests"] if not test["right"])
            raise ValueError(
                f"question {exercise['name']}: {record['file']} gets {exercise['score']:g} of {exercise['points']:g} "
                f"points; test {test['name']}: {test['says']}{''.join(errors[:1])}"
            )


def _empty(record):
    """Raise Leak where what is handed out has all points of a question."""
    _graded(record)
    for exercise in record["exercises"]:
        if not exercise.get("awaits") and exercise["score"] == exercise["points"] > 0:
            raise Leak(f"question {exercise['name']}: {record['file']} has all its points: its answer survives")


def _graded(record):
    if record["status"] != "graded":
        raise ValueError(f"{record['file']} could not be graded: {record['why']}")
