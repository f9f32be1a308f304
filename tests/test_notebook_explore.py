"""Sliders: every choice has its frame, in the order that the page counts them, and the live version draws the same."""

import base64
import re

import ipywidgets
import pytest

from unity import notebook
from unity.course.style import canvas


def line(slope, start=0.0):
    ax = canvas()
    ax.plot([0, 1], [start, start + slope])
    ax.set_title(f"{slope:g} from {start:g}")
    return ax


def test_frames_are_counted_like_digits():
    explorer = notebook.explore(line, "A line.", slope=[1, 2], start=[0, 5, 7])
    alts = [alt for alt, _ in explorer.frames()]
    assert alts[4] == "A line. Here slope = 2, start = 5."
    page = explorer.static()
    stored = re.findall(r'data-src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert len(stored) == len(set(stored)) == 6
    assert base64.b64decode(stored[0]).startswith(b"<?xml")
    assert re.findall(r'data-values="([^"]+)"', page) == ["1|2", "0|5|7"]
    assert re.findall(r'max="(\d)"', page) == ["1", "2"]


def test_the_live_version_has_the_same_choices():
    explorer = notebook.explore(line, "A line.", slope=[1, 2.5])
    live = explorer.live()
    (slider,) = [child for child in live.children if isinstance(child, ipywidgets.SelectionSlider)]
    assert [value for _, value in slider.options] == [1, 2.5]
    bundle = explorer._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= bundle.keys()


@pytest.mark.parametrize(
    ("alt", "values", "says"),
    [
        ("A line.", {}, "0 sliders with 1 frames, expected 1 to 120 frames"),
        ("A line.", {"slope": []}, "the slider slope has no values"),
        ("A line.", {"slope": range(121)}, "1 sliders with 121 frames"),
        (" ", {"slope": [1]}, "alt is empty"),
    ],
)
def test_sliders_without_sense_are_refused(alt, values, says):
    with pytest.raises(ValueError, match=says):
        notebook.explore(line, alt, **values)


def test_text_is_escaped():
    page = notebook.explore(line, 'A "line" <b>.', slope=[1]).static()
    assert "<b>" not in page
