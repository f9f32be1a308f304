"""Two workers, each with its block of the examples, give the gradient of all."""

import numpy as np
import pytest

from unity import logistic
from unity.course.chapter_07 import workers

pytest.importorskip("distributed", reason="pip install 'dask[distributed]'")


def test_blocks_give_the_gradient_of_all_examples():
    rng = np.random.default_rng(0)
    w, b, X = rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), rng.normal(size=(3, 11))
    Y = rng.integers(0, 2, (1, 11)).astype(float)
    found = workers.compute(logistic.gradient, [w, b, X, Y], columns=6)
    for got, expected in zip(found, logistic.gradient(w, b, X, Y), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-14)
