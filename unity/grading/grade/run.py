"""A submission that runs: its cells in a child, its answers called there, and a fresh child where one had to be ended."""

import numpy as np

from unity.grading.exercise import Case
from unity.grading.judge import Outcome
from unity.grading.notebook import Unreadable, submission
from unity.grading.session import Killed, Raised, Session, There
from unity.grading.session.hands import text
from unity.grading.values import Function, Unfit

__all__ = ["Run"]

MOST_KILLS = 2
RESTART = 0.25  # seconds that a start counts at least, where a notebook has ended the child before
PART = 2**25
NOTHING = {"do": "cell", "source": "", "name": "nothing"}


class Run:
    """A submission that runs: its cells in a child, again without the culprit where one had to be ended.

    `marks` says behind which cell the names are kept as they are then: a cell's index -> names of questions.
    """

    def __init__(self, sandbox, marks=None):
        self.sandbox, self.marks = sandbox, marks or {}
        self.cells = []
        self.session, self.moment = None, None
        self.errors = {}
        self.skipped = set()
        self.kills = {}
        self.doubted = set()
        self.called = set()
        self.restarts = -1
        self.left = sandbox.limits.total

    def read(self, content):
        """The submission that a file holds, read in a child before any of its code runs. Raises Unreadable."""
        try:
            found = self._taken(content)
        except Killed as killed:
            self.session = None
            if self._in_doubt(killed, "the file"):
                return self.read(content)
            raise Unreadable(f"it could not be read: {killed}") from killed
        if "error" in found:
            raise Unreadable(f"it could not be read: {text(found['error'])}")
        if "unreadable" in found["value"]:
            raise Unreadable(found["value"]["unreadable"])
        return submission(found["value"]["cells"])

    def _taken(self, content):
        """What a fresh child answers that has been given the bytes of a file."""
        self._fresh()
        limit = self.sandbox.limits.start
        for start in range(0, len(content), PART):
            part = np.frombuffer(content[start : start + PART], np.uint8)
            self.session.request({"do": "take", "part": part}, limit)
        return self.session.request({"do": "read"}, limit)

    def _in_doubt(self, killed, what):
        """Whether it may not have been its own doing that a child ended: so it is for the first time that this is asked."""
        doubts = killed.by_force and what not in self.doubted
        self.doubted.add(what)
        return doubts

    def start(self, cells=None):
        """A child in which every cell has run that may; a cell that has to be ended is left out from then on."""
        if cells is not None:
            self.cells = [cell for cell in cells if cell.source.strip() or cell.index in self.marks]
            self.errors = {c.index: {"cell": c.index, "error": c.left_out, "line": None} for c in cells if c.left_out}
        while True:
            if cells is None or self.session is None:
                self._fresh()
            self.called, self.moment, cells = set(), None, None
            self.restarts += 1
            if self.restarts:
                self.left -= max(RESTART, self.session.spent)
            if not self._had_a_culprit() or self.left <= 0:
                return

    def _fresh(self):
        """A fresh child. A Killed here is no student's doing, and is tried once more: then it is the grader's error."""
        self.close()
        self.session = Session(self.sandbox)
        try:
            self.session.request(NOTHING, self.sandbox.limits.start)
        except Killed:
            self.session = Session(self.sandbox)
            self.session.request(NOTHING, self.sandbox.limits.start)

    def _had_a_culprit(self):
        """Run the cells, and whether the child was ended for one of them, which will be left out."""
        for cell in self.cells:
            if cell.index in self.skipped:
                continue
            if self.left <= 0:
                return False
            try:
                seconds = self.sandbox.limits.cell
                answer = self._request({"do": "cell", "source": cell.source, "name": str(cell.index)}, seconds)
                # a cell that spoils the conversation is found before the next one runs
                self._request({"do": "mark", "questions": self.marks.get(cell.index, [])}, seconds)
            except Unfit as error:
                answer = {"error": str(error), "line": None}
            except Killed as killed:
                if not self._in_doubt(killed, cell.index):
                    self.skipped.add(cell.index)
                    self.errors[cell.index] = {"cell": cell.index, "error": f"ended: {killed}", "line": None}
                return True
            if "error" in answer:
                self.errors[cell.index] = {
                    "cell": cell.index,
                    "error": text(answer["error"]),
                    "line": _line(answer.get("line")),
                }
        return False

    def _request(self, message, seconds, functions=None):
        """One request within what is left of the whole time."""
        if self.left <= 0:
            self.session.close()
            raise Killed("the time for the whole notebook was over")
        before = self.session.spent
        try:
            return self.session.request(message, min(seconds, self.left), functions)
        finally:
            self.left -= self.session.spent - before

    def changed(self, questions):
        """The names of those questions whose answer is at the end another one than behind their own cells."""
        asked = [(question.name, question.answer) for question in questions]
        try:
            found = self._request({"do": "changed", "questions": asked}, self.sandbox.limits.call).get("value")
        except Killed:
            return set()
        return {name for name, _ in asked if isinstance(found, list) and name in found}

    def outcome(self, question, case: Case, moment=(None, ())):
        """What an answer gives on a case. Where the child has to be ended, the next request meets a fresh one.

        `moment` says when: (None at the end, or the name of the question whose own cells have just run, the right answers
        that are given as (name, function)). The answer to another question may be what ended the child, by a thread
        say: then it is tried again where none has run.
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
            self._go(moment)
            given = dict(moment[1])
            request = lambda message, functions: self._request(message, self.sandbox.limits.call, functions)
            return Outcome(question.kind.outcome(There(request, question.answer, given), case.arguments))
        except Raised as raised:
            return Outcome(error=str(raised), kinds=raised.kinds)
        except Killed as killed:
            if self._in_doubt(killed, question.name) or others:
                return self.outcome(question, case, moment)
            self.kills[question.name] = self.kills.get(question.name, 0) + 1
            return Outcome(ended=str(killed))

    def _go(self, moment):
        """Let the names hold what they held then."""
        if moment != (self.moment or (None, ())):
            given = {name: Function(name) for name, _ in moment[1]}
            self._request({"do": "go", "question": moment[0], "given": given}, self.sandbox.limits.call)
            self.moment = moment

    def close(self):
        if self.session is not None:
            self.session.close()


def _line(number):
    return number if type(number) is int else None
