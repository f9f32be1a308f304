"""The figures of chapter 4 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import PathCollection

from unity.course.chapter_04 import figures

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


def named(ax):
    """What each line with a name in the legend holds."""
    return {line.get_label(): line.get_xydata().T for line in ax.lines if not line.get_label().startswith("_")}


def rings(ax):
    """Where minima are marked."""
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]


def crosses(ax):
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() == "X"]


def test_probabilities_and_labels(ax):
    far, curves = np.linspace(-2, 2, 5), np.array([[0.1, 0.2, 0.5, 0.8, 0.9], [0.0, 0.1, 0.5, 0.9, 1.0]])
    marks, labels = np.array([-1.0, 1.0, 0.5]), np.array([0, 1, 0])
    figures.probability_curves(ax, far, curves, ("shy", "sure"), marks, labels)
    for curve, name in zip(curves, ("shy", "sure")):
        np.testing.assert_array_equal(named(ax)[name], [far, curve])
    bottom, top = (line for line in ax.lines if line.get_marker() == "|")
    np.testing.assert_array_equal(bottom.get_xdata(), [-1.0, 0.5])
    np.testing.assert_array_equal(top.get_xdata(), [1.0])
    assert bottom.get_ydata()[0] < 0
    assert top.get_ydata()[0] > 1


def test_each_branch_has_its_label(ax):
    a = np.array([[0.1, 0.5, 0.9]])
    figures.loss_branches(ax, a, -np.log(a), -np.log(1 - a))
    ones, zeros = ax.lines
    np.testing.assert_array_equal(ones.get_xydata().T, np.vstack([a, -np.log(a)]))
    np.testing.assert_array_equal(zeros.get_xydata().T, np.vstack([a, -np.log(1 - a)]))
    shown = {text.get_text(): text for text in ax.texts}
    assert shown["$y = 1$"].get_color() == ones.get_color() != zeros.get_color()
    assert shown["$y = 0$"].get_color() == zeros.get_color()


def test_valleys_are_ringed_and_the_chord_joins_its_ends(ax):
    w, costs = np.arange(6.0), np.array([3.0, 1.0, 2.0, 5.0, 2.5, 4.0])
    figures.valleys_and_chord(ax, w, costs, (1, 5), "name")
    curve, chord, gap = ax.lines[:3]
    np.testing.assert_array_equal(curve.get_xydata().T, [w, costs])
    np.testing.assert_array_equal(chord.get_xydata(), [(1, 1), (5, 4)])
    np.testing.assert_array_equal(gap.get_xydata(), [(3, 2.5), (3, 5)])
    assert rings(ax) == [(1, 1), (4, 2.5)]
    assert ax.get_title(loc="left") == "name"


@pytest.mark.parametrize("down", [True, False])
def test_what_curves_down_is_hatched(ax, down):
    w, b = np.linspace(-2, 2, 9), np.linspace(-1, 3, 5)
    costs = (w - 1) ** 2 + (b[:, None] - 2) ** 2
    least = np.full(costs.shape, 0.5)
    if down:
        least[:2] = -0.5
    figures.cost_landscape(ax, w, b, costs, least, "name")
    assert rings(ax) == [(1, 2)]
    hatches = [h for c in ax.collections for h in getattr(c, "hatches", [None]) if h]
    assert bool(hatches) is down
    if down:
        hatched = ax.collections[0].get_paths()[0].get_extents()
        assert hatched.y0 == -1
        assert 0 < hatched.y1 < 1
    assert not any(isinstance(c, PathCollection) for c in ax.collections)


def test_a_wrong_answer_ends_where_it_is_infinite(ax):
    scores, from_z = np.array([35.0, 36.0, 37.0, 38.0]), np.array([35.0, 36.0, 37.0, 38.0])
    from_a = np.array([35.0, 36.04, np.inf, np.inf])
    figures.losses_of_a_wrong_answer(ax, scores, from_a, from_z)
    np.testing.assert_array_equal(named(ax)["from $z$"], [scores, from_z])
    np.testing.assert_array_equal(named(ax)["from $a$"], [scores, from_a])
    assert crosses(ax) == [(36.0, 36.04)]


def test_tiny_losses_end_where_they_are_0(ax):
    scores, from_z = np.array([35.0, 36.0, 37.0]), np.exp(-np.array([35.0, 36.0, 37.0]))
    figures.tiny_losses(ax, scores, np.array([7e-16, 2e-16, 0.0]), from_z)
    assert ax.get_yscale() == "log"
    np.testing.assert_array_equal(named(ax)["from $z$"], [scores, from_z])
    np.testing.assert_array_equal(named(ax)["from $a$"], [scores[:2], [7e-16, 2e-16]])
    assert crosses(ax) == [(36.0, 2e-16)]


def test_a_growing_weight_stands_beside_its_guide(ax):
    steps, w, guide = np.array([1, 10, 100]), np.array([0.5, 2.3, 4.6]), np.array([0.0, 2.2, 4.5])
    figures.growing_weight(ax, steps, w, guide)
    assert ax.get_xscale() == "log"
    np.testing.assert_array_equal(named(ax)["$w$ after $t$ steps"], [steps, w])
    np.testing.assert_array_equal(named(ax)[r"$\log t$"], [steps, guide])


def test_each_penalty_has_its_curve_and_its_minimum(ax):
    w, curves = np.arange(3.0), np.array([[0.7, 0.3, 0.1], [0.7, 0.4, 0.6]])
    figures.penalised_costs(ax, w, curves, [None, (1.0, 0.4)], (0.0, 0.1))
    np.testing.assert_array_equal(named(ax)[r"$\lambda = 0$"], [w, curves[0]])
    np.testing.assert_array_equal(named(ax)[r"$\lambda = 0.1$"], [w, curves[1]])
    assert rings(ax) == [(1.0, 0.4)]
