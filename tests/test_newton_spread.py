"""Chunks of Dask's: however the examples are cut, the numbers are NumPy's, and what travels is small."""

import cloudpickle
import dask
import numpy as np
import pytest
from dask.array import from_array, map_blocks
from dask.callbacks import Callback
from hypothesis import given
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.arrays import one_hot, to_numpy
from unity.families import categorical_loss, categorical_slope
from unity.newton import LinearModel, NoOptimum, check_examples, spread
from unity.newton.passes import counted
from unity.newton.problem import Problem

WIDTHS = st.lists(st.integers(0, 9), min_size=1, max_size=30).filter(any)
"""How many examples each chunk has: none, too; and more chunks than are added at a time."""


def noisy(rng, n, m, K=2):
    X = rng.normal(size=(n, m))
    return X, np.argmax(rng.normal(size=(K, n)) @ X + rng.gumbel(size=(K, m)), axis=0)


def cut(array, widths):
    return from_array(array, chunks=(*array.shape[:-1], tuple(widths)))


def categorical(K):
    return LinearModel(categorical_loss, categorical_slope, softmax._curvature, softmax.margin, softmax._contrasts(K))


def same(found, expected):
    for name in ("W", "b"):
        np.testing.assert_allclose(to_numpy(getattr(found, name)), getattr(expected, name), rtol=1e-9, atol=1e-12)
    for name in ("iterations", "passes", "certified"):
        assert getattr(found, name) == getattr(expected, name)


# The same numbers


@given(WIDTHS, st.integers(0, 3), st.integers(2, 3), st.booleans(), st.integers(0, 99))
def test_however_the_examples_are_cut(widths, n, K, weighed, seed):
    rng, m = np.random.default_rng(seed), sum(widths)
    X, y = noisy(rng, n, m, K)
    given = X, one_hot(y, K), rng.uniform(0.5, 2, (1, m)) if weighed else None
    X, Y, weights = (None if array is None else cut(array, widths) for array in given)
    whole, spread = Problem(categorical(K), *given[:2], 0.1, given[2]), Problem(categorical(K), X, Y, 0.1, weights)
    V = rng.normal(size=whole.shape)
    for found, expected in zip(spread.at(V), whole.at(V)):
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(spread.farthest, whole.farthest, rtol=1e-9)
    assert spread.passes.count == whole.passes.count == 3


@pytest.mark.parametrize("some", [slice(None), slice(1, None)], ids=["with zeros", "without"])
def test_weights_have_the_mean_one_however_unlike_the_chunks_are(rng, some):
    """The heaviest of each chunk is another: sums are taken in units of it."""
    weights = np.array([0.0, 1e-3, 2e-3, 7.0, 0.5, 3e5, 1.0])[None, some]
    X, Y = rng.normal(size=(2, weights.size)), np.ones((1, weights.size))
    expected = counted(X, Y, weights)
    spread = counted(*(from_array(array, chunks=(-1, 2)) for array in (X, Y, weights)))
    for found, plain in zip(spread, expected):
        np.testing.assert_allclose(found.compute(), plain, rtol=1e-13)
    assert float(spread[2].mean()) == pytest.approx(1)


def test_labels_and_weights_may_be_cut_otherwise(rng):
    X, y = noisy(rng, 3, 100, 3)
    weights = rng.uniform(0.5, 2, 100)
    pieces = cut(X, [40, 60]), cut(one_hot(y, 3), [10, 90]), cut(weights, [99, 1])
    same(softmax.fit(*pieces[:2], weights=pieces[2]), softmax.fit(X, y, weights=weights))
    rows = from_array(one_hot(y, 3), chunks=(1, 50))
    same(softmax.fit(pieces[0], rows), softmax.fit(X, y))


def test_each_chunk_is_copied_where_it_is(rng, monkeypatch):
    """Its rows are put together, the chunks are not: no worker has to hold what all of them do."""
    copied, X = [], rng.normal(size=(2, 12))
    monkeypatch.setattr(spread, "_copied", lambda block: copied.append(block.shape) or block.copy())
    for rows in (2, 1):
        copied.clear()
        found, nothing = spread.thinned_chunks([from_array(X, chunks=(rows, 4)), None])
        np.testing.assert_array_equal(found, X)
        assert nothing is None
        assert copied.count((2, 4)) == 3
        assert (2, 12) not in copied


