"""The visible checks of an assignment: a file that `unity-grade release` writes and a learner's notebook reads.

It holds values alone: no hidden test, no code, and of a question that asks for a value only the known mistakes, unless
these, all told, would leave the right one over.
"""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from unity.grading.exercise import Case, Kind, kind_of, prepare
from unity.grading.values import from_text, to_text
from unity.registry import courses

__all__ = ["SUFFIX", "Visible", "exercises", "load", "meets", "released", "typed", "visible"]

SUFFIX = ".checks.json"


@dataclass(frozen=True)
class Visible:
    """The visible tests of one question, as values alone: cases with what is expected and what each mistake gives."""

    name: str
    tests: tuple[tuple[str, str, tuple[Case, ...]], ...]  # name, hint, cases
    says: tuple[str, ...]
    kind: Kind
    tolerance: float


def visible(assignment):
    """What a learner's notebook needs to check the answers to an assignment: no hidden test, and no code."""
    found = {}
    for question in assignment.questions:
        tests = []
        for test in question.tests:
            if cases := _shown(question, test):
                tests.append({"name": test.name, "hint": test.hint, "cases": to_text(cases)})
        told = () if question.kind.gives_away(question) else question.mistakes
        found[question.name] = {
            "tests": tests,
            "says": [mistake.says for mistake in told],
            "kind": to_text(question.kind.written()),
            "tolerance": question.tolerance,
        }
    return {"assignment": assignment.name, "questions": found}


def _shown(question, test):
    """The cases of a test as a learner's notebook may have them: [arguments, expected, what each mistake gives, least scale]."""
    kind = question.kind
    if kind.by_hand or kind.gives_away(question):
        return []
    if not kind.shown and not kind.wants:
        return [[(), None, case.wrong] for case in prepare(question, test)]
    if test.hidden:
        return []
    cases = prepare(question, test)
    return [[c.arguments, c.expected if kind.shown else None, c.wrong] + [c.least] * (c.least > 0) for c in cases]


LOADED = {}


def load(path):
    """Read the checks of an assignment from a file that `unity-grade release` has written, and say their names.

    Raises FileNotFoundError where there is none, and ValueError for a file that holds something else.
    """
    _, found = _read(Path(path))
    LOADED.update(found)
    return sorted(found)


def released():
    """The questions of all assignments that are known here: name -> the Visible of each assignment that has it.

    What `load` has read goes before what lies in the folder, and is the only one.
    """
    found = {}
    folders = [course.released for course in courses() if hasattr(course, "released")]
    for path in [path for folder in (*folders, Path()) for path in sorted(folder.glob(f"*{SUFFIX}"))]:
        assignment, questions = _read(path)
        for name, question in questions.items():
            found.setdefault(name, {})[assignment] = question
    return found | {name: {"": question} for name, question in LOADED.items()}


def meets(checks, folder):
    """Raise ValueError where a question is called like one of another assignment that a learner meets in the same place."""
    others = dict.fromkeys([*exercises(), *typed()], "a chapter's exercise")
    folders = [course.released for course in courses() if hasattr(course, "released")]
    for path in [path for place in (*folders, folder) for path in sorted(place.glob(f"*{SUFFIX}"))]:
        assignment, questions = _read(path)
        for name in questions if assignment != checks["assignment"] else ():
            others.setdefault(name, f"a question of {assignment}")
    for name in filter(others.__contains__, checks["questions"]):
        raise ValueError(
            f"question {name} of {checks['assignment']}: {others[name]} has that name, too, and a check would not know "
            "which is meant: give it another"
        )


@functools.cache
def exercises():
    """Every exercise of the installed courses: name -> Exercise."""
    asking = [course for course in courses() if hasattr(course, "questions")]
    return {exercise.name: exercise for course in asking for exercise in course.questions()}


@functools.cache
def typed():
    """What the exercises of the installed courses ask to be typed: name -> Typed."""
    asking = [course for course in courses() if hasattr(course, "typed")]
    return {each.name: each for course in asking for each in course.typed()}


def _read(path):
    """(the assignment's name, its questions) of a file of checks."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return held["assignment"], {name: _visible(name, entry) for name, entry in held["questions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"load: {path} holds no checks of an assignment ({error})") from error


def _visible(name, entry):
    tests = tuple(
        (
            test["name"],
            test["hint"],
            tuple(Case(tuple(a), e, tuple(w), *least) for a, e, w, *least in from_text(test["cases"])),
        )
        for test in entry["tests"]
    )
    return Visible(name, tests, tuple(entry["says"]), kind_of(*from_text(entry["kind"])), float(entry["tolerance"]))
