"""The photographs of chapter 13 are the library's, at half their size, and the window that is dragged finds an edge."""

import numpy as np

from unity import datasets
from unity.course.chapter_13 import pictures
from unity.trilinear import Convolution


def test_a_shrunk_photograph_has_the_means_of_two_by_two_pixels():
    whole, small = datasets.photograph("china"), pictures.shrunk("china")
    np.testing.assert_allclose(small[:, 7, 11], whole[:, 14:16, 22:24].mean(axis=(1, 2)))


def test_the_weights_find_the_edge_of_the_flower():
    """In every row the map is largest where the window is half on the red petals and half beside them."""
    given = pictures.at_the_edge(pictures.shrunk("flower"))
    X, W = given["X"], given["W"].astype(float)
    assert X.shape == (3, 6, 6)
    assert X.min() >= 0
    assert X.max() <= 9
    made = Convolution(3).forward(W[..., None], X[..., None])[0, :, :, 0]
    petals = X[0] > 5
    assert (petals[:, 4:]).all()
    assert not petals[:, :3].any()
    assert set(made.argmax(axis=1)) == {1, 2}
    assert (made.max(axis=1) > 3 * made[:, 0]).all()
