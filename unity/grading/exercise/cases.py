"""The cases on which an answer is tried: drawn or given, rounded, with what is expected and what each mistake gives."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from unity.grading.exercise.fields import expect, saying
from unity.grading.exercise.kinds import Here, called
from unity.grading.judge import Outcome
from unity.grading.rounding import rounded, scale
from unity.grading.values import Raises, plain

__all__ = ["SEED", "Case", "mistaken", "prepare", "tried"]

SEED = 1906
TINY = 1e-3  # what is smaller may be what a cancellation has left
NUDGE = 2.0**-40


@dataclass(frozen=True)
class Case:
    """One trial of an answer: the arguments, what is expected, and what each known mistake would give.

    All numbers are rounded, the arguments before anything is computed from them: every processor has the same case. A
    mistake that raises an error on these arguments has no value there: None. `least` is the least scale that a tolerance
    is relative to, above 0 only for small numbers that a cancellation has left.
    """

    arguments: tuple
    expected: Any
    wrong: tuple = ()
    least: float = 0.0


def tried(kind, answer, arguments):
    """What an answer gives in this process: an Outcome, whatever it does."""
    try:
        return Outcome(kind.outcome(Here(answer), called(arguments)))
    except Exception as error:
        return Outcome(error=f"{type(error).__name__}: {error}", kinds=tuple(c.__name__ for c in type(error).__mro__))


@np.errstate(all="ignore")
def mistaken(kind, mistakes, arguments):
    """What each known mistake gives, None for one that raises. That it overflows is no news to whoever reads a verdict."""
    given = [tried(kind, mistake.wrong, arguments) for mistake in mistakes]
    return tuple(None if outcome.error else outcome.value for outcome in given)


def prepare(question, test, seed=SEED, parameters=None):
    """The cases of a test: drawn, with the expected values and those of the mistakes. None for what a person marks.

    The draw depends on the seed and on the names of question and test, so that no two tests share their cases. Raises
    ValueError, with both names, where draw or reference fail or return what is no case.
    """
    if question.kind.by_hand:
        return []
    where = f"question {question.name}, test {test.name}"
    if test.draw is None:
        drawn = test.arguments if isinstance(test.arguments, list) else [test.arguments]
    else:
        rng = np.random.default_rng([seed, *f"{question.name}/{test.name}".encode()])
        with saying(f"{where}: its draw"):
            drawn = [test.draw(rng, **(parameters or {})) for _ in range(test.cases)]
    for arguments in drawn:
        expect(isinstance(arguments, tuple | list), where, "what its draw returned", arguments, "a tuple of arguments")
    return [_case(question, test, tuple(arguments), where) for arguments in drawn]


def _case(question, test, arguments, where):
    arguments = tuple(rounded(a, question.tolerance) for a in arguments)
    least = 0.0
    if test.expected is not None:
        expected = test.expected if isinstance(test.expected, Raises) else plain(test.expected)
    else:
        with saying(f"{where}: the reference, called with {len(arguments)} arguments,"):
            expected = question.kind.expected(question.reference, called(arguments))
        expect(expected is not None, where, "what the reference returned", expected, "a value to compare with")
        least = least_scale(lambda given: question.kind.expected(question.reference, given), arguments, expected)
    wrong = mistaken(question.kind, question.mistakes, arguments)
    return Case(arguments, rounded(expected, question.tolerance, least), rounded(wrong, question.tolerance), least)


def least_scale(function, arguments, expected):
    """The scale of what a small expected value was computed from; 0 where the value is its own scale.

    Where the arguments move by a 2**-40th, a value that is small by itself, as sigmoid(-30), moves by about as much of
    itself; one that is small because large numbers cancelled moves by as much of these.
    """
    small = [part for part in _arrays(expected) if 0 < scale(part) < TINY]
    if not small:
        return 0.0
    rng = np.random.default_rng(SEED)
    try:
        moved = function(called(tuple(_nudged(a, rng) for a in arguments)))
        others = [part for part, own in zip(_arrays(moved), _arrays(expected)) if 0 < scale(own) < TINY]
        shift = max(scale(np.asarray(a) - np.asarray(b)) for a, b in zip(small, others)) / NUDGE
    except Exception:
        return 0.0
    return min(shift, 1.0) if shift > max(map(scale, small)) / TINY else 0.0


def _nudged(value, rng):
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return value * (1 + NUDGE * rng.uniform(-1, 1, np.shape(value)))
    if isinstance(value, tuple | list):
        return type(value)(_nudged(part, rng) for part in value)
    return value


def _arrays(value):
    """The real numbers of a value, alone and in arrays, in their order."""
    if isinstance(value, tuple | list):
        return [array for part in value for array in _arrays(part)]
    if isinstance(value, dict):
        return _arrays(list(value.values()))
    return [value] if isinstance(value, float | np.ndarray) and np.asarray(value).dtype.kind == "f" else []
