"""The figures of chapter 12 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity import datasets
from unity.course.chapter_12 import figures

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


def texts(ax):
    return [text.get_text() for text in ax.texts]


def pictures(ax):
    """Each picture, and where its upper left corner is."""
    return [(image.get_array(), (image.get_extent()[0], image.get_extent()[3])) for image in ax.images]


def squares(ax):
    """The squares of each collection, in order: (filled, centres, sides)."""
    found = []
    for collection in ax.collections:
        corners = np.array([path.vertices for path in collection.get_paths()]).reshape(-1, 5, 2)
        filled = bool(len(collection.get_facecolor()))
        found.append((filled, corners[:, :4].mean(axis=1), np.ptp(corners[:, :, 0], axis=1)))
    return found


def test_a_sheet_shows_each_image_above_its_caption(ax):
    images = np.random.default_rng(0).uniform(size=(5, 3, 4))
    figures.image_sheet(ax, images, list("abcde"), columns=2)
    shown = pictures(ax)
    assert len(shown) == 5
    for image, (picture, _) in zip(images, shown):
        np.testing.assert_array_equal(picture, image)
    assert texts(ax) == list("abcde")
    corners = np.array([corner for _, corner in shown])
    assert len(np.unique(corners, axis=0)) == 5
    assert list(corners[:2, 1]) == [0, 0]
    assert corners[2, 1] > 1
    for text, (_, (x, y)) in zip(ax.texts, shown):
        assert text.get_position()[0] == pytest.approx(x + 0.5)
        assert text.get_position()[1] > y + 1
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < 0
    assert right > corners[:, 0].max() + 1
    assert top < 0
    assert bottom > corners[:, 1].max() + 1


def test_a_mistake_stands_above_its_own_caption(ax):
    """Whatever the order: pictures and captions are picked by the same places."""
    pixels = np.arange(4 * 6.0).reshape(1, 2, 2, 6) / 24
    digits = datasets.Examples(pixels, np.array([3, 1, 4, 1, 5, 9]), tuple("0123456789"))
    A = np.full((10, 6), 0.01)
    for i, read in enumerate([8, 1, 9, 7, 5, 4]):
        A[read, i] = 0.5 + i / 10 - 0.05
    figures.mistakes(ax, digits, A, np.array([5, 0, 3]), columns=2)
    assert texts(ax) == ["9 as 4\n95 %", "3 as 8\n45 %", "1 as 7\n75 %"]
    for (picture, _), place in zip(pictures(ax), (5, 0, 3)):
        np.testing.assert_array_equal(picture, pixels[0, :, :, place])


def test_two_lines_of_caption_have_room(ax):
    images = np.zeros((4, 2, 2))
    figures.image_sheet(ax, images, ["a\n1", "b\n2", "c\n3", "d\n4"], columns=2)
    below = pictures(ax)[2][1][1]
    assert below > 1.7


def test_weights_are_squares_of_their_size(ax):
    W = np.array([[[1.0, -0.25], [0.0, 0.5]]])
    figures.weight_sheet(ax, W, ["0"], columns=1)
    (filled, positive, sides), (open_, negative, others) = squares(ax)
    assert filled
    assert not open_
    # Each in the middle of its cell, its side the root of the weight.
    np.testing.assert_allclose(positive, [[0.25, 0.25], [0.75, 0.75]])
    np.testing.assert_allclose(negative, [[0.75, 0.25]])
    np.testing.assert_allclose(sides, 0.45 * np.sqrt([1, 0.5]))
    np.testing.assert_allclose(others, 0.45 * np.sqrt([0.25]))
    assert texts(ax) == ["0"]


def test_weights_on_one_sheet_share_their_scale(ax):
    W = np.array([[[1.0]], [[0.25]], [[-1.0]]])
    figures.weight_sheet(ax, W, ["a", "b", "c"], columns=2)
    sides = [side for _, _, sides in squares(ax) for side in sides]
    np.testing.assert_allclose(sides, [0.9, 0.45, 0.9])


def test_a_hidden_unit_stands_beside_its_images(ax):
    W, images = np.array([[[1.0]], [[-2.0]]]), np.random.default_rng(1).uniform(size=(2, 3, 4, 4))
    figures.hidden_units(ax, W, images)
    shown = pictures(ax)
    for i, row in enumerate(images):
        for j, image in enumerate(row):
            picture, corner = shown[3 * i + j]
            np.testing.assert_array_equal(picture, image)
            assert corner == pytest.approx((1.2 * (j + 1.2), 1.2 * i))
    # Each unit has a scale of its own.
    np.testing.assert_allclose([side for _, _, sides in squares(ax) for side in sides], [0.9, 0.9])
    assert ax.get_xlim()[1] > shown[2][1][0] + 1


def test_sizes_and_costs_side_by_side(axes):
    figures.sizes_by_layer(axes, [0.5, 0.25, 0.1], [2.3, 1.0, 0.5], 0.7)
    sizes = next(line for line in axes[0].lines if len(line.get_xdata()) == 3)
    np.testing.assert_array_equal(sizes.get_xydata().T, [[1, 2, 3], [0.5, 0.25, 0.1]])
    (costs,) = axes[1].lines
    np.testing.assert_array_equal(costs.get_xydata().T, [[0, 1, 2], [2.3, 1.0, 0.5]])
    assert axes[0].get_yscale() == "log"
    assert axes[0].get_title(loc="left") == "factor 0.7"


def test_a_training_that_diverges_has_no_curve(axes):
    figures.sizes_by_layer(axes, [0.5, 1.0], None, 2)
    assert not axes[1].lines
    assert texts(axes[1]) == ["diverges"]


def test_learning_curves_mark_the_best_epoch(axes):
    curves = {"plain": ([2.0, 1.0], [2.1, 1.5], 1), "deep": ([2.0, 0.5, 0.1], [2.2, 0.9, 1.1], 1)}
    figures.learning_curves(axes, curves)
    for ax, (name, (training, held_out, best)) in zip(axes, curves.items()):
        lines = {line.get_label(): line for line in ax.lines}
        np.testing.assert_array_equal(lines["training"].get_ydata(), training)
        np.testing.assert_array_equal(lines["held out"].get_ydata(), held_out)
        assert lines["least"].get_xydata().tolist() == [[best, held_out[best]]]
        assert ax.get_title(loc="left") == name
    assert axes[0].get_legend() is not None


def test_a_line_of_costs_ends_where_it_is_nan(ax):
    steps, costs = [0.1, 1.0, 10.0], np.array([[1.0, 0.5, np.nan], [2.0, 1.0, 0.5]])
    figures.costs_by_step(ax, steps, costs, [8, 32])
    lines = {line.get_label(): line for line in ax.lines}
    np.testing.assert_array_equal(lines["batch 8"].get_xydata().T, [steps, costs[0]])
    np.testing.assert_array_equal(lines["batch 32"].get_xydata().T, [steps, costs[1]])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert len({(line.get_linestyle(), line.get_marker()) for line in ax.lines}) == 2


def test_a_confusion_frames_mistakes_and_leaves_out_zeros(ax):
    figures.confusion_table(ax, np.array([[5.0, 0.0], [2.0, 7.0]]))
    places = {text.get_position(): text.get_text() for text in ax.texts}
    assert places == {(0, 0): "5", (0, 1): "2", (1, 1): "7"}
    (frame,) = ax.patches
    assert (frame.get_x(), frame.get_y()) == pytest.approx((-0.4, 0.6))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("read as", "written as")


def test_each_run_is_a_dot(ax):
    rows = {"none": ([96.0, 97.0], 96.5, 0.8), "one": ([97.0, 98.0, 97.5], 97.5, 0.7)}
    figures.shares_by_seed(ax, rows)
    dots = [line for line in ax.lines if line.get_linestyle() == "None"]
    for place, (line, (found, _, _)) in enumerate(zip(dots, rows.values(), strict=True)):
        np.testing.assert_array_equal(line.get_xdata(), found)
        assert np.abs(line.get_ydata() - place).max() < 0.3
    others = [line.get_xdata() for line in ax.lines if line.get_linestyle() != "None"]
    np.testing.assert_allclose(others, [[95.7, 97.3], [96.5, 96.5], [96.8, 98.2], [97.5, 97.5]])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["none", "one"]
