"""The figures of chapter 10 draw the numbers that they are given, and nothing else."""

import matplotlib
import matplotlib.pyplot
import numpy as np
import pytest
from matplotlib.colors import same_color

from unity.course.chapter_10 import figures, folding
from unity.datasets import Examples

matplotlib.use("Agg")

CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
LINE = np.array([[-1.0, 2.0], [1.5, -1.5]])


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


@pytest.fixture
def two():
    axes = figures.canvas(2)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def points(ax):
    """What each scatter shows: circles first, triangles second."""
    return [np.asarray(collection.get_offsets()).T for collection in ax.collections[-2:]]


def lines(ax):
    return [line.get_xydata().T for line in ax.lines]


def test_panels_come_row_by_row():
    axes = figures.panels(2, 3)
    assert axes.shape == (6,)
    assert [ax.get_subplotspec().num1 for ax in axes] == list(range(6))
    matplotlib.pyplot.close(axes[0].figure)


def test_two_axes_stand_above_a_third():
    axes = figures.two_above_one()
    axes[0].figure.canvas.draw()
    first, second, third = (ax.get_position() for ax in axes)
    assert first.x1 < second.x0
    assert second.width > first.width
    assert third.y1 < min(first.y0, second.y0)
    matplotlib.pyplot.close(axes[0].figure)


def test_a_lamp_shows_its_positions_and_its_line(ax):
    figures.lamp(ax, CORNERS, XOR, line=LINE)
    off, on = points(ax)
    assert np.array_equal(off, CORNERS[:, [0, 3]])
    assert np.array_equal(on, CORNERS[:, [1, 2]])
    assert np.array_equal(lines(ax)[0], LINE)
    assert ax.get_title(loc="left") == ""
    assert list(ax.get_xticks()) == [0, 1]


def test_a_bare_lamp_has_no_ticks_and_says_where_it_has_no_line(ax):
    figures.lamp(ax, CORNERS, XOR, line=LINE, bare=True)
    assert ax.get_title(loc="left") == ""
    ax.clear()
    figures.lamp(ax, CORNERS, XOR, bare=True)
    assert lines(ax) == []
    assert ax.get_title(loc="left") == "no line"
    assert list(ax.get_xticks()) == list(ax.get_yticks()) == []


def test_a_half_plane_is_shaded_up_to_its_edge(ax):
    x = np.linspace(0, 1, 11)
    inside = (np.meshgrid(x, x)[0] >= 0.5).astype(float)
    figures.half_plane(ax, x, x, inside, [LINE], "right")
    shaded = np.concatenate([path.vertices for path in ax.collections[0].get_paths()])
    assert shaded[:, 0].min() == pytest.approx(0.45)
    assert shaded[:, 0].max() == 1
    assert np.array_equal(lines(ax)[0], LINE)
    assert ax.get_title(loc="left") == "right"


def test_a_folded_plane_changes_its_pen_where_the_side_changes(ax):
    line = np.stack([np.arange(6.0), np.zeros(6)])[:, None]
    figures.folded_plane(ax, line, np.array([[False, False, True, True, True, False]]))
    pieces = [(piece[0].min(), piece[0].max()) for piece in lines(ax)]
    assert pieces == [(0, 2), (2, 5), (5, 5)]
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths[1] > widths[0] == widths[2]
    assert not same_color(ax.lines[0].get_color(), ax.lines[1].get_color())


