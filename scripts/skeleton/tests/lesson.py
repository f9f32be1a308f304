"""Points on the way of chapter <number>, one by one."""

import numpy as np

from unity.course.chapter_NN.lesson import between


def test_a_point_lies_on_the_way_where_its_share_says(rng):
    p, q, t = rng.normal(size=(3, 1)), rng.normal(size=(3, 1)), rng.uniform(size=(1, 4))
    found = between(p, q, t)
    for x, share in zip(found.T, t[0]):
        np.testing.assert_allclose(x, p[:, 0] + share * (q - p)[:, 0])
