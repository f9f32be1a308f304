"""The window of chapter 13 makes of three channels what the library's convolution makes of them."""

import numpy as np
import pytest

from unity.trilinear import Convolution

from .dragging import PHONE, numbers, opened

pytestmark = pytest.mark.browser

RNG = np.random.default_rng(13)
X, W = RNG.integers(0, 10, (3, 6, 6)), RNG.integers(-2, 3, (3, 3, 3))
GIVEN = {"X": X, "W": W, "row": 1, "column": 2}
MADE = [
    Convolution(3).forward(w.reshape(-1, 3, 3, 1).astype(float), x.reshape(-1, 6, 6, 1).astype(float))[0, :, :, 0]
    for x, w in (*zip(X, W), (X, W))
]
"""The maps of red, of green, of blue, and of all three."""


def right(dragged):
    """Whether the figure says of its place what the library says: (row, column)."""
    row, column, seen, *said = map(int, numbers(dragged.words))
    assert seen == 27
    assert said == [each[row - 1, column - 1] for each in MADE]
    assert dragged.handle("The window").get_attribute("aria-valuetext") == f"row {row}, column {column}"
    return row, column


def test_it_opens_with_what_it_is_given(browser):
    with opened(browser, "chapter_13/window", GIVEN) as dragged:
        assert right(dragged) == (2, 3)


def test_it_draws_the_whole_map(browser):
    with opened(browser, "chapter_13/window", GIVEN) as dragged:
        drawn = [numbers(each) for each in dragged.figure.locator("text").all_text_contents()]
        whole = [[each] for each in MADE[3].astype(int).ravel().tolist()]
        assert any(drawn[k : k + 16] == whole for k in range(len(drawn)))


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_the_window_is_dragged(browser, by):
    with opened(browser, "chapter_13/window", GIVEN, viewport=PHONE, has_touch=True) as dragged:
        square = 24 * dragged.figure.locator("svg").bounding_box()["width"] / 480
        getattr(dragged, by)("The window", -2 * square, square)
        assert right(dragged) == (3, 1)


def test_the_keyboard_moves_it_to_the_border_and_no_further(browser):
    with opened(browser, "chapter_13/window", GIVEN) as dragged:
        dragged.keys("The window", "ArrowUp", "ArrowLeft")
        assert right(dragged) == (1, 2)
        dragged.keys("The window", "Shift+ArrowDown", "Shift+ArrowRight")
        assert right(dragged) == (4, 4)


def test_letters_are_large_enough_on_a_phone(browser):
    with opened(browser, "chapter_13/window", GIVEN, viewport=PHONE) as dragged:
        assert dragged.smallest_letters() >= 9


def test_numbers_can_be_read_on_their_squares(browser):
    with opened(browser, "chapter_13/window", GIVEN) as dragged:
        light, dark = dragged.faintest()
    assert light > 4.5
    assert dark > 4.5
