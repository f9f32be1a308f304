"""The figures of chapter 1 draw the numbers that they are given, each in its place, and nothing else."""

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import same_color

from unity.course.chapter_01 import figures

matplotlib.use("Agg")

COLOURS = {"red": figures.VERMILION, "green": figures.GREEN, "blue": figures.BLUE}


@pytest.fixture
def ax():
    yield figures.canvas()
    matplotlib.pyplot.close("all")


def texts(ax):
    """Text -> where it stands."""
    return {text.get_text(): text.get_position() for text in ax.texts}


def squares(ax):
    """Left, upper edge and side of each square on axes whose y points down."""
    return [(*patch.get_xy(), patch.get_width()) for patch in ax.patches]


def points(ax, marker):
    return [line.get_xydata().T for line in ax.lines if line.get_marker() == marker]


def test_a_number_stands_in_its_row_and_column(ax):
    numbers = np.array([[3, 14, 15], [9, 26, 5]])
    assert figures.number_grid(ax, numbers) is ax
    places = {f"{number}": (column + 0.5, row + 0.5) for (row, column), number in np.ndenumerate(numbers)}
    assert texts(ax) == places
    assert ax.get_ylim() == (2, 0)
    assert sorted(squares(ax)) == [(column, row, 1) for column in range(3) for row in range(2)]


@pytest.mark.derivation("D01")
def test_planes_shows_the_image_and_each_plane(rng):
    axes, image = figures.canvas(4), rng.uniform(size=(3, 4, 5))
    assert figures.planes(axes, image) is axes[-1]
    shown = [ax.images[0].get_array() for ax in axes]
    np.testing.assert_array_equal(shown[0], np.moveaxis(image, 0, -1))
    for q, name in enumerate(COLOURS):
        np.testing.assert_array_equal(shown[q + 1], image[q])
        assert axes[q + 1].images[0].get_clim() == (0, 1)
        assert axes[q + 1].get_title(loc="left") == f"q = {q}, {name}"
    matplotlib.pyplot.close("all")


@pytest.mark.derivation("D01")
def test_the_column_holds_the_given_numbers_in_the_planes_colours(ax):
    image = np.arange(101.0, 113).reshape(3, 2, 2)
    x = np.arange(201.0, 213)[:, None]  # given numbers are drawn, right or wrong: a figure computes nothing
    figures.column_of_pixels(ax, image, x)
    where = texts(ax)
    column = [where[f"{number:g}"] for number in x[:, 0]]
    assert len({left for left, _ in column}) == 1
    assert [down for _, down in column] == [j + 0.5 for j in range(12)]
    assert [where[f"$j = {j}$"][1] for j in range(12)] == [down for _, down in column]
    for q, (name, color) in enumerate(COLOURS.items()):
        (upper_left, upper_right), (lower_left, _) = ([where[f"{n:g}"] for n in row] for row in image[q])
        assert upper_left[0] < upper_right[0]
        assert upper_left[1] == upper_right[1] < lower_left[1]
        # Each plane stands at the height of its quarter of the column.
        assert 4 * q < upper_left[1] < lower_left[1] < 4 * q + 4
        assert same_color(next(t for t in ax.texts if t.get_text().startswith(name)).get_color(), color)
    edges = [patch.get_edgecolor() for patch in ax.patches if patch.get_height() == 1]
    assert all(same_color(edge, list(COLOURS.values())[j // 4]) for j, edge in enumerate(edges))
    assert len(edges) == 12


def test_the_table_stands_under_its_labels(ax, rng):
    X, y = rng.normal(size=(3, 5)), np.array([0, 1, 0, 1, 1])
    assert figures.side_by_side(ax, X, y, ("benign", "malignant"), ("radius", "texture", "area")) is ax
    np.testing.assert_array_equal(ax.images[0].get_array(), X)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["radius", "texture", "area"]
    for k, marker in enumerate("o^"):
        ((places, heights),) = points(ax, marker)
        np.testing.assert_array_equal(places, np.flatnonzero(y == k))
        assert (heights < -0.5).all()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["$y = 0$, benign", "$y = 1$, malignant"]


def test_the_threshold_stands_among_the_counts(ax):
    edges, counts = np.array([1.0, 2.0, 4.0, 5.0]), np.array([[5, 2, 0], [0, 3, 4]])
    assert figures.threshold_on_one_row(ax, edges, counts, 3.5, ("radius", "benign", "malignant")) is ax
    for steps, numbers in zip(ax.patches, counts):
        values, drawn, _ = steps.get_data()
        np.testing.assert_array_equal(values, numbers)
        np.testing.assert_array_equal(drawn, edges)
    assert [steps.get_fill() for steps in ax.patches] == [False, True]
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [3.5, 3.5])
    assert ax.get_xlabel() == "radius"
    sides = {text.get_text(): (text.xy[0], text.xyann[0]) for text in ax.texts}
    assert sides["$z < 0$"][0] == sides["$z > 0$"][0] == 3.5
    assert sides["$z < 0$"][1] < 0 < sides["$z > 0$"][1]


def test_a_square_is_as_large_as_its_weight_and_filled_where_it_is_positive():
    axes, means = figures.canvas(3), np.array([[[0.0, 1.0]], [[0.5, 0.25]]])
    w = np.array([[4.0, -1.0]])
    ax = figures.two_means(axes, means, w, ("mean of the 8s", "mean of the 9s"))
    assert ax is axes[-1]
    for mean, drawn, name in zip(means, axes, ("mean of the 8s", "mean of the 9s")):
        np.testing.assert_array_equal(drawn.images[0].get_array(), mean)
        assert drawn.get_title(loc="left") == name
    large, small = ax.patches[1:]  # the first is the frame
    assert large.get_width() ** 2 == pytest.approx(4 * small.get_width() ** 2)
    assert large.get_xy()[0] + large.get_width() / 2 == pytest.approx(0.5)
    assert small.get_xy()[0] + small.get_width() / 2 == pytest.approx(1.5)
    assert same_color(large.get_facecolor(), figures.BROWN)
    assert small.get_facecolor()[3] == 0
    matplotlib.pyplot.close("all")


def test_scores_stand_in_the_row_of_their_class(ax):
    z, y = np.array([[-2.0, 0.5, -0.25, 3.0]]), np.array([0, 0, 1, 1])
    assert figures.scores_of_classes(ax, z, y, ("an 8", "a 9"), 2) is ax
    zeros, ring = points(ax, "o")
    (ones,) = points(ax, "^")
    np.testing.assert_array_equal(zeros, [[-2, 0.5], [0, 0]])
    np.testing.assert_array_equal(ones, [[-0.25, 3], [1, 1]])
    np.testing.assert_array_equal(ring, [[-0.25], [1]])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["$y = 0$: an 8", "$y = 1$: a 9"]
    sides = {text.get_text(): text.xyann[0] for text in ax.texts}
    assert sides["decides an 8"] < 0 < sides["decides a 9"]
