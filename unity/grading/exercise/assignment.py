"""What is handed out and graded together."""

from dataclasses import dataclass, field, replace

from unity.grading.exercise.asked import Question
from unity.grading.exercise.fields import tuple_of
from unity.grading.exercise.kinds import CALL
from unity.grading.exercise.secret import with_hidden

__all__ = ["Assignment"]


@dataclass(frozen=True)
class Assignment:
    """What is handed out and graded together; `name` is also that of its folder and of its notebook."""

    name: str
    title: str
    questions: tuple[Question, ...]
    hidden_seed: int = 20261906
    parameters: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        tuple_of(Question, f"assignment {self.name}", "questions", self.questions, "Question")
        names = [question.name for question in self.questions]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"assignment {self.name}: its questions are {names}, expected some, with distinct names")
        for place, question in enumerate(self.questions):
            for given in question.given:
                if given not in {q.name for q in self.questions[:place] if q.kind == CALL}:
                    raise ValueError(
                        f"question {question.name}: given {given!r}, expected the name of an earlier function"
                    )

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
        return replace(self, **with_hidden(self.questions, secret))
