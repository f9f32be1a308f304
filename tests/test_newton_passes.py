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


def test_one_reading_tells_mean_ends_and_the_least_weight(rng):
    X, weights = np.concatenate([rng.normal(size=(2, 5)), np.zeros((1, 5))]), np.array([[0.5, 2.0, 1.0, 1.0, 0.25]])
    mean, low, high, least = Passes(X).means()
    for found, expected in ((mean, X.mean(axis=1)), (low, X.min(axis=1)), (high, X.max(axis=1))):
        np.testing.assert_allclose(found, expected[:, None], atol=1e-15)
    assert least == 1
    mean, low, high, least = Passes(X, None, weights).means()
    np.testing.assert_allclose(mean[:, 0], np.average(X, axis=1, weights=weights[0]), atol=1e-15)
    np.testing.assert_array_equal(np.concatenate([low, high])[:, 0], [*X.min(axis=1), *X.max(axis=1)])
    assert least == 0.25


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.nan, "holds a NaN or an infinity"),
        (-np.inf, "holds a NaN or an infinity"),
        (1e154, "holds numbers whose squares overflow"),
        (-1e154, "holds numbers whose squares overflow"),
        (2e-154, "a feature of X has squares that vanish"),
    ],
)
def test_numbers_that_cannot_be_fitted(x, message):
    X = np.array([[1.0, 2.0, -3.0], [0.0, x, 0.0]])
    with pytest.raises(ValueError, match=f"^fit: .*{message}, expected"):
        Passes(X).means()
    for right in (1e153, -3e-154, 0.0):
        X[1, 1] = right
        Passes(X).means()


def test_settings_that_ask_for_nothing():
    passes.check_settings(np.ones((1, 2)), l2=0.0, tol=1e-300, max_iter=1)
    for wrong in (
        {"l2": -1e-9},
        {"l2": np.inf},
        {"l2": np.nan},
        {"tol": 0.0},
        {"tol": np.inf},
        {"tol": -1.0},
        {"tol": np.nan},
    ):
        with pytest.raises(ValueError, match=r"^fit: l2 = .* and tol = .*, expected finite l2 >= 0 and tol > 0$"):
            passes.check_settings(np.ones((1, 2)), **wrong)
    for wrong in (0, -1, 1.0):
        with pytest.raises(ValueError, match=f"^fit: max_iter = {wrong}, expected an integer of 1 or more$"):
            passes.check_settings(np.ones((1, 2)), max_iter=wrong)
