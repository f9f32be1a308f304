"""The figures of vectors and lines: what is drawn is what was given, in the right place, and labelled so."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import same_color
from mpl_toolkits.mplot3d import Axes3D

from unity import datasets, geometry
from unity.course import style
from unity.course.chapter_02 import figures

W = np.array([[3.0], [4.0]])
B = np.array([[-10.0]])
POINTS = np.array([[1.0, 0.0, 7.0], [3.0, 0.0, -4.0]])


@pytest.fixture
def ax():
    yield figures.plane(figures.canvas(), (-5, 8), (-5, 6))
    plt.close("all")


def drawn_arrows(ax):
    """Tails and tips of the arrows, as columns."""
    found = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
    return np.array([a.xyann for a in found]).T, np.array([a.xy for a in found]).T


def labels(ax):
    """Label -> where it stands, or what it is attached to."""
    texts = [text for text in ax.texts if text.get_text()]
    return {text.get_text(): tuple(getattr(text, "xy", text.get_position())) for text in texts}


def lines(ax):
    """The lines drawn as such: (2, m) each."""
    return [np.array(line.get_data()) for line in ax.lines if len(line.get_xdata()) > 1]


def markers(ax):
    """The points drawn by plot, with their markers: marker -> (2, m)."""
    found = {}
    for line in ax.lines:
        if line.get_marker() != "None":
            key = line.get_marker(), same_color(line.get_markerfacecolor(), "white")
            found[key] = np.concatenate([found.get(key, np.empty((2, 0))), line.get_data()], axis=1)
    return found


def is_drawn(line, ax):
    return any(given.shape == line.shape and np.allclose(given, line) for given in lines(ax))


def test_plane_has_equal_units(ax):
    assert ax.get_aspect() == 1
    assert ax.get_xlim() == (-5, 8)
    assert ax.get_ylim() == (-5, 6)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")
    named = figures.plane(figures.canvas(), (0, 1), (0, 1), ("radius", "texture"))
    assert (named.get_xlabel(), named.get_ylabel()) == ("radius", "texture")


@pytest.mark.derivation("D02")
@pytest.mark.parametrize("w", [W, np.array([[-2.0], [1.5]])])
def test_tip_to_tail_in_the_plane(ax, w):
    """Each step begins where the one before ended, and w joins the beginning to the end."""
    corners = geometry.sum_of_vectors(w)
    assert figures.tip_to_tail(ax, corners) is ax
    tails, tips = drawn_arrows(ax)
    np.testing.assert_array_equal(tails, [[0, corners[0, 0], 0], [0, corners[1, 0], 0]])
    np.testing.assert_array_equal(tips, np.concatenate([corners, w], axis=1))
    assert list(labels(ax)) == ["$w_1\\,e_1$", "$w_2\\,e_2$", "$w$"]


@pytest.mark.derivation("D02")
def test_tip_to_tail_in_space(monkeypatch):
    ax = figures.space((0, 6), (0, 5), (0, 7))
    assert isinstance(ax, Axes3D)
    np.testing.assert_allclose([ax.get_xlim(), ax.get_ylim(), ax.get_zlim()], [(0, 6), (0, 5), (0, 7)], atol=0.2)
    arrows = []
    monkeypatch.setattr(ax, "quiver", lambda *numbers, **look: arrows.append(numbers))
    assert figures.tip_to_tail(ax, geometry.sum_of_vectors(np.array([[2.0], [3.0], [6.0]]))) is ax
    steps = [(0, 0, 0, 2, 0, 0), (2, 0, 0, 0, 3, 0), (2, 3, 0, 0, 0, 6), (0, 0, 0, 2, 3, 6)]
    np.testing.assert_array_equal(arrows, steps)
    assert list(labels(ax)) == ["$w_1\\,e_1$", "$w_2\\,e_2$", "$w_3\\,e_3$", "$w$"]
    np.testing.assert_array_equal(ax.lines[0].get_data_3d(), [[0, 2], [0, 3], [0, 0]])
    plt.close("all")


def test_a_plane_and_a_space_have_the_same_first_axes():
    left, right = figures.plane_and_space((0, 4), (0, 5), (0, 7))
    assert isinstance(right, Axes3D)
    np.testing.assert_allclose([left.get_xlim(), left.get_ylim()], [(0, 4), (0, 5)])
    np.testing.assert_allclose(
        [right.get_xlim(), right.get_ylim(), right.get_zlim()], [(0, 4), (0, 5), (0, 7)], atol=0.2
    )
    plt.close("all")


def test_a_plane_in_space_with_its_normal_and_a_point(monkeypatch):
    ax, arrows = figures.space((0, 5), (0, 5), (0, 5)), []
    monkeypatch.setattr(ax, "quiver", lambda *numbers, **look: arrows.append(numbers))
    sheet, start, u = np.array([[6.0, 0, 0], [0, 3, 0], [0, 0, 3]]), np.ones((3, 1)), np.array([[1.0], [2], [2]]) / 3
    x, foot = np.full((3, 1), 3.0), np.array([[2.0], [1.1], [1]])  # given numbers are drawn, right or wrong
    assert figures.plane_in_space(ax, sheet, start, u, x, foot) is ax
    np.testing.assert_allclose(arrows, [(1, 1, 1, *u[:, 0])])
    drawn = [np.array(line.get_data_3d()) for line in ax.lines]
    for given, line in zip((np.hstack([x, foot]), x, foot), drawn, strict=True):
        np.testing.assert_array_equal(line, given)
    assert len(ax.collections) == 1
    assert list(labels(ax)) == ["$u$", "$x$", "foot"]
    plt.close("all")


def test_arrows_go_from_tail_to_tip(ax):
    tails, tips = POINTS[:, :2], POINTS[:, 1:]
    assert figures.arrows(ax, tails, tips, ("one", "two")) is ax
    for drawn, given in zip(drawn_arrows(ax), (tails, tips)):
        np.testing.assert_array_equal(drawn, given)
    assert labels(ax) == {"one": tuple(tips[:, 0]), "two": tuple(tips[:, 1])}


@pytest.mark.derivation("D03")
def test_shadows_join_points_to_their_feet(ax):
    feet, p = geometry.along(W, POINTS), geometry.projection(W, POINTS) + 0.5
    feet = feet + 0.1  # given numbers are drawn, right or wrong: a figure computes nothing
    assert figures.shadows(ax, W, POINTS, feet, p) is ax
    assert all(is_drawn(np.transpose([x, foot]), ax) for x, foot in zip(POINTS.T, feet.T))
    np.testing.assert_array_equal(markers(ax)["o", False], POINTS)
    np.testing.assert_array_equal(markers(ax)["o", True], feet)
    np.testing.assert_array_equal(drawn_arrows(ax), [[[0], [0]], W])
    expected = {f"$p = {value:g}$": tuple(x) for value, x in zip(p[0], POINTS.T)}
    assert labels(ax) == expected | {"$w$": tuple(W[:, 0])}


@pytest.mark.derivation("D03")
def test_the_mark_in_the_corner_is_a_right_angle(ax):
    X = POINTS[:, [0]]
    foot = geometry.along(W, X)
    figures.shadows(ax, W, X, foot, geometry.projection(W, X))
    corner = next(line for line in lines(ax) if line.shape == (2, 3))
    one, other = (corner[:, [k]] - foot for k in (0, 2))
    assert abs(one.T @ other).item() < 1e-12
    np.testing.assert_allclose(corner[:, [1]], foot + one + other)


@pytest.mark.derivation("D04")
def test_boundary_and_its_normal(ax):
    ends, u = geometry.line(W, B, np.array([[-4.0, 1.0, 5.0]])), geometry.unit_normal(W)
    assert figures.boundary(ax, ends, ends[:, [1]], u) is ax
    assert is_drawn(ends, ax)
    tails, tips = drawn_arrows(ax)
    np.testing.assert_array_equal(tails, ends[:, [1]])
    np.testing.assert_allclose(tips - tails, u)
    assert list(labels(ax)) == ["$u$"]


@pytest.mark.derivation("D04")
def test_perpendiculars_carry_their_distances(ax):
    """A triangle on the positive side, a circle elsewhere, the number beside it with its sign."""
    F, d = geometry.foot(W, B, POINTS), np.array([[1.0, -2.25, 0.0]])
    assert figures.perpendiculars(ax, POINTS, F, d) is ax
    assert all(is_drawn(np.transpose([x, foot]), ax) for x, foot in zip(POINTS.T, F.T))
    assert labels(ax) == {"+1": (1, 3), "−2.25": (0, 0), "+0": (7, -4)}
    np.testing.assert_array_equal(markers(ax)["^", False], POINTS[:, :1])
    np.testing.assert_array_equal(markers(ax)["o", False], POINTS[:, 1:])
    np.testing.assert_array_equal(markers(ax)["o", True], F)


def test_labels_stand_away_from_the_feet(ax):
    X, feet = np.array([[1.0, 3.0], [0.0, 1.0]]), np.array([[2.0, 2.0], [0.0, 1.0]])
    figures.perpendiculars(ax, X, feet, np.ones((1, 2)))
    sides = [text.get_ha() for text in ax.texts]
    assert sides == ["right", "left"]


@pytest.mark.derivation("D05")
def test_levels_are_labelled(ax):
    P = np.array([0.2, 0.5])
    given = np.stack([geometry.line(W, b, np.array([[-3.0, 3.0]])) for b in (B - 1, B)])
    assert figures.levels(ax, given, P) is ax
    drawn = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_zorder() == 1]
    np.testing.assert_array_equal([line.get_data() for line in drawn], given)
    assert drawn[1].get_linewidth() > drawn[0].get_linewidth()
    assert labels(ax) == {"0.2": tuple(given[0, :, -1]), "0.5": tuple(given[1, :, -1])}


def test_two_classes_are_told_apart_by_their_markers(ax):
    y = np.array([1, 0, 1])
    assert figures.two_classes(ax, POINTS, y, ("no", "yes")) is ax
    no, yes = ax.collections
    np.testing.assert_array_equal(no.get_offsets().T, POINTS[:, y == 0])
    np.testing.assert_array_equal(yes.get_offsets().T, POINTS[:, y == 1])
    assert len(no.get_paths()[0].vertices) != len(yes.get_paths()[0].vertices)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no", "yes"]


def test_named_points(ax):
    assert figures.named_points(ax, POINTS, "ABC") is ax
    np.testing.assert_array_equal(markers(ax)["o", True], POINTS)
    assert labels(ax) == {name: tuple(x) for name, x in zip("ABC", POINTS.T)}


def test_labels_can_be_read_in_print(ax):
    """Nothing on a figure six inches wide is set smaller than 11 points."""
    F, d = geometry.foot(W, B, POINTS), geometry.signed_distance(W, B, POINTS)
    figures.perpendiculars(ax, POINTS, F, d)
    figures.shadows(ax, W, POINTS, F, d)
    texts = [*ax.texts, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels()]
    assert min(text.get_fontsize() for text in texts) >= 11


def test_two_among_the_others(ax):
    tumours = datasets.Examples(POINTS, np.array([0, 1, 0]), ("one", "other"), ("radius", "texture"))
    assert figures.two_among(ax, tumours, POINTS, POINTS[:, :2]) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("radius", "texture")
    drawn = [np.array(cloud.get_offsets()).T for cloud in ax.collections]
    np.testing.assert_array_equal(np.hstack(drawn), POINTS[:, [0, 2, 1]])
    assert labels(ax) == {"A": tuple(POINTS[:, 0]), "B": tuple(POINTS[:, 1])}


def test_the_head_of_a_dotted_arrow_is_whole():
    ax, drawn = style.canvas(), io.StringIO()
    ax.axis("off")
    style.arrow(ax, (0, 0), (1, 1), style.INK, linestyle=":")
    ax.figure.savefig(drawn, format="svg")
    plt.close(ax.figure)
    shaft, head = re.findall(r"<path [^>]*stroke:[^>]*>", drawn.getvalue())
    assert "dasharray" in shaft
    assert "dasharray" not in head
