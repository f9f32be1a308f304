"""The course's own assignments: every answer has full marks, every released notebook none, and every mistake is recognised."""

import json

import nbformat
import pytest
from assignments import FOLDERS

from unity.course import released
from unity.grading import LOOK, exercises
from unity.grading.exercise import called, prepare
from unity.grading.grade import Bundle, Grader
from unity.grading.judge import Outcome, judge
from unity.grading.values import from_text
from unity.grading.visible import SUFFIX, visible

BUNDLES = {folder.name: Bundle.read(folder) for folder in FOLDERS}
ASSIGNMENTS = {name: bundle.assignment() for name, bundle in BUNDLES.items()}
QUESTIONS = [(name, question) for name, a in ASSIGNMENTS.items() for question in a.questions]
MISTAKES = [(name, q, i) for name, q in QUESTIONS for i in range(len(q.mistakes))]


@pytest.fixture(scope="module", params=BUNDLES)
def own(request, sandboxed):
    return Grader(BUNDLES[request.param])


def test_answers_have_full_marks(own):
    record = own.grade("answers.ipynb", own.bundle.notebook)
    wrong = [(e["name"], t["name"], t["says"]) for e in record["exercises"] for t in e["tests"] if not t["right"]]
    assert wrong == []
    assert record["cell_errors"] == []
    assert record["score"] == record["points"] > 0


def test_a_released_notebook_has_none(own):
    record = own.grade("released.ipynb", nbformat.writes(own.bundle.released()[0]).encode())
    assert (record["status"], record["score"], record["flags"]) == ("graded", 0, [])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_what_ships_is_what_a_release_makes(name):
    notebook, checks = BUNDLES[name].released()
    text = nbformat.writes(notebook)
    assert (released / f"{name}{SUFFIX}").read_text() == json.dumps(checks, indent=1) + "\n"
    assert json.loads((released / f"{name}.ipynb").read_text()) == json.loads(text)


@pytest.mark.parametrize(("name", "question"), QUESTIONS, ids=[q.name for _, q in QUESTIONS])
def test_the_reference_is_right(name, question):
    for test in question.tests:
        cases = prepare(question, test)
        outcomes = [Outcome(case.expected) for case in cases]
        assert judge(question.name, cases, outcomes, fault=question.kind.fault, says=[], tolerance=question.tolerance)


@pytest.mark.parametrize(("name", "question", "i"), MISTAKES, ids=[f"{q.name}-{i}" for _, q, i in MISTAKES])
def test_every_mistake_is_recognised(name, question, i):
    """In some test, on the first case that a learner meets, and not taken for an earlier one."""
    says = [mistake.says for mistake in question.mistakes]
    seen = []
    for test in question.tests:
        cases = prepare(question, test)
        wrong = [case.wrong[i] for case in cases]
        if any(w is None for w in wrong):
            continue
        fault, outcomes = question.kind.fault, [Outcome(w) for w in wrong]
        verdict = judge(question.name, cases, outcomes, fault=fault, says=says, tolerance=question.tolerance)
        seen.append(verdict.mistake)
    assert i in seen
    assert set(seen) <= {i, None}


@pytest.mark.parametrize(("name", "question"), QUESTIONS, ids=[q.name for _, q in QUESTIONS])
def test_enough_mistakes_are_known(name, question):
    says = [mistake.says for mistake in question.mistakes]
    assert len(says) == len(set(says)) >= 3
    assert question.tests[-1].hidden, "something has to be held back"


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_secret_seed_draws_other_cases_for_the_same_answers(name):
    """What the grading guide says of it: the cases of a class are its own, the questions and answers are public."""
    public, own = ASSIGNMENTS[name], ASSIGNMENTS[name].with_secret({"seed": 58461})
    for question, same in zip(public.questions, own.questions, strict=True):
        assert (question.reference, question.mistakes) == (same.reference, same.mistakes)
        for test in question.tests:
            if test.hidden and test.draw is not None:
                drawn = [
                    [repr(called(case.arguments)) for case in prepare(question, test, assignment.hidden_seed)]
                    for assignment in (public, own)
                ]
                assert not set(drawn[0]) & set(drawn[1]), question.name


def test_names_are_unique():
    names = [question.name for _, question in QUESTIONS]
    assert len(names) == len(set(names))
    assert not set(names) & exercises().keys()


def test_visible_checks_know_no_value_that_is_asked_for():
    for assignment in ASSIGNMENTS.values():
        told = visible(assignment)["questions"]
        for question in assignment.questions:
            if question.kind == LOOK:
                for test in told[question.name]["tests"]:
                    assert [case[:2] for case in from_text(test["cases"])] == [[(), None]]
