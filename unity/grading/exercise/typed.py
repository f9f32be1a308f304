"""An answer that is typed: a number, a table of numbers, or one of several words."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from unity.grading.exercise.asked import Mistake
from unity.grading.exercise.fields import expect, number, tuple_of
from unity.grading.judge import Outcome, Verdict, agrees, difference, judge

__all__ = ["Typed"]


@dataclass(frozen=True)
class Typed:
    """What an exercise of a chapter asks to be typed: `asks` is the question, `right` the answer.

    `right` is a number, or a list of numbers or of rows of numbers, or one of the words `choices`. Numbers may differ from
    it by the tolerance times the largest of them, where a reader may round. `exercise` is the number of the exercise in the book.
    A page has all of this as data, and its own script compares as `verdict` does. Raises ValueError for what is none of these.

    >>> sheep = Typed("sheep", "1.1", "How many legs have three sheep?", 12, (Mistake(6, "Sheep have four legs."),))
    >>> sheep.verdict(12), sheep.verdict(6), sheep.verdict(13)
    (sheep: right. So it is., sheep: not yet. Sheep have four legs., sheep: not yet. The number differs by 1.)
    """

    name: str
    exercise: str
    asks: str
    right: Any
    mistakes: tuple[Mistake, ...] = ()
    choices: tuple[str, ...] = ()
    tolerance: float = 1e-9

    def __post_init__(self):
        where = f"answer {self.name}"
        tuple_of(Mistake, where, "mistakes", self.mistakes, "Mistake")
        tuple_of(str, where, "choices", self.choices, "word")
        number(where, "tolerance", self.tolerance, "a number above 0", lambda tolerance: tolerance > 0)
        for value in (self.right, *(mistake.wrong for mistake in self.mistakes)):
            if self.choices:
                expect(value in self.choices, where, "a value", value, f"one of {self.choices}")
            else:
                expect(_is_table(value), where, "a value", value, "a number, or a list of numbers or of rows of them")
        for mistake in self.mistakes:
            expect(not self._agrees(mistake.wrong, self.right), where, "a mistake", mistake.wrong, "another than right")

    def _agrees(self, given, expected):
        return agrees(given, expected, self.tolerance)

    def verdict(self, answer):
        """What is said of an answer."""
        if answer is ...:
            return Verdict(self.name, False, "There is no answer yet.")
        fault = lambda outcome, case, tolerance: difference(outcome.value, self._expected(self.right), tolerance)
        found = judge(
            self.name, [self], [Outcome(answer)], fault=fault, says=[m.says for m in self.mistakes], tolerance=self.tolerance
        )  # fmt: skip
        return Verdict(self.name, True, "So it is.") if found else found

    @property
    def wrong(self):
        """What each known mistake gives, as a case of an exercise has it."""
        return tuple(self._expected(mistake.wrong) for mistake in self.mistakes)

    @staticmethod
    def _expected(value):
        return value if isinstance(value, str) else np.array(value, float)

    @property
    def data(self):
        """All of it as JSON has it, for a page."""
        return {
            "name": self.name,
            "right": self.right,
            "mistakes": [[mistake.wrong, mistake.says] for mistake in self.mistakes],
            "tolerance": self.tolerance,
        }


def _is_table(value):
    """Whether it is a finite number, or lists of such that have a shape of at most two axes."""
    try:
        array = np.array(value)
    except ValueError:
        return False
    return array.dtype.kind in "if" and array.ndim <= 2 and array.size > 0 and bool(np.all(np.isfinite(array)))
