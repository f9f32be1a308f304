"""The check in the learner's notebook: it names the mistake, and finds the files that were handed out."""

import json
import sys

import numpy as np
import pytest
from sample import NAMES

from unity import grading
from unity.grading.check import check
from unity.grading.visible import load


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
        ("largest", 0.25, True, "No known mistake is seen. Whether it is right is said when it is graded."),
        ("largest", 0.3, True, "No known mistake is seen. Whether it is right is said when it is graded."),
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
def test_a_check_wants_a_function():
    with pytest.raises(TypeError, match="the answer to scale is of type ndarray, expected a function"):
        check("scale", np.ones(2))


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
