"""The boundary of chapter 2 is dragged, and says what `unity.geometry` says."""

import re

import numpy as np
import pytest

from unity import geometry

from .dragging import PHONE, numbers, opened

pytestmark = pytest.mark.browser

GIVEN = {"w": [[3.0], [4.0]], "b": [[-10.0]], "x": [[5.0], [3.0]]}
SAID = re.compile(
    r"w = (.*), b = (.*), x = (.*)\. The score is (.*)\. Divided by the length of w, (.*), it is the signed distance: "
    r"(.*)\. The foot of x is (.*)\."
)


def read(dragged):
    """w, b and x as columns; the score, the length of w, the distance and the foot of x as the figure says them."""
    w, b, x, score, length, distance, foot = map(numbers, SAID.fullmatch(dragged.words).groups())
    return (np.array([w]).T, np.array([b]), np.array([x]).T), (*score, *length, *distance, *foot)


def right(dragged):
    """Whether what the figure says is so, to half a hundredth."""
    (w, b, x), said = read(dragged)
    foot = geometry.foot(w, b, x)[:, 0]
    true = ((w.T @ x + b).item(), geometry.norm(w), geometry.signed_distance(w, b, x).item(), *foot)
    np.testing.assert_allclose(said, true, atol=0.005 + 1e-9)
    return True


def test_it_opens_with_what_it_is_given(browser):
    with opened(browser, "chapter_02/boundary", GIVEN) as dragged:
        (w, b, x), _ = read(dragged)
        assert (w.T.tolist(), b.tolist(), x.T.tolist()) == ([[3, 4]], [[-10]], [[5, 3]])
        assert right(dragged)


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_w_b_and_x_are_dragged(browser, by):
    """Each hand moves what it holds, and nothing else."""
    with opened(browser, "chapter_02/boundary", GIVEN, viewport=PHONE, has_touch=True) as dragged:
        for k, name in enumerate(("The tip of w", "The bias b", "The point x")):
            before, _ = read(dragged)
            getattr(dragged, by)(name, -40, 25)
            after, _ = read(dragged)
            assert [not np.array_equal(a, b) for a, b in zip(before, after)] == [i == k for i in range(3)]
            assert right(dragged)


def test_the_keyboard_moves_them_by_tenths(browser):
    with opened(browser, "chapter_02/boundary", GIVEN) as dragged:
        dragged.keys("The tip of w", "ArrowLeft", "ArrowUp", "ArrowUp")
        dragged.keys("The bias b", "ArrowRight", "Shift+ArrowUp")
        dragged.keys("The point x", "Shift+ArrowDown")
        (w, b, x), _ = read(dragged)
        np.testing.assert_allclose((*w[:, 0], *b[0], *x[:, 0]), (2.9, 4.2, -8.9, 5, 2))
        assert right(dragged)
        assert dragged.handle("The point x").get_attribute("aria-valuetext") == "(5.0, 2.0)"


def test_points_stay_in_the_picture(browser):
    with opened(browser, "chapter_02/boundary", GIVEN) as dragged:
        dragged.mouse("The point x", 2000, -2000)
        (_, _, x), _ = read(dragged)
        assert x[:, 0].tolist() == [6, 5.5]
        assert right(dragged)


def test_without_w_there_is_no_boundary(browser):
    with opened(browser, "chapter_02/boundary", GIVEN | {"w": [[0.1], [0.0]]}) as dragged:
        dragged.keys("The tip of w", "ArrowLeft")
        assert dragged.words.endswith("The score is −10.00 everywhere: w is 0, and there is no boundary.")
        dragged.keys("The tip of w", "ArrowUp")
        assert right(dragged)


def test_letters_are_large_enough_on_a_phone(browser):
    with opened(browser, "chapter_02/boundary", GIVEN, viewport=PHONE) as dragged:
        assert dragged.smallest_letters() >= 9
