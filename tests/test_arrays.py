"""Arrays: the namespace, moving between libraries, draws from a seed, labels as one-hot columns."""

import math
import sys
import types

import array_api_compat
import array_api_strict
import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import arrays
from unity.arrays import accelerator, move, namespace, one_hot, standard_normal, to_numpy, uniform


def test_namespace_serves_its_kind(asarray, rng):
    X = asarray(rng.standard_normal((2, 3)))
    assert type(namespace(X, X).abs(X)) is type(X)
    with pytest.raises(TypeError):
        namespace([1.0])
    with pytest.raises(TypeError):
        namespace(np.ones(1), array_api_strict.ones(1))


def test_accelerator_is_numpy_where_there_is_no_gpu(monkeypatch):
    """Whether CuPy is missing, or there and finds no device."""
    monkeypatch.setitem(sys.modules, "cupy", None)
    assert accelerator().__name__ == "numpy"
    without_gpu = types.SimpleNamespace(cuda=types.SimpleNamespace(is_available=lambda: False))
    monkeypatch.setitem(sys.modules, "cupy", without_gpu)
    assert accelerator().__name__ == "numpy"


def test_accelerator_is_cupy_where_there_is_a_gpu(cupy):
    assert cupy.cuda.is_available()
    assert accelerator().__name__ == "array_api_compat.cupy"


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64], ids=lambda d: d.__name__)
def test_to_numpy_gives_the_same_numbers(dtype, asarray, rng):
    expected = (10 * rng.standard_normal((2, 3))).astype(dtype)
    found = to_numpy(asarray(expected))
    assert type(found) is np.ndarray
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, expected)


def test_to_numpy_computes_dask(in_blocks):
    found = to_numpy(in_blocks(np.arange(6.0)) * 2)
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, 2 * np.arange(6.0))


def test_to_numpy_leaves_gradients_behind(torch):
    assert to_numpy(torch.ones(2, requires_grad=True)).tolist() == [1, 1]


@pytest.mark.parametrize("x", [[1.0], 1.0, "1", None], ids=repr)
def test_to_numpy_refuses_what_is_no_array(x):
    with pytest.raises(TypeError, match=rf"^to_numpy: X is of type {type(x).__name__}, expected an array"):
        to_numpy(x)


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_move_takes_library_and_precision_of_like(dtype, asarray):
    like = asarray(np.ones(1, dtype=dtype))
    for source in (np.float32, np.float64):
        moved = move(np.array([0.5, 2.0], dtype=source), like=like)
        assert namespace(moved, like) is namespace(like)
        assert moved.dtype == like.dtype
        assert array_api_compat.device(moved) == array_api_compat.device(like)
        assert to_numpy(moved).tolist() == [0.5, 2.0]
    back = move(like, like=np.ones(1))
    assert type(back) is np.ndarray
    assert back.dtype == np.float64


def test_move_keeps_integers_and_the_form_of_a_tree(asarray):
    tree = (np.ones((2, 1)), [np.arange(3), ()], (array_api_strict.zeros(1),))
    W, (y, empty), (b,) = moved = move(tree, like=asarray(np.ones(1, dtype=np.float32)))
    assert [type(part) for part in moved] == [
        tuple if isinstance(p, tuple) else list if isinstance(p, list) else type(W) for p in tree
    ]
    assert empty == ()
    assert to_numpy(y).dtype == np.int64
    assert to_numpy(W).dtype == to_numpy(b).dtype == np.float32
    integers = move(np.array([0.5]), like=asarray(np.arange(2)))
    assert to_numpy(integers).tolist() == [0.5]


def test_move_copies():
    """What comes out can be written on, and what went in stays."""
    for X in (np.ones(3), np.ones(3, dtype=np.int64)):
        X.flags.writeable = False
        moved = move(X, like=np.zeros(1))
        moved[0] = 7
        assert X.tolist() == [1, 1, 1]
    strict = array_api_strict.ones(2)
    moved = move(strict, like=strict)
    moved[0] = 7
    assert to_numpy(strict).tolist() == [1, 1]


def test_move_refuses_what_is_no_array():
    with pytest.raises(TypeError):
        move(np.ones(1), like=[1.0])
    with pytest.raises(TypeError, match=r"^to_numpy: X is of type float, expected an array"):
        move((np.ones(1), 1.0), like=np.ones(1))


