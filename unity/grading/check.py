"""The check in the notebook: it tries an answer on the visible cases, and says which mistake it sees."""

import functools

import numpy as np

from unity.grading.exercise import CALL, LOOK, SEED, Case, called, run
from unity.grading.judge import Outcome, Verdict, agrees, judge
from unity.grading.visible import released
from unity.registry import courses

__all__ = ["check", "examine", "exercises"]


@functools.cache
def exercises():
    """Every exercise of the installed courses: name -> Exercise."""
    asking = [course for course in courses() if hasattr(course, "questions")]
    return {exercise.name: exercise for course in asking for exercise in course.questions()}


def check(name, answer):
    """Try `answer` on the cases of the exercise called `name`, and say what is right or which mistake it is.

    The name is that of a chapter's exercise or of an assignment's: the course's own are part of the library, others are
    found in the current folder, in a file that ends with .checks.json, or where `load` has read them.

    Raises KeyError for an unknown name and TypeError where a function is asked for and the answer is none.

    >>> check("02-signed-distance", lambda w, b, X: w.T @ X + b)
    02-signed-distance: not yet. This is z = w^T x + b, the score. A distance divides it by the length of w.
    """
    chapters, assignments = exercises(), released()
    if name not in chapters and name not in assignments:
        known = ", ".join(sorted([*chapters, *assignments]))
        raise KeyError(f"check: there is no exercise {name!r}; there are {known}")
    looks = name in assignments and assignments[name].steps == LOOK
    if not callable(answer) and not looks:
        raise TypeError(f"check: the answer to {name} is of type {type(answer).__name__}, expected a function")
    return examine(chapters[name], answer) if name in chapters else _examine(assignments[name], answer)


def examine(exercise, answer):
    """The verdict on an answer to a chapter's exercise: the first case that fails decides what is said."""
    rng = np.random.default_rng(SEED)
    drawn = [exercise.draw(rng) for _ in range(exercise.cases)]
    functions = [exercise.reference, *(mistake.wrong for mistake in exercise.mistakes)]
    cases = []
    for arguments in drawn:
        expected, *wrong = (function(*called(arguments)) for function in functions)
        cases.append(Case(arguments, expected, tuple(wrong)))
    says = [mistake.says for mistake in exercise.mistakes]
    outcomes = [_outcome(CALL, answer, case.arguments) for case in cases]
    return judge(exercise.name, cases, outcomes, says=says, tolerance=exercise.tolerance)


def _outcome(steps, answer, arguments):
    """What an answer gives here, in the learner's own process."""
    given = called(arguments)
    try:
        return Outcome(run(steps, answer, given))
    except Exception as error:
        return Outcome(error=f"{type(error).__name__}: {error}")


def _examine(question, answer):
    """The verdict on an answer to an assignment's exercise: the first test that fails decides what is said."""
    if question.steps == LOOK:
        return _looked_at(question, answer)
    right = 0
    for test, hint, cases in question.tests:
        outcomes = [_outcome(question.steps, answer, case.arguments) for case in cases]
        verdict = judge(question.name, cases, outcomes, says=question.says, tolerance=question.tolerance, hint=hint)
        if not verdict:
            return Verdict(question.name, False, f"{verdict.says} (test: {test})", verdict.mistake)
        right += len(cases)
    return Verdict(question.name, True, f"{right} of {right} visible cases agree.")


def _looked_at(question, answer):
    """The verdict on a value: its file knows the mistakes and not the answer, which one look would give away."""
    wrong = next(case.wrong for _, _, cases in question.tests for case in cases)
    for number, (value, sentence) in enumerate(zip(wrong, question.says)):
        if agrees(answer, value, question.tolerance):
            return Verdict(question.name, False, sentence, number)
    if answer is ...:
        return Verdict(question.name, False, "There is no answer yet.")
    return Verdict(question.name, True, "No known mistake is seen. Whether it is right is said when it is graded.")
