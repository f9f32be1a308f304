"""Checks that name the mistake: every exercise accepts its reference and recognises each of its known mistakes."""

import numpy as np
import pytest

from unity import course, grading
from unity.grading.check import examine

EXERCISES = grading.exercises()
MISTAKES = [(name, i) for name, exercise in EXERCISES.items() for i in range(len(exercise.mistakes))]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_is_right(name):
    verdict = grading.check(name, EXERCISES[name].reference)
    assert verdict
    assert verdict.says == "5 of 5 cases agree."


@pytest.mark.parametrize(("name", "i"), MISTAKES, ids=[f"{name}-{i}" for name, i in MISTAKES])
def test_every_mistake_is_named(name, i):
    mistake = EXERCISES[name].mistakes[i]
    verdict = grading.check(name, mistake.wrong)
    assert not verdict
    assert verdict.says == mistake.says


@pytest.mark.parametrize("name", EXERCISES)
def test_enough_mistakes_are_known(name):
    says = [mistake.says for mistake in EXERCISES[name].mistakes]
    assert len(says) == len(set(says)) >= 3


DOUBLE = grading.Exercise(
    name="double",
    reference=lambda X: 2 * X,
    draw=lambda rng: (rng.normal(size=(3, 2)),),
    mistakes=(grading.Mistake(lambda X: X, "This is X itself."),),
)
ANSWERS = {
    "right": (lambda X: X + X, True, "5 of 5 cases agree."),
    "known": (lambda X: X, False, "This is X itself."),
    "sign": (lambda X: -2 * X, False, "The sign is the wrong way round."),
    "shape": (lambda X: 2 * X.T, False, "Shape (2, 3), expected (3, 2): the numbers are right, transpose them."),
    "other shape": (lambda X: X[0], False, "Shape (2,), expected (3, 2)."),
    "None": (lambda X: None, False, "It returned None: does the function end with a return?"),
    "dots": (lambda X: ..., False, "It returned the dots: what they stand for is still to be written."),
    "NaN": (lambda X: X * np.nan, False, "It returned infinity or NaN where the right answer is finite."),
    "numbers": (lambda X: 2 * X + 0.5, False, "All are 0.5 too large."),
    "numbers that differ": (
        lambda X: 2 * X + X**2 / 9,
        False,
        "The shape (3, 2) is right, the numbers differ by up to ",
    ),
    "two": (lambda X: (X, X), False, "It returned 2 values, expected 1."),
    "text": (lambda X: "2X", False, "It returned a word, expected an array of shape (3, 2)."),
    "ragged": (
        lambda X: [[1.0], [1.0, 2.0]],
        False,
        "It returned a list of 2 parts that make no array, expected an array of shape (3, 2).",
    ),
    "ragged inside": (
        lambda X: [[[1.0], [1.0, 2.0]]],
        False,
        "It returned a list that is no array, expected an array of shape (3, 2).",
    ),
    "raises": (lambda X: X @ X, False, "It raised ValueError: "),
    "spoils its input": (lambda X: np.multiply(X, 2, out=X), True, "5 of 5 cases agree."),
}


@pytest.mark.parametrize(("answer", "right", "says"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_said(answer, right, says):
    verdict = examine(DOUBLE, answer)
    assert bool(verdict) is right
    assert verdict.says.startswith(says)
    assert repr(verdict) == f"double: {'right' if right else 'not yet'}. {verdict.says}{verdict.case}"
    assert bool(verdict.case) is (not right and says not in (ANSWERS["None"][2], ANSWERS["dots"][2]))


def test_the_first_case_that_fails_is_said():
    added = iter([0.0, 0.0, 0.25, 0.5, 0.0])
    verdict = examine(DOUBLE, lambda X: 2 * X + next(added))
    assert verdict.says == "All are 0.25 too large."


def test_the_part_that_fails_is_said():
    both = grading.Exercise(name="both", reference=lambda X: (X, 2 * X), draw=DOUBLE.draw, mistakes=())
    assert examine(both, lambda X: (X, -2 * X)).says == "The second of 2 values: the sign is the wrong way round."
    assert examine(both, lambda X: (X, X[0])).says == "The second of 2 values: shape (2,), expected (3, 2)."


def test_an_object_is_said():
    """What cannot become an array of numbers is no crash of the check."""
    assert "an object of the type object, expected an array of shape (3, 2)" in examine(DOUBLE, lambda X: object()).says


def test_unknown_names_and_answers_are_said():
    with pytest.raises(KeyError, match="there is no exercise 'nothing'; the nearest of"):
        grading.check("nothing", np.sin)
    with pytest.raises(KeyError) as caught:
        grading.check("02-signed-distanse", np.sin)
    assert "are 02-signed-distance, " in str(caught.value)
    assert len(str(caught.value)) < 200
    verdict = grading.check("02-signed-distance", np.ones(3))
    assert not verdict
    assert verdict.says == "It is of the type ndarray, expected a function."
    assert grading.check("02-signed-distance", ...).says == "There is no answer yet."


def test_names_are_their_chapters():
    """Names are unique, and begin with the number of the chapter."""
    total = 0
    for module in course.modules("questions"):
        for exercise in module.EXERCISES:
            chapter = next(part for part in module.__name__.split(".") if part.startswith("chapter_"))
            assert exercise.name.startswith(chapter.removeprefix("chapter_") + "-")
            total += 1
    assert total == len(EXERCISES)
