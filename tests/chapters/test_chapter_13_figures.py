"""The figures of chapter 13 draw the numbers that they are given, each in its place, and nothing else."""

import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from unity.course.chapter_13 import figures
from unity.trilinear import Convolution

matplotlib.use("Agg")
sys.path.append(str(Path(__file__).parents[1]))

from tests.dark import contrast, turned


@pytest.fixture
def axes():
    yield figures.canvas(2)
    matplotlib.pyplot.close("all")


def texts(ax):
    """Text -> where it stands."""
    return {text.get_text(): text.get_position() for text in ax.texts}


def frames(ax, width):
    """Left, upper edge, width and height of the rectangles drawn with a line of this width."""
    return [
        (*patch.get_xy(), patch.get_width(), patch.get_height())
        for patch in ax.patches
        if patch.get_linewidth() == width
    ]


def test_shades_are_the_pictures_between_their_ends(axes, rng):
    bright, dark = rng.uniform(size=(1, 3, 4, 1)), rng.uniform(size=(5, 4))
    assert figures.shades(axes, (bright, dark), ("one", "two"), ((0, 1), (2, -1))) is axes[-1]
    for ax, picture, title in zip(axes, (bright[0, :, :, 0], dark), ("one", "two")):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture)
        assert ax.get_title(loc="left") == title
    one, two = (ax.images[0] for ax in axes)
    assert (one.get_clim(), two.get_clim()) == ((0, 1), (-1, 2))
    # The first end is black, whichever is larger.
    np.testing.assert_allclose([one.cmap(0.0)[:3], two.cmap(1.0)[:3]], 0)
    np.testing.assert_allclose([one.cmap(1.0)[:3], two.cmap(0.0)[:3]], 1)


def test_axes_in_rows_may_be_more_than_the_pictures():
    axes = figures.in_rows(2, 2, width=4, height=3)
    figures.shades(axes, [np.ones((2, 3))] * 3, ("one", "two", "three"), [(0, 1)] * 3)
    places = np.array([ax.get_subplotspec().rowspan.start * 2 + ax.get_subplotspec().colspan.start for ax in axes])
    np.testing.assert_array_equal(places, range(4))
    assert [len(ax.images) for ax in axes] == [1, 1, 1, 0]
    assert [ax.axison for ax in axes] == [True, True, True, False]
    matplotlib.pyplot.close(axes[0].figure)


def test_each_number_stands_in_its_place(axes):
    kernel = np.array([[1.0, -2.0, 30.0], [0.0, 4.0, 5.0]]).reshape(1, 2, 3, 1)
    assert figures.shaded_numbers(axes[:1], [kernel], ["$W$"]) is axes[0]
    places = {"1": (0.5, 0.5), "−2": (1.5, 0.5), "30": (2.5, 0.5), "0": (0.5, 1.5), "4": (1.5, 1.5), "5": (2.5, 1.5)}
    assert texts(axes[0]) == places
    assert axes[0].get_ylim() == (2, 0)
    np.testing.assert_allclose(axes[0].images[0].get_array(), abs(kernel[0, :, :, 0]) / 30)
    assert axes[0].get_title(loc="left") == "$W$"


def test_the_squares_of_all_grids_are_of_one_size(axes):
    figures.shaded_numbers(axes, [np.ones((5, 5)), np.ones((3, 2))], ["large", "small"])
    assert (axes[0].get_xlim(), axes[0].get_ylim()) == ((0, 5), (5, 0))
    assert (axes[1].get_xlim(), axes[1].get_ylim()) == ((-1.5, 3.5), (4, -1))
    # A title stands on the corner of its own grid.
    places = [ax.transLimits.inverted().transform(ax._left_title.get_position()) for ax in axes]
    np.testing.assert_allclose(places, [(0, 0), (0, 0)], atol=1e-12)


def test_numbers_can_be_read_on_the_darkest_shade(axes):
    figures.shaded_numbers(axes[:1], [np.full((2, 2), 7.0)], ["one"])
    picture = axes[0].images[0]
    darkest, ink = picture.cmap(picture.norm(1.0))[:3], to_rgb(axes[0].texts[0].get_color())
    assert contrast(ink, darkest) > 4.5
    assert contrast(turned(ink), turned(darkest)) > 4.5


