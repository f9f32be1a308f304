"""The map of the course follows from what the chapters say, and a need that nothing meets is noticed."""

import importlib.util
import re
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


def test_the_picture_has_an_arc_for_every_need_and_a_link_for_every_chapter():
    svg = needs(["1. a", "2. b", "3. c"], ["1.html", "2.html", "3.html"], [0, 0, 1], [(0, 1), (0, 2)])
    arcs = re.findall(r'<path class="part-(\d)" d="M112 (\d+)A\S+ (\d+) 0 0 0 112 (\d+)"', svg)
    assert arcs == [("0", "15", "15", "45"), ("0", "15", "30", "75")]
    assert re.findall(r'<a href="(.+?)"><text .+?>(.+?)</text></a>', svg) == [
        ("1.html", "1. a"), ("2.html", "2. b"), ("3.html", "3. c"),
    ]  # fmt: skip
    assert re.findall(r'<circle class="part-(\d)"', svg) == ["0", "0", "1"]


def test_the_names_on_the_map_lead_to_the_chapters(found):
    page = course_map.page(found)
    for chapter in found:
        assert f'<a href="../lectures/{chapter.path.stem}.html"><text ' in page


def test_the_house_has_a_line_for_every_import():
    ax = house(canvas(), [["a", "b"], ["c"]], {"a": set(), "b": set(), "c": {"a", "b", "elsewhere"}})
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    heights = [tuple(float(y) for y in line.get_ydata()) for line in ax.lines]
    assert heights == [(0.84, 0.16)] * 2
    assert sorted(float(line.get_xdata()[1]) for line in ax.lines) == [0.25, 0.75]


def test_a_long_row_of_the_house_stands_in_lines_that_a_phone_can_show():
    names = list("abcdefghij")
    ax = house(canvas(), [["ground"], names], {name: {"ground"} for name in names})
    heights = [text.get_position()[1] for text in ax.texts if text.get_text() in names]
    assert sorted(heights.count(height) for height in set(heights)) == [3, 3, 4]
    assert len(ax.lines) == len(names)
