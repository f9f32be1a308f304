"""The visible checks of an assignment: a file that `unity-grade release` writes and a learner's notebook reads.

It holds values alone: no hidden test, no code, and of a question that asks for a value only the known mistakes.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from unity.grading.exercise import LOOK, Case, Step, prepare
from unity.grading.values import from_text, to_text
from unity.registry import courses

__all__ = ["SUFFIX", "Visible", "load", "released", "visible"]

SUFFIX = ".checks.json"


@dataclass(frozen=True)
class Visible:
    """The visible tests of one question, as values alone: cases with what is expected and what each mistake gives."""

    name: str
    tests: tuple[tuple[str, str, tuple[Case, ...]], ...]  # name, hint, cases
    says: tuple[str, ...]
    steps: tuple[Step, ...]
    tolerance: float


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


def released():
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
