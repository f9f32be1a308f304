"""The check in the notebook: it tries an answer on the visible cases, and says which mistake it sees."""

import difflib
import functools
import inspect

import numpy as np

from unity.grading.exercise import CALL, SEED, Case, tried
from unity.grading.exercise.cases import least_scale, mistaken
from unity.grading.judge import Verdict, judge
from unity.grading.visible import Visible, exercises, released, typed

__all__ = ["check", "examine", "exercises"]

LATER = "Whether it is right is said when it is graded."
MOST_SHOWN = 60  # numbers of an array


def check(name, answer):
    """Try `answer` on the cases of the exercise called `name`, and say what is right or which mistake it is.

    The name is that of a chapter's exercise or of an assignment's: the course's own are part of the library, others are
    found in the current folder, in a file that ends with .checks.json, or where `load` has read them. Where a visible test
    fails, the verdict holds its smallest failing case: the arguments, what the answer gives, what is expected.

    Raises KeyError for an unknown name; it says the nearest ones. Raises ValueError for one that several assignments have.

    >>> check("02-signed-distance", lambda w, b, X: (w.T @ X + b) / np.linalg.norm(w))
    02-signed-distance: right. 5 of 5 cases agree.
    >>> check("02-signed-distance", lambda w, b, X: w.T @ X + b).says
    'This is z = w^T x + b, the score. A distance divides it by the length of w.'

    An exercise that asks for a value is given one.

    >>> check("01-numbers-of-a-rule", 3072)
    01-numbers-of-a-rule: not yet. These are the weights alone: the bias is a number, too.
    """
    chapters = exercises()
    if name in chapters:
        return examine(chapters[name], answer)
    values = typed()
    if name in values:
        return values[name].verdict(answer)
    assignments = released()
    if name in assignments:
        if len(assignments[name]) > 1:
            raise ValueError(
                f"check: the question {name!r} stands in several assignments here, {' and '.join(assignments[name])}: "
                "load the file that is meant, as in grading.load('NAME.checks.json')"
            )
        return _examine(*assignments[name].values(), answer)
    known = [*chapters, *values, *assignments]
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.0)
    raise KeyError(f"check: there is no exercise {name!r}; the nearest of {len(known)} are {', '.join(near)}")


def examine(exercise, answer):
    """The verdict on an answer to a chapter's exercise: the first case that fails decides what is said."""
    rng = np.random.default_rng(SEED)
    cases = []
    for arguments in [exercise.draw(rng) for _ in range(exercise.cases)]:
        expected = CALL.expected(exercise.reference, arguments)
        least = least_scale(functools.partial(CALL.expected, exercise.reference), arguments, expected)
        cases.append(Case(arguments, expected, mistaken(CALL, exercise.mistakes, arguments), least))
    says = tuple(mistake.says for mistake in exercise.mistakes)
    return _examine(Visible(exercise.name, (("", "", tuple(cases)),), says, CALL, exercise.tolerance), answer)


def _examine(question, answer):
    """The verdict on an answer: the first test that fails decides what is said."""
    kind = question.kind
    if answer is ...:
        return Verdict(question.name, False, "There is no answer yet.")
    if kind.by_hand:
        return Verdict(question.name, None, "A person marks it.")
    if kind.wants and not callable(answer):
        return Verdict(question.name, False, f"It is of the type {type(answer).__name__}, expected {kind.wants}.")
    right = 0
    for test, hint, cases in question.tests:
        cases = sorted(cases, key=_size)  # the first that fails is the smallest
        outcomes = [tried(kind, answer, case.arguments) for case in cases]
        fault = kind.fault if kind.shown else _unknown
        verdict = judge(
            question.name, cases, outcomes, fault=fault, says=question.says, tolerance=question.tolerance, hint=hint
        )
        if kind.shown and not verdict:
            says = verdict.says + (f" (test: {test})" if test else "")
            return Verdict(question.name, False, says, verdict.mistake, _smallest(question, answer, cases, outcomes))
        if not kind.shown and (verdict.mistake is not None or any(outcome.error for outcome in outcomes)):
            return verdict
        right += len(cases)
    if kind.shown and right:
        which = "visible cases" if any(test for test, *_ in question.tests) else "cases"
        return Verdict(question.name, True, f"{right} of {right} {which} agree.")
    return Verdict(question.name, None, f"No known mistake is seen. {LATER}" if question.says else LATER)


def _unknown(outcome, case, tolerance):
    """What is right stands in no file here: only the known mistakes can be recognised."""
    return LATER


def _smallest(question, answer, cases, outcomes):
    """The first case that fails, as it can be tried by hand; nothing of an answer that is not written yet."""
    if all((outcome.value is None or outcome.value is ...) and not outcome.error for outcome in outcomes):
        return ""
    case, outcome = next(
        (case, outcome)
        for case, outcome in zip(cases, outcomes)
        if outcome.error or question.kind.fault(outcome, case, question.tolerance) is not None
    )
    try:
        names = list(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        names = []
    names += [f"argument {i + 1}" for i in range(len(names), len(case.arguments))]
    shown = [*zip(names, case.arguments), ("it gives", outcome.error or outcome.value), ("expected", case.expected)]
    return "\n" + "\n".join(line for name, value in shown for line in _lines(name, value))


def _size(case):
    return sum(map(_numbers, case.arguments))


def _numbers(argument):
    """How many numbers an argument holds, whatever it holds them in."""
    if isinstance(argument, dict):
        argument = list(argument.values())
    if isinstance(argument, list | tuple):
        return sum(map(_numbers, argument))
    return np.size(argument)


def _lines(name, value):
    """What a name holds; of several arrays each stands on its own, so that no two of them share a line."""
    if isinstance(value, list | tuple) and any(isinstance(part, np.ndarray) for part in value):
        return [line for i, part in enumerate(value) for line in _lines(f"{name}[{i}]", part)]
    value = _short(value)
    with np.printoptions(precision=4, threshold=MOST_SHOWN, suppress=True):
        text = f"{value}" if isinstance(value, np.ndarray | str) else f"{value!r}"
    return [f"    {name} = " + text.replace("\n", "\n" + " " * (len(name) + 7))]


def _short(value):
    """A value with four digits of each number that stands outside an array, where NumPy cuts them, and as Python writes it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, tuple | list):
        parts = map(_short, value)
        return list(parts) if isinstance(value, list) else tuple(parts)
    return float(f"{value:.4g}") if isinstance(value, float) else value
