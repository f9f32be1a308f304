"""Odd and hostile submissions: each gets the mark it deserves, and none stops, hangs, spoils or outlives the grading."""

import contextlib
import os
import re
import time

import numpy as np
import pytest
from sample import FULL, LAYER, SUBMISSIONS, deserves, scale, with_cells

from unity.grading.grade import Grader
from unity.grading.many import Task, grade_one
from unity.grading.report import student_page
from unity.grading.sandbox import Limits, fonts
from unity.grading.session import Killed, Session
from unity.grading.values import Function


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_gets_what_it_deserves(grader, name):
    content, deserved = SUBMISSIONS[name]
    deserves(grader.grade(f"{name}.ipynb", content), deserved)


def test_there_are_enough():
    assert len(SUBMISSIONS) >= 60


def test_what_a_student_sees_was_said_before_any_hidden_case(grader):
    """An answer that keeps its arguments can tell them in another one's error."""
    seen = "seen = []\n"
    layer = "class Layer:\n    def __init__(self, factor):\n        raise ValueError(f'seen {len(seen)}')"
    record = grader.grade("x.ipynb", with_cells(seen, layer=layer, **scale("seen.append(X)\nreturn 2 * X")))
    page = student_page({"student": "x"} | record)
    assert "ValueError: seen 3 " in page
    assert "seen 6" not in page


def test_an_answer_cannot_end_another_one(grader):
    """A thread that one answer leaves behind costs no other its marks."""
    leaves = "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(0.5), os._exit(0))).start()\nreturn 2 * X"
    layer = LAYER.replace("return X", "import time\n        time.sleep(0.3)\n        return X")
    record = grader.grade("x.ipynb", with_cells(layer=layer, **scale(leaves)))
    assert [e["score"] for e in record["exercises"]][1:] == [2, 1, 2], record


def test_ending_again_and_again_takes_no_longer_than_it_may(bundle, sandboxed):
    """A start takes time too: many cells that end it are not many starts."""
    cells = ["import os\nos._exit(0)"] * 100
    record = Grader(bundle, limits=Limits(cell=1.0, call=1.0, total=2.0)).grade("x.ipynb", with_cells(*cells))
    assert record["status"] == "graded"
    assert record["restarts"] < 50


def test_a_worker_without_a_sandbox_gives_no_zero(bundle, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    record = grade_one(Task(bundle, "x", "x.ipynb", SUBMISSIONS["right"][0], limits=Limits(total=7.0)))
    assert (record["status"], record["score"]) == ("grader_error", None)
    assert "bwrap is not there" in record["why"]


def test_the_list_of_fonts_is_made_once(bundle, sandboxed, monkeypatch):
    """A fresh folder for every notebook would have Matplotlib look for all fonts of the system each time."""
    made, make = [], fonts._made
    monkeypatch.setattr(fonts, "MADE", [])
    monkeypatch.setattr(fonts, "_made", lambda sandbox: made.append(1) or make(sandbox))
    own = Grader(bundle)
    for _ in range(2):
        record = own.grade("x.ipynb", with_cells(FONTS, **scale("return 2 * X if there and there == after else X")))
        assert record["score"] == FULL, record
    assert len(made) == 1


FONTS = """
import pathlib
lists = lambda: [(p.name, p.stat().st_mtime_ns) for p in pathlib.Path("/tmp/.matplotlib").glob("fontlist-*.json")]
there = lists()
import matplotlib.pyplot as plt
plt.plot([1, 2])
after = lists()
"""


# The grader's own functions, called by a student's code


CALLED = {
    "a value that does not cross": (lambda z: object(), "f(2**40)", "does not cross"),
    "a value that is too large": (lambda z: np.ones(2**24), "f(1)", "are too many|expected at most"),
    "much memory": (lambda z: np.ones((2**18, 2**18)), "f(1)", "MemoryError"),
    "much memory by shapes": (lambda a, b: a + b, "f(np.ones((60_000, 1)), np.ones((1, 60_000)))", "MemoryError"),
    "much in lists": (lambda z: np.size(z), "f([[np.ones(2**18)]])", "expected at most 1,048,576"),
    "an end": (lambda z: os._exit(3), "f(1)", "MemoryError"),
}


@pytest.fixture
def session(grader):
    with contextlib.closing(Session(grader.sandbox)) as session:
        yield session


def called(session, function, call):
    session.request({"do": "cell", "source": f"import numpy as np\ndef g(f):\n    return {call}", "name": "x"}, 10)
    message = {"do": "call", "target": "g", "attribute": "", "arguments": (Function("0"),), "keeps": False}
    return session.request(message, 3, {"0": function})


@pytest.mark.parametrize("name", CALLED)
def test_a_call_back_costs_only_itself(session, name):
    function, call, said = CALLED[name]
    assert re.search(said, called(session, function, call)["error"])
    assert called(session, lambda z: z + 1, "f(1)")["value"] == 2


def test_a_stand_in_does_not_tell_who_it_is(session):
    """An error's kind comes back, and none of its words: they would name the function."""

    def secretly_wrong(a, b):
        raise KeyError("secretly_wrong")

    class Own(ValueError):
        pass

    def raises_its_own(z):
        raise Own("raises_its_own")

    for function, call in (
        (secretly_wrong, "f()"),
        (secretly_wrong, "f(1, 2)"),
        (lambda z: z, "f()"),
        (raises_its_own, "f(1)"),
    ):
        said = called(session, function, call)["error"]
        assert said.partition(":")[0] in {"TypeError", "KeyError", "ValueError"}
        assert said.endswith(("the function that was given raised this", "the function that was given raised this'"))


def spin(z):
    while True:
        pass


@pytest.mark.parametrize("endless", [spin, lambda z: time.sleep(10_000)], ids=["busy", "asleep"])
def test_a_call_back_that_takes_long_is_ended(session, endless):
    with pytest.raises(Killed, match="longer than it may"):
        called(session, endless, "f(1)")
