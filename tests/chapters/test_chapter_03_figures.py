"""The figures of chapter 3 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_03 import figures
from unity.course.chapter_03.figures.two_measurements import CORNERS

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


@pytest.fixture
def ax():
    return figures.canvas()


def lines(ax):
    """What the plotted lines of an axes hold, guides of two points left out."""
    return [line.get_xydata().T for line in ax.lines if len(line.get_xdata()) > 2]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_counts_stand_between_their_edges(ax):
    edges, counts = np.array([0.0, 1.0, 3.0]), np.array([[5, 2], [1, 4]])
    figures.class_counts(ax, edges, counts, ("no", "yes"), at=1.5, label="size")
    steps = [patch for patch in ax.patches if not patch.get_fill()]
    for step, row in zip(steps, counts, strict=True):
        values, at, _ = step.get_data()
        np.testing.assert_array_equal(values, row)
        np.testing.assert_array_equal(at, edges)
    assert legend(ax) == ["no", "yes"]
    assert ax.lines[0].get_xdata()[0] == 1.5
    assert ax.get_xlabel() == "size"


def test_stacked_axes_share_what_runs_to_the_right():
    axes = figures.stacked(3)
    axes[0].set_xlim(-2, 5)
    assert axes.shape == (3,)
    assert all(ax.get_xlim() == (-2, 5) for ax in axes)


def test_densities_log_odds_and_posterior_are_those_given():
    axes, x = figures.stacked(3), np.linspace(-1, 1, 5)[None]
    joint, z, p = np.array([[1.0, 2, 3, 2, 1], [0.0, 1, 2, 3, 4]]), 3 * x - 1, x**2
    ax = figures.densities_to_sigmoid(axes, x, joint, z, p, label="roughness")
    assert ax is axes[2]
    np.testing.assert_array_equal(lines(axes[0]), [[x[0], row] for row in joint])
    np.testing.assert_array_equal(lines(axes[1]), [[x[0], z[0]]])
    np.testing.assert_array_equal(lines(axes[2]), [[x[0], p[0]]])
    assert legend(axes[0]) == ["class 0", "class 1"]
    assert axes[2].get_xlabel() == "roughness"
    assert axes[2].get_xlim() == (-1, 1)
    # The level of one half, and the zero of the log-odds.
    assert [axes[i].lines[-1].get_ydata()[0] for i in (1, 2)] == [0, 0.5]


def test_one_place_is_marked_through_all_axes():
    assert [ax.lines[0].get_xdata()[0] for ax in figures.stacked(2, marked=0.75)] == [0.75, 0.75]
    assert [len(ax.lines) for ax in figures.stacked(2)] == [0, 0]


def test_counted_shares_are_rings(ax):
    centres, shares = np.arange(4.0), np.array([0.0, 0.25, 0.5, 1.0])
    figures.counted_shares(ax, centres, shares)
    np.testing.assert_array_equal(lines(ax)[0], [centres, shares])
    assert ax.lines[0].get_linestyle() == "None"
    assert legend(ax) == ["counted"]


def test_the_sigmoid_its_mirror_and_its_slope(ax):
    z = np.linspace(-2, 2, 5)[None]
    p, mirrored, slope = z + 3, z - 3, z**2
    figures.sigmoid_with_slope(ax, z, p, mirrored, slope)
    np.testing.assert_array_equal(lines(ax), [[z[0], row[0]] for row in (p, mirrored, slope)])
    assert {r"$\sigma(z)$", r"$\sigma(-z)$", "slope"} <= set(texts(ax))


def rings_and_means():
    rng = np.random.default_rng(0)
    return rng.normal(size=(2, 2, 2, 9)), np.array([[-1.0, 1.0], [0.5, 0.0]])


def test_rings_lie_where_they_are_given(ax):
    rings, mu = rings_and_means()
    figures.class_rings(ax, rings, mu)
    np.testing.assert_array_equal(lines(ax), rings.reshape(4, 2, 9))
    means = {note.get_text(): note.xy for note in ax.texts}
    for k in (0, 1):
        np.testing.assert_array_equal(means[f"$\\mu_{k}$"], mu[:, k])
    # What colour says, the line says too.
    assert len({line.get_linestyle() for line in ax.lines if len(line.get_xdata()) > 2}) == 2


def test_two_gaussians_show_the_way_the_boundary_and_the_point(ax):
    rings, mu = rings_and_means()
    ends = np.array([[-3.0, 0.0, 3.0], [-1.0, 0.0, 1.0]])
    u, P = np.array([[0.6], [0.8]]), np.array([[0.25], [2.0]])
    figures.two_gaussians(figures.plane(ax, (-3, 3), (-3, 3)), (rings, mu), ends, u, P)
    drawn = [(note.xyann, note.xy) for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    np.testing.assert_allclose(drawn, [[mu[:, 0], mu[:, 1]], [ends[:, 1], ends[:, 1] + u[:, 0]]])
    np.testing.assert_array_equal(lines(ax)[-1], ends)
    assert ax.lines[-1].get_xydata().tolist() == [[0.25, 2.0]]
    assert {"P", "$u$", r"$\mu_1 - \mu_0$"} <= set(texts(ax))


def test_regions_carry_the_decided_class(ax):
    x1, x2 = np.linspace(0, 2, 3), np.linspace(0, 3, 4)
    decided = np.array([0, 1, 2] * 4)
    X, y = np.array([[0.1, 1.0, 1.9, 0.2], [1.0, 1.0, 1.0, 2.0]]), np.array([0, 1, 2, 0])
    figures.regions(ax, x1, x2, decided, X, y)
    drawn = {line.get_marker(): line.get_xydata().T for line in ax.lines}
    for k, marker in enumerate("o^s"):
        np.testing.assert_array_equal(drawn[marker], X[:, y == k])
    filled, edges = ax.collections
    assert len(filled.get_facecolor()) == 3
    # From class 0 to 1 the boundary lies between the first two columns, from 1 to 2 between the last two.
    places = [vertices[:, 0] for path in edges.get_paths() for vertices in path.to_polygons(closed_only=False)]
    np.testing.assert_allclose([place.mean() for place in places], [0.5, 1.5])


def test_certainty_lies_in_a_corner_and_doubt_in_the_centre(ax):
    A = np.array([[1.0, 0, 0, 1 / 3], [0, 1, 0, 1 / 3], [0, 0, 1, 1 / 3]])
    y = np.array([0, 1, 2, 2])
    figures.simplex(ax, A, y)
    drawn = {line.get_marker(): line.get_xydata().T for line in ax.lines if line.get_linestyle() == "None"}
    np.testing.assert_allclose(drawn["o"], CORNERS[:, :1])
    np.testing.assert_allclose(drawn["^"], CORNERS[:, 1:2])
    np.testing.assert_allclose(drawn["s"], np.stack([CORNERS[:, 2], CORNERS.mean(axis=1)], axis=1))
    # Each line from the centre is as far from two corners: there their classes are equally probable.
    inner = [line.get_xydata() for line in ax.lines if line.get_linestyle() == "-" and len(line.get_xdata()) == 2]
    for k, (centre, middle) in enumerate(inner):
        two = np.delete(CORNERS, k, axis=1).T
        for place in (centre, middle):
            np.testing.assert_allclose(*np.linalg.norm(two - place, axis=1))
    assert [note.get_text() for note in ax.texts] == [rf"$p({k} \mid x) = 1$" for k in range(3)]


def test_the_boundary_is_where_the_log_odds_are_zero(ax):
    x1, x2 = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
    figures.conic(ax, x1, x2, np.tile(x1 - 0.55, 21)[None])
    shaded, edge = ax.collections
    np.testing.assert_allclose(edge.get_paths()[0].vertices[:, 0], 0.55)
    assert shaded.get_paths()[0].vertices[:, 0].min() == pytest.approx(0.55)


def test_distances_are_logarithmic(ax):
    m, ours, other = np.array([10, 100, 1000]), np.array([0.3, 0.1, 0.03]), np.array([0.4, 0.2, 0.04])
    figures.distances_by_m(ax, m, ours, other)
    drawn = {line.get_label(): line.get_xydata().T for line in ax.lines}
    np.testing.assert_array_equal(drawn["generative"], [m, ours])
    np.testing.assert_array_equal(drawn["discriminative"], [m, other])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_each_fit_has_its_line(ax):
    ours, other = np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[4.0, 5.0], [6.0, 7.0]])
    figures.fitted_lines(ax, ours, other)
    drawn = {line.get_label(): line.get_xydata().T for line in ax.lines}
    np.testing.assert_array_equal(drawn["generative"], ours)
    np.testing.assert_array_equal(drawn["discriminative"], other)
    assert set(legend(ax)) == {"generative", "discriminative"}
    figures.distances_by_m(figures.canvas(), [1, 10], [0.3, 0.1], [0.4, 0.2])
    above = {line.get_label(): line.get_color() for line in matplotlib.pyplot.gca().lines}
    assert above == {line.get_label(): line.get_color() for line in ax.lines}
    # The legend begins where the axes end.
    ax.figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1


def test_axes_that_are_stacked_apart_share_nothing():
    upper, lower = figures.stacked_apart(height=5)
    upper.set(xlim=(0, 1))
    lower.set(xlim=(2, 3))
    assert upper.get_xlim() == (0, 1)
    assert lower.get_gridspec().get_height_ratios() == (2, 3)
    matplotlib.pyplot.close("all")
