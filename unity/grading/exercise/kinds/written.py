"""A written answer, which a person marks."""

from dataclasses import dataclass

from unity.grading.exercise.kinds.kind import Kind

__all__ = ["WRITTEN", "Written"]


@dataclass(frozen=True)
class Written(Kind):
    """Words in the cell with the exercise's tag, of Markdown or of code. Each test is a line of the rubric, with its points."""

    wants = ""
    by_hand = True
    shown = False

    def outcome(self, hands, arguments):
        """Nothing: no program looks at it."""
        return None

    def refuses(self, question):
        return "a rubric has no mistakes that a program knows" if question.mistakes else None


WRITTEN = Written()
