"""The figures of chapter 17 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from unity.course.chapter_17 import figures
from unity.course.chapter_17 import figures as one_form
from unity.course.style import BLUE, BROWN, INK

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


@pytest.fixture
def axes():
    axes = figures.canvas(3)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def sides(collection):
    """The sides of the squares of a collection."""
    return [float(np.ptp(path.vertices[:, 0])) for path in collection.get_paths()]


def test_each_pile_shows_its_numbers_and_its_sum(ax):
    piles = np.array([1.0, -2.5, -0.0, 4.0]), np.arange(9.0), np.array([0.5, 0, 0, 0.25])
    figures.piles_of_triples(ax, piles, (1.5, 2.5, 3.5), (1, 8, 2))
    shown = texts(ax)
    assert shown[:4] + shown[5:6] == ["1", "−2.5", "0", "4", "sum 1.5"]
    assert shown[6:15] == [*"012345678"]
    assert [shown[i] for i in (16, 17, 20, 22)] == ["sum 2.5", "0.5", "0.25", "sum 3.5"]
    cells = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(cells) == 4 + 9 + 4
    framed = [i for i, cell in enumerate(cells) if cell.get_edgecolor() == matplotlib.colors.to_rgba(INK)]
    assert framed == [1, 4 + 8, 4 + 9 + 2]
    bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold"]
    assert bold == ["−2.5", "8", "0"]
    for first, side in ((0, 2), (4, 3), (13, 2)):
        corners = np.array([cell.get_xy() for cell in cells[first : first + side**2]])
        expected = [(i % side, i // side) for i in range(side**2)]
        np.testing.assert_allclose(corners - corners[0], expected)


def test_the_form_is_drawn_over_each_step(ax):
    steps = np.linspace(-1, 1, 11)
    values = {"only E": 2 * steps, "only X": -steps, "only W": steps + 1, "all": steps**3}
    figures.form_by_steps(ax, steps, values)
    lines = {line.get_label(): line.get_xydata().T for line in ax.lines if line.get_label() in values}
    for name, numbers in values.items():
        np.testing.assert_array_equal(lines[name], [steps, numbers])
    looks = [(line.get_linestyle(), line.get_marker()) for line in ax.lines[:4]]
    assert len(set(looks)) == 4
    assert not any(line.get_clip_on() for line in ax.lines[:4])  # no marker is cut in half by the border


def test_tables_of_columns_maps_and_kernels():
    column, maps, kernels = (
        np.arange(3.0)[:, None],
        np.arange(8.0).reshape(2, 2, 2, 1),
        np.arange(8.0).reshape(1, 2, 2, 2),
    )
    np.testing.assert_array_equal(one_form._tables(column), [[[0, 1, 2]]])
    np.testing.assert_array_equal(one_form._tables(maps), maps[..., 0])
    np.testing.assert_array_equal(one_form._tables(kernels), [kernels[0, ..., 0], kernels[0, ..., 1]])


def test_a_number_is_a_square_as_large_as_the_number(ax):
    """Areas are proportional to sizes; filled for positive, open for negative, none for 0."""
    one_form._squares(ax, np.array([[[1.0, -0.25, 0.0]]]), (5, 5), (3, 3), 1)
    full, hollow = (c for c in ax.collections if isinstance(c, PatchCollection))
    assert sides(full)[0] == pytest.approx(2 * sides(hollow)[0])
    assert (len(sides(full)), len(sides(hollow))) == (1, 1)
    assert tuple(full.get_facecolor()[0]) == matplotlib.colors.to_rgba(BROWN)
    assert len(hollow.get_facecolor()) == 0
    assert tuple(hollow.get_edgecolor()[0]) == matplotlib.colors.to_rgba(BLUE)
    (frame,) = ax.patches
    assert frame.get_x() + frame.get_width() / 2 == pytest.approx(5)


def test_tables_stand_in_rows_and_keep_to_their_box(ax):
    one_form._squares(ax, np.ones((10, 8, 8)), (0, 0), (4.2, 2.4), 5)
    corners = [(round(p.get_x(), 6), round(p.get_y(), 6)) for p in ax.patches]
    assert len(corners) == 10
    assert len({y for _, y in corners}) == 2
    assert len({x for x, _ in corners}) == 5
    right, low = (
        max(p.get_x() + p.get_width() for p in ax.patches),
        max(p.get_y() + p.get_height() for p in ax.patches),
    )
    assert right <= 2.1 + 1e-9
    assert low <= 1.2 + 1e-9
    assert min(x for x, _ in corners) == pytest.approx(-right)


def test_nothing_but_zeros_is_drawn_as_nothing(ax):
    one_form._squares(ax, np.zeros((1, 2, 2)), (0, 0), (1, 1), 1)
    assert all(not collection.get_paths() for collection in ax.collections)


def test_nine_derivatives_with_their_numbers(ax):
    column = [(np.ones((1, 1)), 1.5), (np.ones((1, 8, 8, 1)), -2.5), (np.ones((1, 3, 3, 4)), 3.25)]
    figures.nine_derivatives(ax, {"one": column, "two": column, "three": column})
    shown = texts(ax)
    assert {"one", "two", "three"} <= set(shown)
    titles = "forward pass", "error sent back", "weight gradient"
    assert [text.split(",")[0] for text in shown if text.startswith(titles)] == list(titles)
    for letter, number in (("E", "1.5"), ("X", "−2.5"), ("W", "3.25")):
        assert sum(text.endswith(f" {number}") and rf"\langle {letter}," in text for text in shown) == 3
    # A frame for each table: one, one and four, three times.
    assert len(ax.patches) == 3 * 6


def test_there_and_back_has_a_number_between_each_value_and_its_error(ax):
    shapes = (1, 8, 8, 1), (4, 6, 6, 1), (4, 6, 6, 1), (10, 1)
    arrays = [np.ones(shape) for shape in shapes]
    figures.there_and_back(ax, arrays, arrays, [0.25, 0.5, 0.75, -1.0])
    shown = texts(ax)
    assert [text for text in shown if text in ("0.25", "0.5", "0.75", "−1")] == ["0.25", "0.5", "0.75", "−1"]
    assert {"$X$", "$dX$", "$Z_1$", "$E_1$", "$A_2$", "$dA_2$", "$Z_2$", "$E_2$", "$f$", r"$f\/′$"} <= set(shown)
    arrows = [(note.xyann[0], note.xy[0]) for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    assert sum(tail < tip for tail, tip in arrows) == sum(tail > tip for tail, tip in arrows) == 3
    assert len(ax.patches) == 2 * (1 + 4 + 4 + 1)


def test_values_along_a_line_each_on_axes_of_its_own(axes):
    steps = np.linspace(-2, 2, 5)
    curves = {"straight": steps, "corner": abs(steps), "bent": steps**2}
    assert figures.values_along_a_line(axes, steps, curves) is axes[-1]
    for ax, (name, values) in zip(axes, curves.items()):
        assert ax.get_title(loc="left") == name
        np.testing.assert_array_equal(ax.lines[0].get_xydata().T, [steps, values])
