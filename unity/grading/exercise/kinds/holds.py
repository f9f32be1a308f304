"""An answer of which something has to hold: whatever is right, more than one value may be."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from unity.grading.exercise.kinds.kind import Here, Kind, called
from unity.grading.exercise.kinds.steps import CALL
from unity.grading.values import Function, plain

__all__ = ["Holds"]


@dataclass(frozen=True)
class Holds(Kind):
    """Of what the answer gives, `predicate(value, *arguments)` has to be true; else it says in a sentence what is wrong.

    The predicate is the author's. It meets plain values only, outside the sandbox. `of` says what is done with the answer.
    A predicate that a learner's notebook is to try as well is a function of the library, by its name: `Function("...")`.

    >>> def any_root(x, c):
    ...     return abs(x**2 - c) < 1e-9 or f"its square is {x**2:.3g}, expected {c:.3g}"
    >>> Holds(any_root).judged(-2.0, (4.0,)), Holds(any_root).judged(1.0, (4.0,))
    (None, 'its square is 1, expected 4')
    """

    predicate: Callable | Function | None  # None where a file of checks has it not
    of: Kind = CALL

    @property
    def wants(self):
        return self.of.wants

    @property
    def shown(self):
        return isinstance(self.predicate, Function) and self.of.shown

    def outcome(self, hands, arguments):
        return self.of.outcome(hands, arguments)

    def expected(self, reference, arguments):
        """True, once the author's own answer has what is asked. Raises ValueError where it has not."""
        wrong = self.judged(self.of.outcome(Here(reference), called(arguments)), arguments)
        if wrong is not None:
            raise ValueError(f"the reference itself does not have what is asked: {wrong}")
        return True

    def judged(self, value, arguments, apart=None):
        """What the predicate says of a value; None where it holds."""
        predicate = (
            pkgutil.resolve_name(self.predicate.name) if isinstance(self.predicate, Function) else self.predicate
        )
        given = (plain(value), *called(arguments))
        try:
            said = apart(predicate, given) if apart is not None else predicate(*given)
        except Exception as error:
            return f"It could not be looked at: {type(error).__name__}."
        said = plain(said)
        if isinstance(said, str):
            return said
        return (
            None
            if said is True or (said == 1 and not isinstance(said, list | dict))
            else "What is asked does not hold."
        )

    def fault(self, outcome, case, tolerance, apart=None):
        return self.judged(outcome.value, case.arguments, apart)

    def refuses(self, question):
        return self.of.refuses(question)

    def written(self):
        if not isinstance(self.predicate, Function):
            return "Holds", ("", self.of.written())
        return "Holds", (self.predicate.name, self.of.written())

    @classmethod
    def read(cls, data, kind_of):
        name, of = data
        return cls(Function(name) if name else None, kind_of(*of))
