"""The figures of chapter 16 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_16 import figures

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


@pytest.fixture
def axes():
    axes = figures.canvas(2)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def heavy(ax):
    """The lines that part windows: (x from, x to), (y from, y to) of each."""
    return [tuple(map(tuple, line.get_data())) for line in ax.lines if line.get_linewidth() > 1]


def test_every_number_stands_in_its_place_and_winners_are_framed(axes):
    grid, other = np.array([[1.0, -2.5], [0.0, 7.0]]), np.array([[3.0]])
    frames = np.array([[False, True], [False, False]])
    figures.grids_of_numbers(axes, (grid, other), ("image", "largest"), [(1, 2), None], [frames, None])
    found = {text.get_text(): text for text in axes[0].texts}
    assert {name: text.get_position() for name, text in found.items()} == {
        "1": (0.5, 0.5),
        "−2.5": (1.5, 0.5),
        "0": (0.5, 1.5),
        "7": (1.5, 1.5),
    }
    assert [name for name, text in found.items() if text.get_bbox_patch()] == ["−2.5"]
    assert [text.get_text() for text in axes[1].texts] == ["3"]
    assert [ax.get_title() for ax in axes] == ["image", "largest"]


def test_heavy_lines_part_the_windows(axes):
    grid = np.zeros((2, 4))
    figures.grids_of_numbers(axes, (grid, grid), ("a", "b"), [(1, 2), None], [None, None])
    across = [((0, 4), (r, r)) for r in (0, 1, 2)]
    upright = [((s, s), (0, 2)) for s in (0, 2, 4)]
    assert heavy(axes[0]) == across + upright
    assert heavy(axes[1]) == [((0, 4), (0, 0)), ((0, 4), (2, 2)), ((0, 0), (0, 2)), ((4, 4), (0, 2))]


def test_a_bar_for_each_class_and_network(ax):
    readings = {"dense": np.array([0.2, 0.7, 0.1]), "windows": np.array([0.0, 0.5, 0.5])}
    figures.probability_bars(ax, readings, 1)
    bars = {bars.get_label(): bars for bars in ax.containers}
    for name, shares in readings.items():
        np.testing.assert_allclose([bar.get_height() for bar in bars[name]], shares)
        for k, bar in enumerate(bars[name]):
            assert abs(bar.get_x() + bar.get_width() / 2 - k) < 0.5
    assert "it is a 1" in ax.get_xlabel()
    # What tells the networks apart in grey: a hatch.
    assert [bars[name][0].get_hatch() or "" for name in readings] == ["", "////"]


def test_one_network_needs_no_legend(ax):
    figures.probability_bars(ax, {"": np.array([1.0, 0.0])}, 0)
    assert ax.get_legend() is None


def test_shares_stand_over_their_weights(ax):
    kinds = {
        "filters": ([350, 690], np.array([96.0, 97.0]), np.array([0.5, 0.4])),
        "hidden units": ([310, 610], np.array([90.0, 95.0]), np.array([2.0, 1.0])),
    }
    figures.shares_by_parameters(ax, kinds)
    assert ax.get_xscale() == "log"
    for drawn, (name, (parameters, mean, spread)) in zip(ax.containers, kinds.items(), strict=True):
        line, _, (bars,) = drawn
        assert drawn.get_label() == name
        np.testing.assert_array_equal(line.get_data(), [parameters, mean])
        ends = np.array(bars.get_segments())[:, :, 1]
        np.testing.assert_allclose(ends, np.stack([mean - spread, mean + spread], axis=1))


def test_triangles_point_where_the_images_went(ax):
    rows = {
        "dense": {"share": 97.0, "left": 40.0, "right": 45.0, "up": 44.0, "down": 43.0},
        "windows": {"share": 98.0, "left": 60.0, "right": 61.0, "up": 50.0, "down": 57.0},
    }
    figures.shares_when_moved(ax, rows)
    for place, found in enumerate(rows.values()):
        marks = {
            line.get_marker(): line.get_xdata()[0]
            for line in ax.lines
            if len(line.get_xdata()) == 1 and abs(line.get_ydata()[0] - place) < 0.5
        }
        expected = {"o": found["share"], "<": found["left"], ">": found["right"], "^": found["up"], "v": found["down"]}
        assert marks == expected
    assert [label.get_text() for label in ax.get_yticklabels()] == list(rows)


def test_pooling_and_its_way_back():
    axes = figures.canvas(6)
    image, E = np.array([[1.0, 2.0], [3.0, 6.0]]), np.array([[8.0]])
    ahead, back = ([np.array([[6.0]]), np.array([[3.0]])], [np.array([[0.0, 0], [0, 8]]), np.full((2, 2), 2.0)])
    figures.pooled_and_back(axes, image, ahead, E, back, back[0] != 0)
    found = [[text.get_text() for text in ax.texts] for ax in axes]
    assert found == [list("1236"), ["6"], ["3"], ["8"], list("0008"), list("2222")]
    framed = [[text.get_text() for text in ax.texts if text.get_bbox_patch()] for ax in axes]
    assert framed == [["6"], [], [], [], ["8"], []]
    matplotlib.pyplot.close(axes[0].figure)


def test_an_image_on_its_way(rng):
    axes = figures.canvas(4)
    image, maps, pooled = rng.uniform(size=(8, 8)), rng.uniform(size=(5, 8, 8)), rng.uniform(size=(5, 4, 4))
    probabilities = np.array([0.25, 0.75])
    figures.on_its_way(axes, image, maps, pooled, probabilities, 1)
    drawn = [[picture.get_array() for picture in ax.images] for ax in axes[:3]]
    np.testing.assert_array_equal(drawn[0], image[None])
    np.testing.assert_allclose(drawn[1], maps / maps.max())
    np.testing.assert_allclose(drawn[2], pooled / maps.max())
    (bars,) = axes[3].containers
    np.testing.assert_array_equal([bar.get_height() for bar in bars], probabilities)
    matplotlib.pyplot.close(axes[0].figure)
