"""The verdict on an answer, from what it gave on all cases of a test."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from unity.grading.judge.agreement import agrees
from unity.grading.values import Raises

__all__ = ["Outcome", "Verdict", "judge"]


@dataclass(frozen=True)
class Outcome:
    """What an answer gave on one case: a value, the error that it raised, or why it was ended before it gave one.

    `kinds` are the names of the error's class and of those that it inherits from.
    """

    value: Any = None
    error: str = ""
    ended: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a check found: true where the answer is right; `mistake` is the number of the known mistake that it saw.

    `right` is None where nothing can be said yet: then a person or a hidden test decides. `case` is the smallest case that
    fails, where a learner may see it.
    """

    name: str
    right: bool | None
    says: str
    mistake: int | None = None
    case: str = ""

    def __bool__(self):
        return bool(self.right)

    def __repr__(self):
        word = {True: "right", False: "not yet", None: "noted"}[self.right]
        return f"{self.name}: {word}. {self.says}{self.case}"


def judge(name, cases, outcomes, *, fault, says, tolerance, hint=""):
    """The verdict on the outcomes of all cases: a known mistake where it fits all, else the first case that fails.

    `fault(outcome, case, tolerance)` is what is wrong with one, as the kind of question has it; `says` are the sentences of
    the known mistakes, in the order of each case's `wrong`.
    """
    for case, outcome in zip(cases, outcomes):
        if outcome.ended:
            return Verdict(name, False, f"It gave no answer: {outcome.ended}.")
        if outcome.error and not isinstance(case.expected, Raises):
            return Verdict(name, False, f"It raised {outcome.error}{_shapes(case.arguments)}.{_after(hint)}")
    faults = (fault(outcome, case, tolerance) for outcome, case in zip(outcomes, cases))
    said = next((said for said in faults if said is not None), None)
    if said is None:
        return Verdict(name, True, f"{len(cases)} of {len(cases)} cases agree.")
    if not any(outcome.error for outcome in outcomes):
        for number, sentence in enumerate(says):
            wrong = [case.wrong[number] for case in cases]
            if all(w is not None and agrees(o.value, w, tolerance) for o, w in zip(outcomes, wrong)):
                return Verdict(name, False, sentence, number)
    return Verdict(name, False, said + _after(hint))


def _shapes(arguments):
    shapes = ", ".join(str(np.shape(a)) for a in arguments if isinstance(a, np.ndarray | int | float))
    return f" (arguments of shapes {shapes})" if shapes else ""


def _after(hint):
    return f" {hint}" if hint else ""
