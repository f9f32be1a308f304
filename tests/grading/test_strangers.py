"""What strangers hand in gets the mark that it deserves, and there is enough of each kind."""

import os
import signal
from collections import Counter

import pytest
from sample import FULL, SUBMISSIONS, deserves
from sampled import SAMPLED
from strangers import STRANGERS

from unity.grading.processes import tree
from unity.grading.session import Session

BLIND = [(kind, name) for kind, own in STRANGERS.items() for name in own]
ALWAYS = 5
"""So many of each kind are graded by `make test`, all of them by `make test-odd`."""


def case(kind, name):
    more = [] if list(STRANGERS[kind]).index(name) < ALWAYS else [pytest.mark.odd]
    return pytest.param(kind, name, id=f"{kind}/{name}", marks=more)


@pytest.mark.parametrize(("kind", "name"), [case(kind, name) for kind, name in BLIND])
def test_gets_what_it_deserves(grader, kind, name):
    make, deserved = STRANGERS[kind][name]
    deserves(grader.grade(f"{name}.ipynb", make()), deserved)


def test_there_are_enough_of_each_kind():
    """Ten of each of fifteen kinds, and a third of all written without a look at the grader."""
    sampled = Counter(name for own in SAMPLED.values() for name in own)
    assert sampled.keys() == SUBMISSIONS.keys()
    assert set(sampled.values()) == {1}
    assert SAMPLED.keys() == STRANGERS.keys()
    counts = {kind: len(SAMPLED[kind]) + len(own) for kind, own in STRANGERS.items()}
    assert len(counts) >= 15
    assert min(counts.values()) >= 10, counts
    assert sum(counts.values()) >= 150
    assert len(BLIND) >= sum(counts.values()) / 3
    names = [*SUBMISSIONS, *(name for _, name in BLIND)]
    assert len(set(names)) == len(names)


@pytest.fixture
def killing(monkeypatch):
    """killing(what, times) kills the child that is asked for this from outside, so many times."""

    def begin(what, times):
        asked, ended = Session.request, []

        def request(self, message, *rest):
            if message["do"] == what and message.get("name") != "nothing" and len(ended) < times:
                ended.append(tree(self.process.pid)[-1])
                os.kill(ended[-1], signal.SIGKILL)
            return asked(self, message, *rest)

        monkeypatch.setattr(Session, "request", request)
        return ended

    return begin


@pytest.mark.parametrize("what", ["read", "cell", "call"])
def test_what_the_machine_may_have_ended_is_tried_once_more(grader, killing, what):
    """A machine without memory kills whom it likes: that costs nobody a mark, and makes no file unreadable."""
    ended = killing(what, 1)
    record = grader.grade("x.ipynb", SUBMISSIONS["right"][0])
    assert len(ended) == 1
    deserves(record, FULL)
    assert not record["cell_errors"]


def test_a_file_that_ends_its_reader_each_time_is_unreadable(grader, killing):
    ended = killing("read", 10)
    deserves(grader.grade("x.ipynb", SUBMISSIONS["right"][0]), "unreadable")
    assert len(ended) == 2
