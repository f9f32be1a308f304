"""What chapter 13 looks at: photographs, shrunk."""

from unity.datasets import photograph
from unity.layers import MeanPool

__all__ = ["shrunk"]


def shrunk(name):
    """A photograph at half its size, in three planes: the mean of each two by two pixels.

    >>> shrunk("flower").shape
    (3, 213, 320, 1)
    """
    return MeanPool(2).forward((), photograph(name))
