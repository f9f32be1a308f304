"""What lies on the desk of whoever marks: the answers, one after the other, their rubric, and the marks so far."""

import threading
from dataclasses import dataclass

from unity.grading.marks import beside, mark, read_marks
from unity.grading.work import kept

__all__ = ["Answer", "Desk"]


@dataclass(frozen=True)
class Answer:
    """One answer to a question: whose submission it stands in, and of how many points it is."""

    record: dict
    question: str
    title: str
    points: float
    rubric: tuple[dict, ...]
    written: str = ""

    @property
    def key(self):
        return self.record["file_hash"], self.question


class Desk:
    """The answers of a class that a person marks, question by question, and the file in which the marks are.

    `students` are where they stand. Without `question` these are the answers that wait for a mark or have had one; with it
    all answers to that question, whatever the grader has said of them. Raises ValueError where there are none.
    """

    def __init__(self, results, students, rubrics, question=None):
        self.results, self.path = results, beside(results)
        self.marks, self._lock = read_marks(self.path), threading.Lock()
        found = [
            _answer(record, exercise, rubrics)
            for record in students
            for exercise in record.get("exercises", ())
            if (exercise["name"] == question if question else "awaits" in exercise)
        ]
        order = list(dict.fromkeys(answer.question for answer in found))
        self.answers = sorted(found, key=lambda a: (order.index(a.question), a.record["student"]))
        if not found:
            raise ValueError(
                f"mark: there is no answer to {question!r}" if question else "mark: no answer waits for a mark"
            )

    def work(self, number):
        """The cells of an answer, and those of the whole notebook: (own, all); where none are kept, what the record holds."""
        answer = self.answers[number]
        cells = kept(self.results, answer.record["file_hash"])["cells"]
        own = [cell for cell in cells if f"exercise:{answer.question}" in cell["tags"]]
        return own or [{"kind": "markdown", "source": answer.written, "outputs": []}] * bool(answer.written), cells

    def mark(self, number, points, comment, chosen):
        """Keep a mark. Raises ValueError where it is not between 0 and the points of the question.

        `points` is text, empty for those of the rubric's sentences at the places `chosen`; empty without any is no mark yet.
        """
        answer = self.answers[number]
        items = [answer.rubric[place] for place in chosen if 0 <= place < len(answer.rubric)]
        given = _points(points, items, answer.points)
        said = {"points": given, "comment": comment.strip(), "chosen": [item["says"] for item in items]}
        with self._lock:
            mark(self.path, answer.record, answer.question, **said)
            self.marks[answer.key] = said

    def has(self, number):
        """Whether an answer has its points."""
        return self.marks.get(self.answers[number].key, {}).get("points") is not None

    def next(self, number):
        """The next answer without points behind a number, or before it; None where all have them."""
        places = [*range(number + 1, len(self.answers)), *range(number + 1)]
        return next((place for place in places if not self.has(place)), None)


def _answer(record, exercise, rubrics):
    own = record | {"file_hash": exercise.get("file_hash", record["file_hash"])}
    lines = exercise["tests"] if "awaits" in exercise else ()
    rubric = rubrics.get(exercise["name"], [{"says": line["name"], "points": line["of"]} for line in lines])
    title = exercise.get("title") or exercise["name"]
    return Answer(own, exercise["name"], title, exercise["points"], tuple(rubric), exercise.get("written", ""))


def _points(text, items, most):
    if not text.strip():
        return min(max(0.0, float(sum(item["points"] for item in items))), most) if items else None
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = -1.0
    if not 0 <= points <= most:
        raise ValueError(f"{text.strip()[:20]!r} is no mark here, expected a number from 0 to {most:g}")
    return points
