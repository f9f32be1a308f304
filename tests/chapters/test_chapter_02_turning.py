"""The line of chapter 2's slider is at its angle and its bias, and has the foot and the distance of the point."""

import numpy as np
import pytest

from unity.course.chapter_02.turning import turned

POINT = np.array([[3.0], [4.0]])


@pytest.mark.parametrize(("angle", "b"), [(0, -1.0), (30, 2.0), (90, 0.0), (200, -3.0)])
def test_the_line_is_turned_and_shifted(angle, b):
    u, Q, foot, d = turned(angle, b, POINT)
    np.testing.assert_allclose(u[:, 0], [np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    np.testing.assert_allclose(u.T @ Q + b, 0, atol=1e-12)
    np.testing.assert_allclose(u.T @ foot + b, 0, atol=1e-12)
    np.testing.assert_allclose(foot + d * u, POINT)
    np.testing.assert_allclose(np.linalg.norm(Q[:, 2] - Q[:, 0]), 24)
