"""The secret file of a class: a seed, parameters for the draws, and further hidden tests, which nobody else has."""

from dataclasses import replace

import numpy as np

from unity.grading.exercise.asked import Test

__all__ = ["with_hidden"]


def with_hidden(questions, secret):
    """The fields of an assignment that a secret changes: its questions with their hidden tests, and what these are drawn by.

    Raises ValueError where it names a question that is not there, or holds something else.
    """
    if not isinstance(secret, dict):
        raise ValueError(f"secret: it holds a {type(secret).__name__}, expected seed, parameters and hidden")
    if unknown := sorted(map(str, secret.keys() - {"seed", "parameters", "hidden"})):
        raise ValueError(f"secret: it holds {unknown[0]!r}, expected only seed, parameters and hidden")
    parameters, hidden = secret.get("parameters") or {}, secret.get("hidden") or {}
    names = {question.name for question in questions}
    if unknown := sorted((parameters.keys() | hidden.keys()) - names):
        raise ValueError(f"secret: there is no question {unknown[0]!r}; there are {', '.join(sorted(names))}")
    seed = _seed(secret)
    questions = tuple(replace(q, tests=q.tests + _tests(q, hidden.get(q.name, ()))) for q in questions)
    return seed | {"questions": questions, "parameters": parameters}


def _seed(secret):
    if "seed" not in secret:
        return {}
    seed = secret["seed"]
    if type(seed) is not int or seed < 0:
        raise ValueError(f"secret: the seed is {seed!r}, expected a whole number of at least 0")
    return {"hidden_seed": seed}


def _tests(question, entries):
    """Further hidden tests, each of one case, from the lists of numbers of a secret file."""
    tests = []
    for number, entry in enumerate(entries, 1):
        if (
            not isinstance(entry, dict)
            or "arguments" not in entry
            or entry.keys() - {"arguments", "expected", "points"}
        ):
            raise ValueError(
                f"secret: a hidden test of {question.name} holds {entry!r}, expected arguments, and expected or points"
            )
        arguments = tuple(np.array(a, dtype=float) if isinstance(a, list) else a for a in entry["arguments"])
        expected = entry.get("expected")
        tests.append(
            Test(
                name=f"secret {number}",
                arguments=arguments,
                expected=np.array(expected, dtype=float) if isinstance(expected, list) else expected,
                points=entry.get("points", 1.0),
                hidden=True,
            )
        )
    return tuple(tests)
