"""The figures of chapter <number> draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np

from unity.course.chapter_NN import figures

matplotlib.use("Agg")


def test_a_walk_has_its_two_ends_and_its_points():
    p, q = np.array([[1.0], [2.0]]), np.array([[5.0], [4.0]])
    X = np.array([[2.0, 3.0], [2.5, 3.0]])
    ax = figures.walk(figures.canvas(), p, q, X)
    way, points = ax.lines
    np.testing.assert_array_equal(way.get_xydata().T, np.hstack([p, q]))
    np.testing.assert_array_equal(points.get_xydata().T, X)
    assert [(text.get_text(), text.xy[0]) for text in ax.texts] == [("p", 1), ("q", 5)]
    matplotlib.pyplot.close(ax.figure)
