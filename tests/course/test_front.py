"""The first page: its number is the library's, its counts are those of the book, and each chapter has its picture."""

import doctest
import json
import re
import sys
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from docutils import nodes
from docutils.utils import new_document

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book" / "sphinx"))

import answering  # noqa: E402
import course  # noqa: E402
from front import alive, cards, counts  # noqa: E402


@pytest.mark.parametrize("module", [alive, cards, counts])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", alive.KINDS)
def test_a_derivative_is_what_the_number_grows_by(name):
    """Entry by entry: raised by one, it raises the number by what stands below."""
    product, *given = alive.KINDS[name]
    T, derivatives = alive.computed(product, *given)
    for at, letter in enumerate("EWX"):
        for place in np.ndindex(np.shape(given[at])):
            raised = [np.array(each, float) for each in given]
            raised[at][place] += 1
            assert alive.computed(product, *raised)[0] - T == pytest.approx(derivatives[letter][place])


def test_the_figure_has_the_numbers_and_what_the_script_needs():
    text = alive.figure()
    assert json.loads(unescape(re.search(r'data-kinds="([^"]*)"', text)[1])) == alive.kinds()
    outputs = [float(each.replace("−", "-")) for each in re.findall(r"<output>([^<]*)</output>", text)]
    T, derivatives = alive.computed(*alive.KINDS["a neuron"])
    assert outputs == [T, *(x for letter in "XWE" for x in derivatives[letter].ravel())]
    assert text.count("<input") == 7
    assert len(alive.kinds()["a convolution"]["X"]) == 3


def first_page():
    document = new_document("page")
    lines = [(f"../{page}.html", "A chapter") for page in answering.exercises()]
    numbered, others = nodes.enumerated_list(), nodes.bullet_list()
    for uri, words in lines:
        link = nodes.reference("", words, refuri=uri)
        numbered += nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(":\nwhat it is\nabout.")))
    others += nodes.list_item(
        "", nodes.paragraph("", "", nodes.reference("", "Read", refuri=lines[0][0]), nodes.Text(": here."))
    )
    document += [numbered, nodes.container("", others, classes=["ways"])]
    return document


def chapter(page):
    number = course.chapter_number(page)
    document = new_document(page)
    for name, picture in (("other", "a.svg"), (cards.PICTURES.get(number, "none"), f"{number}.svg")):
        document += nodes.figure("", nodes.image(uri=picture, alt='It shows "this".'), ids=[name])
    return document


DRAWING = '<svg width="72pt" height="36pt"><g id="axes_1"><g id="text_1"><g><use/></g></g><path d="M0 0"/></g></svg>'


def test_each_chapter_has_a_card(tmp_path):
    for page in answering.exercises():
        (tmp_path / f"{course.chapter_number(page)}.svg").write_text(DRAWING)
    document, env = first_page(), SimpleNamespace(get_doctree=chapter)
    cards.add_pictures(SimpleNamespace(env=env, srcdir=tmp_path, outdir=tmp_path / "site"), document, course.FIRST)
    numbered, others = document.children
    for (page, own), item in zip(answering.exercises().items(), numbered.children, strict=True):
        assert item["classes"] == ["chapter-card"]
        assert item.children[1].astext() == "A chapterWhat it is\nabout."
        name = f"cards/{course.chapter_number(page):02}.svg"
        said = f'<img alt="It shows &quot;this&quot;." src="../{name}" width="96" height="48">'
        assert item.children[0].astext() == said
        assert (tmp_path / "site" / name).read_text() == DRAWING.replace('<g id="text_1"><g><use/></g></g>', "")
        assert (f"{{}} of {len(own)} exercises" in item.children[-1].astext()) == bool(own)
    assert not list(others.findall(nodes.raw))
    assert others.astext() == "ReadHere."
    untouched = first_page()
    cards.add_pictures(None, untouched, "book/map")
    assert not list(untouched.findall(nodes.raw))


def test_the_figures_of_the_cards_are_in_the_chapters():
    where = "PICTURES in book/sphinx/front/cards.py names one figure of each lecture, in their order"
    assert list(cards.PICTURES) == list(map(course.chapter_number, answering.exercises())), where
    for page in answering.exercises():
        name = cards.PICTURES[course.chapter_number(page)]
        assert f'"{name}"' in (ROOT / f"{page}.ipynb").read_text(encoding="utf-8"), f"{page} has no {name}: {where}"


@pytest.mark.parametrize("tag", ["photograph", "made"])
def test_a_photograph_stays_one_in_the_dark(tag):
    figure = nodes.figure()
    nodes.section("", nodes.container("", nodes.container("", figure), classes=["cell", f"tag_{tag}"]))
    assert cards.is_photograph(figure) is (tag == "photograph")


def test_a_figure_that_is_gone_is_named():
    with pytest.raises(ValueError, match="chapter 3 has no figure fig-ch03-question"):
        cards.picture(None, new_document("page"), 3)


def test_a_chapter_without_a_picture_is_said():
    with pytest.raises(
        ValueError, match=r"chapter 77 has no picture: name one of its figures in PICTURES of \S+cards\.py"
    ):
        cards.picture(None, new_document("page"), 77)


def test_counts_follow_the_page_of_equations():
    text = "10 run, 2 proved, 3 refuted. `python -m unity.equations check label` tries one row."
    (equations, *_), (refuted, *_), (exercises, *_), (mistakes, *_) = counts.counted(text)
    assert (equations, refuted) == (12, 3)
    assert exercises == sum(map(len, answering.exercises().values())) > 100
    assert mistakes > 300
    with pytest.raises(ValueError, match="does not say how many"):
        counts.counted("Nothing.")
