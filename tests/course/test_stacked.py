"""Figures whose panels stand beside each other say where they may be cut, and narrow screens get them below each other."""

import doctest
import itertools
import math
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import pytest
from matplotlib import pyplot as plt

from unity.course import stacking
from unity.course.style import canvas, panels

matplotlib.use("Agg")
sys.path.append(str(Path(__file__).parents[2] / "book" / "sphinx"))

from lean import pictures, stacked


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def test_examples():
    result = doctest.testmod(stacked)
    assert result.failed == 0
    assert result.attempted


def beside(count):
    """A figure with so many panels, each with a title and an axis that says something."""
    axes = canvas(count)
    for ax in axes:
        ax.set(title="one", ylabel="height")
    return axes


@pytest.mark.parametrize("count", [2, 3])
def test_a_figure_is_cut_between_its_panels(count):
    axes = beside(count)
    figure = axes[0].figure
    svg = stacking.drawn(figure)
    root = re.search(r"<svg\b[^>]*>", svg)[0]
    edges = [float(edge) for edge in re.search(r'data-panels="([^"]*)"', root)[1].split()]
    width = float(re.search(r'\bwidth="([\d.]+)pt"', root)[1])
    assert edges[0] == 0
    assert edges[-1] == pytest.approx(width, abs=2)
    # Nothing of a panel reaches over its edges.
    left = 72 * (figure.get_tightbbox().x0 - matplotlib.rcParams["savefig.pad_inches"])
    for ax, low, high in zip(axes, edges, edges[1:]):
        box = ax.get_tightbbox()
        assert low < 72 * box.x0 / figure.dpi - left < 72 * box.x1 / figure.dpi - left < high
    starts = [72 * ax.get_window_extent().x0 / figure.dpi - left for ax in axes]
    assert [float(x) for x in re.search(r'data-axes="([^"]*)"', root)[1].split()] == pytest.approx(starts, abs=0.1)


def shared_title():
    axes = beside(2)
    axes[0].figure.suptitle("both")
    return axes


def crossing():
    axes = beside(2)
    axes[0].text(1.6, 0.5, "over there", transform=axes[0].transAxes)
    return axes


@pytest.mark.parametrize(
    "make", [lambda: [canvas()], lambda: panels(2, 1), lambda: panels(2, 2), shared_title, crossing]
)
def test_what_cannot_be_cut_has_no_edges(make):
    figure = make()[0].figure
    assert stacking.cuts(figure) is None
    assert "data-panels" not in stacking.drawn(figure)


def test_panels_that_have_no_room_stand_below_each_other():
    svg = '<svg data-panels="0 190 400" data-axes="30 240" width="400pt" height="100pt" viewBox="0 0 400 100"><g id="figure_1"/></svg>'
    drawing = stacked.narrow(svg)
    assert pictures.svg_size(drawing) == (round(290 * 4 / 3), round(228 * 4 / 3))
    places = re.findall(r'<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="100.00" viewBox="([\d.]+) 0', drawing)
    assert [tuple(map(float, place)) for place in places] == [(60, 14, 190, 0), (40, 128, 210, 190)]
    named = re.findall(r'<path class="name" transform="translate\(([\d.]+) [\d.]+\)" d="(.*?)"', drawing)
    assert named == [("90.00", stacked.outline("left")), ("90.00", stacked.outline("right"))]
    assert "<text" not in drawing  # an image loads no font: its letters would come from whatever the reader has
    assert drawing.count('<g id="figure_1"/>') == 1
    assert stacked.narrow(svg.replace("0 190 400", "0 95 200").replace("0 0 400", "0 0 200")) is None
    four = stacked.narrow(svg.replace("0 190 400", "0 100 200 300 400").replace("30 240", "5 105 205 305"))
    assert [float(y) for y in re.findall(r'<svg x="[\d.]+" y="([\d.]+)"', four)] == [0, 0, 100, 100]
    assert 'class="name"' not in four


