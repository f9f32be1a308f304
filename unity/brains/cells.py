"""Cells that are drawn apart, and how many pieces a drawing falls into."""

import math
from typing import NamedTuple

import numpy as np

from unity.shapes import Array, Int, checked

__all__ = ["Arbours", "arbours", "pieces"]


class Arbours(NamedTuple):
    """Branched cells in the plane: `points` (2, p), each cell's own `branches` (2, e), and `meetings` (2, g) of tips.

    Branches and meetings hold a pair of points in each column, counted from 0; `cells` is how many cells there are.
    """

    points: np.ndarray
    branches: np.ndarray
    meetings: np.ndarray
    cells: int


def arbours(rows: int, columns: int, *, seed: int) -> Arbours:
    """Cells on a grid, each with four stems that fork in two, and a meeting where two tips of neighbours come close.

    Every cell is a tree of 13 points and 12 branches; every pair of neighbours on the grid has one meeting. The drawing
    is made from a seed, and shows no real cell.

    Raises ValueError where there is no cell.

    >>> cells = arbours(2, 3, seed=0)
    >>> cells.points.shape, cells.branches.shape, cells.meetings.shape, cells.cells
    ((2, 78), (2, 72), (2, 7), 6)
    """
    if rows < 1 or columns < 1:
        raise ValueError(f"arbours: rows = {rows}, columns = {columns}, expected both to be at least 1")
    rng = np.random.default_rng(seed)
    offsets, links = [(0.0, 0.0)], []
    for k in range(4):
        stem, turn = len(offsets), k * math.pi / 2
        offsets.append((0.24 * math.cos(turn), 0.24 * math.sin(turn)))
        links.append((0, stem))
        for side in (-0.35, 0.35):
            links.append((stem, len(offsets)))
            offsets.append((0.45 * math.cos(turn + side), 0.45 * math.sin(turn + side)))
    size = len(offsets)
    places = [(column, row) for row in range(rows) for column in range(columns)]
    points = np.concatenate([np.array(offsets) + place for place in places]).T
    points = points + rng.uniform(-0.03, 0.03, points.shape)
    branches = np.concatenate([np.array(links) + size * i for i in range(len(places))]).T
    # A fork to the right ends in the points 2 and 3, one upwards in 5 and 6, then 8 and 9 to the left, 11 and 12 down.
    meetings = [(size * i + 3, size * (i + 1) + 8) for i, (column, _) in enumerate(places) if column + 1 < columns]
    meetings += [(size * i + 5, size * (i + columns) + 12) for i, (_, row) in enumerate(places) if row + 1 < rows]
    return Arbours(points, branches, np.array(meetings, dtype=int).reshape(-1, 2).T, len(places))


@checked
def pieces(links: Int[Array, "2 e"], points: int) -> int:
    """How many pieces a drawing falls into: points that a way of links joins are of one piece.

    Raises IndexError where a link leads to a point that is not there.

    >>> pieces(np.array([[0, 1], [1, 2]]), 5)
    3
    """
    found = list(range(points))

    def root(point):
        while found[point] != point:
            point = found[point]
        return point

    for j in range(links.shape[1]):
        one, other = int(links[0, j]), int(links[1, j])
        if not 0 <= one < points or not 0 <= other < points:
            raise IndexError(f"pieces: a link from {one} to {other}, expected points from 0 to {points - 1}")
        found[root(one)] = root(other)
    return sum(point == above for point, above in enumerate(found))
