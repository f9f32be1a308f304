"""The seven activations of chapter 8 have their names, and the slopes that differences have."""

import numpy as np
import pytest

from unity.course.chapter_08.seven import SEVEN


def test_they_are_seven_and_go_by_their_values():
    assert len(SEVEN) == 7
    at = np.array([[-1.0, 2.0]])
    known = {"identity": [-1, 2], "ReLU": [0, 2], "leaky ReLU": [-0.01, 2], "tanh": np.tanh([-1, 2])}
    known |= {
        "sigmoid": [0.26894142, 0.88079708],
        "softplus": [0.31326169, 2.12692801],
        "GELU": [-0.15865525, 1.95449974],
    }
    for name, activation in SEVEN.items():
        np.testing.assert_allclose(activation.function(at)[0], known[name], rtol=1e-7)


@pytest.mark.parametrize("name", SEVEN)
def test_each_slope_is_that_of_its_function(name):
    function, slope = SEVEN[name].function, SEVEN[name].slope
    z, h = np.array([[-2.1, -0.5, 0.7, 3.0]]), 1e-6
    np.testing.assert_allclose(slope(z), (function(z + h) - function(z - h)) / (2 * h), atol=1e-8)
