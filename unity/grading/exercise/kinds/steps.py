"""An answer that is called, looked at, or taken through several steps, and some outcomes are compared."""

from dataclasses import dataclass
from typing import Any

from unity.grading.exercise.kinds.kind import Kind
from unity.grading.values import plain

__all__ = ["CALL", "LOOK", "Step", "Steps"]


@dataclass(frozen=True)
class Step:
    """One thing that is done with an answer: `does` is called with some of a case's arguments, and the outcome has a name.

    `does` is `"answer"`, or a method or attribute of an earlier outcome, as in `"layer.forward"`. `arguments` are the places
    of the arguments in the case; an Ellipsis stands for all of them, and None for no call: then the thing itself is meant.
    """

    name: str
    does: str
    arguments: Any = ...


@dataclass(frozen=True)
class Steps(Kind):
    """Several steps: an object is made and its methods are called, say. What no later step calls on is compared."""

    steps: tuple[Step, ...]

    def __init__(self, *steps):
        object.__setattr__(self, "steps", steps)

    @property
    def looks(self):
        """Whether the answer is a value: then a visible test would hand it out."""
        return all(step.arguments is None for step in self.steps)

    @property
    def wants(self):
        return "" if self.looks else "a function" if self.steps == CALL.steps else "a class"

    @property
    def shown(self):
        return not self.looks

    def compared(self):
        """The names of the outcomes that are compared: those that no later step calls on."""
        called_on = {step.does.partition(".")[0] for step in self.steps}
        return [step.name for step in self.steps if step.name not in called_on]

    def outcome(self, hands, arguments):
        known, compared = {"answer": hands.answer}, self.compared()
        for step in self.steps:
            of, _, attribute = step.does.partition(".")
            keeps = step.name not in compared
            if step.arguments is None:
                known[step.name] = hands.look(known[of], attribute, keeps)
            else:
                given = arguments if step.arguments is ... else tuple(arguments[place] for place in step.arguments)
                known[step.name] = hands.call(known[of], attribute, given, keeps)
        outcomes = tuple(known[name] for name in compared)
        return outcomes[0] if len(outcomes) == 1 else outcomes

    def gives_away(self, question):
        """A choice: a word, yes or no, or the one whole number that the wrong ones leave over in their row."""
        right, wrong = plain(question.reference), [plain(mistake.wrong) for mistake in question.mistakes]
        if not self.looks or not isinstance(right, int) or isinstance(right, bool):
            return self.looks and isinstance(right, str | bool)
        row = {right, *(number for number in wrong if isinstance(number, int))}
        return len(row) > 1 and len(row) == max(row) - min(row) + 1

    def refuses(self, question):
        if self.looks and not all(test.hidden for test in question.tests):
            return "a visible test of a value hands it out, expected only hidden ones"
        return None

    def written(self):
        return "Steps", [
            (step.name, step.does, "all" if step.arguments is ... else step.arguments) for step in self.steps
        ]

    @classmethod
    def read(cls, data, kind_of):
        return cls(*(Step(name, does, ... if places == "all" else places) for name, does, places in data))


CALL = Steps(Step("value", "answer"))
"""The answer is a function, and is called."""
LOOK = Steps(Step("value", "answer", None))
"""The answer is a value, and is looked at."""