@pytest.mark.parametrize("form", [np.asarray, np.float32, lambda y: y[None], lambda y: one_hot(y, 3).astype(int)])
def test_labels_in_any_form(rng, form):
    X, y = noisy(rng, 3, 100, 3)
    labels = form(y)
    same(softmax.fit(cut(X, [40, 60]), cut(labels, [30, 70])), softmax.fit(X, y))


@pytest.mark.parametrize("form", [lambda y: y, lambda y: y == 1, lambda y: y[None], lambda y: 1.0 * y])
def test_labels_of_one_neuron_in_any_form(rng, form):
    X, y = noisy(rng, 3, 100)
    same(logistic.fit(cut(X, [40, 60]), cut(form(y), [30, 70])), logistic.fit(X, y))


def test_a_weight_of_nothing_leaves_an_example_out(rng):
    """Where all of a chunk weigh nothing, it has no example left."""
    X, y = noisy(rng, 3, 200)
    weights = rng.integers(0, 3, 200)
    weights[50:100] = 0
    found = logistic.fit(cut(X, [50, 50, 100]), cut(y, [200]), weights=cut(weights, [200]))
    same(found, logistic.fit(X, y, weights=weights))
    same(found, logistic.fit(np.repeat(X, weights, axis=1), np.repeat(y, weights)))


def test_what_weighs_little_may_be_far(in_blocks):
    X, Y = np.array([[0.0, 1.0, -1.0, 1000.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])
    weights = np.array([[1.0, 1.0, 2.0 - 1e-8, 1e-8]])
    for kind in np.asarray, in_blocks:
        stated = Problem(categorical(2), kind(X), kind(one_hot(Y[0].astype(int), 2)), 0.0, kind(weights))
        far = abs(X - stated.mean) * stated.unit
        assert stated.farthest[1] >= far.max() > 4**0.5


@pytest.mark.parametrize("size", [1e-300, 1e300, 5e-324])
def test_weights_of_any_size(rng, size):
    X, y = noisy(rng, 2, 60)
    weights = np.where(np.arange(60) < 30, size, 0.0)
    found = logistic.fit(cut(X, [20, 40]), cut(y, [20, 40]), weights=cut(weights, [20, 40]), l2=0.1)
    same(found, logistic.fit(X, y, weights=weights, l2=0.1))


def test_single_precision_stays(rng):
    X, y = noisy(rng, 3, 100)
    found = logistic.fit(cut(np.float32(X), [40, 60]), cut(y, [100]), weights=cut(np.ones(100), [100]), tol=1e-3)
    assert found.w.dtype == found.b.dtype == np.float32
    np.testing.assert_allclose(to_numpy(found.w), logistic.fit(X, y).w, rtol=1e-3)


def test_beyond_a_thousand_parameters(rng):
    X, y = noisy(rng, 1001, 90)
    found, expected = (
        fit(l2=0.1)
        for fit in (lambda **s: logistic.fit(cut(X, [40, 50]), cut(y, [90]), **s), lambda **s: logistic.fit(X, y, **s))
    )
    np.testing.assert_allclose(to_numpy(found.w), expected.w, atol=1e-5)


# What cannot be fitted


def test_features_in_several_chunks_are_refused(rng):
    X, y = noisy(rng, 4, 60)
    pieces, labels = from_array(X, chunks=(2, 30)), cut(y, [60])
    said = r"^fit: X \(4, 60\) has its features in 2 chunks, expected all of an example in one \(X.rechunk"
    for fit in (logistic.fit, softmax.fit):
        with pytest.raises(ValueError, match=said):
            fit(pieces, labels)
    with pytest.raises(ValueError, match=said):
        check_examples(pieces)
    same(logistic.fit(pieces.rechunk({0: -1}), labels), logistic.fit(X, y))


def test_unknown_sizes_are_refused(rng):
    X, y = noisy(rng, 2, 60)
    X, y = cut(X, [30, 30]), cut(y, [30, 30])
    some = y >= 0
    with pytest.raises(ValueError, match=r"^fit: X \(2, nan\) has an unknown size.*X.compute_chunk_sizes"):
        logistic.fit(X[:, some], (1.0 * y)[None])
    with pytest.raises(ValueError, match=r"^fit: labels: y \(nan,\) has an unknown size.*y.compute_chunk_sizes"):
        logistic.fit(X, y[some])
    same(logistic.fit(X[:, some].compute_chunk_sizes(), y), logistic.fit(to_numpy(X), to_numpy(y)))


@pytest.mark.parametrize("wrong", [(np.nan, 0.0), (np.inf, 0.0), (np.inf, -np.inf)])
def test_a_number_in_one_chunk(rng, wrong):
    X, y = noisy(rng, 2, 60)
    X[1, 25:27] = wrong
    with pytest.raises(ValueError, match=r"^fit: X holds a NaN or an infinity"):
        logistic.fit(cut(X, [20] * 3), cut(y, [20] * 3))


def test_labels_that_name_no_class(rng):
    X, y = noisy(rng, 2, 60)
    y[30] = 2
    with pytest.raises(ValueError, match=r"^fit: labels: y holds 2, expected 0, 1 or a probability"):
        logistic.fit(cut(X, [20] * 3), cut(y, [20] * 3))
    y[30] = -1
    with pytest.raises(ValueError, match=r"^fit: labels: y holds -1, expected 0, 1 or a probability"):
        softmax.fit(cut(X, [20] * 3), cut(y, [20] * 3))
    with pytest.raises(NoOptimum, match="no label is 0"):
        logistic.fit(cut(X, [20] * 3), cut(0 * y + 1, [20] * 3))
    shares = np.full((3, 60), 0.25)
    with pytest.raises(ValueError, match=r"^fit: labels: a column of y sums to 0.75, expected 1"):
        softmax.fit(cut(X, [20] * 3), cut(shares, [20] * 3))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (-1.0, "holds a negative number"),
        (np.nan, "holds a NaN"),
        (0.0, "holds a negative number, or zeros only"),
        (np.inf, "holds a NaN or an inf"),
    ],
)
def test_weights_that_will_not_do(rng, weight, said):
    X, y = noisy(rng, 2, 60)
    weights = np.zeros(60)
    weights[30] = weight
    with pytest.raises(ValueError, match=f"^fit: weights {said}"):
        logistic.fit(cut(X, [20] * 3), cut(y, [20] * 3), weights=cut(weights, [20] * 3))
    with pytest.raises(TypeError, match=r"^fit: weights is numpy.ndarray"):
        logistic.fit(cut(X, [20] * 3), cut(y, [20] * 3), weights=weights)


