"""The fold of chapter 10: the paper is really folded, and the network keeps the distance from the crease alone."""

import numpy as np

from unity.activations import RELU
from unity.course.chapter_10 import folding

HIDDEN = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-1.0], [1.0]])
LAST = -np.ones((2, 1)), np.array([[0.5]])


def test_a_sheet_has_lines_both_ways():
    lines = folding.sheet(0, 2, lines=3, points=5)
    assert lines.shape == (2, 6, 5)
    assert np.all(np.ptp(lines[0, :3], axis=1) == 0)
    assert np.all(np.ptp(lines[1, 3:], axis=1) == 0)
    assert (lines.min(), lines.max()) == (0, 2)


def test_folding_keeps_lengths_on_each_side_and_lays_mirror_images_on_each_other(rng):
    """Up to the square root of 2, by which both coordinates are longer."""
    X, V = rng.normal(size=(2, 50)), rng.normal(size=(2, 50))
    mirrored = 1 - X[::-1]
    np.testing.assert_allclose(folding.folded_paper(X), folding.folded_paper(mirrored), atol=1e-12)
    same = np.sign(X.sum(axis=0) - 1) == np.sign(V.sum(axis=0) - 1)
    moved = folding.folded_paper(X) - folding.folded_paper(V)
    lengths = np.linalg.norm(moved, axis=0) / np.linalg.norm(X - V, axis=0)
    np.testing.assert_allclose(lengths[same], np.sqrt(2))
    assert lengths[~same].max() < np.sqrt(2)


def test_the_network_keeps_the_distance_from_the_crease_and_nothing_else(rng):
    X = rng.normal(size=(2, 50))
    A, inside = folding.behind(HIDDEN, LAST, RELU, X)
    _, beside = folding.folded_paper(X)
    np.testing.assert_allclose(A.sum(axis=0), beside, atol=1e-12)
    assert np.array_equal(inside, beside < 0.5)
    along = X + np.array([[3.0], [-3.0]])
    np.testing.assert_allclose(folding.behind(HIDDEN, LAST, RELU, along)[0], A, atol=1e-12)


def test_the_three_views_are_of_one_plane():
    """The off corners meet on the paper, the on corners in the network, and each cut has on and off on its two sides."""
    corners = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    seen = folding.views(HIDDEN, LAST, RELU, corners)
    _, paper, kept = seen.sheets
    np.testing.assert_allclose(kept.sum(axis=0), paper[1], atol=1e-12)
    np.testing.assert_array_equal(seen.inside, paper[1] < 0.5)
    _, on_paper, in_network = seen.positions
    np.testing.assert_array_equal(on_paper[:, 0], on_paper[:, 3])
    np.testing.assert_array_equal(in_network[:, 1], in_network[:, 2])
    assert np.all(in_network[:, 0] != in_network[:, 3])
    crease, paper_cut, cut = seen.lines
    np.testing.assert_allclose(crease.sum(axis=0), 1)
    np.testing.assert_allclose(paper_cut[1], 0.5)
    np.testing.assert_allclose(cut.sum(axis=0), 0.5)


def test_a_strip_is_where_both_say_yes():
    W, b = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-0.5], [1.5]])
    side = np.linspace(-0.5, 1.5, 11)
    shown = folding.strip(W, b, side)
    (low, _), (high, _), (both, edges) = shown.values()
    np.testing.assert_array_equal(both, low * high)
    assert both[5, 5] == 1  # the middle
    assert both[0, 0] == both[-1, -1] == 0
    assert len(edges) == 2


def test_points_walk_from_the_plane_to_their_places_behind_the_layer(rng):
    X = rng.normal(size=(2, 5))
    begin, middle, end = (folding.on_the_way(HIDDEN, LAST, RELU, X, t) for t in (0, 0.5, 1))
    there, _ = folding.behind(HIDDEN, LAST, RELU, X)
    np.testing.assert_array_equal(begin.X, X)
    np.testing.assert_allclose(middle.X, (X + there) / 2)
    np.testing.assert_array_equal(end.X, there)
    np.testing.assert_array_equal(begin.lines, folding.sheet())
    assert begin.cut is middle.cut is None
    np.testing.assert_allclose(end.cut.sum(axis=0), 0.5)
