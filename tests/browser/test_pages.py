"""Every page of the built site, opened in Chromium: wide and narrow, light and dark."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import SITE

pytestmark = pytest.mark.browser

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in {"_static", "_sources", "index.html"}
) or ["index.html"]
LECTURES = [page for page in PAGES if page.startswith("lectures/")]
WIDE_LIGHT, NARROW_DARK = (1280, "light"), (390, "dark")
ALL_VIEWS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]

# What axe-core finds and the book leaves as it is: rule -> why.
ALLOWED = {}

LOOK = """() => {
  const article = document.querySelector('.bd-article') ?? document.body;
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const raw = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (/\\$\\$|\\\\\\(|\\\\\\[|\\\\frac|\\{(eq|ref|doc|glue|cite)/.test(text.data)
        && !text.parentElement.closest('pre, code, script, style, mjx-container, template, dl.py')) raw.push(text.data.trim());
  }
  const images = [...article.querySelectorAll('img')];
  return {
    raw,
    untypeset: [...article.querySelectorAll('.math')].filter(m => !m.querySelector('mjx-container')).length,
    typeset: article.querySelectorAll('mjx-container').length,
    errors: [...document.querySelectorAll('mjx-merror, [data-mjx-error]')].map(e => e.textContent),
    overflow: document.documentElement.scrollWidth - innerWidth,
    alts: images.map(image => [image.getAttribute('alt'), image.getAttribute('src').slice(0, 80)]),
    broken: images.filter(image => image.complete && !image.naturalWidth).map(image => image.src.slice(0, 80)),
    theme: document.documentElement.dataset.theme,
    unreachable: [...article.querySelectorAll('pre, mjx-container, .pst-scrollable-table-container')]
      .filter(box => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
                     && box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0).length,
  };
}"""


class Visit(NamedTuple):
    """What a page showed, asked for and complained about."""

    seen: dict
    foreign: list
    missing: list
    complaints: list


def open_page(context, address):
    """A page that has come to rest: its mathematics is typeset."""
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate("() => globalThis.MathJax?.startup?.promise")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    return page


@pytest.fixture(scope="session")
def visit(site, contexts):
    """Open a page once a view, and keep what was seen."""

    @cache
    def visit(name, width, scheme):
        context, foreign, missing, complaints = contexts(width, scheme), [], [], []

        def asked(request):
            if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(f"{site}/"):
                foreign.append(request.url)

        def answered(response):
            if response.status >= 400:
                missing.append(f"{response.status} {response.url}")

        def said(message):
            if message.type in {"error", "warning"}:
                complaints.append(message.text)

        context.on("request", asked)
        context.on("response", answered)
        context.on("console", said)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = open_page(context, f"{site}/{name}")
        result = Visit(page.evaluate(LOOK), foreign, missing, complaints)
        page.close()
        for event, listener in (("request", asked), ("response", answered), ("console", said)):
            context.remove_listener(event, listener)
        return result

    return visit


def views(name):
    return ALL_VIEWS if name in LECTURES else [WIDE_LIGHT, NARROW_DARK]


@pytest.mark.parametrize("name", PAGES)
def test_page_shows_what_it_should(visit, name):
    """Mathematics is typeset, nothing is wider than the window, nothing is missing or asked of another host."""
    for width, scheme in views(name):
        where = f"{name} at {width} pixels, {scheme}"
        seen, foreign, missing, complaints = visit(name, width, scheme)
        assert foreign == [], f"{where} asks other hosts"
        assert missing == [], f"{where} asks for files that are not there"
        assert complaints == [], f"{where} complains in the console"
        assert seen["errors"] == [], f"{where}: mathematics that MathJax cannot read"
        assert seen["untypeset"] == 0, f"{where}: formulas that stayed as they are written"
        assert seen["raw"] == [], f"{where}: raw mathematics or roles"
        assert seen["overflow"] <= 0, f"{where}: the page scrolls sideways"
        assert seen["unreachable"] == 0, f"{where}: boxes that scroll, and that no keyboard reaches"
        assert seen["broken"] == [], f"{where}: pictures that do not load"
        assert seen["theme"] == scheme, f"{where}: the reader's colour scheme is not used"


@pytest.mark.parametrize("name", PAGES)
def test_pictures_are_told_in_words(visit, name):
    for alt, source in visit(name, *WIDE_LIGHT).seen["alts"]:
        assert len((alt or "").split()) >= 3, f"{name}: {source} has the alt text {alt!r}"
        assert not re.search(r"\.(svg|png|jpe?g|gif)$|_build|_images", alt), f"{name}: {alt!r} is a file's name"


@pytest.mark.parametrize("name", LECTURES)
def test_lecture_has_mathematics_and_figures(visit, name):
    seen = visit(name, *WIDE_LIGHT).seen
    assert seen["typeset"] > 10
    assert len(seen["alts"]) >= 2


def axe_runs(name):
    """What axe-core looks at where: (view, whether contrast is measured too, which takes three quarters of the time).

    The library's pages are long and alike: one of them is measured, in both schemes.
    """
    measured = "/api/" not in name or name.endswith("floor-0.html")
    return [(WIDE_LIGHT, measured), (NARROW_DARK, measured)] if measured else [(WIDE_LIGHT, False)]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(site, contexts, name):
    for view, with_contrast in axe_runs(name):
        page = open_page(contexts(*view), f"{site}/{name}")
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": with_contrast}}}
        found = Axe().run(page, options=options).response["violations"]
        page.close()
        left = [
            f"{each['id']}: {each['help']}: {node['html'][:200]}"
            for each in found
            if each["id"] not in ALLOWED
            for node in each["nodes"][:3]
        ]
        assert left == [], f"{name} at {view}"


@pytest.mark.parametrize("name", LECTURES)
@pytest.mark.parametrize("width", [1280, 390])
def test_sliders_move_their_figures(site, contexts, name, width):
    page = open_page(contexts(width, "light"), f"{site}/{name}")
    sliders = page.locator("figure.slider")
    source = (Path(__file__).parents[2] / name).with_suffix(".ipynb").read_text(encoding="utf-8")
    assert sliders.count() == source.count("widgets.explore(")
    for slider in sliders.all():
        for handle in slider.locator("input[type=range]").all():
            image, output = slider.locator("img"), handle.locator("xpath=..").locator("output")
            handle.press("Home")
            before = image.get_attribute("src"), image.get_attribute("alt"), output.inner_text()
            handle.press("End")
            after = image.get_attribute("src"), image.get_attribute("alt"), output.inner_text()
            assert all(old != new for old, new in zip(before, after)), (before, after)
            assert handle.get_attribute("aria-valuetext") == after[2]
            assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.close()


@pytest.mark.parametrize("name", LECTURES)
def test_quizzes_answer(site, contexts, name):
    page = open_page(contexts(*WIDE_LIGHT), f"{site}/{name}")
    quizzes = page.locator(".quiz")
    assert quizzes.count() >= 1
    for quiz in quizzes.all():
        verdicts = Counter()
        for option in quiz.locator("details").all():
            feedback = option.locator("p")
            assert not feedback.is_visible()
            option.locator("summary").click()
            assert feedback.is_visible()
            assert len(feedback.inner_text()) > 20
            verdicts[option.get_attribute("class")] += 1
            assert quiz.locator("details[open]").count() == 1, "opening an option closes the others"
        assert verdicts["right"] == 1
        assert verdicts["wrong"] >= 1
    page.close()


@pytest.mark.parametrize("name", LECTURES)
def test_solutions_are_folded(site, contexts, name):
    page = open_page(contexts(*WIDE_LIGHT), f"{site}/{name}")
    folds = page.locator(".bd-article .cell details.hide, .bd-article .admonition.dropdown > details")
    assert folds.count() >= 1
    for fold in folds.all():
        assert fold.get_attribute("open") is None
    fold = folds.first
    fold.locator("summary").first.click()
    assert fold.get_attribute("open") is not None
    page.close()


def test_theme_switch_turns_page_and_figures(site, contexts):
    page = open_page(contexts(*WIDE_LIGHT), f"{site}/{(LECTURES or PAGES)[0]}")
    ground = "getComputedStyle(document.body).backgroundColor"
    filters = "[...document.querySelectorAll('.cell_output img')].map(image => getComputedStyle(image).filter)"
    light, light_filters = page.evaluate(ground), page.evaluate(filters)
    for _ in range(3):  # the switch goes round: as the system, light, dark
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
        page.locator("button.theme-switch-button").locator("visible=true").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(ground) != light
    assert set(light_filters) <= {"none"}
    drawings = "[...document.querySelectorAll('.cell:not(.tag_photograph) .cell_output img')]"
    assert page.evaluate(f"{drawings}.every(image => getComputedStyle(image).filter.startsWith('invert'))")
    page.evaluate("localStorage.clear()")
    page.close()


def test_paper_is_light(site, contexts):
    page = open_page(contexts(*NARROW_DARK), f"{site}/book/references.html")
    page.evaluate("addEventListener('beforeprint', () => { window.printed = document.documentElement.dataset.theme })")
    page.pdf()
    assert page.evaluate("window.printed") == "light"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.close()


def test_search_finds_gradient(site, contexts):
    page = contexts(*WIDE_LIGHT).new_page()
    page.goto(f"{site}/search.html?q=gradient")
    results = page.locator("#search-results ul.search li a")
    results.first.wait_for()
    page.wait_for_function("document.querySelector('#search-results p')?.textContent.match(/found/i)")
    found = [each.get_attribute("href") for each in results.all()]
    assert any("gradient" in href for href in found), found
    page.close()


@pytest.mark.parametrize("name", LECTURES)
def test_references_to_equations_jump(site, contexts, name):
    page = open_page(contexts(*WIDE_LIGHT), f"{site}/{name}")
    links = page.locator("a.reference.internal[href*='#equation-']")
    assert links.count() >= 1
    links.first.click()
    page.wait_for_url("**#equation-*")
    target = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    assert target.count() == 1
    assert re.fullmatch(r"\(\w+\.\d+\)#?", target.locator(".eqno").inner_text().strip())
    page.wait_for_function(
        "id => document.getElementById(id).getBoundingClientRect().top < innerHeight", arg=urlsplit(page.url).fragment
    )
    page.close()
