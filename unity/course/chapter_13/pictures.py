"""What chapter 13 looks at: photographs, shrunk, and a few pixels of one."""

import numpy as np

from unity.datasets import photograph
from unity.layers import MeanPool

__all__ = ["at_the_edge", "shrunk"]


def shrunk(name):
    """A photograph at half its size, in three planes: the mean of each two by two pixels.

    >>> shrunk("flower").shape
    (3, 213, 320, 1)
    """
    return MeanPool(2).forward((), photograph(name))


def at_the_edge(flower):
    """Six by six pixels around the left edge of the flower, every tenth, in whole numbers up to 9; and weights that find it.

    They add up to the most where red rises from left to right, and blue falls. Both are called as the scene of the window
    that is dragged calls them.

    >>> at_the_edge(shrunk("flower"))["X"][0, 0]
    array([0., 0., 0., 0., 8., 8.])
    """
    rises = np.array([[-1, 0, 1]] * 3)
    return {"X": np.round(9 * flower[:, 70:130:10, 60:120:10, 0]), "W": np.stack([rises, 0 * rises, -rises])}
