"""The figures of chapter 5 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_05 import figures

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


def drawn(ax):
    """The points of every plotted line, in order."""
    return [line.get_xydata().T for line in ax.lines]


def notes(ax):
    return {note.get_text(): note.xy for note in ax.texts}


def test_a_curve_fixes_the_axes(ax):
    w = np.linspace(-1, 3, 9)
    figures.cost_curve(ax, w, w**2)
    np.testing.assert_array_equal(drawn(ax)[0], [w, w**2])
    before = ax.get_ylim()
    figures.walk_on_curve(ax, np.array([-1.0, 5.0]), np.array([1.0, 25.0]))
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 3), before)


@pytest.mark.parametrize(("slope", "says"), [(-2.0, "slope\nnegative"), (2.0, "slope\npositive")])
def test_a_walk_and_the_tangent_at_its_start(ax, slope, says):
    walk, heights = np.array([1.0, 0.5, 0.25]), np.array([1.0, 0.25, 0.0625])
    figures.cost_curve(ax, np.array([-2.0, 0.0, 2.0]), np.array([4.0, 0.0, 4.0]))
    figures.walk_on_curve(ax, walk, heights, slope, look=1)
    _, path, start, tangent = drawn(ax)
    np.testing.assert_array_equal(path, [walk, heights])
    np.testing.assert_array_equal(start, [[1.0], [1.0]])
    assert np.diff(tangent[1]) / np.diff(tangent[0]) == pytest.approx(slope)
    np.testing.assert_allclose(tangent.mean(axis=1), [1.0, 1.0])
    assert notes(ax) == {says: (1.0, 1.0)}


def test_no_slope_no_tangent(ax):
    figures.cost_curve(ax, np.array([-2.0, 2.0]), np.array([4.0, 4.0]))
    figures.walk_on_curve(ax, np.array([1.0, 0.5]), np.array([1.0, 0.25]))
    assert len(ax.lines) == 3
    assert not ax.texts


def test_contours_lie_where_the_cost_has_their_level(ax):
    grid = np.linspace(-2, 2, 81)
    b, w = np.meshgrid(grid, grid)
    figures.contours(ax, grid, grid, b**2 + 4 * w**2, title="a bowl")
    (lines,) = ax.collections
    for path, k in zip(lines.get_paths(), range(1, 8), strict=True):
        x, y = path.vertices.T
        np.testing.assert_allclose(x**2 + 4 * y**2, 20 * k**2 / 64, atol=0.02)
    assert ax.get_title(loc="left") == "a bowl"
    assert (ax.get_aspect(), ax.get_xlim(), ax.get_ylim()) == (1.0, (-2, 2), (-2, 2))


def test_walks_in_the_plane_have_looks_and_names_of_their_own(ax):
    first, second = np.array([[1.0, 0.5], [1.0, 0.25]]), np.array([[1.0, 0.5, 0.4], [1.0, 0.75, 0.25]])
    figures.walk_in_plane(ax, first, "at once")
    figures.stairs_in_plane(ax, second, "in turn", look=1)
    np.testing.assert_array_equal(drawn(ax)[0], first)
    np.testing.assert_array_equal(drawn(ax)[2], second)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["at once", "in turn"]
    assert [line.get_drawstyle() for line in ax.lines[::2]] == ["default", "steps-post"]
    assert len({(line.get_color(), line.get_marker(), line.get_linestyle()) for line in ax.lines}) == 2


def test_a_walk_without_a_name_has_no_legend(ax):
    figures.walk_in_plane(ax, np.eye(2))
    assert ax.get_legend() is None


def test_each_cost_has_its_step_size_at_its_end(ax):
    costs = np.array([[3.0, 2.0, 1.0], [3.0, 4.0, 5.0]])
    figures.costs_by_step_size(ax, costs, (0.5, 40))
    for line, row in zip(drawn(ax), costs, strict=True):
        np.testing.assert_array_equal(line, [[0, 1, 2], row])
    assert notes(ax) == {r"$\alpha = 0.5$": (2, 1.0), r"$\alpha = 40$": (2, 5.0)}


def test_what_never_arrives_stands_on_top(ax):
    sizes, needed = np.array([1.0, 2.0, 4.0, 8.0]), np.array([40.0, 20.0, 10.0, np.nan])
    figures.steps_needed(ax, sizes, needed, {"limit": 5.0})
    arrived, never, limit = drawn(ax)
    np.testing.assert_array_equal(arrived, [sizes[:3], needed[:3]])
    assert never[0] == 8
    assert never[1] > 40
    assert (limit[0] == 5).all()
    assert notes(ax)["limit"][0] == 5
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_arrows_along_the_axes_of_a_bowl(ax):
    directions = np.array([[0.6, -0.8], [0.8, 0.6]])
    figures.own_axes(ax, directions, ("one", "other"))
    arrows, named = [note for note in ax.texts if not note.get_text()], notes(ax)
    np.testing.assert_allclose([arrow.xy for arrow in arrows], 2 * directions.T)
    assert named["one"] == pytest.approx((1.2, 1.6))
    assert named["other"] == pytest.approx((-1.6, 1.2))


def test_the_cost_along_each_direction(ax):
    s = np.array([-1.0, 0.0, 1.0])
    figures.costs_along(ax, s, [2 * s**2, s**2 / 2], ("steep", "flat"))
    np.testing.assert_array_equal(drawn(ax), [[s, 2 * s**2], [s, s**2 / 2]])
    assert notes(ax) == {"steep": (1.0, 2.0), "flat": (1.0, 0.5)}
