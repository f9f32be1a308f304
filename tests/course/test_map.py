"""The map of the course follows from what the chapters say, and a need that nothing meets is noticed."""

import importlib.util
import sys
from pathlib import Path

import pytest

from scripts import lectures
from unity.course.map import house, needs
from unity.course.style import canvas

ROOT = Path(__file__).parents[2]


def script():
    spec = importlib.util.spec_from_file_location("course_map", ROOT / "scripts" / "map.py")
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


course_map = script()


@pytest.fixture(scope="module")
def found():
    return course_map.chapters(ROOT)


def test_every_chapter_is_on_the_map(found):
    assert [chapter.path for chapter in found] == lectures.chapters(ROOT)
    assert list(course_map.faults(found)) == []
    page = course_map.page(found)
    for chapter in found:
        assert f"](../lectures/{chapter.path.name})" in page
        assert all(name in page for name in chapter.derivations)


def test_a_need_that_nothing_meets_is_noticed(found):
    late = found[0]._replace(needs=("02", "77"))
    said = list(course_map.faults([late, *found[1:]]))
    assert [text.split(" needs ")[1] for text in said] == [
        "chapter 02, which does not stand before it",
        "chapter 77, which does not stand before it",
    ]


def test_the_picture_has_an_arc_for_every_need():
    pairs = [(0, 1), (0, 2)]
    ax = needs(canvas(), ["1. a", "2. b", "3. c"], [0, 0, 1], pairs)
    assert sorted((arc.center[1], arc.height) for arc in ax.patches) == [(-1.0, 2), (-0.5, 1)]
    assert [text.get_text() for text in ax.texts] == ["1. a", "2. b", "3. c"]


def test_the_house_has_a_line_for_every_import():
    ax = house(canvas(), [["a", "b"], ["c"]], {"a": set(), "b": set(), "c": {"a", "b", "elsewhere"}})
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    heights = [tuple(float(y) for y in line.get_ydata()) for line in ax.lines]
    assert heights == [(0.84, 0.16)] * 2
    assert sorted(float(line.get_xdata()[1]) for line in ax.lines) == [0.25, 0.75]