DRAWS = {
    "standard_normal": lambda shape, **given: standard_normal(shape, **given),
    "uniform": lambda shape, **given: uniform(-1, 3, shape, **given),
}
every_draw = pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)


@every_draw
def test_draws_are_the_same_everywhere(draw, asarray):
    expected = draw((2, 3), seed=5)
    like = asarray(np.ones(1))
    found = draw((2, 3), seed=5, like=like)
    assert namespace(found) is namespace(like)
    np.testing.assert_array_equal(to_numpy(found), expected)
    rounded = to_numpy(draw((2, 3), seed=5, like=asarray(np.ones(1, dtype=np.float32))))
    assert rounded.dtype == np.float32
    np.testing.assert_array_equal(rounded, expected.astype(np.float32))


@every_draw
def test_a_seed_is_a_number_or_a_generator(draw):
    np.testing.assert_array_equal(draw((4,), seed=1), draw((4,), seed=np.random.default_rng(1)))
    rng = np.random.default_rng(1)
    first, second = draw((4,), seed=rng), draw((4,), seed=rng)
    np.testing.assert_array_equal(first, draw((4,), seed=1))
    assert (first != second).all()
    assert (draw((4,), seed=1) != draw((4,), seed=2)).all()
    assert draw((), seed=0).shape == ()
    assert draw((0, 3), seed=0).shape == (0, 3)


def test_draws_have_the_distribution_they_name():
    assert scipy.stats.kstest(standard_normal((10_000,), seed=0), "norm").pvalue > 0.01
    drawn = uniform(-1, 3, (10_000,), seed=0)
    assert scipy.stats.kstest(drawn, scipy.stats.uniform(-1, 4).cdf).pvalue > 0.01
    assert drawn.min() >= -1
    assert drawn.max() < 3


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (float("nan"), 1), (0, float("nan"))])
def test_uniform_wants_low_below_high(low, high):
    with pytest.raises(ValueError, match=rf"^uniform: low = {low} is not below high = {high}"):
        uniform(low, high, (2,), seed=0)


@settings(max_examples=25)
@given(st.integers(1, 12).flatmap(lambda K: st.tuples(st.just(K), st.lists(st.integers(0, K - 1), max_size=9))))
def test_one_hot_index_by_index(labels):
    K, y = labels
    Y = one_hot(np.array(y, dtype=int), K)
    assert Y.shape == (K, len(y))
    assert Y.dtype == np.float64
    for k in range(K):
        for i, label in enumerate(y):
            assert Y[k, i] == (1.0 if k == label else 0.0)


def test_one_hot_on_every_kind_of_array(asarray):
    y = np.array([2, 0, 1, 2])
    Y = one_hot(asarray(y), 4)
    assert namespace(Y) is namespace(asarray(y))
    assert namespace(Y).isdtype(Y.dtype, "real floating")
    np.testing.assert_array_equal(to_numpy(Y), np.eye(4)[:, y])


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int32], ids=lambda d: d.__name__)
def test_one_hot_of_small_integers(dtype):
    """More classes than the label's own dtype counts: each label still names one row."""
    y = np.array([0, 44, 100], dtype=dtype)
    np.testing.assert_array_equal(one_hot(y, 300), np.eye(300)[:, y])


@pytest.mark.parametrize(("y", "label"), [([0, 3, 1], 3), ([0, -1], -1), ([7, -2], 7)])
def test_one_hot_names_the_label_outside(y, label, asarray):
    with pytest.raises(ValueError, match=rf"^one_hot: y holds the label {label}, expected 0 to 2"):
        one_hot(asarray(np.array(y)), 3)


def test_one_hot_names_the_label_outside_in_blocks(in_blocks):
    with pytest.raises(ValueError, match=r"^one_hot: y holds the label 7, expected 0 to 2"):
        one_hot(in_blocks(np.array([0, 2, 1, 7, -2])), 3)


