"""The figures of chapter 07 show the numbers that they are given."""

import numpy as np
import pytest

from unity.course.chapter_07 import figures


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_one_product_frames_a_row_and_its_sum():
    X, dZ = np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([[0.5, 0.25]])
    ax = figures.one_product(figures.canvas(), X, dZ, X @ dZ.T, row=1)
    assert {"1", "2", "3", "−4", "0.5", "0.25"} <= set(texts(ax))
    framed = [patch.get_xy() for patch in ax.patches if patch.get_linewidth() > 2]
    assert len(framed) == 2 + 2 + 1
    assert sum(y == 0 for _, y in framed) == 3


def test_spread_shows_every_difference():
    row, column = np.array([[0.9, 0.2]]), np.array([[1.0], [0.0]])
    ax = figures.spread(figures.canvas(), row, column, (row - column).round(1))
    assert {"−0.1", "−0.8", "(1, 2)", "(2, 1)", "(2, 2)"} <= set(texts(ax))
    assert len(ax.patches) == 2 + 2 + 4


def test_seconds_are_drawn_where_they_were_measured():
    times = {"loops": [1.0, 10.0], "matrices": [0.1, 0.2, 0.3]}
    ax = figures.seconds_by_examples(figures.canvas(), [10, 100, 1000], times, {"loops": "A", "matrices": "B"})
    assert [len(line.get_xdata()) for line in ax.lines] == [2, 3]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["A", "B"]
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_an_unknown_way_is_refused():
    with pytest.raises(KeyError):
        figures.seconds_by_examples(figures.canvas(), [1], {"x": [1]}, {"x": "X"})


def test_costs_start_at_epoch_0():
    ax = figures.costs_by_epoch(figures.canvas(), np.arange(3), [3.0, 2.0, 1.0], [3.0, 0.5, 0.4])
    assert [tuple(line.get_ydata()) for line in ax.lines] == [(3.0, 2.0, 1.0), (3.0, 0.5, 0.4)]
    assert ax.get_ylim()[0] == 0
