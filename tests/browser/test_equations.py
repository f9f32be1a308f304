"""Equations that open into cards, in Chromium: by mouse, by touch, by keyboard, and without a script."""

import gzip
import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .shared import SITE
from .visit import NARROW_DARK, NARROW_LIGHT, WIDE_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page

pytestmark = pytest.mark.browser

CHAPTERS = sorted(path.name for path in SITE.glob("lectures/*.html")) or ["none.html"]
GRADIENT, FORM = "lectures/06-the-gradient-of-one-neuron.html", "lectures/17-one-form.html"
MOST = 40  # kilobytes, compressed, of a chapter's cards and classes
CARD = re.compile(r'<details class="equation-card">.*?</details>', re.DOTALL)
CLASSES = re.compile(r' ?\bl-[\w-]+(?=[ "])')
LIT = "[...document.querySelectorAll('.lit')].map(each => each.textContent)"


def box(page, label):
    """The box of an equation."""
    return page.locator(f".equation:has([id='equation-{label}'])")


def outside(page):
    """Whether a mark stands outside of boxes of equations: in the text."""
    return page.evaluate("[...document.querySelectorAll('.lit')].some(each => !each.closest('.equation'))")


@pytest.mark.parametrize("name", CHAPTERS)
def test_cards_weigh_little(site, name):
    html = Path(SITE, "lectures", name).read_text(encoding="utf-8")
    without = CLASSES.sub("", CARD.sub("", html))
    assert html.count('<details class="equation-card">') == html.count('<div class="equation ')
    kilobytes = (len(gzip.compress(html.encode())) - len(gzip.compress(without.encode()))) / 1024
    least = 1 if '<div class="equation ' in html else -1  # the project displays none
    assert least < kilobytes < MOST, f"{name}: {kilobytes:.1f} KB"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_card_says_all_that_it_should(site, name):
    """Letters, a draw, a link to the function on this site, and how it is checked."""
    html = Path(SITE, "lectures", name).read_text(encoding="utf-8")
    for card in CARD.findall(html):
        assert '<dl class="equation-letters">' in card
        assert '<dl class="equation-sides">' in card or "SymPy" in card or "only stated" in card
        assert re.search(r'Computed by <a [^>]*href="\.\./book/api/[\w-]+\.html#unity\.', card) or "SymPy" in card
        assert "://" not in card


def test_a_click_on_the_formula_opens_and_closes_the_card(site, window):
    page = open_page(window, f"{site}/{GRADIENT}")
    card = box(page, "eq-weight-slope").locator(".equation-card")
    assert not card.locator(".equation-sides").is_visible()
    formula = box(page, "eq-weight-slope").locator(".formula math")
    formula.click()
    assert card.get_attribute("open") is not None
    assert card.locator(".equation-sides").is_visible()
    formula.click()
    assert card.get_attribute("open") is None
    card.locator("summary").click()
    assert card.locator(".equation-sides").is_visible()


def test_the_keyboard_opens_the_card_and_goes_through_its_letters(site, window):
    page = open_page(window, f"{site}/{GRADIENT}")
    here = box(page, "eq-weight-slope")
    here.locator("summary").focus()
    page.keyboard.press("Enter")
    assert here.locator(".equation-sides").is_visible()
    terms = here.locator(".equation-letters dt")
    expect(terms.last).to_have_attribute("tabindex", "0")  # the browser says later that a card has opened
    for _ in range(terms.count()):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "dt"
        assert page.evaluate(LIT)
    page.keyboard.press("Escape")
    assert page.evaluate(LIT) == []
    page.keyboard.press("Tab")  # on to the function
    assert page.evaluate("document.activeElement.matches('.equation-how a')")
    here.locator("summary").focus()
    page.keyboard.press("Shift+Tab")  # back into the formula
    assert page.evaluate("document.activeElement.closest('.formula') !== null")
    assert page.evaluate(LIT)
    here.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(here.locator("[tabindex]")).to_have_count(0)


def test_a_letter_is_marked_wherever_the_chapter_has_it(site, window):
    page = open_page(window, f"{site}/{GRADIENT}")
    here = box(page, "eq-weight-slope")
    here.locator("summary").click()
    page.mouse.move(0, 0)
    assert page.evaluate(LIT) == []
    here.locator(".formula mi.l-x").last.hover()
    assert set(page.evaluate(LIT)) == {"x"}
    assert len(page.evaluate(LIT)) == page.locator(".l-x").count() > 20
    assert outside(page)
    here.locator(".equation-letters dt:has(.l-a)").hover()
    assert set(page.evaluate(LIT)) == {"a"}
    assert outside(page)
    page.locator("h1").hover()
    assert page.evaluate(LIT) == []


def test_the_letters_of_the_form_are_marked(site, window):
    page = open_page(window, f"{site}/{FORM}")
    for letter in "EWX":
        box(page, "eq-all-triples").locator(f".formula mi.l-{letter}").first.hover()
        assert set(page.evaluate(LIT)) == {letter}
        assert outside(page)


def test_a_tap_opens_the_card_and_marks_the_letter(site, browser):
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with closing(browser.new_context(**phone)) as window:
        page = window.new_page()
        page.goto(f"{site}/{GRADIENT}")
        here = box(page, "eq-weight-slope")
        here.locator(".formula mi.l-x").last.tap()
        assert here.locator(".equation-sides").is_visible()
        assert set(page.evaluate(LIT)) == {"x"}


def test_a_card_opens_without_a_script(site, browser):
    with closing(browser.new_context(java_script_enabled=False)) as window:
        page = window.new_page()
        page.goto(f"{site}/{GRADIENT}")
        here = box(page, "eq-weight-slope")
        assert not here.locator(".equation-sides").is_visible()
        here.locator("summary").click()
        assert here.locator(".equation-sides").is_visible()
        assert "graph(w, b, x, y).dL_dw" in here.inner_text()


@pytest.mark.parametrize("name", [GRADIENT, FORM])
@pytest.mark.parametrize("view", [WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT], ids=str)
def test_open_cards_are_accessible_and_fit(site, window, name, view):
    """All cards of a chapter at once: axe-core, with its contrast, and nothing that makes the page scroll sideways."""
    page, notes = open_page(window, f"{site}/{name}", view), Notes(view)
    page.evaluate("for (const card of document.querySelectorAll('.equation-card')) card.open = true")
    page.locator(".equation-card").first.scroll_into_view_if_needed()
    look(page, notes)
    ask_axe(page, notes, view in (WIDE_LIGHT, NARROW_DARK))
    assert {kind: found for kind, found in notes.faults.items() if found} == {}


def test_a_card_asks_for_nothing(site, window):
    page, asked = open_page(window, f"{site}/{GRADIENT}"), []
    page.on("request", lambda request: asked.append(request.url))
    box(page, "eq-weight-slope").locator("summary").click()
    box(page, "eq-weight-slope").locator(".formula mi.l-x").last.hover()
    page.wait_for_timeout(100)
    assert [url for url in asked if "/_images/" not in url] == []  # a picture comes when the page scrolls near it


# Of the formulas that scroll, the numbers of those that leave a part of their line empty.
SQUEEZED = """[...document.querySelectorAll('div.math > .formula')].filter(box => box.checkVisibility()
  && box.scrollWidth > box.clientWidth + 1 && box.clientWidth < box.parentElement.clientWidth - 1)
  .map(box => box.parentElement.querySelector('.eqno')?.textContent)"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_on_a_phone_no_number_takes_the_room_of_its_formula(site, window, name):
    page = open_page(window, f"{site}/lectures/{name}", NARROW_LIGHT)
    assert page.evaluate(SQUEEZED) == []