def test_one_hot_refuses():
    with pytest.raises(ValueError, match=r"^one_hot: K = 0, expected at least one class"):
        one_hot(np.array([0]), 0)
    with pytest.raises(TypeError, match=r"^one_hot: y is of dtype float64, expected integer numbers"):
        one_hot(np.array([0.0]), 2)
    with pytest.raises(ValueError, match=r"^one_hot: y \(1, 1\) has 2 axes, expected \(m,\)"):
        one_hot(np.array([[0]]), 2)


# A length


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 1, 3)], ids=str)
def test_length_is_that_of_all_entries_as_one_vector(shape, rng, asarray):
    x = rng.standard_normal(shape)
    found = arrays.length(asarray(x))
    assert tuple(found.shape) == ()
    assert float(found) == pytest.approx(math.sqrt(math.fsum((x**2).reshape(-1))), rel=1e-15)


@pytest.mark.parametrize(
    ("dtype", "scale"),
    [
        ("float64", 1e-320),
        ("float64", 1e-200),
        ("float64", 1e300),
        ("float64", 3.5e307),
        ("float32", 1e20),
        ("float32", 6.8e37),
        ("float32", 1e-30),
    ],
)
def test_no_square_of_a_length_overflows_or_vanishes(dtype, scale):
    """(3, 4) has the length 5 in any unit."""
    x = np.array([3.0, -4.0], dtype=dtype) * np.array(scale, dtype=dtype)
    found = arrays.length(x)
    assert found.dtype == dtype
    assert float(found) == pytest.approx(5 * scale, rel=1e-3 if scale == 1e-320 else 1e-6)


def test_a_length_is_exact_where_the_sum_of_squares_is(rng):
    """The scale is a power of two: no digit differs from the plain formula's."""
    for _ in range(50):
        x = rng.standard_normal(5) * 10.0 ** rng.integers(-9, 9)
        assert arrays.length(x) == np.linalg.vector_norm(x)


@pytest.mark.parametrize(
    ("x", "expected"),
    [([0.0, 0.0], 0), ([], 0), ([1.0, np.inf], np.inf), ([-np.inf, 0.0], np.inf), ([1.0, np.nan], np.nan)],
)
def test_a_length_at_the_edge(x, expected):
    np.testing.assert_equal(float(arrays.length(np.array(x))), float(expected))


# Labels, however they are given

INTEGERS, ONE_HOT = np.array([2, 0, 1, 2]), np.eye(3)[:, [2, 0, 1, 2]]


@pytest.mark.parametrize("dtype", ["int64", "int8", "uint8", "float32", "float64"])
@pytest.mark.parametrize("row", [False, True], ids=["(m,)", "(1, m)"])
@pytest.mark.parametrize("K", [None, 3, 4])
def test_labels_name_a_row_each(dtype, row, K, asarray):
    y = INTEGERS.astype(dtype)
    Y = arrays.labels(asarray(y[None] if row else y), K)
    assert namespace(Y) is namespace(asarray(y))
    assert to_numpy(Y).dtype == (dtype if dtype.startswith("float") else np.float64) or "torch" in str(type(Y))
    np.testing.assert_array_equal(to_numpy(Y), np.eye(K or 3)[:, INTEGERS])


@pytest.mark.parametrize("dtype", ["bool", "int64", "uint64", "float32", "float64"])
def test_labels_of_two_classes_are_a_row_or_two(dtype, asarray):
    y = asarray(np.array([0, 1, 1], dtype=dtype))
    for K in (None, 1):
        np.testing.assert_array_equal(to_numpy(arrays.labels(y, K)), [[0, 1, 1]])
    np.testing.assert_array_equal(to_numpy(arrays.labels(y, 2)), [[1, 0, 0], [0, 1, 1]])


@pytest.mark.parametrize("dtype", ["bool", "int64", "float32", "float64"])
@pytest.mark.parametrize("K", [None, 3])
def test_labels_that_are_columns_stay(dtype, K, asarray):
    np.testing.assert_array_equal(to_numpy(arrays.labels(asarray(ONE_HOT.astype(dtype)), K)), ONE_HOT)


def test_probabilities_are_labels(rng):
    p = rng.uniform(size=5)
    for y in (p, p[None]):
        np.testing.assert_array_equal(arrays.labels(y), p[None])
        np.testing.assert_array_equal(arrays.labels(y, 1), p[None])


