"""A kind of question for assignments: a derivation in LaTeX, examined line by line."""

from dataclasses import dataclass

from unity.equations.derivations import Derivation, examine_derivation
from unity.grading.exercise import Kind

__all__ = ["Derived"]


@dataclass(frozen=True)
class Derived(Kind):
    r"""The answer is a string, LaTeX whose lines are separated by `\\` and `=`: each has to follow from the one before.

    The question's reference is the author's own derivation. A test has no arguments. Where the start is the one that was
    asked, and a step does not follow, or the goal is not reached, the part `partial` of a test's points counts for the
    steps before that; it is small because a true step is easily typed.

    >>> double = Derivation("double", "| letter | shape |\n|---|---|\n| $a$ | () |", "a + a", "2 a", "a + a = 2 a")
    >>> said, share = Derived(double).judged("a + a = 2 a = a")
    >>> said.splitlines()[0], share
    ('line 3 does not follow: a', 0.25)
    """

    derivation: Derivation
    partial: float = 0.5

    wants = ""

    def outcome(self, hands, arguments):
        return hands.look(hands.answer, "")

    def expected(self, reference, arguments):
        """True, once the author's own derivation follows. Raises ValueError where it does not."""
        said, _ = self.judged(reference)
        if said:
            raise ValueError(f"the reference does not follow: {said}")
        return True

    def judged(self, latex, apart=None):
        """(what is wrong, "" where nothing is; the part of the points that it deserves)."""
        if not isinstance(latex, str):
            return f"It is of the type {type(latex).__name__}, expected LaTeX in a string.", 0.0
        try:
            said, share = apart(_examined, (self.derivation, latex)) if apart else _examined(self.derivation, latex)
        except ValueError as error:
            return f"It could not be examined: {error}.", 0.0
        return said, 1.0 if not said else self.partial * share

    def fault(self, outcome, case, tolerance, apart=None):
        return self.judged(outcome.value, apart)[0] or None

    def share(self, outcome, case, apart=None):
        return self.judged(outcome.value, apart)[1]

    def refuses(self, question):
        if not isinstance(question.reference, str):
            return f"its reference is of the type {type(question.reference).__name__}, expected LaTeX in a string"
        return None

    def written(self):
        asked = self.derivation
        return "Derived", (
            asked.name,
            asked.letters,
            asked.start,
            asked.goal,
            asked.also,
            asked.namespaces,
            self.partial,
        )

    @classmethod
    def read(cls, data, kind_of):
        *asked, also, namespaces, partial = data
        return cls(Derivation(*asked, solution="", also=tuple(also), namespaces=tuple(namespaces)), partial)


def _examined(derivation, latex):
    """(what is wrong, in lines; the share of the steps that follow) of what was typed."""
    found = examine_derivation(derivation, latex)
    return "" if found.holds else str(found).replace(f"{derivation.name}: ", ""), found.following
