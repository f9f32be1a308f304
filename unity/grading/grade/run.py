"""A submission that runs: its cells in a child, its answers called there, and a fresh child where one had to be ended."""

from unity.grading.exercise import Case, chosen, compared
from unity.grading.judge import Outcome
from unity.grading.session import Killed, Session, with_functions
from unity.grading.values import Handle, Unfit

__all__ = ["Run"]

MOST_KILLS = 2
RESTART = 0.25  # seconds that a start counts at least, where a notebook has ended the child before
NOTHING = {"do": "cell", "source": "", "name": "nothing"}


class Run:
    """A submission that runs: its cells in a child, again without the culprit where one had to be ended."""

    def __init__(self, sandbox, submission):
        self.sandbox = sandbox
        self.cells = [cell for cell in submission.cells if cell.source.strip()]
        self.session = None
        self.errors = {}
        self.skipped = set()
        self.kills = {}
        self.called = set()
        self.restarts = -1
        self.left = sandbox.limits.total

    def start(self):
        """A fresh child in which every cell has run that may; a cell that has to be ended is left out from then on."""
        while True:
            self.close()
            self.session = Session(self.sandbox)
            self.called = set()
            self._ready()
            self.restarts += 1
            if self.restarts:
                self.left -= max(RESTART, self.session.spent)
            culprit = self._culprit()
            if culprit is None or self.left <= 0:
                return
            self.skipped.add(culprit)

    def _ready(self):
        """Start a child. A Killed here is no student's doing, and is tried once more: then it is the grader's error."""
        try:
            self.session.request(NOTHING, self.sandbox.limits.start)
        except Killed:
            self.session = Session(self.sandbox)
            self.session.request(NOTHING, self.sandbox.limits.start)

    def _culprit(self):
        """Run the cells; the index of the one that the child was ended for, or None."""
        for cell in self.cells:
            if cell.index in self.skipped:
                continue
            if self.left <= 0:
                return None
            try:
                seconds = self.sandbox.limits.cell
                answer = self._request({"do": "cell", "source": cell.source, "name": str(cell.index)}, seconds)
                self._request(NOTHING, seconds)  # a cell that spoils the conversation is found before the next one runs
            except Unfit as error:
                answer = {"error": str(error), "line": None}
            except Killed as killed:
                self.errors[cell.index] = {"cell": cell.index, "error": f"ended: {killed}", "line": None}
                return cell.index
            if "error" in answer:
                self.errors[cell.index] = {
                    "cell": cell.index,
                    "error": _text(answer["error"]),
                    "line": _line(answer.get("line")),
                }
        return None

    def _request(self, message, seconds, functions=()):
        """One request within what is left of the whole time."""
        if self.left <= 0:
            self.session.close()
            raise Killed("the time for the whole notebook was over")
        before = self.session.spent
        try:
            return self.session.request(message, min(seconds, self.left), functions)
        finally:
            self.left -= self.session.spent - before

    def outcome(self, question, case: Case):
        """What an answer gives on a case. Where the child has to be ended, the next request meets a fresh one.

        The answer to another question may be what ended it, by a thread say: then it is tried again where none has run.
        """
        if self.kills.get(question.name, 0) >= MOST_KILLS:
            return Outcome(ended="it was ended twice before")
        if self.left <= 0:
            return Outcome(ended="the time for the whole notebook was over")
        if self.session is None or self.session.process is None:
            self.start()
        others = self.called - {question.name}
        self.called.add(question.name)
        try:
            return self._outcome(question, case)
        except Killed as killed:
            if others:
                return self.outcome(question, case)
            self.kills[question.name] = self.kills.get(question.name, 0) + 1
            return Outcome(ended=str(killed))

    def _outcome(self, question, case):
        known = {"answer": question.answer}
        for step in question.steps:
            of, _, attribute = step.does.partition(".")
            target, given = known[of], chosen(step, case.arguments)
            if not isinstance(target, Handle | str) or (of != "answer" and isinstance(target, str)):
                return Outcome(error=f"AttributeError: {of} is a {type(target).__name__} and has no {attribute}")
            message = {"target": target, "attribute": attribute, "keeps": step.name not in compared(question.steps)}
            if given is None:
                message, functions = {"do": "look", **message}, ()
            else:
                arguments, functions = with_functions(given)
                message = {"do": "call", **message, "arguments": arguments}
            answer = self._request(message, self.sandbox.limits.call, functions)
            if "error" in answer:
                return Outcome(error=_text(answer["error"]))
            known[step.name] = answer.get("value")
        values = tuple(known[name] for name in compared(question.steps))
        return Outcome(values[0] if len(values) == 1 else values)

    def close(self):
        if self.session is not None:
            self.session.close()


def _text(words):
    return words[:300] if isinstance(words, str) and words else "an error without words"


def _line(number):
    return number if type(number) is int else None
