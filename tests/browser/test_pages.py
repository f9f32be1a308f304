"""Every page of the built site, visited once in Chromium: wide and narrow, light and dark.

Each test asserts on one kind of thing that the visit of a page has asked; `visit.py` says how it asks.
"""

from contextlib import closing
from pathlib import Path

import pytest

from .shared import SITE
from .visit import ASKED, ASKED_OF_LECTURES, NARROW_DARK, WIDE_LIGHT, open_page, turn

pytestmark = pytest.mark.browser

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in {"_static", "_sources", "slides", "404.html"}
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
    """Mathematics, figures, questions, solutions and references; and what moves wherever its notebook asks for it."""
    source = (Path(__file__).parents[2] / name).with_suffix(".ipynb").read_text(encoding="utf-8")
    counts = visited.counts
    assert counts["formulas"] > 10
    assert counts["pictures"] >= 2
    assert counts["sliders"] == source.count("notebook.explore(")
    assert counts["dragged"] == source.count("notebook.drag(")
    assert counts["questions"] >= 1
    assert counts["folds"] >= 1
    assert counts["references"] >= 1


# Tables of which every column is read: page -> where they stand.
READ = {
    "book/coverage.html": "#coverage",
    "book/errata.html": "#the-letters-of-this-page",
    "book/matrix.html": "#where-it-was-tried",
    "book/performance.html": "#how-fast-it-is",
    "book/syllabi.html": "#syllabi",
}
HIDDEN = """tables => tables.map(table => [table.offsetWidth, table.parentElement.clientWidth])
  .filter(([table, box]) => table > box + 1)"""


@pytest.mark.parametrize(("name", "place"), READ.items(), ids=READ)
def test_tables_that_are_read_fit_a_desk(site, window, name, place):
    page = open_page(window, f"{site}/{name}", WIDE_LIGHT)
    tables = page.locator(f"{place} table")
    assert tables.count() > 0
    assert tables.evaluate_all(HIDDEN) == []


def test_the_table_of_coverage_fits_a_phone(site, window):
    page = open_page(window, f"{site}/book/coverage.html", NARROW_DARK)
    assert page.locator("#coverage table").evaluate_all(HIDDEN) == []


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


def test_a_page_reads_without_scripts(site, browser):
    """Formulas, coloured code, pictures, and solutions that open."""
    with closing(browser.new_context(java_script_enabled=False)) as window:
        page = window.new_page()
        page.goto(f"{site}/{LECTURES[0]}")
        assert page.locator(".bd-article math").count() > 10
        assert page.locator("html").get_attribute("data-theme") == "light"
        words = page.locator(".highlight span[class]").first
        colour = "word => getComputedStyle(word).color"
        assert words.evaluate(colour) != page.locator(".highlight pre").first.evaluate(colour)
        fold = page.locator(".bd-article details").first
        fold.locator("summary").first.click()
        assert fold.get_attribute("open") is not None


def test_nothing_of_the_search_is_loaded_before_it_is_used(site, window):
    page = window.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/{LECTURES[0]}")
    assert not [url for url in asked if "search" in url]
    page.keyboard.press("Control+k")
    page.keyboard.type("gradient")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=gradient")
    page.locator("#search-results ul.search li a").first.wait_for()
    assert [url for url in asked if "searchindex.js" in url]


def test_frames_are_fetched_at_the_first_touch(site, window):
    """None while the page loads, and none twice."""
    page, asked = window.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/lectures/06-the-gradient-of-one-neuron.html")
    frames = lambda: [url for url in asked if url.endswith(".gz")]
    assert not frames()
    handle = page.locator("figure.slider input").first
    handle.focus()
    handle.press("Home")  # it starts at its end
    page.locator("figure.slider img[src^='blob:']").wait_for()
    handle.press("End")
    assert len(frames()) == 1


def test_contents_and_menus_open_on_a_phone(site, window):
    page = open_page(window, f"{site}/{LECTURES[0]}", NARROW_DARK)
    page.locator(".primary-toggle:visible").first.click()
    assert page.locator("dialog[open] .bd-docs-nav a.current").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.locator(".secondary-toggle:visible").first.click()
    page.locator("dialog[open] #pst-page-toc-nav a").last.click()
    page.wait_for_function("scrollY > 1000")
    assert page.locator("dialog[open]").count() == 0
    button = page.locator(".dropdown-toggle:visible").first
    button.click()
    assert page.locator(".dropdown-menu.show a").first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".dropdown-menu.show").count() == 0


def test_code_is_copied_without_prompts(site, browser):
    with closing(browser.new_context(permissions=["clipboard-read", "clipboard-write"])) as window:
        page = window.new_page()
        page.goto(f"{site}/book/api/floor-0.html")
        listing = page.locator(".highlight:has(.gp)").first
        listing.hover()
        listing.locator(".copybtn").click()
        page.locator(".copybtn.success").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied
        assert ">>>" not in copied
        assert copied.splitlines()[0] in listing.inner_text()


def test_search_finds_gradient(site, window):
    page = window.new_page()
    page.goto(f"{site}/search.html?q=gradient")
    results = page.locator("#search-results ul.search li a")
    results.first.wait_for()
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent.match(/found/i)")
    found = [each.get_attribute("href") for each in results.all()]
    assert any("gradient" in href for href in found), found
