"""What is done with an answer: it is called, looked at, or taken through several steps, and some outcomes are compared."""

from dataclasses import dataclass
from typing import Any

__all__ = ["CALL", "LOOK", "Step", "chosen", "compared", "run"]


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
