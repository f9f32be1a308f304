"""What a search learns on its way, what shows it an optimum, when it asks a linear program, and how it ends."""

from types import SimpleNamespace
from unittest import mock

import numpy as np
import pytest

from unity.newton import NoOptimum, certificate
from unity.newton import search as searching
from unity.newton.search import Search

EPS = np.finfo(float).eps
X, Y = np.arange(12.0).reshape(2, 6), np.array([[0.0, 1.0, 0.0, 1.0, 0.0, 1.0]])


@pytest.fixture
def search():
    """In the middle of two features and one logit, with nothing shown yet; `asked_of` says what places were asked for."""
    asked = []

    def at(V, *, curvature):
        asked.append(curvature)
        return SimpleNamespace(margin=-1.0, curvature=np.eye(3), gradient=np.ones((3, 1)), cost=1.0)

    found = Search(False)
    model = SimpleNamespace(margin=lambda Z, Y: Z)
    found.begin(
        SimpleNamespace(
            X=X, Y=Y, model=model, l2=0.0, whole=True, shape=(3, 1), eps=EPS, rounding=np.zeros((3, 1)), at=at
        )
    )
    found.problem.blurred, found.asked_of = lambda V: 1e-9, asked
    return found


def test_a_curvature_that_is_known_is_not_asked_for(search):
    kept = object()
    search.begin(search.problem, np.ones((3, 1)), kept)
    assert (search.asked_of, search.kept, search.certified) == ([True, False], kept, False)
    search.begin(search.problem, curvature=False)
    assert search.asked_of == [True, False, False]
    np.testing.assert_array_equal(search.V, np.zeros((3, 1)))
    search.problem.l2 = 0.1
    search.begin(search.problem)
    assert search.certified


def test_a_kept_curvature_learns_what_a_step_has_changed(search):
    search.kept = mock.Mock()
    gradient = np.array([[0.5], [2.0], [4.0]])
    search.go(np.full((3, 1), 2.0), SimpleNamespace(curvature=None, gradient=gradient), 0.1)
    step, change = search.kept.learn.call_args.args
    np.testing.assert_array_equal(step, np.full((3, 1), 2.0))
    np.testing.assert_array_equal(change, gradient - 1)
    assert search.steps == 1
    search.go(search.V, SimpleNamespace(curvature=np.eye(3)), 0.1)
    assert search.kept is None


@pytest.mark.parametrize(
    ("moved", "whole", "shown"), [(0.49, True, True), (0.49, False, False), (0.51, True, False), (1.4, True, False)]
)
def test_a_step_that_moves_no_logit_by_half_shows_an_optimum(search, moved, whole, shown):
    search.problem.whole = whole
    search.look(moved)
    assert search.certified == shown


def test_with_a_penalty_nothing_has_to_be_shown(search):
    search.problem.l2, search.place.margin = 0.1, 5.0
    search.look(0.1)
    search.problem.l2 = 0.0
    with pytest.raises(NoOptimum, match=r"^fit: a plane separates the classes: every example is on its own side"):
        search.look(0.1)


@pytest.mark.parametrize(
    ("least", "rounding", "curves"), [(1e-7, 0, True), (1e-9, 0, False), (1e-6, 1e-9, True), (5e-8, 1e-9, False)]
)
def test_what_curves_by_more_than_rounding(search, least, rounding, curves):
    search.problem.rounding[1] = rounding
    H = np.diag([1.0, least, 2.0])
    with mock.patch.object(searching, "exceeds", wraps=searching.exceeds) as asked:
        assert search.curved(H) == search.curved(H) == curves
    assert asked.call_count == 1


@pytest.mark.parametrize("logits", [1, 2])
def test_a_program_is_asked_once_and_if_it_is_small(search, monkeypatch, logits):
    search.V, asked = np.zeros((3, logits)), []
    monkeypatch.setattr(certificate, "direction", lambda X, Y: asked.append(1) or np.zeros((3, logits)))
    monkeypatch.setattr(searching, "PROGRAMME", 3 * 6 * logits - 1)
    search.ask()
    assert (asked, search.certified) == ([], False)
    monkeypatch.setattr(searching, "PROGRAMME", 3 * 6 * logits)
    search.ask()
    search.ask()
    assert (asked, search.certified) == ([1], True)


@pytest.mark.parametrize(
    ("b", "message"),
    [
        ([1.0], "a plane separates the classes: every example is on its own side"),
        ([-3.0], "a plane separates the classes but for examples that lie on it: in one direction"),
        ([1.0, 1.0], "planes separate the classes: every example"),
        ([-3.0, 1.0], "planes separate some of the examples from the other classes: in one direction"),
        ([-3.0, 1.0, 1.0], "planes separate some of the examples"),
    ],
)
def test_a_direction_in_which_the_weights_grow_for_ever(search, monkeypatch, b, message):
    """D holds b above the weights; the margins in that direction say whether all examples are apart, or some."""
    w = np.ones((2, len(b))) * [[0.5], [0.0]]
    D, asked = np.concatenate([[b], w]), []
    monkeypatch.setattr(certificate, "direction", lambda X, Y: D)
    search.V = np.zeros((3, len(b)))
    search.problem.model.margin = lambda Z, Y: asked.append(Z) or Z
    with pytest.raises(NoOptimum, match=f"^fit: {message}"):
        search.ask()
    np.testing.assert_array_equal(asked[0], w.T @ X + np.array(b)[:, None])


def test_an_interrupt_ends_it_where_it_is(search):
    with search:
        raise KeyboardInterrupt
    assert search.interrupted
    with pytest.raises(ValueError, match="another"), search:
        raise ValueError("another")
    assert not search.interrupted
    with search:
        pass
    assert not search.interrupted
    with pytest.raises(KeyboardInterrupt), Search(False):
        raise KeyboardInterrupt
