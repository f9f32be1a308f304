"""The figures of chapter 18 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity import brains
from unity.course.chapter_18 import figures

matplotlib.use("Agg")


@pytest.fixture
def axes():
    axes = figures.canvas(3)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def points(line):
    return line.get_xydata().T


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_both_doctrines_draw_the_same_cells(axes):
    cells = brains.arbours(2, 2, seed=0)
    figures.two_doctrines(axes[:2], cells)
    branches, meetings = cells.branches.shape[1], cells.meetings.shape[1]
    for ax in axes[:2]:
        drawn = [points(line) for line in ax.lines[:branches]]
        for (i, j), line in zip(cells.branches.T, drawn):
            np.testing.assert_array_equal(line, cells.points[:, [i, j]])
        np.testing.assert_array_equal(points(ax.lines[branches]), cells.points[:, ::13])
    joined, apart = (ax.lines[branches + 1 :] for ax in axes[:2])
    assert len(joined) == len(apart) == meetings
    assert {line.get_linestyle() for line in joined} == {"-"}
    assert {line.get_linestyle() for line in apart} == {"None"}
    for (i, j), line, tips in zip(cells.meetings.T, joined, apart):
        np.testing.assert_array_equal(points(line), cells.points[:, [i, j]])
        np.testing.assert_array_equal(points(tips), cells.points[:, [i, j]])


def test_voltages_have_a_bar_for_each_spike(axes):
    times = 0.001 * np.arange(5)
    V, spikes = np.arange(15.0).reshape(3, 5) / 10, np.eye(3, 5)
    spikes[0, 4] = 1
    currents = np.array([[0.5], [2.0], [3.25]])
    figures.voltages(axes, times, V, spikes, currents)
    for ax, v, fired, title in zip(axes, V, spikes, ("0.5", "2", "3.25")):
        np.testing.assert_allclose(points(ax.lines[0]), [1000 * times, v])
        bars = [segment[0, 0] for segment in ax.collections[0].get_segments()]
        np.testing.assert_allclose(bars, 1000 * times[fired > 0])
        assert ax.get_title("left") == f"current {title}"


def test_rates_are_dots_between_a_curve_and_a_ramp(axes):
    I, measured, exact, ramp = np.random.default_rng(0).uniform(0, 90, (4, 6, 1))
    figures.rate_curve(axes[0], I, measured, exact, ramp)
    for line, values in zip(axes[0].lines, (ramp, exact, measured)):
        np.testing.assert_array_equal(points(line), [I[:, 0], values[:, 0]])
    assert labels(axes[0]) == ["a ReLU", "formula, no noise", "counted spikes"]


def test_brains_and_networks_stand_apart(axes):
    figures.sizes(axes[:2], brains.COUNTS)
    left, right = axes[:2]
    names = [[text.get_text() for text in ax.get_yticklabels()] for ax in (left, right)]
    assert names == [["worm", "fly", "mouse", "human"], ["LeNet-5", "AlexNet", "GPT-3"]]
    assert set(labels(left)) == {"neurons", "synapses"}
    assert set(labels(right)) == {"units", "weights"}
    for ax, there in zip((left, right), names):
        counts = [count for count in brains.COUNTS if count.who in there]
        marks = ax.lines[1::2]
        for count, bar, mark in zip(counts, ax.lines[::2], marks, strict=True):
            y = there.index(count.who)
            np.testing.assert_array_equal(points(bar), [[count.low, count.high], [y, y]])
            assert set(points(mark)[0]) == {count.low, count.high}
    # Four things, four marks.
    assert len({line.get_marker() for ax in (left, right) for line in ax.lines[1::2]}) == 4
    assert left.get_xlim() == right.get_xlim()
    assert left.get_xscale() == "log"


def test_two_rules_and_two_pictures(axes):
    lengths = {"one": np.array([1.0, 10.0, 100.0]), "other": np.array([3.0, 2.0, 1.0])}
    pictures = np.random.default_rng(1).normal(size=(2, 64, 1))
    figures.first_direction(axes, lengths, {"one": 0.25, "other": 0.5}, pictures)
    for line, values in zip(axes[0].lines, lengths.values()):
        np.testing.assert_array_equal(points(line), [range(3), values])
    assert labels(axes[0]) == ["one: cosine 0.250", "other: cosine 0.500"]
    for ax, picture in zip(axes[1:], pictures):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture.reshape(8, 8))
        assert ax.images[0].get_clim() == (-abs(pictures).max(), abs(pictures).max())


def test_three_ways_back(axes):
    costs = {"a": [3.0, 2.0], "b": [2.5, 2.0], "c": [3.0, 2.9]}
    figures.two_feedbacks(axes[:2], [20, 40], costs, [0.1, 0.5])
    for line, values in zip(axes[0].lines, costs.values()):
        np.testing.assert_array_equal(points(line), [[20, 40], values])
    assert labels(axes[0]) == ["a", "b", "c"]
    np.testing.assert_array_equal(points(axes[1].lines[0]), [[20, 40], [0.1, 0.5]])


def test_the_names_of_the_ways_lie_on_no_curve(axes):
    figures.two_feedbacks(axes[:2], [20, 110, 200], {"true": [0.6, 0.2, 0.1], "none": [1.5, 0.7, 0.5]}, [0, 0, 0])
    axes[0].figure.draw_without_rendering()
    names = axes[0].get_legend().get_window_extent()
    for line in axes[0].lines:
        path = line.get_transform().transform_path(line.get_path())
        assert not path.intersects_bbox(names, filled=False)
