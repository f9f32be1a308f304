"""The figures of chapter 15 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_15 import figures

matplotlib.use("Agg")


@pytest.fixture
def axes():
    """As many axes as a test asks for."""
    made = []

    def several(columns):
        made.append(figures.canvas(columns))
        return made[-1]

    yield several
    for ax in made:
        matplotlib.pyplot.close(np.ravel(ax)[0].figure)


def grid(ax):
    """The number in the middle of each square, by (row, column)."""
    found = {}
    for text in ax.texts:
        x, y = text.get_position()
        if x % 1 == 0.5 and y % 1 == 0.5:
            found[int(y), int(x)] = text.get_text().replace("−", "-")
    return found


def corners(ax):
    """The small numbers, by (row, column) of their squares."""
    small = [text for text in ax.texts if text.get_position()[0] % 1 > 0.9]
    return {
        (int(text.get_position()[1]), int(text.get_position()[0])): float(text.get_text().replace("−", "-"))
        for text in small
    }


def frames(ax):
    """Upper left corner (row, column), rows and columns of every window: a frame wider than a grid's lines."""
    wide = [patch for patch in ax.patches if patch.get_linewidth() > 2]
    return [(patch.get_y(), patch.get_x(), patch.get_height(), patch.get_width()) for patch in wide]


def shows(ax, numbers):
    assert {place: float(text) for place, text in grid(ax).items()} == dict(np.ndenumerate(numbers))


X, W = np.array([[3.0, 1, 4], [1, 5, 9], [2, 6, 5]]), np.array([[1.0, 2], [3, 4]])
Y, E = np.array([[28.0, 60], [41, 61]]), np.array([[2.0, -1], [1, 3]])
DX = np.array([[2.0, 3, -2], [7, 10, 2], [3, 13, 12]])


def test_the_question_shows_four_grids(axes):
    four = axes(4)
    figures.convolution_with_errors(four, X, W, Y, E)
    for ax, numbers in zip(four, (X, W, Y, E), strict=True):
        shows(ax, numbers)
    assert frames(four[0]) == [(0, 0, 2, 2)]
    assert frames(four[2]) == [(0, 0, 1, 1)]
    # A small grid has squares of the same size as the image.
    assert len({round(np.ptp(ax.get_xlim()), 9) for ax in four}) == 1


def test_the_error_stands_at_one_place_for_each_weight(axes):
    four, dW = axes(4), np.array([[21.0, 30], [17, 22]])
    figures.error_over_image(four, X, E, dW)
    for ax, (row, column), slope in zip(four, np.ndindex(2, 2), dW.ravel(), strict=True):
        shows(ax, X)
        assert frames(ax) == [(row, column, 2, 2)]
        assert corners(ax) == {(row + r, column + c): e for (r, c), e in np.ndenumerate(E)}
        assert ax.get_title().endswith(f"= {slope:g}")


@pytest.mark.parametrize("place", [(0, 0), (1, 2), (2, 2)])
def test_the_kernel_stands_on_the_padded_errors(axes, place):
    left, right = axes(2)
    padded, flipped = np.pad(E, 1), W[::-1, ::-1]
    figures.kernel_over_error((left, right), padded, flipped, DX, place)
    row, column = place
    shows(left, padded)
    assert frames(left) == [(row, column, 2, 2)]
    assert corners(left) == {(row + r, column + c): w for (r, c), w in np.ndenumerate(flipped)}
    until = 3 * row + column
    assert {p: float(t) for p, t in grid(right).items()} == dict(list(np.ndenumerate(DX))[: until + 1])
    assert right.get_title() == rf"$\partial L / \partial x_{until + 1}$ = {DX[place]:g}".replace("-", "−")


def test_stamps_stand_on_their_windows(axes):
    five = axes(5)
    stamps = []
    for r, s in np.ndindex(2, 2):
        stamp = np.zeros((3, 3))
        stamp[r : r + 2, s : s + 2] = E[r, s] * W
        stamps.append(stamp)
    figures.stamps_that_add_up(five, stamps, (2, 2), DX)
    for ax, numbers in zip(five, (*stamps, DX), strict=True):
        shows(ax, numbers)
    assert [frames(ax) for ax in five] == [[(r, s, 2, 2)] for r, s in np.ndindex(2, 2)] + [[]]
    assert [ax.get_title() for ax in five[:2]] == ["$e_1 W$", "+ $e_2 W$"]


def test_the_table_has_a_column_and_a_row_framed(axes):
    numbers = np.array([[1, 0], [2, 1], [0, 2]])
    ax = figures.table_from_both_sides(axes(1), numbers, row=1, column=0)
    assert grid(ax) == {p: f"$w_{n}$" if n else "0" for p, n in np.ndenumerate(numbers)}
    assert sorted(frames(ax)) == [(0, 0, 3, 1), (1, 0, 1, 2)]
    said = " ".join(text.get_text() for text in ax.texts)
    assert "$y_1$ gathers" in said
    assert "$x_2$ hears" in said


def squares(ax):
    """Area and filling of every square that stands for a signed number, by (row, column)."""
    found = {}
    for patch in ax.patches:
        side, (x, y) = patch.get_width(), patch.get_xy()
        if side < 1:
            found[int(y), int(x)] = side**2, patch.get_facecolor()[-1] > 0
    return found


def is_signed(ax, numbers, scale):
    drawn = squares(ax)
    assert drawn.keys() == {place for place, number in np.ndenumerate(numbers) if number}
    for place, (area, filled) in drawn.items():
        assert area == pytest.approx(0.92**2 * abs(numbers[place]) / scale)
        assert filled == (numbers[place] > 0)


def test_two_ways_and_no_difference(axes):
    four = axes(4)
    figures.two_ways_back(four, E, DX, DX, 0 * DX)
    is_signed(four[0], E, 3)
    is_signed(four[1], DX, 13)
    is_signed(four[2], DX, 13)
    assert squares(four[3]) == {}


def test_a_difference_would_be_seen(axes):
    four, off = axes(4), np.zeros((3, 3))
    off[1, 2] = -1.0
    figures.two_ways_back(four, E, DX, DX - off, off)
    is_signed(four[3], off, 13)


def test_spread_out_errors(axes):
    three, dX = axes(3), np.arange(25.0).reshape(5, 5)
    padded, kernel = np.zeros((7, 7)), np.arange(9.0).reshape(3, 3)
    padded[2:5:2, 2:5:2] = E
    figures.dilated_error(three, E, padded, kernel, dX)
    for ax, numbers in zip(three, (E, padded, dX), strict=True):
        shows(ax, numbers)
    assert frames(three[1]) == [(0, 0, 3, 3)]
    assert corners(three[1]) == dict(np.ndenumerate(kernel))


def test_slopes_lie_on_the_digit(axes):
    three = axes(3)
    before, after, slopes = np.eye(3), np.eye(3) / 2, np.array([[1.0, -2, 0], [4, 0, 1], [0, -1, -4]])
    figures.slopes_of_pixels(three, before, slopes, after)
    for ax, image in zip(three, (before, before, after), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)
    is_signed(three[1], slopes, 4)
    assert squares(three[0]) == squares(three[2]) == {}
