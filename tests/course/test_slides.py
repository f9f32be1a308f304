"""Slides: what the cells of a lecture ask for, and the one file that is made of it."""

import base64
import doctest
import json
import re
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes

from scripts.lectures import chapters, is_draft

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book" / "sphinx"))

from lean import frames  # noqa: E402
from slides import deck, show, write  # noqa: E402
from slides.plan import PlanError, Slide, derivations, plan  # noqa: E402

PLAN = sys.modules["slides.plan"]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


# A draft need not have its slides yet.
LECTURES = [path for path in chapters(ROOT) if not is_draft(path)]
FEWEST, MOST = 12, 25
"""How many slides a chapter has, its title among them: a lesson's worth."""
LONGEST_QUIZ = 60
"""How many words a quiz may have on a wall, its options included."""


def cells(path):
    return read(path)["cells"]


def markdown(source, *slides):
    return {"cell_type": "markdown", "source": source, "metadata": {"slides": list(slides)}}


def code(*slides, tags=()):
    return {"cell_type": "code", "source": "x", "metadata": {"slides": list(slides), "tags": list(tags)}, "outputs": []}


@pytest.mark.parametrize("module", [PLAN, deck])
def test_examples(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted


# The plan ---------------------------------------------------------------------------------------------------------


def test_an_entry_shows_the_equation_that_it_names_and_stands_in_its_section():
    source = "## 6.3 Go back\n\n$$\nb = 2\n$$ (eq-b)\n"
    (slide,) = plan([markdown(source, {"claim": "Two.", "shows": "eq-b", "notes": "Once."})])
    assert slide == Slide("Two.", "eq-b", "6.3 Go back", False, "Once.")
    assert slide.number == "6.3"


def test_a_cell_of_code_shows_what_it_puts_out_and_a_quiz_asks_for_itself():
    claim, quiz = plan([markdown("## 1.1 One"), code({"claim": "It falls."}), code({}, tags=["quiz"])])
    assert claim == Slide("It falls.", 1, "1.1 One")
    assert quiz == Slide("", 2, "1.1 One", True)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (markdown("", {}), "0 of claim and ask, expected one"),
        (markdown("", {"claim": "a", "ask": "b"}), "2 of claim and ask, expected one"),
        (
            markdown("", {"claim": "a", "show": "eq-a"}),
            "unknown key 'show', expected ask, claim, follows, notes, shows",
        ),
        (
            markdown("$$ a $$ (eq-a)", {"claim": "a", "shows": "eq-b"}),
            "shows 'eq-b', expected a label of its cell: eq-a",
        ),
        (markdown("", {"claim": "word " * 26}), "has 26 words, expected at most 25"),
        (code({"claim": "a"}, tags=["quiz"]), "expected none: a quiz asks"),
        (markdown("$$ a $$ (eq-a)", {"claim": "a", "shows": "eq-a", "follows": True}), "on the slide before"),
        (
            markdown("$$ a $$ (eq-a)", {"claim": "a"}, {"claim": "b", "shows": "eq-a", "follows": True}),
            "expected an equation of the same section on the slide before",
        ),
        (
            markdown("$$ a $$ (eq-a)", {"claim": "a", "shows": "eq-a"}, {"claim": "b", "follows": True}),
            "expected an equation of the same section on the slide before",
        ),
    ],
)
def test_what_makes_no_slide_is_refused_with_its_cell(cell, said):
    with pytest.raises(PlanError, match=f"^slides: cell 1: .*{re.escape(said)}"):
        plan([markdown(""), cell])


def test_a_derivation_ends_with_its_section():
    line = {"claim": "a", "shows": "eq-a"}
    cells = [markdown(f"## 1.{k} One\n\n$$ a $$ (eq-a)", line | {"follows": k == 2}) for k in (1, 2)]
    with pytest.raises(PlanError, match=r"^slides: cell 1: .*same section"):
        plan(cells)


# What is shown ------------------------------------------------------------------------------------------------------


def page(*found, picture=None):
    """A page whose nodes are written as their own text."""
    top = nodes.section("", nodes.title("", "6. Six"), nodes.paragraph("", "About six."))
    top += nodes.section("", nodes.title("", "6.1 One"), *found)
    document = nodes.Element("", top)
    return show.Page(document, lambda node: f"<p>{node.astext()}</p>", picture)


def cell(*outputs, index=3):
    output = nodes.container("", *outputs, classes=["cell_output"])
    return nodes.container("", output, nb_element="cell_code", cell_index=index)


