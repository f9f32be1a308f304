"""The visible checks of an assignment: a file that `unity-grade release` writes and a learner's notebook reads.

It holds values alone: no hidden test, no code, and of a question that asks for a value only the known mistakes, unless
these, all told, would leave the right one over.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from unity.grading.exercise import Case, Kind, kind_of, prepare
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
    tests = tuple(
        (
            test["name"],
            test["hint"],
            tuple(Case(tuple(a), e, tuple(w), *least) for a, e, w, *least in from_text(test["cases"])),
        )
        for test in entry["tests"]
    )
    return Visible(name, tests, tuple(entry["says"]), kind_of(*from_text(entry["kind"])), float(entry["tolerance"]))
