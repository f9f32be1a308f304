"""How the examples are cut when they are read, which of them a sample takes, and which of them count."""

import numpy as np
import pytest

from unity.newton import passes
from unity.newton.passes import Passes


class Elsewhere:
    """Examples that are not NumPy's: all that is asked of them is their shape, and blocks."""

    def __init__(self, n, m):
        self.shape, self.seen = (n, m), []

    def __getitem__(self, key):
        rows, block = key
        if rows == slice(None):
            self.seen.append((block.start, block.stop))
        return np.zeros((1, 1))


def cuts(n, m, width):
    return [(start, min(start + width, m)) for start in range(0, m, width)]


@pytest.mark.parametrize(
    ("n", "m", "width"), [(1, 2**18 + 5, 2**17), (32, 9000, 4096), (64, 4500, 2048), (100, 4500, 2048)]
)
def test_a_block_of_numpys_is_what_a_cache_holds_or_2048_examples(n, m, width):
    seen, X = [], np.broadcast_to(np.arange(float(m)), (n, m))

    def look(X, Y, weights):
        seen.append((int(X[0, 0]), int(X[0, -1]) + 1))
        return np.full(1, X.shape[1]), np.array([X[0, -1]])

    read = Passes(X)
    total, largest = read.read(look)
    assert seen == cuts(n, m, width)
    assert (total, largest, read.count) == (m, m - 1, 1)


@pytest.mark.parametrize(("n", "m", "width"), [(2**10, 2**17, 2**15), (2**10, 2**15 + 1, 2**15), (2**15, 5000, 2048)])
def test_a_block_of_another_device_is_larger(n, m, width):
    X = Elsewhere(n, m)
    Passes(X).read(lambda X, Y, weights: (np.ones(1), np.ones(1)))
    assert X.seen == cuts(n, m, width)


def test_a_sample_is_every_eighth_at_the_most(monkeypatch):
    monkeypatch.setattr(passes, "SAMPLE", 10)
    X = np.arange(90.0)[None]
    assert Passes(X[:, :79]).sample(1) is None
    np.testing.assert_array_equal(Passes(X[:, :80]).sample(1).X, X[:, :80:8])
    np.testing.assert_array_equal(Passes(X).sample(11).X, X[:, ::8])
    assert Passes(X).sample(12) is None


def test_examples_of_weight_zero_do_not_count():
    X, Y = np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    found = passes.counted(X, Y, np.array([1.0, 0.0, 5.0, 0.0]))
    for ours, expected in zip(found, ([[1.0, 3.0]], [[0.0, 1.0]], [[1 / 3, 5 / 3]])):
        np.testing.assert_allclose(ours, expected)
    every = passes.counted(X, Y, np.array([1.0, 1.0, 1.0, 5.0]))
    assert every[0] is X
    np.testing.assert_allclose(every[2], [[0.5, 0.5, 0.5, 2.5]])