def test_an_equation_comes_with_its_number_and_the_paragraphs_around_it():
    equation = nodes.math_block("b = 2", "b = 2", label="eq-b", number="6.1")
    found = page(
        nodes.paragraph("", "far"),
        nodes.paragraph("", "before"),
        nodes.target(),
        equation,
        nodes.paragraph("", "behind"),
    )
    slide = Slide("Two.", "eq-b", "6.1 One")
    assert "<mi>b</mi><mo>=</mo><mn>2</mn>" in found.shown(slide)
    assert "(6.1)" in found.shown(slide)
    assert found.said(slide) == "<p>before</p><p>behind</p>"


def lines(*follows):
    """The slides of equations eq-a, eq-b and so on, in one section, and the page that has them."""
    slides = [Slide(f"Line {k}.", f"eq-{'abc'[k]}", "6.1 One", follows=on) for k, on in enumerate(follows)]
    found = [nodes.math_block(f"{k} = x", f"{k} = x", label=f"eq-{'abc'[k]}", number=f"6.{k}") for k in range(3)]
    return slides, page(*found)


def test_a_derivation_unfolds_line_by_line():
    """Each of its slides has all lines: what was said, what is said now, and room for what comes."""
    slides, found = lines(False, True, True)
    (group,) = derivations(slides)
    kinds = [re.findall(r'class="formula ?(\w*)"', found.shown(slide, group)) for slide in slides]
    assert kinds == [["", "later", "later"], ["told", "", "later"], ["told", "told", ""]]
    first, *rest = write.sheets("6. Six", slides, found, {})[1:]
    assert [sheet.unfolds for sheet in (first, *rest)] == [True, True, False]
    assert re.findall(r"\((6\.\d)\)", first.shown) == ["6.0", "6.1", "6.2"]
    assert 'class="claim unfolds"' in first.html(1, 3)


def test_equations_that_do_not_follow_stand_alone():
    slides, found = lines(False, False, True)
    first, *rest = write.sheets("6. Six", slides, found, {})[1:]
    assert [len(re.findall('class="formula', sheet.shown)) for sheet in (first, *rest)] == [1, 2, 2]


def test_a_figure_is_a_part_of_the_file_and_keeps_its_words(tmp_path):
    drawing = tmp_path / "a.svg"
    drawing.write_text("<svg/>")
    figure = nodes.figure("", nodes.image(uri="../_images/a.svg", alt='A "line".'), nodes.caption("", "It rises."))
    found = page(cell(figure), nodes.paragraph("", "So it does."), picture=lambda address: drawing)
    slide = Slide("Up.", 3, "6.1 One")
    stored = base64.b64encode(b"<svg/>").decode()
    assert found.shown(slide) == (
        f'<img class="picture" src="data:image/svg+xml;base64,{stored}" alt="A &quot;line&quot;.">'
    )
    assert found.said(slide) == "<p><p>It rises.</p></p><p>So it does.</p>"


def test_a_slider_brings_its_frames():
    stored = "".join(
        f'<i data-src="{frames.URI}{base64.b64encode(b"<svg/>").decode()}" data-alt="at {n}"></i>' for n in (1, 2)
    )
    handle = '<label><input type="range" oninput="x"></label>'
    slider = f'<figure class="slider" data-frame="0"><img src="data:one" alt="at 1">{handle}<template>{stored}</template></figure>'
    shown = page(cell(nodes.raw("", slider, format="html"))).shown(Slide("Move.", 3, "6.1 One"))
    packed = base64.b64encode(frames.packed([("at 1", "<svg/>"), ("at 2", "<svg/>")])).decode()
    assert f'data-frames="data:application/gzip;base64,{packed}"' in shown
    assert "oninput" not in shown


def test_printed_lines_are_shown_as_they_are_and_nothing_is_no_slide():
    printed = nodes.literal_block("", "1 < 2")
    assert page(cell(printed)).shown(Slide("Less.", 3, "6.1 One")) == "<pre>1 &lt; 2</pre>"
    with pytest.raises(PlanError, match="cell 3 puts out nothing"):
        page(cell()).shown(Slide("Less.", 3, "6.1 One"))


def test_bare_words_know_what_their_section_lists():
    listed = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "errors go back")))
    assert page(listed).said(Slide("So.", None, "6.1 One")) == "<p>errors go back</p>"


def test_notes_lead_nowhere():
    assert (
        show.Page.without_links('See <a class="x" href="#y">(6.1)</a>, <abbr>a</abbr>.') == "See (6.1), <abbr>a</abbr>."
    )


# The file -----------------------------------------------------------------------------------------------------------


