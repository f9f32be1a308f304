"""The cases on which an answer is tried: drawn or given, rounded, with what is expected and what each mistake gives."""

import pkgutil
from dataclasses import dataclass
from typing import Any

import numpy as np

from unity.grading.exercise.steps import run
from unity.grading.rounding import rounded
from unity.grading.values import Function

__all__ = ["SEED", "Case", "called", "prepare"]

SEED = 1906


@dataclass(frozen=True)
class Case:
    """One trial of an answer: the arguments, what is expected, and what each known mistake would give.

    All numbers are rounded, the arguments before anything is computed from them: every processor has the same case. A
    mistake that raises an error on these arguments has no value there: None.
    """

    arguments: tuple
    expected: Any
    wrong: tuple = ()


def prepare(question, test, seed=SEED, parameters=None):
    """The cases of a test: drawn, with the expected values and those of the mistakes.

    The draw depends on the seed and on the names of question and test, so that no two tests share their cases.
    """
    if test.draw is None:
        drawn = test.arguments if isinstance(test.arguments, list) else [test.arguments]
    else:
        rng = np.random.default_rng([seed, *f"{question.name}/{test.name}".encode()])
        drawn = [tuple(test.draw(rng, **(parameters or {}))) for _ in range(test.cases)]
    return [_case(question, test, arguments) for arguments in drawn]


def _case(question, test, arguments):
    arguments = tuple(rounded(a, question.tolerance, least=0.0) for a in arguments)
    if test.expected is not None:
        expected = test.expected
    else:
        expected = run(question.steps, question.reference, called(arguments))
    wrong = []
    for mistake in question.mistakes:
        try:
            wrong.append(run(question.steps, mistake.wrong, called(arguments)))
        except Exception:
            wrong.append(None)
    return Case(arguments, rounded(expected, question.tolerance), rounded(tuple(wrong), question.tolerance))


def called(arguments):
    """Arguments to be called with: copies of arrays, and the functions that names stand for."""
    return tuple(
        np.array(a) if isinstance(a, np.ndarray) else pkgutil.resolve_name(a.name) if isinstance(a, Function) else a
        for a in arguments
    )
