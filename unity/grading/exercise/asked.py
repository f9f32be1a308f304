"""What is asked: an exercise of a chapter or a question of an assignment, its tests, and the usual wrong answers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unity.grading.exercise.fields import expect, number, tuple_of
from unity.grading.exercise.kinds import CALL, Kind

__all__ = ["Exercise", "Mistake", "Question", "Test"]


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer, and what to say to the learner who gives it."""

    wrong: Any
    says: str


@dataclass(frozen=True)
class Exercise:
    """What a chapter's exercise asks for: `reference(*case)` for every case that `draw(rng)` makes.

    `draw` returns the tuple of arguments of one case; `mistakes` are compared where an answer is wrong;
    `tolerance` is relative to the largest number of the expected value, and to 1 where that is 0.
    """

    name: str
    reference: Callable
    draw: Callable
    mistakes: tuple[Mistake, ...]
    cases: int = 5
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Test:
    """Cases of a question that count together: all of them have to be right for its points.

    The cases are either drawn, by `draw(rng)`, or given, by `arguments`: a tuple is one case, a list of tuples are several.
    What is expected comes from the question's reference, unless it is `expected` itself. A learner sees the outcome of a
    visible test at once; a hidden one is tried when the work is graded. `hint` is said where a test fails and no known
    mistake is recognised. Where the arguments have to be refused, `expected` is `Raises(ValueError)`.
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
        where = f"test {self.name}"
        expect(self.draw is None or callable(self.draw), where, "draw", self.draw, "a function of a generator")
        expect(
            isinstance(self.arguments, tuple | list), where, "arguments", self.arguments, "a tuple, or a list of tuples"
        )
        for case in self.arguments if isinstance(self.arguments, list) else ():
            expect(isinstance(case, tuple), where, "a case of arguments", case, "a tuple")
        expect(self.draw is None or not self.arguments, where, "draw", self.draw, "either draw or arguments, not both")
        number(where, "points", self.points, "a number of at least 0", lambda points: 0 <= points < math.inf)
        number(
            where, "cases", self.cases, "a whole number of at least 1", lambda cases: cases >= 1 and cases == int(cases)
        )


@dataclass(frozen=True)
class Question:
    """An exercise of an assignment: the name of the answer in the notebook, its reference, its tests and its mistakes.

    `kind` says what is done with the answer and what is compared. `forbids` are names that the answer may not use, such as
    `"unity.logistic.gradient"` or `"numpy.convolve"`: a sandbox has them not. `given` are names of earlier questions: where
    the answer does not do with the student's own answers to these, it is tried with the right ones. `title` is what reports
    call it, its name where it has none.
    """

    name: str
    answer: str
    reference: Any
    tests: tuple[Test, ...]
    mistakes: tuple[Mistake, ...] = ()
    kind: Kind = CALL
    tolerance: float = 1e-9
    forbids: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    title: str = ""

    def __post_init__(self):
        where = f"question {self.name}"
        tuple_of(Test, where, "tests", self.tests, "Test")
        tuple_of(Mistake, where, "mistakes", self.mistakes, "Mistake")
        tuple_of(str, where, "forbids", self.forbids, "name")
        tuple_of(str, where, "given", self.given, "name")
        expect(isinstance(self.kind, Kind), where, "kind", self.kind, "a kind of question, such as CALL or LOOK")
        number(where, "tolerance", self.tolerance, "a number above 0", lambda tolerance: 0 < tolerance < math.inf)
        if self.kind.wants:
            expect(callable(self.reference), where, "reference", self.reference, self.kind.wants)
            for mistake in self.mistakes:
                expect(callable(mistake.wrong), where, f"the mistake {mistake.says!r}", mistake.wrong, self.kind.wants)
        names = [test.name for test in self.tests]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"question {self.name}: its tests are {names}, expected at least one, and distinct names")
        if (why := self.kind.refuses(self)) is not None:
            raise ValueError(f"question {self.name}: {why}")
        if not (self.answer.isidentifier() or self.kind.by_hand):
            raise ValueError(f"question {self.name}: its answer is called {self.answer!r}, expected a name of Python")

    @property
    def points(self):
        return sum(test.points for test in self.tests)
