"""A place to answer, on the page: every exercise has one, what is asked is what its solution says, and no assignment has."""

import html
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from docutils import nodes
from docutils.utils import new_document

from unity.grading.visible import exercises as functions
from unity.grading.visible import released, typed

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import answering  # noqa: E402
import course  # noqa: E402
import notebooks  # noqa: E402

NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e-?\d+)?")
ADDRESS = course.Address("ada", "notes")


def cells(chapter):
    (path,) = ROOT.glob(f"lectures/{chapter:02}-*.ipynb")
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def solution(exercise):
    """The cell behind an exercise's text, and what it has put out."""
    those = cells(int(exercise.split(".")[0]))
    at = next(i for i, cell in enumerate(those) if f"### Exercise {exercise} (" in "".join(cell["source"]))
    put_out = [
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
        for output in those[at + 1].get("outputs", ())
    ]
    return "".join([*those[at + 1]["source"], *put_out]).replace("\N{MINUS SIGN}", "-")


def kinds():
    return {
        number: kind
        for chapter in map(course.chapter_number, answering.exercises())
        for cell in cells(chapter)
        for number, kind in re.findall(r"### Exercise (\d+\.\d+) \((\w+)", "".join(cell["source"]))
    }


def test_every_exercise_is_found():
    found = {number for own in answering.exercises().values() for number in own}
    assert found == kinds().keys()
    assert len(found) > 100


def test_what_is_predicted_is_typed():
    predicted = {number for number, kind in kinds().items() if kind == "predict"}
    assert {each.exercise for each in typed().values()} == predicted, (
        "each exercise to predict has a Typed in unity/course/chapter_NN/typed.py, and no other exercise has one"
    )


def test_letters_of_formulas_are_formulas():
    """In what is asked, and in what figures say: A, B and P are names of points."""
    those = [cell for chapter in range(20) for cell in cells(chapter)]
    captions = [cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "") for cell in those]
    shown = [output.get("data", {}).get("text/html", "") for cell in those for output in cell.get("outputs", ())]
    quizzes = [
        re.sub(r"<code>.*?</code>|<[^>]*>", " ", "".join(html)) for html in shown if 'class="quiz' in "".join(html)
    ]
    assert len(quizzes) > 50
    for said in [*captions, *quizzes, *(each.asks for each in typed().values())]:
        plain = re.sub(r"`[^`]*`|\\\(.*?\\\)|\$[^$]*\$", "", said)
        assert not re.findall(r"(?<![\w'’])(?![ABPaI]\b)[A-Za-z](?![\w'’-])", plain), said


# A number that the solution says in words, or that stands in any: it is worked out here.
SAID_OTHERWISE = {
    "01-shape-of-images": lambda: (3 * 32 * 32, 500),
    "02-change-of-distance": lambda: 10 / np.hypot(3, 4),
    "03-boundaries-of-radii": lambda: len(re.findall(r"-?\d\.\d\d", solution("3.2").split("boundaries.round(2)")[1])),
    "04-cost-of-zero": lambda: np.log(2),
    "05-after-three-jumps": lambda: 5 * (1 - 2 * 0.9) ** 3,
    "10-heap-of-one-kind": lambda: -np.log(1),
    "12-doubled-seven-times": lambda: 2**7,
    "13-blurred-corner": lambda: (2 * 2, 2 * 3, 3 * 3),
    "14-looks-at-each-pixel": lambda: 4 * 4 // 16,
    "15-touches-along-an-axis": lambda: [sum(start <= pixel < start + 3 for start in (1, 3)) for pixel in range(1, 7)],
    "17-form-after-factors": lambda: -0.6 * 2 / 2 * 3,
    "18-matrix-at-twice-the-contrast": lambda: 2 * 2,
}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in typed().values() if not each.choices])
def test_what_is_right_is_what_the_solution_says(name):
    asked = typed()[name]
    if name in SAID_OTHERWISE:
        assert asked.verdict(SAID_OTHERWISE[name]())
        return
    shown = solution(asked.exercise).replace("\N{MINUS SIGN}", "-")
    said = [float(found.replace(",", "").rstrip(".")) for found in NUMBER.findall(shown)]
    for value in np.array(asked.right, float).ravel():
        assert np.isclose(said, value, rtol=asked.tolerance).any(), (
            f"{value} is not in the solution of {asked.exercise}"
        )


def test_no_answer_of_an_assignment_is_given_away():
    assert not typed().keys() & {*released(), *functions()}
    numbers = {number for own in answering.exercises().values() for number in own}
    assert {each.exercise for each in typed().values()} <= numbers


def lecture():
    """The last part of a chapter, as it is read: an exercise to type, and one to write."""
    document = new_document("page")
    top = nodes.section("", nodes.title("", "1. Examples as columns"))
    document += top
    folded = nodes.container(classes=["cell", "tag_solution", "tag_hide-cell"])
    top += nodes.section("", nodes.title("", "1.9 What you now know"), ids=["known"])
    top += nodes.section("", nodes.title("", "Exercise 1.1 (predict, level 1)"), nodes.paragraph("", "Ask."), folded)
    box = nodes.admonition("", nodes.title("", "Solution"), classes=["dropdown"])
    top += nodes.section("", nodes.title("", "Exercise 1.6 (derive, level 2)"), nodes.paragraph("", "Ask."), box)
    return document, top


def test_boxes_stand_before_the_solutions():
    from types import SimpleNamespace

    document, top = lecture()
    app = SimpleNamespace(
        env=SimpleNamespace(docname="lectures/01-examples-as-columns"),
        config=SimpleNamespace(html_theme_options={}),
    )
    answering.place_boxes(app, document)
    for section, start in zip(top.children[2:4], ('<form class="answer', '<p class="exercise-place'), strict=True):
        assert isinstance(section.children[2], nodes.raw)
        assert section.children[2].astext().startswith(start)
        assert len(section.children) == 4
    assert 'class="progress-box' in top.children[-1].astext()
    assert '<a href="#known">1.9 What you now know</a>' in top.children[-1].astext()
    app.env.docname = "book/welcome"
    other, _ = lecture()
    answering.place_boxes(app, other)
    assert not list(other.findall(nodes.raw))


def test_a_box_has_the_data_of_its_answers():
    own = [each for each in typed().values() if each.exercise == "1.2"]
    written = answering.box("1.2", own)
    data = html.unescape(re.search(r'data-asked="([^"]*)"', written)[1])
    assert json.loads(data) == [each.data for each in own]
    assert written.count("<option>") == 3


def test_a_way_leads_to_the_cell_of_the_exercise():
    """The plain notebook has that cell, with the mark by which Colab finds it."""
    book = notebooks.Book(ROOT)
    path = ROOT / "lectures" / "02-the-sum-of-vectors.ipynb"
    marked = {cell.metadata.get("id") for cell in notebooks.convert(book, path).cells}
    numbers = answering.exercises()["lectures/02-the-sum-of-vectors"]
    assert set(numbers.values()) <= marked
    written = answering.way("2.3", path.stem, numbers["2.3"], ADDRESS)
    assert f'href="{ADDRESS.colab(path.stem)}#scrollTo={numbers["2.3"]}"' in written
    assert f'href="{ADDRESS.binder(path.stem)}"' in written
    assert "make lab" in written


def test_the_example_of_the_module():
    import doctest

    assert doctest.testmod(answering).attempted
    assert doctest.testmod(answering).failed == 0