# What travels, and how often chunks are made


def test_a_problem_travels_without_its_examples(rng):
    X, y = noisy(rng, 3, 100_000)
    stated = Problem(categorical(2), cut(X, [50_000] * 2), cut(one_hot(y, 2), [50_000] * 2), 0.0)
    assert len(cloudpickle.dumps(stated)) < 5000
    travelled = cloudpickle.loads(cloudpickle.dumps(stated))
    assert not {"X", "Y", "passes"} & set(vars(travelled))


def counting(array, widths, made):
    """The array in chunks that say when they are made."""

    def make(block):
        if block.size:
            made.append(1)
        return block

    return map_blocks(make, cut(array, widths), dtype=array.dtype, meta=array[..., :0])


def test_each_chunk_is_made_once_a_pass(rng):
    """And once for the look at labels, which is all that it costs where they come apart from X."""
    X, y = noisy(rng, 3, 100)
    Y, of_X, of_Y = 1.0 * y[None], [], []
    found = logistic.fit(counting(X, [20] * 5, of_X), counting(Y, [20] * 5, of_Y))
    assert found.passes == found.iterations + 3
    assert (len(of_X), len(of_Y)) == (5 * found.passes, 5 * (found.passes + 1))
    together = counting(np.concatenate([X, Y]), [20] * 5, of_X := [])
    found = logistic.fit(together[:3], together[3:])
    assert len(of_X) == 5 * (found.passes + 1)


def test_weights_are_looked_at_once_more_each_time_they_are_counted(rng):
    X, y = noisy(rng, 3, 100)
    made = []
    found = logistic.fit(cut(X, [20] * 5), cut(y, [20] * 5), weights=counting(np.ones(100), [20] * 5, made))
    assert len(made) == 5 * (found.passes + 2)


def test_no_pass_costs_more_than_the_first(rng):
    """Few tasks for each chunk, and as many in the last pass as in the first."""
    X, y = noisy(rng, 3, 1000)
    X, Y, tasks = cut(X, [10] * 100), cut(1.0 * y[None], [10] * 100), []
    with dask.config.set(scheduler="sync"), Callback(start=lambda graph: tasks.append(len(graph))):
        found = logistic.fit(X, Y)
    passes = tasks[1:]
    assert len(passes) == found.passes
    assert set(passes) == {passes[0]}
    assert passes[0] <= 3 * 100 + 100 / 7 + 10  # a chunk of X, one of Y, the reading of both; sums of eight
