"""Every page of the built site, visited once in Chromium: wide and narrow, light and dark.

Each test asserts on one kind of thing that the visit of a page has asked; `visit.py` says how it asks.
"""

from pathlib import Path

import pytest

from .shared import SITE
from .visit import ASKED, ASKED_OF_LECTURES, NARROW_DARK, WIDE_LIGHT, open_page, turn

pytestmark = pytest.mark.browser

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in {"_static", "_sources", "index.html"}
) or ["index.html"]
LECTURES = [page for page in PAGES if page.startswith("lectures/")] or ["index.html"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("kind", ASKED)
def test_page(visited, name, kind):
    assert visited.faults.get(kind, ["it was not asked"]) == [], f"{name} {ASKED[kind]}"


@pytest.mark.parametrize("name", LECTURES)
@pytest.mark.parametrize("kind", ASKED_OF_LECTURES)
def test_lecture(visited, name, kind):
    assert visited.faults.get(kind, ["it was not asked"]) == [], f"{name} {ASKED_OF_LECTURES[kind]}"


@pytest.mark.parametrize("name", LECTURES)
def test_lecture_has_what_lectures_have(visited, name):
    """Mathematics, figures, questions, solutions and references; and a slider wherever its notebook asks for one."""
    source = (Path(__file__).parents[2] / name).with_suffix(".ipynb").read_text(encoding="utf-8")
    counts = visited.counts
    assert counts["formulas"] > 10
    assert counts["pictures"] >= 2
    assert counts["sliders"] == source.count("notebook.explore(")
    assert counts["questions"] >= 1
    assert counts["folds"] >= 1
    assert counts["references"] >= 1


def test_theme_switch_turns_page_and_figures(site, window):
    page = open_page(window, f"{site}/{LECTURES[0]}")
    ground = "getComputedStyle(document.body).backgroundColor"
    filters = "[...document.querySelectorAll('.cell_output img')].map(image => getComputedStyle(image).filter)"
    light, light_filters = page.evaluate(ground), page.evaluate(filters)
    for _ in range(3):  # the switch goes round: as the system, light, dark
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
        page.locator("button.theme-switch-button").locator("visible=true").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    turn(page, WIDE_LIGHT)
    assert page.evaluate(ground) != light
    assert set(light_filters) <= {"none"}
    drawings = "[...document.querySelectorAll('.cell:not(.tag_photograph) .cell_output img')]"
    assert page.evaluate(f"{drawings}.every(image => getComputedStyle(image).filter.startsWith('invert'))")


def test_paper_is_light(site, window):
    page = open_page(window, f"{site}/book/references.html", NARROW_DARK)
    page.evaluate("addEventListener('beforeprint', () => { window.printed = document.documentElement.dataset.theme })")
    page.pdf()
    assert page.evaluate("window.printed") == "light"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_search_finds_gradient(site, window):
    page = window.new_page()
    page.goto(f"{site}/search.html?q=gradient")
    results = page.locator("#search-results ul.search li a")
    results.first.wait_for()
    page.wait_for_function("document.querySelector('#search-results p')?.textContent.match(/found/i)")
    found = [each.get_attribute("href") for each in results.all()]
    assert any("gradient" in href for href in found), found
