"""Exercises as data: what is asked, on which cases it is tried, and the usual wrong answers with what to say to each."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from unity.grading.rounding import rounded
from unity.grading.values import Function

__all__ = ["CALL", "LOOK", "Assignment", "Case", "Exercise", "Mistake", "Question", "Step", "Test", "prepare", "run"]

SEED = 1906


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to the learner who gives it."""

    wrong: Any
    says: str


@dataclass(frozen=True)
class Exercise:
    """What a chapter's exercise asks for: `reference(*case)` for every case that `draw(rng)` makes.

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
class Step:
    """One thing that is done with an answer: `does` is called with some of a case's arguments, and the outcome has a name.

    `does` is "answer", or a method or attribute of an earlier outcome, as in "layer.forward". `arguments` are the places
    of the arguments in the case; an Ellipsis stands for all of them, and None for no call: then the thing itself is meant.
    """

    name: str
    does: str
    arguments: Any = ...


CALL = (Step("value", "answer"),)
"""The answer is a function, and is called."""
LOOK = (Step("value", "answer", None),)
"""The answer is a value, and is looked at."""


@dataclass(frozen=True)
class Test:
    """Cases of a question that count together: all of them have to be right for its points.

    The cases are either drawn, by `draw(rng)`, or given, by `arguments`: a tuple is one case, a list of tuples are several.
    What is expected comes from the question's reference, unless it is `expected` itself. A learner sees the outcome of a visible test at once; a hidden one is tried
    when the work is graded. `hint` is said where a test fails and no known mistake is recognised.
    """

    __test__ = False  # pytest takes it for one of its own otherwise

    name: str
    draw: Callable | None = None
    arguments: tuple | list[tuple] = ()
    expected: Any = None
    cases: int = 3
    points: float = 1.0
    hidden: bool = False
    hint: str = ""

    def __post_init__(self):
        if not (self.points >= 0 and self.cases >= 1):
            raise ValueError(
                f"test {self.name}: {self.points} points for {self.cases} cases, expected none below 0 and at least 1 case"
            )


@dataclass(frozen=True)
class Question:
    """An exercise of an assignment: the name of the answer in the notebook, its reference, its tests and its mistakes.

    `steps` says what is done with the answer; what is compared are the outcomes that no later step calls on. `forbids`
    are names of the library that the answer may not use, such as "unity.logistic.gradient": a sandbox has them not.
    """

    name: str
    answer: str
    reference: Any
    tests: tuple[Test, ...]
    mistakes: tuple[Mistake, ...]
    steps: tuple[Step, ...] = CALL
    tolerance: float = 1e-9
    forbids: tuple[str, ...] = ()

    def __post_init__(self):
        names = [test.name for test in self.tests]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"question {self.name}: its tests are {names}, expected at least one, and distinct names")
        if self.steps == LOOK and not all(test.hidden for test in self.tests):
            raise ValueError(f"question {self.name}: a visible test of a value hands it out, expected only hidden ones")
        if not self.answer.isidentifier():
            raise ValueError(f"question {self.name}: its answer is called {self.answer!r}, expected a name of Python")

    @property
    def points(self):
        return sum(test.points for test in self.tests)


@dataclass(frozen=True)
class Assignment:
    """What is handed out and graded together; `name` is also that of its folder and of its notebook."""

    name: str
    title: str
    questions: tuple[Question, ...]
    hidden_seed: int = 20261906
    parameters: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        names = [question.name for question in self.questions]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"assignment {self.name}: its questions are {names}, expected some, with distinct names")

    @property
    def points(self):
        return sum(question.points for question in self.questions)

    @property
    def forbids(self):
        return tuple(sorted({name for question in self.questions for name in question.forbids}))

    def with_secret(self, secret):
        """The same with what a class's secret file holds: a seed, parameters for the draws, and further hidden tests.

        Raises ValueError where it names a question that is not there, or holds something else.
        """
        if not isinstance(secret, dict):
            raise ValueError(f"secret: it holds a {type(secret).__name__}, expected seed, parameters and hidden")
        if unknown := sorted(map(str, secret.keys() - {"seed", "parameters", "hidden"})):
            raise ValueError(f"secret: it holds {unknown[0]!r}, expected only seed, parameters and hidden")
        parameters, hidden = secret.get("parameters") or {}, secret.get("hidden") or {}
        names = {question.name for question in self.questions}
        if unknown := sorted((parameters.keys() | hidden.keys()) - names):
            raise ValueError(f"secret: there is no question {unknown[0]!r}; there are {', '.join(sorted(names))}")
        seed = secret.get("seed", self.hidden_seed)
        if type(seed) is not int or seed < 0:
            raise ValueError(f"secret: the seed is {seed!r}, expected a whole number of at least 0")
        questions = tuple(replace(q, tests=q.tests + _secret_tests(q, hidden.get(q.name, ()))) for q in self.questions)
        return replace(self, questions=questions, hidden_seed=seed, parameters=parameters)


def _secret_tests(question, entries):
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


@dataclass(frozen=True)
class Case:
    """One trial of an answer: the arguments, what is expected, and what each known mistake would give.

    All numbers are rounded, the arguments before anything is computed from them: every processor has the same case. A mistake that raises an error on these arguments has the text of no value there: None.
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
        expected = run(question.steps, question.reference, _called(arguments))
    wrong = []
    for mistake in question.mistakes:
        try:
            wrong.append(run(question.steps, mistake.wrong, _called(arguments)))
        except Exception:
            wrong.append(None)
    return Case(arguments, rounded(expected, question.tolerance), rounded(tuple(wrong), question.tolerance))


def _called(arguments):
    """Arguments to be called with: copies of arrays, and the functions that names stand for."""
    return tuple(
        np.array(a) if isinstance(a, np.ndarray) else pkgutil.resolve_name(a.name) if isinstance(a, Function) else a
        for a in arguments
    )


def compared(steps):
    """The names of the outcomes that are compared: those that no later step calls on."""
    called_on = {step.does.partition(".")[0] for step in steps}
    return [step.name for step in steps if step.name not in called_on]


def chosen(step, arguments):
    """The arguments of a step; None where nothing is called."""
    if step.arguments is None:
        return None
    return arguments if step.arguments is ... else tuple(arguments[place] for place in step.arguments)


def run(steps, answer, arguments):
    """What is compared of an answer: the outcome of its steps, a tuple where there are several."""
    known = {"answer": answer}
    for step in steps:
        of, _, attribute = step.does.partition(".")
        thing = getattr(known[of], attribute) if attribute else known[of]
        given = chosen(step, arguments)
        known[step.name] = thing if given is None else thing(*given)
    outcomes = tuple(known[name] for name in compared(steps))
    return outcomes[0] if len(outcomes) == 1 else outcomes
