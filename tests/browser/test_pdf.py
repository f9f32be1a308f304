"""The printed book, of two chapters: contents with pages, equations, figures, nothing folded, and solutions at the end."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from scripts.pdf.contents import Part, parts
from scripts.pdf.places import places
from scripts.pdf.press import assemble, printed

from .shared import SITE

pytestmark = pytest.mark.browser

TOC = (Path(__file__).parents[2] / "_toc.yml").read_text(encoding="utf-8")
CHAPTERS = {"06": "the-gradient-of-one-neuron", "13": "convolution"}
PAPER = 612  # CSS pixels between the margins of A4
MARGIN = 24 / 25.4 * 72  # points: 24 mm


@pytest.fixture
def book(site, window):
    """The book on one page, as wide as the paper."""
    with closing(window.new_page()) as page:
        page.set_viewport_size({"width": PAPER, "height": 900})
        page.emulate_media(media="print")
        assemble(page, site, "Harmony in Complexity", parts(TOC, CHAPTERS))
        yield page


def source(chapter):
    return (SITE / "lectures" / f"{chapter}-{CHAPTERS[chapter]}.html").read_text(encoding="utf-8")


def texts(page, selector):
    return page.eval_on_selector_all(selector, "found => found.map(e => e.textContent.trim())")


def test_the_book_is_whole(book):
    for chapter, name in CHAPTERS.items():
        article, html = f"article[id='{chapter}-{name}']", source(chapter)
        assert texts(book, f"{article} .eqno") == re.findall(r'<span class="eqno">(?:<a [^>]*>)?(\([\d.]+\))', html)
        assert len(texts(book, f"{article} .caption-number")) == html.count('class="caption-number"')
        assert book.locator(f"{article} .frames img").count() >= 2 * html.count("data-frames=")
    assert book.evaluate("[...document.images].filter(i => !i.naturalWidth).map(i => i.src)") == []
    assert book.evaluate("document.documentElement.scrollWidth") == PAPER
    assert book.locator("details, nav.bd-links, .headerlink, button, input").count() == 0
    lost = "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))"
    assert book.evaluate(lost) == []
    assert book.locator("a[href*='127.0.0.1']:not([href*='#'])").count() == 0


def test_text_has_the_face_of_its_formulas(book):
    said = "[...document.querySelectorAll('article p, article li, article h2, .contents a')].map(e => getComputedStyle(e).fontFamily)"
    assert {family.split(",")[0] for family in book.evaluate(said)} == {'"STIX Two Text"'}
    loaded = "[...document.fonts].filter(f => f.family.includes('STIX Two Text') && f.status === 'loaded').length"
    assert book.evaluate(loaded) >= 3


def test_names_are_printed_once_and_as_the_page_writes_them(book):
    labels = texts(book, ".label")
    assert len(labels) > 20
    assert [label for label in labels if re.fullmatch(r"(.+?)\s*\1", label, re.DOTALL)] == []
    captions = texts(book, ".frames figcaption")
    assert len(captions) > 4
    assert [caption for caption in captions if "_" in caption] == []


def test_solutions_and_answers_stand_at_the_end_and_nowhere_else(book):
    assert book.locator("article").last.get_attribute("id") == "solutions"
    exercises = [each for chapter in CHAPTERS for each in re.findall(r"<h3>(Exercise\s[\d.]+)", source(chapter))]
    assert texts(book, "#solutions .solution h4") == exercises
    assert len(texts(book, "#solutions .answer")) == book.locator("article:not(#solutions) .quiz").count() > 4
    assert book.locator("article:not(#solutions) .tag_solution").count() == 0
    for options, answers in zip(book.locator(".quiz ol").all(), book.locator(".answer ol").all()):
        assert options.locator("li").count() == answers.locator("li").count() >= 2
        assert answers.locator("strong", has_text="Right.").count() == 1
    assert "Right." not in book.locator("article:not(#solutions) .quiz").first.inner_text()


def test_the_summary_of_a_part_stands_behind_its_chapters(site, window):
    with closing(window.new_page()) as page:
        page.set_viewport_size({"width": PAPER, "height": 900})
        page.emulate_media(media="print")
        assemble(page, site, "Harmony in Complexity", parts(TOC, ["17", "18"]))
        assert texts(page, "article > section > h1")[:3] == [
            "17. One form",
            "18. Brains and machines",
            "Part IV on one page",
        ]
        (summary,) = page.locator("article#part-4").all()
        assert summary.locator("table").count() >= 2
        assert page.locator("nav.contents a[href='#part-4']").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") == PAPER


def test_a_part_on_one_page_is_one_page(site, window):
    """The four summaries, with nothing before them but the cover and the contents."""
    names = [f"part-{number}" for number in (1, 2, 3, 4)]
    with closing(window.new_page()) as page:
        assemble(page, site, "Harmony in Complexity", [Part("Summaries", [f"book/{name}" for name in names])])
        found = places(printed(page))
    assert [found[name] for name in [*names, "solutions"]] == [3, 4, 5, 6, 7]


def test_what_announces_something_stays_with_it(book):
    """No paragraph is the last of a page where a cell, a list or a table is the next thing."""
    for behind in ("div.math", ".cell", "ul"):
        paragraphs = book.locator(f".bd-article p:has(+ {behind})")
        assert set(paragraphs.evaluate_all("found => found.map(p => getComputedStyle(p).breakAfter)")) == {"avoid"}, (
            behind
        )


def test_two_fractions_side_by_side_are_two(book):
    """In TeX each keeps 0.12 em to its sides, which MathML leaves to a stylesheet."""
    gaps = book.eval_on_selector_all(
        "mfrac + mfrac",
        """found => found.map(second => {
            const right = Math.max(...[...second.previousElementSibling.children].map(e => e.getBoundingClientRect().right));
            const left = Math.min(...[...second.children].map(e => e.getBoundingClientRect().left));
            return (left - right) / parseFloat(getComputedStyle(second).fontSize);
        })""",
    )
    assert gaps
    assert min(gaps) > 0.2


def test_the_contents_are_no_box(book):
    assert book.eval_on_selector("nav.contents", "e => getComputedStyle(e).boxShadow") == "none"


def test_contents_say_on_which_page_everything_stands(book):
    pdf = printed(book)
    found = places(pdf)
    entries = book.eval_on_selector_all(
        "nav.contents a",
        "found => found.map(a => [a.firstChild.textContent, a.hash.slice(1), a.lastChild.textContent])",
    )
    titles = [words for words, _, _ in entries]
    assert {"6. The gradient of one neuron", "6.12 What you now know", "13. Convolution", "References"} <= set(titles)
    assert titles[-1] == "Solutions and answers"
    pages = [int(number) for _, _, number in entries]
    assert pages == [found[target] for _, target, _ in entries] == sorted(pages)
    assert pages[0] > 2
    assert len(re.findall(rb"/Type /Page\n", pdf)) > pages[-1] > 40
    assert all(found[each] > pages[-1] - 1 for each in found if "-end-" in each or each.startswith("answer-"))
    assert b"/Type /Outlines" in pdf
    assert min(float(left) for left in re.findall(rb"/Rect \[([\d.]+)", pdf)) > MARGIN - 1
