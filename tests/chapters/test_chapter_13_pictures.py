"""The photographs of chapter 13 are the library's, at half their size."""

import numpy as np

from unity import datasets
from unity.course.chapter_13 import pictures


def test_a_shrunk_photograph_has_the_means_of_two_by_two_pixels():
    whole, small = datasets.photograph("china"), pictures.shrunk("china")
    np.testing.assert_allclose(small[:, 7, 11], whole[:, 14:16, 22:24].mean(axis=(1, 2)))
