"""Sliders: every choice has its frame, in the order that the page counts them, and the live version draws the same."""

import base64
import re

import ipywidgets
import pytest

from unity import notebook
from unity.course.style import canvas


def line(slope, height=0.0):
    ax = canvas()
    ax.plot([0, 1], [height, height + slope])
    ax.set_title(f"{slope:g} from {height:g}")
    return ax


def live_sliders(explorer):
    return [child for child in explorer.live().children if isinstance(child, ipywidgets.SelectionSlider)]


def test_frames_are_counted_like_digits():
    explorer = notebook.explore(line, "A line.", slope=[1, 2], height=[0, 5, 7])
    alts = [alt for alt, _ in explorer.frames()]
    assert alts[4] == "A line. Here slope = 2, height = 5."
    page = explorer.static()
    stored = re.findall(r'data-src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert len(stored) == len(set(stored)) == 6
    assert base64.b64decode(stored[0]).startswith(b"<?xml")
    assert re.findall(r'data-values="([^"]+)"', page) == ["1|2", "0|5|7"]
    assert re.findall(r'max="(\d)"', page) == ["1", "2"]


def test_a_slider_starts_where_it_is_told_to():
    """The picture, its words, the handles and the live version: the second slope, and the last height."""
    explorer = notebook.explore(line, "A line.", start={"slope": 2, "height": 7}, slope=[1, 2], height=[0, 5, 7])
    page, frames = explorer.static(), list(explorer.frames())
    assert re.search(r'data-frame="(\d+)"', page)[1] == "5"
    assert re.search(r'<img src="([^"]+)" alt="([^"]+)">', page).groups() == frames[5][::-1]
    assert re.findall(r' value="(\d)"', page) == ["1", "2"]
    assert re.findall(r"<output>([^<]+)</output>", page) == re.findall(r'aria-valuetext="([^"]+)"', page) == ["2", "7"]
    assert [slider.value for slider in live_sliders(explorer)] == [2, 7]


def test_a_slider_that_is_not_told_starts_at_its_first_value():
    explorer = notebook.explore(line, "A line.", start={"height": 5}, slope=[1, 2], height=[0, 5, 7])
    assert [slider.value for slider in live_sliders(explorer)] == [1, 5]


def test_the_live_version_has_the_same_choices():
    explorer = notebook.explore(line, "A line.", slope=[1, 2.5])
    (slider,) = live_sliders(explorer)
    assert [value for _, value in slider.options] == [1, 2.5]
    bundle = explorer._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= bundle.keys()


def test_numbers_and_names_are_written_as_figures_write_them():
    explorer = notebook.explore(lambda w_2: line(w_2), "A line.", w_2=[-0.5, 2])
    page = explorer.static()
    assert 'data-values="−0.5|2"' in page
    assert "A line. Here w_2 = −0.5." in page
    assert "<span>w<sub>2</sub></span>" in page
    assert [text for text, _ in live_sliders(explorer)[0].options] == ["−0.5", "2"]


@pytest.mark.parametrize(
    ("alt", "start", "values", "says"),
    [
        ("A line.", None, {}, "0 sliders with 1 frames, expected 1 to 120 frames"),
        ("A line.", None, {"slope": []}, "the slider slope has no values"),
        ("A line.", None, {"slope": range(121)}, "1 sliders with 121 frames"),
        (" ", None, {"slope": [1]}, "alt is empty"),
        ("A line.", {"slope": 3}, {"slope": [1, 2]}, "slope is to start at 3, but the slider slope has 1, 2"),
        ("A line.", {"slop": 1}, {"slope": [1, 2]}, "slop is to start at 1, but the slider slop has no values"),
    ],
)
def test_sliders_without_sense_are_refused(alt, start, values, says):
    with pytest.raises(ValueError, match=says):
        notebook.explore(line, alt, start, **values)


def test_text_is_escaped():
    page = notebook.explore(line, 'A "line" <b>.', slope=[1]).static()
    assert "<b>" not in page
