"""Exercises as data, and the check that compares an answer with the reference and with the usual wrong answers."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Exercise", "Mistake", "Verdict", "check", "exercises"]

SEED = 1906


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to the learner who gives it."""

    wrong: Callable
    says: str


@dataclass(frozen=True)
class Exercise:
    """What an exercise asks for: `reference(*case)` for every case that `draw(rng)` makes.

    `draw` returns the tuple of arguments of one case; `mistakes` are compared where an answer is wrong;
    `tolerance` is relative to the largest number of the expected value.
    """

    name: str
    reference: Callable
    draw: Callable
    mistakes: tuple[Mistake, ...]
    cases: int = 5
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Verdict:
    """What a check found: true where the answer is right."""

    name: str
    right: bool
    says: str

    def __bool__(self):
        return self.right

    def __repr__(self):
        return f"{self.name}: {'right' if self.right else 'not yet'}. {self.says}"


def exercises():
    """Every exercise of the chapters: name -> Exercise."""
    package = importlib.import_module("unity.grading.chapters")
    modules = (importlib.import_module(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__))
    return {exercise.name: exercise for module in modules for exercise in module.EXERCISES}


def check(name, answer):
    """Try `answer`, a function, on the cases of the exercise called `name`, and say what is right or which mistake it is.

    Raises KeyError for an unknown name and TypeError where the answer is no function.

    >>> check("02-signed-distance", lambda w, b, X: w.T @ X + b)
    02-signed-distance: not yet. This is z = w^T x + b, the score. A distance divides it by the length of w.
    """
    known = exercises()
    if name not in known:
        raise KeyError(f"check: there is no exercise {name!r}; there are {', '.join(sorted(known))}")
    if not callable(answer):
        raise TypeError(f"check: the answer to {name} is of type {type(answer).__name__}, expected a function")
    return examine(known[name], answer)


def examine(exercise, answer):
    """The verdict on an answer: the first case that fails decides what is said."""
    rng = np.random.default_rng(SEED)
    cases = [exercise.draw(rng) for _ in range(exercise.cases)]
    expected = [_parts(exercise.reference(*_copies(case))) for case in cases]
    given = []
    for case in cases:
        try:
            given.append(answer(*_copies(case)))
        except Exception as error:
            shapes = ", ".join(str(np.shape(argument)) for argument in case)
            says = f"It raised {type(error).__name__}: {error} (arguments of shapes {shapes})."
            return Verdict(exercise.name, False, says)
    if all(_same(g, e, exercise.tolerance) for g, e in zip(given, expected)):
        return Verdict(exercise.name, True, f"{exercise.cases} of {exercise.cases} cases agree.")
    for mistake in exercise.mistakes:
        if all(_same(g, _parts(mistake.wrong(*_copies(c))), exercise.tolerance) for g, c in zip(given, cases)):
            return Verdict(exercise.name, False, mistake.says)
    pairs = zip(given, expected)
    says = next(said for g, e in pairs if (said := _difference(g, e, exercise.tolerance)) is not None)
    return Verdict(exercise.name, False, says)


def _copies(case):
    return tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in case)


def _parts(value):
    """A value as a list of arrays: an answer may be one array or a tuple of them."""
    return [np.asarray(part) for part in (value if isinstance(value, tuple | list) else (value,))]


def _close(given, expected, tolerance):
    scale = max(1.0, float(np.max(np.abs(expected), initial=0.0)))
    return bool(np.all(np.abs(given - expected) <= tolerance * scale))


def _same(given, expected, tolerance):
    try:
        parts = _parts(given)
        return len(parts) == len(expected) and all(
            g.shape == e.shape and g.dtype.kind in "biuf" and _close(g, e, tolerance) for g, e in zip(parts, expected)
        )
    except (TypeError, ValueError):
        return False


def _difference(given, expected, tolerance):
    """The first way in which a value differs from the expected one, in a learner's words; None where it does not."""
    if given is None:
        return "It returned None: does the function end with a return?"
    try:
        parts = _parts(given)
    except (TypeError, ValueError):
        return f"It returned a {type(given).__name__}, expected an array."
    if len(parts) != len(expected):
        return f"It returned {len(parts)} values, expected {len(expected)}."
    for part, wanted in zip(parts, expected):
        if part.dtype.kind not in "biuf":
            return f"It returned a {type(given).__name__} of {part.dtype}, expected real numbers."
        if part.shape != wanted.shape:
            hint = ": transpose?" if part.T.shape == wanted.shape else "."
            return f"Shape {part.shape}, expected {wanted.shape}{hint}"
        if not np.all(np.isfinite(part)) and np.all(np.isfinite(wanted)):
            return "It returned infinity or NaN where the right answer is finite."
        if _close(part, wanted, tolerance):
            continue
        if _close(-part, wanted, tolerance):
            return "The sign is the wrong way round."
        largest = float(np.max(np.abs(part - wanted)))
        return f"The shape {part.shape} is right, the numbers differ by up to {largest:.3g}."
    return None
