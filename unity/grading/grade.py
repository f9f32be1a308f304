"""Grade one submission: its cells run in a sandbox, its answers are called there and judged here."""

import contextlib
import hashlib
import importlib.util
import json
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
import yaml

from unity.grading.exercise import Assignment, Case, chosen, compared, prepare
from unity.grading.judge import Outcome, judge
from unity.grading.notebook import Unreadable, flags, read, release
from unity.grading.sandbox import LIMITS, Sandbox
from unity.grading.session import Killed, Session, with_functions
from unity.grading.values import Handle, Unfit

__all__ = ["Bundle", "Grader"]

MOST_KILLS = 2
RESTART = 0.25  # seconds that a start counts at least, where a notebook has ended the child before
NOTHING = {"do": "cell", "source": "", "name": "nothing"}


@dataclass(frozen=True)
class Bundle:
    """An assignment as bytes, which travel to other processes and machines: its tests, its notebook, a class's secret."""

    name: str
    tests: bytes
    notebook: bytes
    secret: bytes = b""

    @classmethod
    def read(cls, folder, secret=None):
        """From a folder with tests.py and one notebook. Raises FileNotFoundError and ValueError, saying what is missing."""
        folder = Path(folder).resolve()
        tests, notebooks = folder / "tests.py", sorted(folder.glob("*.ipynb"))
        if not tests.is_file():
            raise FileNotFoundError(
                f"{folder} has no tests.py: an assignment is a folder with tests.py and one notebook"
            )
        if len(notebooks) != 1:
            raise ValueError(f"{folder} has {len(notebooks)} notebooks, expected one")
        return cls(
            folder.name,
            tests.read_bytes(),
            notebooks[0].read_bytes(),
            Path(secret).read_bytes() if secret else b"",
        )

    @property
    def hash(self):
        """Twelve digits that change when anything that decides a mark changes."""
        total = hashlib.sha256()
        for part in (self.name.encode(), self.tests, self.notebook, self.secret):
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()[:12]

    def assignment(self):
        """The assignment that tests.py holds as ASSIGNMENT, with the class's secret. Raises ValueError where it holds none."""
        with tempfile.TemporaryDirectory(prefix="unity-grade-") as folder:
            path = Path(folder) / "tests.py"
            path.write_bytes(self.tests)
            spec = importlib.util.spec_from_file_location(f"unity_grade_tests_{self.hash}", path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
        assignment = getattr(module, "ASSIGNMENT", None)
        if not isinstance(assignment, Assignment):
            raise ValueError(f"{self.name}/tests.py holds no ASSIGNMENT of the type unity.grading.Assignment")
        if assignment.name != self.name:
            raise ValueError(f"{self.name}/tests.py calls its assignment {assignment.name!r}, expected {self.name!r}")
        if self.secret:
            try:
                secret = yaml.safe_load(self.secret)
            except yaml.YAMLError as error:
                raise ValueError(f"secret: it is no YAML: {error}") from error
            assignment = assignment.with_secret(secret)
        return assignment

    def released(self):
        """(the learner's notebook, the visible checks). Raises Leak."""
        return release(nbformat.reads(self.notebook.decode("utf-8"), as_version=4), self.assignment())


class Grader:
    """Grades submissions to one assignment, each in a sandbox of its own."""

    def __init__(self, bundle, *, safe=True, limits=LIMITS):
        self.bundle = bundle
        self.assignment = bundle.assignment()
        self.sandbox = Sandbox(self.assignment.forbids, safe=safe, limits=limits)

    @cached_property
    def released(self):
        return self.bundle.released()[0]

    @cached_property
    def cases(self):
        """The cases of every test, prepared once: (question, test) -> cases."""
        found = {}
        for question in self.assignment.questions:
            for test in question.tests:
                seed = (
                    (self.assignment.hidden_seed, self.assignment.parameters.get(question.name)) if test.hidden else ()
                )
                found[question.name, test.name] = prepare(question, test, *seed)
        return found

    def grade(self, name, content):
        """The record of one submission, from its file's name and bytes: always one, whatever it holds."""
        start = time.monotonic()
        record = {
            "assignment": self.assignment.name,
            "assignment_hash": self.bundle.hash,
            "file": name,
            "file_hash": hashlib.sha256(content).hexdigest(),
            "status": "graded",
            "sandbox": self.sandbox.name,
            "score": None,
            "points": self.assignment.points,
        }
        try:
            record |= self._graded(read(content))
        except Unreadable as error:
            record |= {"status": "unreadable", "why": str(error)}
        except Exception as error:
            where = "".join(traceback.format_exception(error)[-3:])
            record |= {"status": "grader_error", "why": f"{type(error).__name__}: {error}", "where": where}
        return record | {"seconds": round(time.monotonic() - start, 3)}

    def _graded(self, submission):
        run = Run(self.sandbox, submission)
        with contextlib.closing(run):
            run.start()
            visible = self._tests(run, hidden=False)
            errors = [run.errors[index] for index in sorted(run.errors)]
            found = visible | self._tests(run, hidden=True)
        exercises = [self._question(question, found) for question in self.assignment.questions]
        return {
            "score": sum(test["points"] for exercise in exercises for test in exercise["tests"]),
            "exercises": exercises,
            "flags": flags(submission, self.released),
            "cell_errors": errors,
            "restarts": run.restarts,
        }

    def _tests(self, run, hidden):
        """The outcomes of all visible tests, or of all hidden ones: (question, test) -> outcome.

        The visible ones of every question come first: what a student gets to see was written before any of the
        student's code had met a case of a hidden test, which it could have told in the words of an error.
        """
        return {
            (question.name, test.name): self._test(run, question, test)
            for question in self.assignment.questions
            for test in question.tests
            if test.hidden is hidden
        }

    def _question(self, question, found):
        tests = [found[question.name, test.name] for test in question.tests]
        return {
            "name": question.name,
            "score": sum(test["points"] for test in tests),
            "points": question.points,
            "tests": tests,
        }

    def _test(self, run, question, test):
        cases = self.cases[question.name, test.name]
        outcomes = []
        for case in cases:
            outcomes.append(run.outcome(question, case))
            if outcomes[-1].error or outcomes[-1].ended:
                break
        says = [mistake.says for mistake in question.mistakes]
        verdict = judge(question.name, cases, outcomes, says=says, tolerance=question.tolerance, hint=test.hint)
        return {
            "name": test.name,
            "hidden": test.hidden,
            "right": verdict.right,
            "points": test.points if verdict.right else 0.0,
            "of": test.points,
            "says": verdict.says,
            "mistake": verdict.mistake,
        }


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


def line(record):
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=True)
