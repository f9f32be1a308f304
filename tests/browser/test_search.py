"""The search in Chromium: the field's words, the other spelling, a typing error; sentences, sections, and no other host."""

import pytest

from .visit import NARROW_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page

pytestmark = pytest.mark.browser


def searched(site, window, query, view=WIDE_LIGHT):
    page = open_page(window, f"{site}/search.html?q={query}", view)
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent.match(/found/)")
    page.locator("ul.search li .context").nth(2).wait_for()
    return page


def found(page):
    return [link.get_attribute("href").split("#")[0] for link in page.locator("ul.search li > a").all()]


@pytest.mark.parametrize(
    ("query", "entry", "within"),
    [
        ("backpropagation", "backpropagation", "lectures/11-errors-flow-back.html"),
        ("learning rate", "learning rate", "lectures/05-descending.html"),
        ("tumor", None, "book/welcome.html"),
        ("regularisation", "regulari", "lectures/08-bending-the-boundary.html"),
        ("regularization", "regulari", "lectures/08-bending-the-boundary.html"),
        ("sigmod", "sigmoid", "lectures/03-from-gaussians-to-the-sigmoid.html"),
        ("grdaient descent", "gradient descent", "lectures/05-descending.html"),
        ("signed_distance", None, "book/api/floor-1.html"),
    ],
)
def test_what_is_looked_for_is_found(site, window, query, entry, within):
    page = searched(site, window, query)
    assert within in found(page), found(page)
    if entry:
        assert entry in page.locator(".glossary-hit").first.inner_text().lower()


def test_a_typing_error_is_said(site, window):
    page = searched(site, window, "sigmod")
    assert page.locator(".search-meant").inner_text() == "Shown is what is found for sigmoid."
    assert searched(site, window, "sigmoid").locator(".search-meant").count() == 0


def test_what_nobody_wrote_is_not_found(site, window):
    page = open_page(window, f"{site}/search.html?q=xylophonist")
    page.wait_for_function(
        "document.querySelector('#search-results .search-summary')?.textContent.match(/Nothing was found/)"
    )
    assert found(page) == []
    assert page.locator("#search-results a").get_attribute("href") == "book/notation.html"


def test_sentences_are_shown_and_lead_to_their_sections(site, window):
    page = searched(site, window, "gradient")
    shown = page.locator("ul.search .context")
    texts = shown.all_inner_texts()
    assert sum("gradient" in text.lower() for text in texts) >= 0.8 * len(texts) > 5
    assert not [text for text in texts if "lecture.quiz" in text or "\\" in text or "Show the" in text]
    assert len(found(page)) <= 20
    link = page.locator("ul.search .in-section[href]").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{target[target.index('#') :]}")
    assert page.locator(f"[id='{target.split('#')[1]}']").count() == 1


def test_nothing_is_asked_of_another_host(site, window):
    page, asked = window.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/search.html?q=convolution")
    page.locator("ul.search li .context").first.wait_for()
    assert [url for url in asked if not url.startswith(site)] == []


def test_chapters_come_before_what_mentions_them(site, window):
    page = searched(site, window, "backpropagation")
    places = found(page)
    assert places[0] == "lectures/11-errors-flow-back.html"
    assert places.index("book/references.html") > 5
    titles = searched(site, window, "convolutoin").locator("ul.search li > a").all_inner_texts()
    assert any(title.endswith("words: convolutional network") for title in titles)
    assert not any(title.endswith("words: convolution") for title in titles)  # it stands above


@pytest.mark.parametrize("query", ["learning rate", "convolutoin"])
@pytest.mark.parametrize("view", [WIDE_LIGHT, NARROW_DARK], ids=str)
def test_results_are_accessible_and_fit(site, window, view, query):
    page, notes = searched(site, window, query, view), Notes(view)
    look(page, notes)
    ask_axe(page, notes, True)
    assert {kind: each for kind, each in notes.faults.items() if each} == {}
