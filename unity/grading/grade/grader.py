"""The record of a submission: its answers judged test by test, or the reason why they could not be."""

import contextlib
import hashlib
import time
import traceback
from functools import cached_property

from unity.grading.exercise import prepare
from unity.grading.grade.run import Run
from unity.grading.judge import judge
from unity.grading.notebook import Unreadable, flags, read
from unity.grading.sandbox import LIMITS, Sandbox

__all__ = ["Grader"]


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
