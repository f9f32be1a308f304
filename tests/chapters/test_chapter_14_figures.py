"""The figures of chapter 14 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from unity import toeplitz
from unity.course.chapter_14 import figures
from unity.course.style import BLUE
from unity.trilinear import Convolution

matplotlib.use("Agg")
WINDOW = Convolution(2)
SHARED = toeplitz.weight_numbers(WINDOW, (1, 3, 3))


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


@pytest.fixture
def three():
    axes = figures.canvas(3)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def framed(ax):
    """The places of the cells with a thick border: left, top."""
    return {tuple(np.round(patch.get_xy(), 6)) for patch in ax.patches if patch.get_linewidth() > 2}


def test_image_kernel_and_map_show_every_name_once(ax):
    figures.image_kernel_map(ax, (3, 4), (2, 2), (2, 3))
    names = [f"$x_{{{j}}}$" for j in range(1, 13)] + [f"$w_{{{j}}}$" for j in range(1, 5)]
    names += [f"$y_{{{j}}}$" for j in range(1, 7)]
    assert sorted(t for t in texts(ax) if "_" in t) == sorted(names)
    assert {(0, 0), (1, 0), (0, 1), (1, 1)} < framed(ax)
    assert len(framed(ax)) == 4 + 1


def test_a_dense_table_has_a_weight_for_each_pair(ax):
    shown = texts(figures.dense_table(ax, 9, 4))
    assert {f"$w_{{{p}{q}}}$" for p in range(1, 10) for q in range(1, 5)} <= set(shown)
    assert {f"$x_{{{p}}}$" for p in range(1, 10)} | {f"$y_{{{q}}}$" for q in range(1, 5)} <= set(shown)
    assert len(shown) == 36 + 9 + 4


def wires(ax):
    return [line for line in ax.lines if len(line.get_xdata()) == 2]


def test_a_wire_for_each_filled_place_and_one_look_for_each_weight(ax):
    figures.wires(ax, SHARED, "shared")
    looks = {}
    assert len(wires(ax)) == 16
    for line, (p, q) in zip(wires(ax), np.argwhere(SHARED)):
        assert line.get_ydata()[0] == p
        looks.setdefault(SHARED[p, q], set()).add((line.get_color(), line.get_linestyle()))
    assert all(len(same) == 1 for same in looks.values())
    colors, lines = zip(*[same.pop() for same in looks.values()])
    assert len(set(colors)) == len(set(lines)) == 4
    assert ax.get_title(loc="left") == "shared"


def test_wires_with_weights_of_their_own_look_alike(ax):
    figures.wires(ax, np.arange(1, 37).reshape(9, 4), "dense")
    assert len(wires(ax)) == 36
    assert len({line.get_color() for line in wires(ax)}) == 1


@pytest.mark.parametrize("place", [1, 5, 9])
def test_the_kernel_lies_on_the_image_as_the_column_says(ax, place):
    numbers = toeplitz.weight_numbers(WINDOW, (1, 4, 4))
    figures.kernel_beside_column(ax, numbers, (4, 4), (3, 3), place)
    column, on_image = numbers[:, place - 1], texts(ax)[:16]
    for j, number in enumerate(column):
        assert on_image[j] == (f"$w_{{{number}}}$" if number else f"$x_{{{j + 1}}}$")
    in_table = texts(ax)[16 : 16 + numbers.size]
    assert in_table == [str(number) if number else "" for number in numbers.ravel()]
    # Framed are the window, the whole column and the output.
    assert len(framed(ax)) == 4 + 16 + 1


def test_counts_stand_at_their_places(ax):
    counts = [(36, 16, 4), (4_816_896, 117_600, 150), (481_690_000_000, 86_000_000, 1728)]
    figures.weights_by_layer(ax, ["a", "b", "c"], counts)
    marks = {(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if len(line.get_xdata()) == 1}
    assert marks == {(number, place) for place, layer in enumerate(counts) for number in layer}
    assert {"36", "4.82 million", "117,600", "482 billion", "1,728"} <= set(texts(ax))
    assert ax.get_xscale() == "log"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b", "c"]


def test_tables_of_values_leave_zeros_blank(three):
    tables = [np.array([[0.5, 0.0], [-0.25, 1.0]])] * 3
    ax = figures.tables_of_values(three, tables, ("one", "two", "three"))
    assert [other.get_title(loc="left") for other in three] == ["one", "two", "three"]
    assert [t for t in texts(ax) if "." in t] == ["0.5", "−0.2", "1.0"]
    shades = [patch.get_facecolor()[3] for patch in ax.patches]
    np.testing.assert_allclose(shades, [0.24, 0, 0.16, 0.4])


def test_errors_are_drawn_down_to_the_least(ax):
    errors = {"dense": [1.0, 0.5, 1e-4], "local": [0.5, 1e-5, 1e-7], "shared": [1e-30] * 3}
    figures.errors_by_images(ax, [1, 2, 4], errors, 1e-6)
    drawn = {line.get_label(): line.get_ydata().tolist() for line in ax.lines if line.get_label() in errors}
    assert drawn == {"dense": [1.0, 0.5, 1e-4], "local": [0.5, 1e-5, 1e-6], "shared": [1e-6] * 3}
    styles = {(line.get_linestyle(), line.get_marker()) for line in ax.lines if line.get_label() in errors}
    assert len(styles) == 3


def test_reach_frames_the_field_and_shows_each_answer(three):
    change = np.zeros((5, 5))
    change[1:4, 1:4] = np.arange(1, 10).reshape(3, 3)
    figures.reach(three, [change] * 3, [3, 3, 3])
    assert texts(three[0]) == [str(number) for number in range(1, 10)]
    frame = three[0].patches[-1]
    assert (*frame.get_xy(), frame.get_width(), frame.get_height()) == (1, 1, 3, 3)
    assert [ax.get_title(loc="left") for ax in three] == ["1 layer: 3 × 3", "2 layers: 3 × 3", "3 layers: 3 × 3"]
    blue = [patch for patch in three[0].patches if patch.get_facecolor()[:3] == to_rgb(BLUE)]
    assert len(blue) == 9