def test_a_deck_brings_all_that_it_needs():
    text = deck.deck(
        "Six", [deck.Sheet("Six", kind="title"), deck.Sheet("<b>", shown="<math><mi>x</mi></math>", said="<p>n</p>")]
    )
    assert "<h2>&lt;b&gt;</h2>" in text
    assert '<aside aria-label="Notes to slide 2"><p>n</p></aside>' in text
    assert 'url("data:font/woff2;base64,d09GMg' in text
    assert not re.findall(r"(?:src|href)=\"(?!data:)[^\"]*\"|https?:", text)


def expected(source):
    """A page of expected answers: chapter 6 with one place and one question, and chapter 16."""
    items = [
        nodes.definition_list_item("", nodes.term("", term), nodes.definition("", nodes.paragraph("", text)))
        for term, text in source
    ]
    six = nodes.section("", nodes.title("", "6. Six"), nodes.definition_list("", *items))
    return nodes.Element(
        "", six, nodes.section("", nodes.title("", "16. Sixteen"), nodes.definition_list("", items[0].deepcopy()))
    )


def test_answers_go_to_the_question_of_their_section_and_the_rest_to_the_last_slide():
    found = write.answers(expected([("6.1 One", "They say: two."), ("Why six?", "It is.")]), 6)
    assert {number: len(items) for number, items in found.items()} == {"6.1": 1, "": 1}
    asked, last = Slide("How many?", None, "6.1 One", True), Slide("Six.", None, "6.1 One")
    first, *rest = write.sheets("6. Six", [asked, last], page(), found)
    assert first.kind == "title"
    assert first.said == "<p>About six.</p>"
    assert [sheet.kind for sheet in rest] == ["question", "claim"]
    assert "They say: two." in rest[0].said
    assert "It is." not in rest[0].said
    assert "It is." in rest[1].said


def test_other_answers_make_other_slides():
    env = SimpleNamespace(found_docs={"lectures/06-a", "book/notation"})
    assert write.write_again(None, env, set(), {"book/answers"}, set()) == ["lectures/06-a"]
    assert write.write_again(None, env, set(), {"book/notation"}, set()) == []


# The chapters' own ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_chapter_makes_a_talk(path):
    """A lesson's worth of slides, which begin with a question and end with what is known then."""
    slides = plan(cells(path))
    assert FEWEST <= len(slides) + 1 <= MOST, (
        f"{path.name} has {len(slides)} slides under `slides` in the metadata of its cells, its title aside, "
        f"expected {FEWEST - 1} to {MOST - 1}: book/teaching.md has an example"
    )
    assert any(slide.is_question and slide.words for slide in slides[:3]), "one of the first three slides asks the room"
    assert slides[-1] == Slide(slides[-1].words, None, slides[-1].section), "the last slide claims, and shows nothing"
    claims = Counter(slide.words for slide in slides if slide.words)
    assert set(claims.values()) == {1}, f"said twice: {[words for words, times in claims.items() if times > 1]}"


def test_chapters_unfold_what_they_derive():
    """All but the first, which derives nothing."""
    derived = {path.name[:2]: [len(group) for group in derivations(plan(cells(path)))] for path in LECTURES}
    still = {chapter for chapter, lengths in derived.items() if max(lengths, default=1) == 1}
    assert still == {"01"}, (
        'these chapters derive nothing on their slides: an equation that comes next has "follows": true'
    )
    assert sum(length > 2 for lengths in derived.values() for length in lengths) >= 8
    assert max(length for lengths in derived.values() for length in lengths) <= 3  # more would be small on a wall


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_question_of_a_chapter_is_asked_where_answers_are_expected(path):
    text = (ROOT / "book" / "answers.md").read_text(encoding="utf-8")
    chapter = int(path.name[:2])
    answered = set(re.findall(rf"^({chapter}\.\d+) ", text, re.MULTILINE))
    slides = plan(cells(path))
    asked = {slide.number for slide in slides if slide.is_question and slide.words}
    assert answered <= asked, f"no slide asks what book/answers.md answers in {sorted(answered - asked)}"
    unanswered = [s for s in slides if s.is_question and s.words and s.number not in answered and not s.notes]
    assert unanswered == [], "these slides ask what book/answers.md does not answer, and have no notes"


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_quiz_on_a_slide_is_short(path):
    for found in cells(path):
        if "quiz" in found["metadata"].get("tags", ()) and "slides" in found["metadata"]:
            html = "".join(found["outputs"][0]["data"]["text/html"])
            shown = re.sub(r"</summary>.*?</details>", " ", html)
            assert len(re.sub(r"<[^>]*>", " ", shown).split()) <= LONGEST_QUIZ, shown