def above(*counts, sharex=False):
    """A figure of rows with so many panels each, one above the other."""
    wide = math.lcm(*counts)
    names = [
        [f"{row} {place}" for place in range(count) for _ in range(wide // count)] for row, count in enumerate(counts)
    ]
    figure, axes = plt.subplot_mosaic(names, figsize=(4, 5), layout="constrained", sharex=sharex)
    for ax in axes.values():
        ax.set(title="one", ylabel="height")
    return figure


@pytest.mark.parametrize("counts", [(1, 1), (1, 1, 1), (2, 1)])
def test_a_figure_says_where_its_rows_are(counts):
    figure = above(*counts)
    numbers = [float(x) for x in re.search(r'data-rows="([^"]*)"', stacking.drawn(figure))[1].split()]
    boxes = [numbers[at : at + 4] for at in range(0, len(numbers), 4)]
    assert len(boxes) == len(counts)
    assert all(left < right and top < bottom for left, top, right, bottom in boxes)
    assert all(upper[3] < lower[1] + 2 * stacking.HAIR for upper, lower in itertools.pairwise(boxes))
    # Together they reach to the edges of the print, but for its padding.
    whole, padding = figure.get_tightbbox(), 72 * matplotlib.rcParams["savefig.pad_inches"] - stacking.HAIR
    found = [pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max))]
    ends = [
        padding,
        padding,
        72 * whole.width + padding + 2 * stacking.HAIR,
        72 * whole.height + padding + 2 * stacking.HAIR,
    ]
    assert found == pytest.approx(ends, abs=0.6)


def with_bar():
    figure = above(1, 1)
    figure.colorbar(figure.axes[0].imshow([[0, 1]]), ax=figure.axes[1], orientation="horizontal")
    return figure


@pytest.mark.parametrize(
    "make",
    [lambda: above(1), lambda: above(2), lambda: above(2, 2), lambda: above(1, 1, sharex=True), with_bar],
    ids=["one", "a row", "a grid", "one axis", "a colour bar"],
)
def test_rows_that_need_each_other_are_not_parted(make):
    assert stacking.rows(make()) is None


def test_rows_stand_beside_each_other_on_a_slide():
    svg = '<svg data-rows="0 0 290 200 10 210 110 400" width="300pt" height="400pt" viewBox="0 0 300 400"><g id="figure_1"/></svg>'
    drawing = stacked.wide(svg)
    assert pictures.svg_size(drawing) == (round(414 * 4 / 3), round(200 * 4 / 3))
    places = re.findall(
        r'<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" viewBox="([\d.]+) ([\d.]+)', drawing
    )
    assert [tuple(map(float, place)) for place in places] == [(0, 0, 290, 200, 0, 0), (314, 5, 100, 190, 10, 210)]
    assert drawing.count('<g id="figure_1"/>') == 1
    flat = svg.replace("0 0 290 200 10 210 110 400", "0 0 900 90 10 95 900 180").replace("0 0 300 400", "0 0 900 180")
    assert stacked.wide(flat) == flat  # it would come out smaller


def test_a_page_offers_both_drawings(tmp_path):
    (tmp_path / "a.svg").write_text(stacking.drawn(beside(2)[0].figure), encoding="utf-8")
    written = {}
    page = SimpleNamespace(picture=lambda address: tmp_path / "a.svg", write=written.__setitem__, root="../")
    html = pictures.tell_sizes('<img src="../_images/a.svg" alt="Two.">', page)
    drawing = written["_images/a-narrow.svg"].decode()
    width, height = pictures.svg_size(drawing)
    assert html.startswith(
        '<picture><source media="(max-width: 480px)" srcset="../_images/a-narrow.svg" '
        f'width="{width}" height="{height}"><img src="../_images/a.svg" alt="Two." width='
    )
    assert height > width
    assert "<metadata>" not in drawing
