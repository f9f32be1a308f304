"""The walk of chapter 5 starts where it is dragged to, and arrives where `unity.descent` arrives."""

import numpy as np
import pytest

from unity import descent

from .dragging import PHONE, numbers, opened

pytestmark = pytest.mark.browser

H, STEPS = np.array([[2.5, 1.5], [1.5, 2.5]]), 25
L = float(descent.largest_curvature(H))
GIVEN = {"H": H, "L": L, "steps": STEPS, "start": [2.6, -0.6], "c": 1.0}


def right(dragged):
    """Whether the walk that the figure tells is the library's: where it starts, its step, its end and both costs."""
    *start, c, step, steps, b, w, first, last = numbers(dragged.words)
    origin = np.zeros((2, 1))
    walk = descent.gradient_descent(
        lambda place: descent.quadratic_gradient(place, origin, H), np.array([start]).T, step=c / L, iterations=STEPS
    )
    end, cost = walk.parameters, lambda place: (place.T @ H @ place).item() / 2
    true = (c / L, steps, *end[:, 0], cost(np.array([start]).T), cost(end))
    np.testing.assert_allclose((step, STEPS, b, w, first, last), true, atol=0.005 + 1e-9)
    np.testing.assert_allclose((step, first, last), (c / L, *true[-2:]), atol=0.0005 + 1e-9)
    return start, c


def test_it_opens_with_what_it_is_given(browser):
    with opened(browser, "chapter_05/walk", GIVEN) as dragged:
        assert right(dragged) == ([2.6, -0.6], 1.0)


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_the_start_is_dragged(browser, by):
    with opened(browser, "chapter_05/walk", GIVEN, viewport=PHONE, has_touch=True) as dragged:
        getattr(dragged, by)("The start", -100, -60)
        (b, w), _ = right(dragged)
        assert b < 2
        assert w > 0
        assert dragged.handle("The start").get_attribute("aria-valuetext") == f"({b}, {w})".replace("-", "−")


def test_the_keyboard_moves_the_start_and_the_step(browser):
    with opened(browser, "chapter_05/walk", GIVEN) as dragged:
        dragged.keys("The start", "ArrowLeft", "Shift+ArrowUp")
        dragged.keys("c = α L", "ArrowLeft", "ArrowLeft")
        start, c = right(dragged)
        np.testing.assert_allclose((*start, c), (2.5, 0.4, 0.9))
        assert dragged.handle("c = α L").get_attribute("aria-valuetext") == "0.90"


def test_a_step_beyond_2_over_L_is_said_to_lead_away(browser):
    with opened(browser, "chapter_05/walk", GIVEN | {"c": 2.2, "start": [3.0, 3.0], "steps": 60}) as dragged:
        assert "after 60 steps more than 99 away, and the cost has gone from 36.000 to above 9999." in dragged.words
        dragged.keys("c = α L", *["ArrowLeft"] * 5)
        assert "c" in dragged.words
        assert "away" not in dragged.words


def test_letters_are_large_enough_on_a_phone(browser):
    with opened(browser, "chapter_05/walk", GIVEN, viewport=PHONE) as dragged:
        assert dragged.smallest_letters() >= 9
