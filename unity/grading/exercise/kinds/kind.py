"""What every kind of question says: what is done with an answer, and what is wrong with what came of it."""

import copy
import pkgutil

from unity.grading.judge import agrees, difference
from unity.grading.values import Function, Raises, plain

__all__ = ["Here", "Kind", "called", "fault"]


class Kind:
    """A kind of question. A new one is a class of these methods; a course's own touches nothing else.

    `outcome` does with an answer what the question asks. The hands that it is given work in the learner's own process
    or in a sandbox, and have two methods: `look(target, attribute, keeps)` and `call(target, attribute, arguments, keeps)`;
    the first target is `hands.answer`, and what is kept can be a target again.
    """

    wants = "a function"  # what the answer is, "" for anything
    by_hand = False  # whether a person marks it
    shown = True  # whether a learner's notebook may know what is expected in a visible test

    def outcome(self, hands, arguments):
        """What is compared of an answer."""
        raise NotImplementedError

    def expected(self, reference, arguments):
        """What is expected on these arguments."""
        return self.outcome(Here(reference), arguments)

    def fault(self, outcome, case, tolerance, apart=None):
        """What is wrong with an outcome, in a sentence; None where nothing is.

        `apart(function, arguments)` is where an author's own function is called that meets a stranger's values.
        """
        return fault(outcome, case, tolerance)

    def share(self, outcome, case, apart=None):
        """The part of a test's points that a wrong outcome deserves, from 0 to 1."""
        return 0.0

    def gives_away(self, question):
        """Whether its known mistakes, all told, would leave the right answer over."""
        return False

    def refuses(self, question):
        """Why a question cannot be of this kind; None where it can."""
        return None

    def written(self):
        """(its name, its data) for a file of checks."""
        return type(self).__name__, ()

    @classmethod
    def read(cls, data, kind_of):
        """The kind of such data."""
        return cls()


class Here:
    """Hands in this process: an answer that is an object."""

    def __init__(self, answer):
        self.answer = answer

    def look(self, target, attribute, keeps=False):
        thing = getattr(target, attribute) if attribute else target
        return thing if keeps else plain(thing)

    def call(self, target, attribute, arguments, keeps=False):
        found = self.look(target, attribute, True)(*arguments)
        return found if keeps else plain(found)


def called(arguments):
    """Arguments to be called with: copies, and the functions that names stand for."""
    return tuple(pkgutil.resolve_name(a.name) if isinstance(a, Function) else _copy(a) for a in arguments)


def _copy(value):
    return value if callable(value) else copy.deepcopy(value)


def fault(outcome, case, tolerance):
    """What is wrong with a value, or with an error, beside the one that its case expects; None where nothing is."""
    if isinstance(case.expected, Raises):
        if outcome.error and case.expected.name in outcome.kinds:
            return None
        gave = f"It raised {outcome.error}" if outcome.error else "It returned a value"
        return f"{gave}, expected that it raises {case.expected.name}."
    if agrees(outcome.value, case.expected, tolerance, case.least):
        return None
    return difference(outcome.value, case.expected, tolerance, case.least) or "It is not what was expected."