def test_plane_paper_and_network_name_positions_that_meet_once():
    axes = figures.canvas(3)
    sheet = folding.sheet()
    sheets = sheet, folding.folded_paper(sheet), sheet / 2
    kept = np.array([[0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 0.0]])
    positions = CORNERS, folding.folded_paper(CORNERS), kept
    cuts = LINE, LINE + 1, LINE + 2
    figures.plane_and_fold(axes, sheets, np.ones(sheet.shape[1:], dtype=bool), positions, XOR, cuts)
    named = [[text.get_text() for text in ax.texts] for ax in axes]
    # On the paper the off corners meet; in the network the on corners do.
    assert named == [["00", "01", "10", "11"], ["00, 11", "01", "10"], ["00", "01, 10", "11"]]
    # A name lies above and right of its place, or below it where it would reach the next one.
    above = [[text.xyann[1] > 0 for text in ax.texts] for ax in axes]
    assert above == [[True] * 4, [True] * 3, [True, False, True]]
    for ax, lines_of, places, cut in zip(axes, sheets, positions, cuts):
        off, on = points(ax)
        assert np.array_equal(off, places[:, [0, 3]])
        assert np.array_equal(on, places[:, [1, 2]])
        assert any(np.array_equal(line, lines_of[:, 0]) for line in lines(ax))
        assert np.array_equal(lines(ax)[-1], cut)
    assert [ax.lines[-1].get_linestyle() for ax in axes] == ["--", "-", "-"]
    matplotlib.pyplot.close(axes[0].figure)


def test_a_fold_of_clouds_shows_the_cut_where_there_is_one(ax):
    sheet = np.stack([np.zeros((1, 3)), np.arange(3.0)[None]])
    inside = np.array([[False, False, False]])
    figures.fold_of_clouds(ax, sheet, inside, CORNERS, XOR)
    assert len(ax.lines) == 1
    figures.fold_of_clouds(ax, sheet, inside, CORNERS, XOR, cut=LINE)
    assert np.array_equal(lines(ax)[-1], LINE)
    assert np.array_equal(points(ax)[0], CORNERS[:, [0, 3]])
    assert ax.get_xlabel() == r"$x_1 \to a_1$"


def test_final_costs_mark_who_succeeds(ax):
    costs, right = np.array([[0.0, 0.5], [0.1, 0.2]]), np.array([[True, False], [True, True]])
    figures.final_costs(ax, costs, right, [2, 8], [0.3, 0.5])
    marks = {line.get_marker(): [] for line in ax.lines}
    for line in ax.lines:
        marks[line.get_marker()] += list(line.get_ydata())
    assert marks["^"] == [0.0, 0.1, 0.2]
    assert marks["x"] == [0.5]
    assert marks["None"] == [0.3, 0.3, 0.5, 0.5]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2 neurons\n1 of 2", "8 neurons\n2 of 2"]


def test_a_bent_boundary_lies_where_the_score_is_zero(ax):
    side = np.linspace(-1, 1, 41)
    x_1, x_2 = np.meshgrid(side, side)
    examples = Examples(CORNERS, XOR, ("same", "different"))
    figures.bent_boundary(ax, examples, side, x_1 + x_2 - 0.5, [LINE])
    boundary = np.concatenate([path.vertices for path in ax.collections[-1].get_paths()])
    np.testing.assert_allclose(boundary.sum(axis=1), 0.5, atol=1e-9)
    assert np.array_equal(lines(ax)[0], LINE)
    assert ax.get_title(loc="left") == "1 neuron"
    figures.bent_boundary(ax, examples, side, x_1, [LINE, LINE])
    assert ax.get_title(loc="left") == "2 neurons"


def test_chains_lie_on_their_curve_at_the_creases(two):
    x = np.linspace(0, 1, 5)
    creases = [np.array([0.0, 0.5]), np.array([0.25])]
    figures.chains(two, x, x**2, [x, 2 * x], creases)
    for ax, chain, places in zip(two, [x, 2 * x], creases):
        curve, drawn, marks = ax.lines
        assert np.array_equal(curve.get_ydata(), x**2)
        assert np.array_equal(drawn.get_ydata(), chain)
        assert np.array_equal(marks.get_xdata(), places)
        assert np.array_equal(marks.get_ydata(), np.interp(places, x, chain))
    assert [ax.get_title(loc="left") for ax in two] == ["2 neurons", "1 neurons"]
