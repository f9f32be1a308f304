"""The figures of the refresher draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_00 import figures

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    matplotlib.pyplot.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def framed(ax):
    """The numbers that stand in a frame."""
    return [text.get_text() for text in ax.texts if text.get_bbox_patch() is not None]


def test_a_row_and_a_column_are_framed_and_so_is_their_product():
    A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, -6.0], [7.0, 8.0]])
    axes = figures.three((2, 2, 2), height=2)
    figures.row_meets_column(axes, (A, B, A @ B), ("A", "B", "AB"), entry=(1, 1))
    assert [framed(ax) for ax in axes] == [["3", "4"], ["−6", "8"], ["14"]]
    assert [texts(ax) for ax in axes] == [["1", "2", "3", "4"], ["5", "−6", "7", "8"], ["19", "10", "43", "14"]]
    assert [ax.get_title("center") for ax in axes] == ["A", "B", "AB"]


def test_every_arrow_of_a_path_has_its_slope():
    values = {"x": 2.0, "u": 4.0, "v": 6.0, "J": 24.0}
    slopes = {("x", "u"): 4.0, ("x", "v"): 3.0, ("u", "J"): 6.0, ("v", "J"): -5.5}
    ax = figures.paths(figures.narrow(), values, slopes)
    shown = [text for text in texts(ax) if text]
    assert sorted(shown) == sorted(
        ["$x$ = 2", "$u$ = 4", "$v$ = 6", "$J$ = 24", "slope 4", "slope 3", "slope 6", "slope −5.5"]
    )
    arrows = [note for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    assert len(arrows) == 4
    assert all(note.xyann[0] < note.xy[0] for note in arrows)
    places = {text.get_text(): text.get_position() for text in ax.texts}
    (x, _), (u, above), (v, below) = (places[name] for name in ("$x$ = 2", "$u$ = 4", "$v$ = 6"))
    assert x < u == v
    assert above > below


def test_bells_are_filled_where_they_are_told():
    x = np.linspace(-1, 1, 5)
    heights = {"wide": 1 - x**2, "narrow": 2 - 2 * abs(x)}
    ax = figures.bells(figures.narrow(), x, heights, [abs(x) <= 0.5, abs(x) <= 0])
    for line, name in zip(ax.lines, heights, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), heights[name])
    wide = ax.collections[0].get_paths()[0].vertices
    assert (wide[:, 0].min(), wide[:, 0].max()) == (-0.5, 0.5)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["wide", "narrow"]
    assert len({line.get_linestyle() for line in ax.lines}) == 2


def test_a_circle_and_its_image_have_one_scale_and_their_arrows():
    clouds = np.eye(2), np.diag([3.0, 1.0])
    axes = figures.narrow(2)
    figures.stretched(axes, clouds, clouds)
    for ax, cloud in zip(axes, clouds):
        assert [note.xy for note in ax.texts] == [tuple(end) for end in cloud.T]
        assert ax.get_xlim() == ax.get_ylim() == pytest.approx((-3.3, 3.3))
        np.testing.assert_array_equal(ax.lines[0].get_xydata(), cloud.T)
    assert [ax.get_title("left") for ax in axes] == ["$v$", "$H v$"]