def test_the_window_and_what_it_has_filled(axes):
    X, Z = np.arange(12.0).reshape(1, 3, 4, 1), np.arange(101.0, 107).reshape(1, 2, 3, 1)
    assert figures.window_on_its_way(axes, X, Z, (2, 2), 2, 1) is axes[1]
    image, grid = axes
    assert set(texts(image)) == {str(number) for number in range(12)}
    # The first row and the first place of the second one.
    assert texts(grid) == {"101": (0.5, 0.5), "102": (1.5, 0.5), "103": (2.5, 0.5), "104": (0.5, 1.5)}
    assert frames(image, 3) == [(0, 1, 2, 2)]
    assert frames(grid, 3) == [(0, 1, 1, 1)]
    assert grid.get_title(loc="left") == "row 2, column 1: 104"
    # Squares of one size, and Z in the middle.
    assert (image.get_xlim(), image.get_ylim()) == ((0, 4), (3, 0))
    assert (grid.get_xlim(), grid.get_ylim()) == ((-0.5, 3.5), (2.5, -0.5))


def test_the_places_of_each_window(axes):
    products = Convolution((3, 2), stride=(2, 1)), Convolution(3, stride=2, padding=1)
    assert figures.places_of_windows(axes, (5, 4), products, [(2, 3), (3, 2)]) is axes[1]
    plain, framed = axes
    (dots,) = plain.lines
    expected = [(1 + column, 1.5 + 2 * row) for row in range(2) for column in range(3)]
    np.testing.assert_array_equal(dots.get_xydata(), expected)
    assert frames(plain, 2.6) == [(0, 0, 2, 3), (2, 2, 2, 3)]
    assert frames(framed, 2.6) == [(-1, -1, 3, 3), (1, 3, 3, 3)]
    squares = {style: 0 for style in ("-", ":")}
    for patch in framed.patches:
        if patch.get_linewidth() == 0.8:
            squares[patch.get_linestyle()] += 1
    assert squares == {"-": 20, ":": 7 * 6 - 20}
    assert plain.get_title(loc="left") == "stride 2\npadding 0\n2 × 3 places"
    assert framed.get_title(loc="left") == "stride 2\npadding 1\n3 × 2 places"


def test_a_window_goes_through_all_channels_to_one_number_of_the_first_map():
    ax = figures.canvas()
    figures.through_channels(ax, (3, 3, 3, 8), (3, 20, 30), (8, 18, 28))
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["3 channels", "3 × 3 × 3 = 27\nweights,\none number", "8 filters, 8 maps"]
    assert len(ax.patches) == 3 + 3 + 8
    *wires, (end,) = [line.get_xydata() for line in ax.lines]
    assert len(wires) == 3
    for _, tip in wires:
        np.testing.assert_allclose(tip, end)
    matplotlib.pyplot.close(ax.figure)


def test_every_filter_stands_above_its_map():
    W = np.zeros((2, 1, 2, 5))
    W[0, 0, 1, 4], W[1, 0, 0, 4] = 2.0, -1.0
    maps = np.arange(5 * 6.0).reshape(5, 2, 3, 1)
    axes = figures.in_rows(4, 4, width=5, height=4, heights=[1, 2, 1, 2])
    figures.filters_above_maps(axes, W, maps)
    above, below = [*axes[:4], axes[8]], [*axes[4:8], axes[12]]
    assert [ax.get_title("center") for ax in above] == [f"filter {k}" for k in range(1, 6)]
    for ax, seen in zip(below, maps, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), seen[..., 0])
    squares = [patch for patch in above[-1].patches if patch.get_linewidth() == 0.9 and patch.get_width() > 0]
    positive, negative = squares
    assert (positive.get_width(), negative.get_width()) == pytest.approx((0.9, 0.45))
    assert positive.get_facecolor()[3] == 1 > negative.get_facecolor()[3] == 0
    # Each in the middle of its square: the second of the first channel, the first of the second one.
    middles = [patch.get_x() + patch.get_width() / 2 for patch in squares]
    assert middles == pytest.approx([1.5, 2.6 + 0.5])
    matplotlib.pyplot.close(axes[0].figure)