@pytest.mark.parametrize("K", [2, 3, 7, 1000])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_shares_rounded_to_six_decimals_are_labels(K, dtype, rng):
    """A sum of K shares is off by K/2 units of the sixth decimal at most; what is taken sums to 1."""
    shares = rng.dirichlet(np.ones(K), 40).T
    Y = arrays.labels(shares.round(6).astype(dtype), K)
    assert Y.dtype == dtype
    np.testing.assert_allclose(Y.sum(axis=0), 1, rtol=4 * np.finfo(dtype).eps * K**0.5)
    np.testing.assert_allclose(Y, shares, atol=2e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_labels_come_in_the_dtype_of_the_examples(dtype, asarray):
    like = asarray(np.ones((2, 3), dtype=dtype))
    for y in (np.array([0, 1, 1]), np.array([0.0, 1.0, 1.0], dtype=np.float32), np.array([True, False, True])):
        for K in (1, 2):
            Y = arrays.labels(asarray(y), K, like=like)
            assert Y.dtype == like.dtype
            assert tuple(Y.shape) == (K, 3)


def test_labels_are_a_copy():
    Y = np.array([[0.0, 1.0]])
    arrays.labels(Y)[0, 0] = 7
    assert Y[0, 0] == 0


def test_no_label_of_a_known_number_of_classes():
    assert arrays.labels(np.zeros(0, dtype=int), 3).shape == (3, 0)
    assert arrays.labels(np.zeros((3, 0)), 3).shape == (3, 0)


def test_labels_in_blocks(in_blocks):
    for y, K in ((INTEGERS, 3), (INTEGERS[None], None), (ONE_HOT, 3), (INTEGERS == 1, None)):
        Y = arrays.labels(in_blocks(y), K)
        assert array_api_compat.is_dask_array(Y)
        np.testing.assert_array_equal(to_numpy(Y), arrays.labels(y, K))
    with pytest.raises(ValueError, match=r"^labels: y holds 2, expected 0, 1 or"):
        arrays.labels(in_blocks(INTEGERS), 1)


REFUSED = {
    "below 0": ([0, -1, 1], 3, r"y holds -1, expected a class from 0 to 2"),
    "above": ([0, 3, 1], 3, r"y holds 3, expected a class from 0 to 2"),
    "between": ([0.0, 0.5, 1.0], 2, r"y holds 0.5, expected a class from 0 to 1"),
    "-1 and 1": ([-1, 1], None, r"y holds -1, expected 0, 1 or a probability between them for K = 1"),
    "two of one": ([0, 1, 2], 1, r"y holds 2, expected 0, 1 or a probability between them for K = 1"),
    "NaN": ([0.0, np.nan], None, r"y holds nan, expected 0, 1"),
    "infinite": ([0.0, np.inf], None, r"y holds inf, expected 0, 1"),
    "NaN among classes": ([0.0, np.nan], 3, r"y holds nan, expected a class from 0 to 2"),
    "negative share": ([[-0.5, 1.0], [1.5, 0.0]], None, r"y holds -0.5, expected shares of 0 or more"),
    "NaN share": ([[1.0, np.nan], [0.0, 0.0]], 2, r"y holds nan, expected shares of 0 or more"),
    "sum": (
        [[1.0, 0.5], [0.0, 0.4999]],
        2,
        r"a column of y sums to 0.9999, expected 1: one-hot, or a share for each of 2",
    ),
    "two of two": ([[1, 1], [0, 1]], None, r"a column of y sums to 2, expected 1"),
    "column": ([[0], [1], [1]], None, r"a column of y sums to 2, expected 1"),
    "rows": ([[1.0], [0.0]], 3, r"y has shape \(2, 1\), expected \(m,\), \(1, m\) or \(3, m\) for K = 3"),
    "rows for one": ([[1.0], [0.0]], 1, r"y has shape \(2, 1\), expected \(m,\) or \(1, m\) for K = 1"),
    "axes": ([[[1.0]]], None, r"y has shape \(1, 1, 1\), expected \(m,\), \(1, m\) or \(K, m\)$"),
    "no axis": (1, 3, r"y has shape \(\), expected \(m,\), \(1, m\) or \(3, m\) for K = 3"),
    "nothing": ([], None, r"y holds no label, expected one, or K"),
    "no class": ([0], 0, r"K = 0, expected at least one class"),
}


@pytest.mark.parametrize(("y", "K", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_label_is_named(y, K, message, asarray):
    with pytest.raises(ValueError, match=f"^labels: {message}"):
        arrays.labels(asarray(np.array(y)), K)


@pytest.mark.parametrize("y", [["a", "b"], [1j, 0]], ids=str)
def test_labels_are_numbers(y):
    with pytest.raises(TypeError, match=r"^labels: y is of dtype .*, expected integers, booleans or floating numbers"):
        arrays.labels(np.array(y))


def test_labels_are_an_array_of_the_examples_library():
    with pytest.raises(TypeError, match=r"^labels: y is of type list, expected an array"):
        arrays.labels([0, 1])
    with pytest.raises(
        TypeError, match=r"^labels: y is a numpy.ndarray, the examples are a array_api_strict.*move moves them"
    ):
        arrays.labels(np.array([0, 1]), 2, like=array_api_strict.ones(2))


def test_labels_are_as_many_as_the_examples(in_blocks):
    with pytest.raises(ValueError, match=r"^labels: y \(3,\) has m = 3, the examples \(2, 4\) have 4$"):
        arrays.labels(np.array([0, 1, 1]), 2, like=np.ones((2, 4)))
    with pytest.raises(
        ValueError, match=r"the examples \(3, 2\) have 2 \(are they transposed\? an example is a column\)$"
    ):
        arrays.labels(np.array([0, 1, 1]), 2, like=np.ones((3, 2)))
    y = in_blocks(np.arange(6) % 2)
    with pytest.raises(ValueError, match=r"^labels: y \(nan,\) has an unknown size \(y.compute_chunk_sizes"):
        arrays.labels(y[y == 1], 2)


def test_images_are_counted_by_their_last_axis():
    with pytest.raises(ValueError, match=r"has m = 3, the examples \(1, 4, 6, 5\) have 5$"):
        arrays.labels(np.array([0, 1, 1]), 2, like=np.ones((1, 4, 6, 5)))


def test_a_covariance_is_symmetric_up_to_rounding():
    """Where an entry and its mirror differ by more, a matrix whose lower half is a covariance's is none."""
    Sigma = np.array([[2.0, 1.0], [1.0, 2.0]])
    for off, answer in ((0.0, True), (1e-12, True), (-1e-12, True), (1e-3, False), (-1e-3, False)):
        for places in ((0, 1), (1, 0)):
            bent = Sigma.copy()
            bent[places] += off
            assert arrays.is_covariance(bent) is answer


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_a_power_of_two_brings_every_number_near_1(dtype):
    limits = np.finfo(dtype)
    x = np.array([limits.smallest_subnormal, limits.smallest_normal, 1e-4, 1.0, 3.0, 1e4, limits.max], dtype=dtype)
    s = arrays.power_of_two(x)
    assert s.dtype == dtype
    assert (np.frexp(s)[0] == 0.5).all()
    assert (np.abs(np.log2(x / s)) <= 1 + 0.1 * np.abs(np.log2(x))).all()
    np.testing.assert_array_equal(x / s * s, x)
    np.testing.assert_array_equal(arrays.power_of_two(np.array([0, np.inf, np.nan], dtype=dtype)), 1)


def test_no_nan_names_the_first_example(asarray, in_blocks):
    Z = np.array([[1.0, 2.0, 3.0], [0.0, np.inf, -np.inf]])
    np.testing.assert_array_equal(to_numpy(arrays.no_nan("decide", asarray(Z))), Z)
    Z[1, 2], Z[0, 1] = np.nan, np.nan
    with pytest.raises(ValueError, match=r"^decide: the score of example 1 is NaN, expected numbers"):
        arrays.no_nan("decide", asarray(Z))
    with pytest.raises(ValueError, match=r"^decide: the score of example . is NaN"):
        arrays.no_nan("decide", in_blocks(Z)).compute()


def test_numpy_is_found_at_once_and_is_the_same():
    X = np.ones((2, 3))
    assert arrays.namespace(X) is arrays.namespace(X, X[0]) is np
    assert arrays.namespace(np.float64(1.0)) is np
    with pytest.raises(TypeError):
        arrays.namespace()
