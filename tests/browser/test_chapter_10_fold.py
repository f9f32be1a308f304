"""The sheet of chapter 10 folds as the network's hidden layer says, plays, and can be held."""

import numpy as np
import pytest

from unity.activations import TANH
from unity.course.chapter_10 import folding
from unity.families import BERNOULLI
from unity.layers import Elementwise, dense
from unity.network import Network

from .dragging import PHONE, numbers, opened

pytestmark = pytest.mark.browser

NET = Network([dense(2), Elementwise(TANH), dense(1)], BERNOULLI)
HIDDEN = np.array([[-3.7, -3.7], [3.9, 3.4]]), np.array([[2.0], [-1.8]])
LAST = np.array([[-2.9], [3.2]]), np.array([[2.8]])
X = np.array([[0.1, 1.0, 0.0, 0.9], [0.0, 0.1, 1.0, 1.1]])
GIVEN = dict(zip("WbvcXy", (*HIDDEN, *LAST, X, [0, 1, 1, 0])), point=[1.0, 0.0], t=0.5)


def right(dragged):
    """Whether the figure says of its point what the network says: (t, the point)."""
    t, *said = numbers(dragged.words)
    x = np.array([said[:2]]).T
    way = folding.on_the_way(HIDDEN, LAST, TANH, x, t).X
    behind, _ = folding.behind(HIDDEN, LAST, TANH, x)
    probability = NET.predict((HIDDEN, (), LAST), x)
    np.testing.assert_allclose(said[2:], (*way[:, 0], *behind[:, 0], *probability[:, 0]), atol=0.005 + 1e-9)
    np.testing.assert_allclose(said[-1], probability.item(), atol=0.0005 + 1e-9)
    return t, said[:2]


def test_it_opens_with_what_it_is_given(browser):
    with opened(browser, "chapter_10/fold", GIVEN) as dragged:
        assert right(dragged) == (0.5, [1, 0])


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_the_point_is_dragged_over_the_folding_sheet(browser, by):
    """It is the place of the sheet that lies nearest to the hand."""
    with opened(browser, "chapter_10/fold", GIVEN, viewport=PHONE, has_touch=True) as dragged:
        getattr(dragged, by)("A point of the sheet", 60, -30)
        _, point = right(dragged)
        assert point != [1, 0]


def test_the_keyboard_moves_the_point_and_t(browser):
    with opened(browser, "chapter_10/fold", GIVEN) as dragged:
        dragged.keys("A point of the sheet", "ArrowLeft", "Shift+ArrowUp")
        dragged.keys("t", "End")
        assert right(dragged) == (1, [0.95, 0.5])
        dragged.keys("A point of the sheet", *["Shift+ArrowRight"] * 3)
        assert right(dragged) == (1, [1.5, 0.5])


def test_it_plays_and_can_be_held(browser):
    with opened(browser, "chapter_10/fold", GIVEN | {"t": 0.9}, reduced_motion="no-preference") as dragged:
        button = dragged.figure.get_by_role("button")
        button.click()
        dragged.page.wait_for_function("document.querySelector('figure > output').textContent.startsWith('t = 1.00')")
        assert right(dragged)[0] == 1
        assert button.inner_text() == "Play"
        button.click()
        assert button.inner_text() == "Pause"
        dragged.page.wait_for_function("!document.querySelector('figure > output').textContent.startsWith('t = 1.00')")
        button.press("Enter")
        held = right(dragged)
        assert held[0] < 1
        dragged.page.wait_for_timeout(500)
        assert right(dragged) == held


def test_nothing_moves_by_itself_for_who_wants_no_motion(browser):
    with opened(browser, "chapter_10/fold", GIVEN, reduced_motion="reduce") as dragged:
        button = dragged.figure.get_by_role("button", name="Step")
        button.press("Enter")
        assert right(dragged)[0] == 0.6
        dragged.page.wait_for_timeout(500)
        assert right(dragged)[0] == 0.6
        dragged.keys("t", "End")
        button.press("Enter")
        assert right(dragged)[0] == 0


def test_letters_are_large_enough_on_a_phone(browser):
    with opened(browser, "chapter_10/fold", GIVEN, viewport=PHONE) as dragged:
        assert dragged.smallest_letters() >= 9
