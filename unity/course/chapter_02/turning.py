"""A line that is turned and shifted, for the slider of chapter 2."""

import numpy as np

from unity import geometry

__all__ = ["turned"]


def turned(angle, b, point):
    """The line of the unit normal u at `angle` degrees, with bias b: (u, three points of it, foot of `point`, distance).

    >>> u, Q, foot, d = turned(90, -2.0, np.array([[3.0], [4.0]]))
    >>> foot, d
    (array([[3.],
           [2.]]), array([[2.]]))
    """
    radians = np.radians(angle)
    u, bias = np.array([[np.cos(radians)], [np.sin(radians)]]), np.array([[b]])
    Q = geometry.line(u, bias, np.array([[-12.0, -2.0, 12.0]]))
    return u, Q, geometry.foot(u, bias, point), geometry.signed_distance(u, bias, point)
