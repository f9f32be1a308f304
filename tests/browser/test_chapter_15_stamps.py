"""What chapter 15's window sends to a pixel, and what the stamps press on it, is the library's error of the input."""

import numpy as np
import pytest

from unity.trilinear import Convolution

from .dragging import PHONE, numbers, opened

pytestmark = pytest.mark.browser

E, W = np.array([[2.0, -1.0], [1.0, 3.0]]), np.array([[1.0, -2.0], [3.0, 4.0]])
GIVEN = {"E": E, "W": W, "row": 1, "column": 1}


def back(errors):
    return Convolution(2).error_back(W.reshape(1, 2, 2, 1), errors.reshape(1, 2, 2, 1), (1, 3, 3))[0, :, :, 0]


STAMPS = [back(np.where(np.arange(4).reshape(2, 2) == k, E, 0)) for k in range(4)]


def right(dragged):
    """Whether the figure says of its pixel what the library says: (row, column)."""
    row, column, *said = map(int, numbers(dragged.words))
    products, (total, *pressed, again) = np.reshape(said[:8], (4, 2)), said[8:]
    true, place = back(E), (row - 1, column - 1)
    assert total == again == products.prod(axis=1).sum() == true[place]
    assert pressed == [stamp[place] for stamp in STAMPS]
    assert dragged.handle("The window").get_attribute("aria-valuetext") == f"row {row}, column {column}"
    return row, column


def test_it_opens_with_what_it_is_given(browser):
    with opened(browser, "chapter_15/stamps", GIVEN) as dragged:
        assert right(dragged) == (2, 2)


def test_every_pixel_is_right(browser):
    with opened(browser, "chapter_15/stamps", GIVEN) as dragged:
        dragged.keys("The window", "Shift+ArrowUp", "Shift+ArrowLeft")
        seen = set()
        for _ in range(3):
            for _ in range(3):
                seen.add(right(dragged))
                dragged.keys("The window", "ArrowRight")
            dragged.keys("The window", "ArrowDown", "Shift+ArrowLeft")
        assert len(seen) == 9


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_the_window_is_dragged(browser, by):
    with opened(browser, "chapter_15/stamps", GIVEN, viewport=PHONE, has_touch=True) as dragged:
        square = 46 * dragged.figure.locator("svg").bounding_box()["width"] / 480
        getattr(dragged, by)("The window", square, -square)
        assert right(dragged) == (1, 3)


def test_letters_are_large_enough_on_a_phone(browser):
    with opened(browser, "chapter_15/stamps", GIVEN, viewport=PHONE) as dragged:
        assert dragged.smallest_letters() >= 9
