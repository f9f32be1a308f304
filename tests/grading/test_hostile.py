"""Odd and hostile submissions: each gets the mark it deserves, and none stops, hangs, spoils or outlives the grading."""

import time

import pytest
from sample import FULL, SUBMISSIONS


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_gets_what_it_deserves(grader, name):
    content, deserved = SUBMISSIONS[name]
    start = time.monotonic()
    record = grader.grade(f"{name}.ipynb", content)
    assert time.monotonic() - start < 60
    if isinstance(deserved, str):
        assert record["status"] == deserved, record
        assert record["score"] is None
        assert record["why"]
        return
    assert record["status"] == "graded", record
    least, most = deserved if isinstance(deserved, tuple) else (deserved, deserved)
    assert least <= record["score"] <= most, record
    assert record["points"] == FULL


def test_there_are_enough():
    assert len(SUBMISSIONS) >= 60
