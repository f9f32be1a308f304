"""The check in the notebook: it tries an answer on the visible cases, and says which mistake it sees."""

import functools
import json
import pkgutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unity.grading.exercise import CALL, LOOK, SEED, Case, Exercise, Mistake, Step, prepare, run
from unity.grading.judge import Outcome, Verdict, agrees, judge
from unity.grading.values import Function, from_text, to_text
from unity.registry import courses

__all__ = ["Exercise", "Mistake", "Verdict", "check", "examine", "exercises", "load", "visible"]

SUFFIX = ".checks.json"


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
    chapters, assignments = exercises(), _released()
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
        expected, *wrong = (function(*_copies(arguments)) for function in functions)
        cases.append(Case(arguments, expected, tuple(wrong)))
    says = [mistake.says for mistake in exercise.mistakes]
    outcomes = [_outcome(CALL, answer, case.arguments) for case in cases]
    return judge(exercise.name, cases, outcomes, says=says, tolerance=exercise.tolerance)


def _copies(arguments):
    return tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in arguments)


def _outcome(steps, answer, arguments):
    """What an answer gives here, in the learner's own process."""
    arguments = tuple(pkgutil.resolve_name(a.name) if isinstance(a, Function) else a for a in _copies(arguments))
    try:
        return Outcome(run(steps, answer, arguments))
    except Exception as error:
        return Outcome(error=f"{type(error).__name__}: {error}")


@dataclass(frozen=True)
class Visible:
    """The visible tests of one question, as values alone: cases with what is expected and what each mistake gives."""

    name: str
    tests: tuple[tuple[str, str, tuple[Case, ...]], ...]  # name, hint, cases
    says: tuple[str, ...]
    steps: tuple[Step, ...]
    tolerance: float


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


def visible(assignment):
    """What a learner's notebook needs to check the answers to an assignment: no hidden test, and no code."""
    found = {}
    for question in assignment.questions:
        tests = []
        for test in question.tests:
            if question.steps == LOOK:
                cases = [[(), None, c.wrong] for c in prepare(question, test)]
            else:
                cases = [[c.arguments, c.expected, c.wrong] for c in prepare(question, test)] if not test.hidden else []
            if cases:
                tests.append({"name": test.name, "hint": test.hint, "cases": to_text(cases)})
        found[question.name] = {
            "tests": tests,
            "says": [mistake.says for mistake in question.mistakes],
            "steps": to_text([(step.name, step.does, _places(step)) for step in question.steps]),
            "tolerance": question.tolerance,
        }
    return {"assignment": assignment.name, "questions": found}


def _places(step):
    return "all" if step.arguments is ... else step.arguments


LOADED = {}


def load(path):
    """Read the checks of an assignment from a file that `unity-grade release` has written, and say their names.

    Raises FileNotFoundError where there is none, and ValueError for a file that holds something else.
    """
    found = _read(Path(path))
    LOADED.update(found)
    return sorted(found)


def _released():
    """The questions of all assignments that are known here: name -> Visible."""
    found = {}
    folders = [course.released for course in courses() if hasattr(course, "released")]
    for path in [path for folder in (*folders, Path()) for path in sorted(folder.glob(f"*{SUFFIX}"))]:
        found |= _read(path)
    return found | LOADED


def _read(path):
    try:
        questions = json.loads(path.read_text(encoding="utf-8"))["questions"]
        return {name: _visible(name, entry) for name, entry in questions.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"load: {path} holds no checks of an assignment ({error})") from error


def _visible(name, entry):
    steps = tuple(Step(n, does, ... if places == "all" else places) for n, does, places in from_text(entry["steps"]))
    tests = tuple(
        (test["name"], test["hint"], tuple(Case(tuple(a), e, tuple(w)) for a, e, w in from_text(test["cases"])))
        for test in entry["tests"]
    )
    return Visible(name, tests, tuple(entry["says"]), steps, float(entry["tolerance"]))
