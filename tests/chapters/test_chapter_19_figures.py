"""The project's figures draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_19 import figures

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.narrow()
    yield ax
    matplotlib.pyplot.close(ax.figure)


def test_a_curve_for_each_network(ax):
    curves = {"windows": (np.array([80.0, 95.0]), np.array([2.0, 1.0])), "dense": (np.array([78.0, 90.0]), np.ones(2))}
    figures.learning_curves(ax, (50, 500), curves)
    assert [container.get_label() for container in ax.containers] == ["windows", "dense"]
    for container, (mean, spread) in zip(ax.containers, curves.values(), strict=True):
        line, _, (bars,) = container.lines
        np.testing.assert_array_equal(line.get_ydata(), mean)
        ends = np.array([segment[:, 1] for segment in bars.get_segments()])
        np.testing.assert_array_equal(ends, np.stack([mean - spread, mean + spread], axis=1))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["50", "500"]
    assert len({container.lines[0].get_linestyle() for container in ax.containers}) == 2


def test_a_dot_for_each_deal_and_a_band_for_their_mean(ax):
    figures.gains(ax, np.array([1.0, -0.5, 2.0]), (0.25, 1.5))
    zero, dots = ax.lines
    assert list(zero.get_xdata()) == [0, 0]
    np.testing.assert_array_equal(dots.get_xydata(), [[1, 0], [-0.5, 1], [2, 2]])
    (band,) = ax.patches
    assert (band.get_x(), band.get_x() + band.get_width()) == (0.25, 1.5)


def test_a_sheet_of_images_for_each_size():
    axes = figures.narrow(2)
    sheets = np.ones((2, 2, 3)), np.zeros((2, 4, 6))
    assert figures.image_sheets(axes, sheets, ("one", "none")) is axes[-1]
    assert [ax.get_title("left") for ax in axes] == ["2 by 3", "4 by 6"]
    for ax, sheet in zip(axes, sheets):
        for image, drawn in zip(sheet, ax.images, strict=True):
            np.testing.assert_array_equal(drawn.get_array(), image)
        assert [text.get_text() for text in ax.texts] == ["one", "none"]
    matplotlib.pyplot.close(axes[0].figure)
