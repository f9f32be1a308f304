"""The record of a submission: its answers judged test by test, or the reason why they could not be."""

import contextlib
import functools
import hashlib
import time
import traceback
from functools import cached_property

from unity.grading.exercise import prepare
from unity.grading.grade.own import own_cells
from unity.grading.grade.run import Run
from unity.grading.grade.ways import Attempts, ways
from unity.grading.judge import judge
from unity.grading.notebook import Submission, Unreadable, flags, read
from unity.grading.sandbox import LIMITS, Sandbox
from unity.grading.session import apart
from unity.grading.values import Raises

__all__ = ["Grader"]


class Grader:
    """Grades submissions to one assignment, each in a sandbox of its own; `kind` makes the sandbox."""

    def __init__(self, bundle, *, safe=True, limits=LIMITS, kind=Sandbox):
        self.bundle = bundle
        self.assignment = bundle.assignment()
        self.sandbox = kind(self.assignment.forbids, safe=safe, limits=limits, files=bundle.files)

    @cached_property
    def handed_out(self):
        """The cells of the notebook as learners get it, but for what stands in them."""
        author = read(self.bundle.notebook)
        kept = [tuple(cell for cell in cells if "solution" not in cell.tags) for cells in (author.cells, author.others)]
        return Submission(*kept)

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
            "title": self.assignment.title,
            "assignment_hash": self.bundle.hash,
            "file": name,
            "file_hash": hashlib.sha256(content).hexdigest(),
            "status": "graded",
            "sandbox": self.sandbox.name,
            "bounds": self.sandbox.bounds,
            "score": None,
            "points": self.assignment.points,
        }
        try:
            self.sandbox.prepare(content)
            with contextlib.closing(Run(self.sandbox)) as run:
                record |= self._graded(run, run.read(content))
        except Unreadable as error:
            record |= {"status": "unreadable", "why": str(error)}
        except Exception as error:
            where = "".join(traceback.format_exception(error)[-3:])
            record |= {"status": "grader_error", "why": f"{type(error).__name__}: {error}", "where": where}
        return record | {"seconds": round(time.monotonic() - start, 3)}

    def _graded(self, run, submission):
        questions = self.assignment.questions
        by_program = [question for question in questions if not question.kind.by_hand]
        run.marks = own_cells(by_program, submission.cells)
        run.start(submission.cells)
        changed = run.changed(by_program)
        plan = {question.name: (question, ways(question, changed, questions)) for question in by_program}
        attempts = Attempts(plan, lambda question, test, way: self._test(run, question, test, way.moment))
        attempts.visible()
        errors = [run.errors[index] for index in sorted(run.errors)]
        attempts.hidden()
        exercises, better = [], []
        for question in questions:
            entry, flag = (_by_hand(question, submission), None) if question.kind.by_hand else attempts.best(question)
            exercises.append(entry | ({"title": question.title} if question.title else {}))
            better += [flag] if flag else []
        return {
            "score": sum(exercise["score"] for exercise in exercises),
            "exercises": exercises,
            "flags": better + flags(submission, self.handed_out),
            "cell_errors": errors,
            "restarts": run.restarts,
        }

    def _test(self, run, question, test, moment):
        cases, limits = self.cases[question.name, test.name], self.sandbox.limits
        outcomes = []
        for case in cases:
            outcomes.append(run.outcome(question, case, moment))
            if outcomes[-1].ended or (outcomes[-1].error and not isinstance(case.expected, Raises)):
                break
        meet = lambda function, arguments: apart(function, arguments, limits.call, limits.patience)
        fault = functools.partial(question.kind.fault, apart=meet)
        says = [mistake.says for mistake in question.mistakes]
        verdict = judge(
            question.name, cases, outcomes, fault=fault, says=says, tolerance=question.tolerance, hint=test.hint
        )
        whole = len(outcomes) == len(cases) and not any(outcome.error or outcome.ended for outcome in outcomes)
        pairs = zip(outcomes, cases) if whole else ()
        share = 1.0 if verdict.right else min((question.kind.share(*pair, apart=meet) for pair in pairs), default=0.0)
        return {
            "name": test.name,
            "hidden": test.hidden,
            "right": bool(verdict.right),
            "points": test.points * share,
            "of": test.points,
            "says": verdict.says,
            "mistake": verdict.mistake,
        }


def _by_hand(question, submission):
    """The entry of a question that a person marks: what was written, and a rubric without points."""
    own = [cell for cell in (*submission.cells, *submission.others) if f"exercise:{question.name}" in cell.tags]
    lines = [
        {"name": test.name, "hidden": test.hidden, "right": False, "points": 0.0, "of": test.points}
        | {"says": "A person marks this.", "mistake": None}
        for test in question.tests
    ]
    return {
        "name": question.name,
        "score": 0.0,
        "points": question.points,
        "tests": lines,
        "awaits": True,
        "written": "\n\n".join(cell.source for cell in sorted(own, key=lambda cell: cell.index)),
    }
