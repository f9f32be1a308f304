"""Figures that are dragged: their output holds all that they need. What they do is tried in tests/browser."""

import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unity import notebook
from unity.course.style import canvas

SCENE = "screen(100);\npaint = () => 'It is ' + given.w;\nupdate();"


def test_the_output_has_its_numbers_and_its_scripts():
    figure = notebook.drag(SCENE, "A number.", canvas(), w=np.array([[1.5], [-2.0]]), kinds=np.array([0, 1]), n=3)
    page = figure._repr_html_()
    (given,) = re.findall(r"given = (.*);\n", page)
    assert json.loads(given) == {"w": [[1.5], [-2.0]], "kinds": [0, 1], "n": 3}
    assert SCENE in page
    assert "function handle(name" in page
    assert page.count("<script>") == page.count("</script>") == 1
    assert repr(figure) == "Draggable: w, kinds, n"


def test_a_picture_stands_where_no_script_runs():
    ax = canvas()
    page = notebook.drag(SCENE, "A number.", ax)._repr_html_()
    assert re.search(r'<noscript><img src="data:image/svg\+xml;base64,[^"]+" alt="A number\."></noscript>', page)
    assert not plt.fignum_exists(ax.figure.number), "the figure is still open, and a notebook would show it twice"


def test_words_are_escaped():
    page = notebook.drag(SCENE, 'A "number" <b>.', canvas())._repr_html_()
    assert "<b>" not in page
    assert page.count('="A &quot;number&quot; &lt;b&gt;."') == 2


@pytest.mark.parametrize(
    ("alt", "given", "says"),
    [
        ("", {}, "alt is empty, expected a sentence"),
        ("A number.", {"w": [1.0, np.nan]}, "w has entries that are not finite, expected numbers"),
    ],
)
def test_figures_without_sense_are_refused(alt, given, says):
    with pytest.raises(ValueError, match=says):
        notebook.drag(SCENE, alt, canvas(), **given)
