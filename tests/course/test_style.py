"""The figures' colours can be seen on white and on the dark site, whose filter turns a drawing over."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.textpath import TextPath, TextToPath

from tests.dark import contrast, turned
from unity.course import style

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "book" / "assets" / "harmony.css").read_text(encoding="utf-8")
PENS = {name: getattr(style, name) for name in ("INK", "MUTED", "BLUE", "BROWN", "GREEN", "VERMILION")}
SITES = {"light": np.asarray, "dark": turned}


def on_white(rgba):
    *rgb, alpha = rgba
    return alpha * np.array(rgb) + 1 - alpha


def test_examples():
    result = doctest.testmod(style)
    assert result.failed == 0
    assert result.attempted


def test_the_dark_site_turns_drawings_over_as_is_measured_here():
    assert "filter: invert(0.9) hue-rotate(180deg);" in CSS


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", PENS)
def test_a_mark_stands_out_from_its_ground(name, site):
    shown = SITES[site]
    assert contrast(shown(np.array(to_rgb(PENS[name]))), shown(np.ones(3))) >= 3


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", sorted(PENS.keys() - {"INK"}))
def test_numbers_can_be_read_on_a_tint(name, site):
    shown = SITES[site]
    for share in (0, 0.5, 1):
        ground = shown(on_white(style.tint(PENS[name], share)))
        assert contrast(shown(np.array(to_rgb(style.INK))), ground) >= 4.5


def test_figures_that_are_dragged_have_the_same_colours():
    script = (ROOT / "unity" / "notebook" / "drag.js").read_text(encoding="utf-8")
    names, values = re.search(r"const \[([A-Z, ]+)\] = \[(.+?)\];", script).groups()
    assert dict(zip(names.split(", "), re.findall("#[0-9A-F]{6}", values), strict=True)) == PENS


@pytest.mark.parametrize(("formula", "close"), [(r"$b^\top$", "$b^T$"), ("$L^*$", "$L^2$")])
def test_a_transpose_and_a_star_stand_close_to_their_letter(formula, close):
    ends = [TextPath((0, 0), text, size=14).get_extents().x1 for text in (formula, close)]
    assert ends[0] < ends[1] + 1.5


def test_all_figures_share_the_formulas_that_were_read():
    first, other = (TextToPath().mathtext_parser for _ in range(2))
    assert first is other
