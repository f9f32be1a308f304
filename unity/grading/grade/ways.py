"""A question is tried in every way that may be fair to its answer, and the best counts.

At the end, when all cells have run; as it was behind its own cells, where a later one has bound a name anew; and with the
right answers to earlier questions, where the assignment gives these: so one mistake is paid for once.
"""

from dataclasses import dataclass

__all__ = ["Attempts", "Way", "ways"]


@dataclass(frozen=True)
class Way:
    """When a question is tried, in words and as a run takes it."""

    says: str
    moment: tuple


END = Way("at the end", (None, ()))


def ways(question, changed, questions):
    """The ways in which a question is tried: at the end, and those that may differ from it."""
    found = [END]
    if question.name in changed:
        found.append(Way("right after its own cells", (question.name, ())))
    if question.given:
        given = [other for other in questions if other.name in question.given]
        names = " and ".join(other.answer for other in given)
        found.append(Way(f"with the right {names}", (None, tuple((other.answer, other.reference) for other in given))))
    return found


class Attempts:
    """The outcomes of every test, in every way; `test_of(question, test, way)` makes the record of one.

    `plan` is name -> (question, its ways). The visible tests of every question come first, in every way: what a student
    gets to see was written before any of the student's code had met a case of a hidden test, which it could have told in
    the words of an error.
    """

    def __init__(self, plan, test_of):
        self.plan, self.test_of = plan, test_of
        self.found = {name: {way: {} for way in own} for name, (_, own) in plan.items()}

    def visible(self):
        self._all(False)

    def hidden(self):
        """Those in a second way only where no earlier one has full marks."""
        self._all(True)

    def _all(self, hidden):
        for number in range(max((len(own) for _, own in self.plan.values()), default=0)):
            for question, own in self.plan.values():
                if number >= len(own) or (hidden and any(self._full(question, way) for way in own[:number])):
                    continue
                for test in question.tests:
                    if test.hidden is hidden:
                        self.found[question.name][own[number]][test.name] = self.test_of(question, test, own[number])

    def _full(self, question, way):
        records = self.found[question.name][way]
        return len(records) == len(question.tests) and all(record["right"] for record in records.values())

    def best(self, question):
        """(a question's entry in the record, what to flag where it counts in another way than at the end)."""
        complete = {way: r for way, r in self.found[question.name].items() if len(r) == len(question.tests)}
        scores = {way: sum(record["points"] for record in records.values()) for way, records in complete.items()}
        way = max(scores, key=scores.get)
        way = way if scores[way] > scores[END] else END
        tests = [complete[way][test.name] for test in question.tests]
        entry = {"name": question.name, "score": scores[way], "points": question.points, "tests": tests}
        if way is END:
            return entry, None
        had = f"{scores[way]:g} of {question.points:g} points {way.says}, {scores[END]:g} at the end"
        return entry | {"judged": way.says}, f"{question.name}: {had}: the better counts"
