"""The figures of chapter 08 show the numbers that they are given."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_08 import figures

matplotlib.use("Agg")
x_1, x_2 = np.linspace(-1, 1, 21), np.linspace(-2, 2, 31)
GRID = np.meshgrid(x_1, x_2)


def segments(collection):
    return np.concatenate([path.vertices for path in collection.get_paths()])


def test_tones_are_as_straight_as_their_numbers():
    ax = figures.tones(figures.canvas(), x_1, x_2, GRID[0] + 2 * GRID[1], "plane")
    assert ax.get_title(loc="left") == "plane"
    lines = ax.collections[-1].get_paths()
    middle = max(lines, key=lambda path: len(path.vertices)).vertices
    assert np.ptp(middle[:, 0] + 2 * middle[:, 1]) < 1e-8


def test_a_surface_has_level_lines_on_it_and_on_the_ground():
    ax = figures.space((-1, 1), (-2, 2), (0, 1))
    figures.surface(ax, x_1, x_2, 1 / (1 + np.exp(-GRID[0] - 2 * GRID[1])))
    _, on_it, below = ax.collections
    for lines in (on_it, below):
        assert len(lines.levels) == 5
        assert 0 < min(lines.levels) < max(lines.levels) < 1
        middle = max(lines.get_paths(), key=lambda path: len(path.vertices)).vertices
        assert np.ptp(middle[:, 0] + 2 * middle[:, 1]) < 0.02
    assert ax.get_zlabel() == "output"
    matplotlib.pyplot.close(ax.figure)


def test_activation_curves_show_each_curve_and_its_slope():
    z = np.linspace(-2, 2, 5)
    values, slopes = {"line": z, "square": z**2}, {"line": np.ones(5), "square": 2 * z}
    right = figures.activation_curves(figures.canvas(2), z, values, slopes)
    left = right.figure.axes[0]
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["line", "square"]
    assert np.array_equal(left.lines[1].get_ydata(), z**2)
    assert np.array_equal(right.lines[1].get_ydata(), 2 * z)


def test_a_curved_boundary_lies_where_the_score_is_zero():
    ax = figures.curved_boundary(figures.canvas(), x_1, x_2, GRID[0] ** 2 + GRID[1] ** 2 - 0.5, label="circle")
    radii = np.hypot(*segments(ax.collections[0]).T)
    assert radii == pytest.approx(np.sqrt(0.5), abs=0.02)


def test_costs_by_degree():
    ax = figures.costs_by_degree(figures.canvas(), [1, 2, 4], [3.0, 2.0, 1.0], [3.0, 2.5, 4.0])
    assert [tuple(line.get_ydata()) for line in ax.lines] == [(3.0, 2.5, 4.0), (3.0, 2.0, 1.0)]
    assert list(ax.get_xticks()) == [1, 2, 4]
