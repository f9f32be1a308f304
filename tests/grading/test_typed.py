"""Answers that are typed: what may be asked, and what is said, by the table of cases that a page's script is tried with, too."""

import json
from pathlib import Path

import pytest

from unity import grading
from unity.grading import Mistake, Typed
from unity.grading.visible import typed

CASES = json.loads(Path(__file__).with_name("typed.json").read_text(encoding="utf-8"))


def asked(case):
    mistakes = tuple(Mistake(wrong, says) for wrong, says in case["mistakes"])
    return Typed("sheep", "1.1", "?", case["right"], mistakes, tuple(case.get("choices", ())), case["tolerance"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['typed']} for {case['right']}")
def test_what_is_said(case):
    verdict = asked(case).verdict(case["value"])
    assert (verdict.right, verdict.says) == (case["is_right"], case["says"])


def test_the_table_has_every_kind_of_sentence():
    said = " ".join(case["says"] for case in CASES)
    for words in ("So it is", "sign", "magnitudes", "pi", "power of ten", "1/3 of", "transpose?", "axis 1", "another order",
                  "too small", "nearly right", "differ by up to", "base 2", "degrees", "that is not right"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"right": "twelve"}, "answer sheep: a value is 'twelve', expected a number"),
        ({"right": [[1, 2], [3]]}, r"a value is \[\[1, 2\], \[3\]\]"),
        ({"right": float("nan")}, "a value is nan"),
        ({"right": True}, "a value is True"),
        ({"right": "up", "choices": ("down", "left")}, r"a value is 'up', expected one of \('down', 'left'\)"),
        ({"mistakes": (Mistake(12.0, "No."),)}, "a mistake is 12.0, expected another than right"),
        ({"mistakes": Mistake(6, "No.")}, "mistakes is Mistake"),
        ({"tolerance": 0}, "tolerance is 0, expected a number above 0"),
    ],
)
def test_a_slip_of_the_author_is_said(changes, complaint):
    with pytest.raises(ValueError, match=complaint):
        Typed(**{"name": "sheep", "exercise": "1.1", "asks": "?", "right": 12} | changes)


def test_no_answer_yet():
    assert Typed("sheep", "1.1", "?", 12).verdict(...).says == "There is no answer yet."


def test_a_notebook_checks_by_name():
    assert grading.check("01-shape-of-images", (3072, 500))
    assert grading.check("01-shape-of-images", [500, 3072]).mistake == 0
    with pytest.raises(KeyError, match="01-numbers-of-a-rule"):
        grading.check("01-number-of-a-rule", 1)


def test_a_page_has_all_that_decides():
    for each in typed().values():
        case = json.loads(json.dumps(each.data))
        again = Typed(each.name, each.exercise, each.asks, case["right"], tuple(Mistake(*m) for m in case["mistakes"]),
                      each.choices, case["tolerance"])  # fmt: skip
        for value in (each.right, *(mistake.wrong for mistake in each.mistakes)):
            assert again.verdict(value) == each.verdict(value)
        assert again.verdict(each.right)
