"""The page of all equations: folds that wait as text, numbers that lead to rows and back, and what a reader chooses of them."""

import re
from contextlib import closing

import pytest

from .shared import SITE
from .visit import AT_REST, NARROW_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page

pytestmark = pytest.mark.browser

PAGE, CHAPTER = "book/equations.html", "lectures/06-the-gradient-of-one-neuron.html"
ROW = re.compile(r'<tr [^>]*id="row-[\w-]+"')
SEEN = """() => [...document.querySelectorAll('.equation-rows tbody tr')]
  .filter(row => row.checkVisibility() && row.querySelector('math')).map(row => row.id)"""
OPEN = "[...document.querySelectorAll('.equation-rows')].filter(f => f.open).map(f => f.querySelector('summary').innerText)"


def rows():
    """The rows that the file has."""
    return len(ROW.findall((SITE / PAGE).read_text(encoding="utf-8")))


def test_the_rows_wait_until_a_fold_is_opened(site, window):
    page = open_page(window, f"{site}/{PAGE}")
    assert page.locator(".equation-rows tr").count() == 0
    page.locator(".equation-rows summary", has_text="6. The gradient").click()
    page.wait_for_selector("#row-eq-weight-slope math")
    assert all(page.locator(".equation-rows tbody tr").nth(i).locator("math").count() for i in range(3))


def test_a_number_leads_to_its_row_and_the_row_leads_back(site, window):
    page = open_page(window, f"{site}/{CHAPTER}")
    number = page.locator("[id='equation-eq-weight-slope'] .eqno a").first
    said = number.inner_text()
    number.click()
    page.wait_for_url("**/equations.html#row-eq-weight-slope")
    page.wait_for_selector("#row-eq-weight-slope:target math")
    assert len(page.evaluate(OPEN)) == 1
    place = page.locator("#row-eq-weight-slope").bounding_box()
    assert 0 <= place["y"] < 900
    page.locator("#row-eq-weight-slope a", has_text=said).click()
    page.wait_for_url("**/06-the-gradient-of-one-neuron.html#equation-eq-weight-slope")


def test_a_reader_chooses_a_page_and_a_state(site, window):
    page = open_page(window, f"{site}/{PAGE}")
    chosen = page.locator(".equation-choices")
    chapter, state = chosen.get_by_label("Page"), chosen.get_by_label("State")
    state.select_option("refuted")
    refuted = page.evaluate(SEEN)
    assert all(name.startswith("row-err-") for name in refuted)
    assert page.locator(".equation-choices output").inner_text() == f"{len(refuted)} equations"
    chapter.select_option(label="6. The gradient of one neuron")
    assert page.evaluate(SEEN) == []
    state.select_option("")
    assert "row-eq-weight-slope" in page.evaluate(SEEN)
    assert len(page.evaluate(OPEN)) == 1
    chapter.select_option("")
    assert page.evaluate(OPEN) == []


def test_paper_has_every_row(site, window):
    page = open_page(window, f"{site}/{PAGE}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(page.evaluate(SEEN)) == rows() > 200


def test_without_a_script_all_rows_are_there(site, browser):
    with closing(browser.new_context(java_script_enabled=False)) as window:
        page = window.new_page()
        page.goto(f"{site}/{PAGE}")
        assert page.locator(".equation-rows tbody tr:has(math)").count() == rows()
        page.locator(".equation-rows summary").first.click()
        assert page.locator(".equation-rows tbody tr").first.is_visible()


@pytest.mark.parametrize("view", [WIDE_LIGHT, NARROW_DARK], ids=str)
def test_open_rows_are_accessible_and_fit(site, window, view):
    page, notes = open_page(window, f"{site}/{PAGE}", view), Notes(view)
    page.locator(".equation-choices").get_by_label("Page").select_option(label="13. Convolution")
    page.evaluate(AT_REST)
    look(page, notes)
    ask_axe(page, notes, True)
    assert {kind: found for kind, found in notes.faults.items() if found} == {}
