"""The first page in Chromium: the number answers as the library says, by key, by drag and by choice."""

import numpy as np
import pytest

from unity.trilinear import Convolution, Dense

from .visit import NARROW_DARK, NARROW_LIGHT, WIDE_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page

pytestmark = pytest.mark.browser

WELCOME = "index.html"
SHAPES = {  # E, W, X as the library has them
    "a neuron": (Dense(), (1, 1), (3, 1), (3, 1)),
    "a dense layer": (Dense(), (2, 1), (3, 2), (3, 1)),
    "a convolution": (Convolution(2), (1, 2, 2, 1), (1, 2, 2, 1), (1, 3, 3, 1)),
}
SET = """([letter, values]) => {
  const inputs = [...document.querySelectorAll(`.alive .letter.${letter} input`)];
  inputs.forEach((input, place) => { input.value = values[place]; });
  inputs[0].dispatchEvent(new Event('input', { bubbles: true }));
  return inputs.length;
}"""


def number(text):
    return float(text.replace("−", "-"))


def shown(page):
    """The number, and the derivatives by E, W and X."""
    derivatives = [
        [number(each) for each in page.locator(f".alive .letter.{letter} output").all_inner_texts()] for letter in "EWX"
    ]
    return number(page.locator(".alive .number output").inner_text()), derivatives


@pytest.fixture
def page(site, window):
    return open_page(window, f"{site}/{WELCOME}")


@pytest.mark.parametrize("kind", SHAPES)
def test_the_number_and_its_derivatives_are_the_librarys(page, kind, rng):
    product, *shapes = SHAPES[kind]
    page.locator(".alive .kinds button", has_text=kind).click()
    E, W, X = (rng.integers(-6, 7, shape) / 2 for shape in shapes)
    for letter, values in zip("EWX", (E, W, X)):
        assert page.evaluate(SET, [letter, values.ravel().tolist()]) == values.size
    T, (by_E, by_W, by_X) = shown(page)
    Z, dX, dW = product.derivatives(E, W, X)
    assert pytest.approx(np.sum(E * Z)) == T
    assert by_E == pytest.approx(Z.ravel().tolist())
    assert by_X == pytest.approx(dX.ravel().tolist())
    assert by_W == pytest.approx(dW.ravel().tolist())


def test_a_key_and_a_hand_step_an_entry(page):
    before, (_, _, by_X) = shown(page)
    entry = page.locator(".alive .letter.X input").first
    entry.focus()
    page.keyboard.press("ArrowUp")
    assert shown(page)[0] == pytest.approx(before + by_X[0] / 2)
    page.keyboard.press("ArrowDown")
    box = entry.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 + 48, box["y"] + 10, steps=6)
    page.mouse.up()
    assert float(entry.input_value()) == 4
    assert shown(page)[0] == pytest.approx(before + 2 * by_X[0])
    page.mouse.move(box["x"] + 200, box["y"] + 10)
    assert float(entry.input_value()) == 4


def test_what_is_done_stands_on_the_cards(site, window):
    lecture = open_page(window, f"{site}/lectures/02-the-sum-of-vectors.html")
    lecture.locator(".exercise-place[data-exercise='2.3'] input").check()
    page = open_page(window, f"{site}/{WELCOME}")
    assert [each for each in page.locator(".chapter-done").all_inner_texts() if each] == ["1 of 7 exercises done"]


@pytest.mark.parametrize("view", [WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT], ids=str)
def test_the_convolution_is_accessible_and_fits(site, window, view):
    page, notes = open_page(window, f"{site}/{WELCOME}", view), Notes(view)
    page.locator(".alive .kinds button", has_text="a convolution").click()
    look(page, notes)
    ask_axe(page, notes, True)
    assert {kind: found for kind, found in notes.faults.items() if found} == {}


def test_every_card_shows_its_picture_and_leads_to_its_chapter(page):
    cards = page.locator(".chapter-card")
    assert cards.count() == 20
    for card in cards.all():
        card.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.chapter-card img')].every(image => image.naturalWidth)")
    cards.nth(5).click(position={"x": 20, "y": 40})
    page.wait_for_url("**/lectures/05-descending.html")
