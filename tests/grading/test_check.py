"""The check in the learner's notebook: it names the mistake, and finds the files that were handed out."""

import json
import sys

import numpy as np
import pytest
from sample import NAMES

from unity import grading
from unity.grading.check import check, examine
from unity.grading.exercise import prepare
from unity.grading.visible import load
from unity.grading.visible import released as released_ones


@pytest.fixture(scope="module")
def released(bundle):
    return bundle.released()


@pytest.fixture
def loaded(released, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["unity.grading.visible"], "LOADED", {})
    path = tmp_path / "sample.checks.json"
    path.write_text(json.dumps(released[1]))
    assert load(path) == sorted(NAMES)


class Halved:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, X):
        return self.factor * X / 2


@pytest.mark.parametrize(
    ("name", "answer", "right", "says"),
    [
        ("scale", lambda X: X + X, True, "3 of 3 visible cases agree."),
        ("scale", lambda X: X, False, "This is X itself: double it. (test: drawn)"),
        ("scale", lambda X: X @ X, False, "It raised ValueError: "),
        ("layer", Halved, False, "Half of it. (test: drawn)"),
        ("largest", 0.25, None, "No known mistake is seen. Whether it is right is said when it is graded."),
        ("largest", 0.3, None, "No known mistake is seen. Whether it is right is said when it is graded."),
        ("largest", 0.5, False, "That is the slope of tanh."),
        ("largest", ..., False, "There is no answer yet."),
        ("catch", lambda f: True, True, "1 of 1 visible cases agree."),
        ("catch", lambda f: False, False, "It lets nothing pass. (test: the right one passes)"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_a_check_names_the_mistake(name, answer, right, says):
    verdict = check(name, answer)
    assert verdict.right is right
    assert verdict.says.startswith(says)


@pytest.mark.usefixtures("loaded")
def test_a_value_in_place_of_a_function_is_a_verdict():
    verdict = check("scale", np.ones(2))
    assert verdict.right is False
    assert verdict.says == "It is of the type ndarray, expected a function."
    assert check("scale", ...).says == "There is no answer yet."
    assert check("layer", 3).says == "It is of the type int, expected a class."


@pytest.mark.usefixtures("loaded")
def test_what_nobody_knows_yet_is_not_called_right():
    for answer in (0.25, 0.3, "banana", None):
        verdict = check("largest", answer)
        assert repr(verdict).startswith("largest: noted. No known mistake is seen.")
        assert not verdict


def test_a_choice_is_not_given_away():
    """Of the course's own: the file holds no wrong letter, so the check leaves none over."""
    told = {name: question for name, asked in released_ones().items() for question in asked.values()}
    for name in ("wrong-line", "one-neuron-enough", "fractions-keep", "same-form"):
        assert told[name].tests == ()
        assert {repr(check(name, answer)) for answer in ("A", "B", "C", 1, 2, 3, 4)} == {
            f"{name}: noted. Whether it is right is said when it is graded."
        }
    assert told["choose-a-step"].says


def test_cases_may_hold_arrays_of_unlike_shapes():
    """The sizes of a list's arrays are added up: NumPy makes no one array of them."""
    tower = grading.Exercise(
        "tower",
        lambda weights: [2 * W for W in weights],
        lambda rng: ([rng.normal(size=(2, 3)), rng.normal(size=(3, 4))],),
        (),
    )
    assert examine(tower, lambda weights: [2 * W for W in weights]).right
    assert not examine(tower, lambda weights: weights).right


@pytest.mark.usefixtures("loaded")
def test_the_smallest_case_that_fails_is_shown():
    verdict = check("scale", lambda X: 2 * X + X**2 / 9)
    assert "X = [[" in verdict.case
    assert "it gives = [[" in verdict.case
    assert "expected = [[" in verdict.case
    assert repr(verdict) == f"scale: not yet. {verdict.says}{verdict.case}"
    assert check("scale", lambda X: 2 * X).case == ""
    sizes = grading.Exercise("sizes", lambda x: 2 * x, lambda rng: (rng.normal(size=rng.integers(1, 9)),), (), cases=8)
    drawn = [sizes.draw(rng)[0].size for rng in [np.random.default_rng(1906)] for _ in range(8)]
    shown = examine(sizes, lambda x: 2 * x + x**3).case
    assert len(shown.partition("x = [")[2].partition("]")[0].split()) == min(drawn)


def test_a_case_says_what_was_raised_and_nothing_of_what_was_not_written():
    sizes = grading.Exercise("sizes", lambda x: 2 * x, lambda rng: (rng.normal(size=3),), ())
    assert "it gives = ZeroDivisionError" in examine(sizes, lambda x: 1 / 0).case
    assert examine(sizes, lambda x: None).case == examine(sizes, lambda x: ...).case == ""


def test_a_number_of_numpy_is_shown_as_a_number():
    count = grading.Exercise("count", lambda x: np.sum(x > 0), lambda rng: (np.ones(2),), ())
    assert "it gives = 1\n    expected = 2" in examine(count, lambda x: np.int64(1)).case


def test_several_arrays_stand_below_each_other():
    """A second array in the first one's last line would look as if it were a row of it."""
    pair = grading.Exercise("pair", lambda x: (x, 2 * x, 3), lambda rng: (np.ones((2, 1)),), ())
    shown = examine(pair, lambda x: (x, x, 3)).case
    assert shown.endswith(
        "\n    it gives[1] = [[1.]\n                   [1.]]\n    it gives[2] = 3"
        "\n    expected[0] = [[1.]\n                   [1.]]\n    expected[1] = [[2.]\n                   [2.]]\n    expected[2] = 3"
    )
    assert "array" not in shown


def test_a_mistake_that_overflows_says_nothing_by_itself():
    """Here a warning is an error, and a mistake that raises would not be recognised."""
    overflows = grading.Mistake(lambda x: np.exp(1e4 * x) + np.log(0 * x), "Not that.")
    own = grading.Exercise("own", lambda x: 2 * x, lambda rng: (1 + rng.random(3),), (overflows,))
    assert examine(own, lambda x: 2 * x)
    assert examine(own, lambda x: np.full(3, np.nan)).says == "Not that."
    question = grading.Question("own", "own", own.reference, (grading.Test("drawn", own.draw),), (overflows,))
    assert all(case.wrong[0] is not None for case in prepare(question, question.tests[0]))


def test_checks_in_the_current_folder_are_found(released, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyError, match="there is no exercise 'scale'"):
        grading.check("scale", np.sin)
    (tmp_path / "mine.checks.json").write_text(json.dumps(released[1]))
    assert grading.check("scale", lambda X: 2 * X)


def test_a_file_of_something_else_is_said(tmp_path):
    (tmp_path / "x.checks.json").write_text("[1]")
    with pytest.raises(ValueError, match="holds no checks of an assignment"):
        load(tmp_path / "x.checks.json")
