"""The gradient in blocks is the plain one, wherever a block may end and however far a score is; and who is given it."""

import inspect
import tracemalloc
from unittest import mock

import array_api_strict
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic
from unity.fast import gradient as fast
from unity.fast.choice import or_faster

plain = inspect.unwrap(logistic.gradient)


def case(rng, n, m, dtype, order="C", size=1.0):
    w, b = rng.normal(size=(n, 1)).astype(dtype) * size, rng.normal(size=(1, 1)).astype(dtype)
    X = np.asarray(rng.normal(size=(n, m)), dtype=dtype, order=order)
    return w, b, X, rng.integers(0, 2, (1, m)).astype(dtype)


@settings(deadline=None, max_examples=40)
@given(
    n=st.integers(1, 6),
    m=st.integers(1, 40),
    least=st.integers(1, 9),
    dtype=st.sampled_from([np.float32, np.float64]),
    order=st.sampled_from("CF"),
    size=st.sampled_from([0.0, 1.0, 300.0, 1e4]),
    seed=st.integers(0, 2**32),
)
def test_in_blocks_is_as_the_formula_says(n, m, least, dtype, order, size, seed):
    w, b, X, Y = case(np.random.default_rng(seed), n, m, dtype, order, size)
    with mock.patch.multiple(fast, BLOCK=1, FEWEST=0, LEAST=least):
        found = fast.logistic_gradient(w, b, X, Y)
    # The error's own: a score is n products, and no error changes by more than it does.
    eps, reach = np.finfo(dtype).eps, np.abs(w).T @ np.abs(X) + np.abs(b)
    bounds = (2 * m + 8) * eps + 2 * (n + 2) * eps * reach
    with np.errstate(over="ignore"):
        expected = plain(w, b, X, Y)
    for one, other, looked_at in zip(found, expected, (np.abs(X), np.ones((1, m)))):
        assert one.shape == other.shape
        assert one.dtype == other.dtype == dtype
        assert (np.abs(one - other) <= looked_at @ bounds.T / m).all()


def test_far_on_the_right_side_the_digits_stay():
    w, b = np.array([[1.0]]), np.zeros((1, 1))
    X, Y = np.array([[60.0, -60.0]]), np.array([[1.0, 0.0]])
    with mock.patch.multiple(fast, FEWEST=0):
        found = fast.logistic_gradient(w, b, X, Y)
    np.testing.assert_allclose(found, plain(w, b, X, Y), rtol=1e-14)
    assert found[0] < 0


def test_who_is_given_it(rng):
    w, b, X, Y = case(rng, 8, 2**16, np.float64)
    assert fast.logistic_gradient(w, b, X, Y) is not NotImplemented
    strict = [array_api_strict.asarray(array) for array in (w, b, X, Y)]
    shared = Y.copy()
    shared[0, 5] = 0.5
    for given_ in ((w, b, X[:, :100], Y[:, :100]), strict, (w, b, X, shared), (w.astype(np.float32), b, X, Y)):
        assert fast.logistic_gradient(*given_) is NotImplemented


@pytest.mark.parametrize(
    ("n", "dtype", "fit"), [(8, np.float64, 2**14), (8, np.float32, 2**15), (2**12, np.float64, 128)]
)
def test_a_block_is_a_mebibyte_of_examples_but_128_of_them_at_least(rng, n, dtype, fit):
    w, b, X, Y = case(rng, n, 2**22 // (n * np.dtype(dtype).itemsize), dtype)
    with mock.patch.object(fast, "pieces", wraps=fast.pieces) as cut:
        fast.logistic_gradient(w, b, X, Y)
    assert cut.call_args.args == (X.shape[1], fit)


def test_four_mebibytes_are_much(rng):
    w, b, X, Y = case(rng, 8, 2**16, np.float64)
    assert X.nbytes == 2**22
    assert fast.logistic_gradient(w, b, X, Y) is not NotImplemented
    assert fast.logistic_gradient(w, b, X[:, 1:], Y[:, 1:]) is NotImplemented


def test_a_precision_that_is_equal_need_not_be_the_same_object(rng):
    w, b, X, Y = case(rng, 8, 2**16, np.float64)
    other = np.dtype(float).newbyteorder("=")
    assert other == X.dtype
    assert other is not X.dtype
    assert fast.logistic_gradient(w, b, X.astype(other), Y) is not NotImplemented
    assert fast.logistic_gradient(w, b.astype(other), X, Y.astype(other)) is not NotImplemented


def test_the_formula_takes_it_where_there_is_much_to_read(rng):
    w, b, X, Y = case(rng, 8, 2**17, np.float64)
    tracemalloc.start()
    found = logistic.gradient(w, b, X, Y)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * Y.nbytes  # the signs; the formula makes the scores, two shares and the errors
    for one, other in zip(found, plain(w, b, X, Y)):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-13)


def test_a_choice_is_made_with_the_arguments_as_they_came():
    @or_faster(lambda x, *, twice=False: 2 * x if twice else NotImplemented)
    def same(x, *, twice=False):
        return "plain", x

    assert (same(3), same(3, twice=True), same.faster(3, twice=True)) == (("plain", 3), 6, 6)
    with pytest.raises(TypeError):
        same(3, thrice=True)


def test_a_choice_asks_nothing_of_what_was_found():
    class Odd:
        def __eq__(self, other):
            raise AssertionError("compared")

    found = Odd()
    assert or_faster(lambda: found)(lambda: "plain")() is found
