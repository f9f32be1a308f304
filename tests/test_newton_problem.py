"""The problem that is minimised: its numbers are those of the model, wherever its coordinates are."""

import array_api_compat
import numpy as np
import pytest
from dask.array import from_array
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import one_hot, to_numpy
from unity.checks import assert_gradient, differences
from unity.families import categorical_loss, categorical_slope
from unity.newton import matrices, passes, problem
from unity.newton.kept import Kept
from unity.newton.passes import check_examples
from unity.newton.problem import LinearModel, Problem

EPS = np.finfo(float).eps


def bernoulli():
    loss, error = lambda Z, Y: softplus((1 - 2 * Y) * Z), lambda Z, Y: sigmoid(Z) - Y
    return LinearModel(loss, error, lambda Z: sigmoid_slope(Z)[None], lambda Z, Y: (2 * Y - 1) * Z, np.eye(1))


def categorical(K):
    contrasts = np.linalg.qr(np.eye(K) - 1 / K)[0][:, : K - 1]
    return LinearModel(categorical_loss, categorical_slope, softmax._curvature, softmax.margin, contrasts)


def drawn(rng, K, m=40):
    X = rng.normal(size=(3, m)) * [[1e-3], [1.0], [1e3]] + [[0.0], [5.0], [1e4]]
    y = rng.integers(0, max(K, 2), m)
    return X, (y[None] == 1).astype(float) if K == 1 else one_hot(y, K)


ALIKE = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1e-5]])


@pytest.mark.parametrize("mixture", [np.eye(3), ALIKE], ids=["as they are", "alike"])
@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("K", [1, 2, 4])
def test_a_place_is_the_model_at_its_parameters(rng, K, l2, mixture):
    X, Y = drawn(rng, K)
    X = mixture @ (X / [[1e-3], [1.0], [1e3]])
    model, module = (bernoulli(), logistic) if K == 1 else (categorical(K), softmax)
    stated = Problem(model, X, Y, l2)
    assert (stated.mix is None) == (l2 > 0 or mixture is not ALIKE)
    V = rng.normal(size=stated.shape)
    W, b = stated.parameters(V)
    place = stated.at(V)
    np.testing.assert_allclose(place.cost, module.cost(W, b, X, Y) + l2 / 2 * (W**2).sum(), rtol=1e-9)
    dW, db = module.gradient(W, b, X, Y)
    np.testing.assert_allclose(place.gradient_norm, max(abs(dW + l2 * W).max(), abs(db).max()), rtol=1e-6)
    margins = model.margin(module.forward(W, b, X), Y)
    np.testing.assert_allclose(place.margin, margins.min(), rtol=1e-6)
    assert_gradient(lambda V: stated.at(V).cost, V, place.gradient, tolerance=1e-8)
    for i, j in np.ndindex(V.shape):
        column, _ = differences(lambda V, i=i, j=j: stated.at(V).gradient[i, j], V)
        np.testing.assert_allclose(place.curvature.reshape(*V.shape, *V.shape)[i, j], column, atol=1e-8)
    without = stated.at(V, curvature=False)
    assert without.curvature is None
    np.testing.assert_array_equal(without.gradient, place.gradient)


@pytest.mark.parametrize("mixture", [np.eye(3), ALIKE], ids=["as they are", "alike"])
@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("K", [1, 3])
def test_weights_are_examples_so_often(rng, K, l2, mixture):
    X, Y = drawn(rng, K)
    X, often = mixture @ (X / [[1e-3], [1.0], [1e3]]), rng.integers(1, 4, 40)
    model = bernoulli() if K == 1 else categorical(K)
    weighted = Problem(model, X, Y, l2, often[None] / often.mean())
    repeated = Problem(model, np.repeat(X, often, axis=1), np.repeat(Y, often, axis=1), l2)
    assert weighted.shape == repeated.shape
    np.testing.assert_allclose(weighted.unit, repeated.unit, rtol=1e-12)
    V = rng.normal(size=weighted.shape)
    if weighted.mix is None:
        for ours, theirs in zip(weighted.at(V), repeated.at(V)):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
    assert_gradient(lambda V: weighted.at(V).cost, V, weighted.at(V).gradient, tolerance=1e-8)
    step = rng.normal(size=weighted.shape)
    W, b = weighted.parameters(step)
    assert abs(W.T @ (X - weighted.mean) + b + W.T @ weighted.mean).max() <= weighted.moved(step)


@given(n=st.integers(0, 4), K=st.integers(2, 4), seed=st.integers(0, 2**32), width=st.integers(1, 9))
@settings(max_examples=25)
def test_blocks_add_up(n, K, seed, width):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(n, 20)), one_hot(rng.integers(0, K, 20), K)
    whole = Problem(categorical(K), X, Y, 0.1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "BLOCK", (1, 1))
        patch.setattr(passes, "WIDTH", width)
        parts = Problem(categorical(K), X, Y, 0.1)
        V = rng.normal(size=whole.shape)
        ours, theirs = parts.at(V), whole.at(V)
    assert parts.passes.count == whole.passes.count == 3
    for mine, other in zip(ours, theirs):
        np.testing.assert_allclose(mine, other, rtol=1e-12, atol=1e-13)


def test_nothing_as_large_as_the_examples_is_made(monkeypatch):
    """Blocks are all that is there beside X."""
    import tracemalloc

    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20, 50_000)), rng.integers(0, 2, (1, 50_000)).astype(float)
    tracemalloc.start()
    stated = Problem(bernoulli(), X, Y, 0.0)
    stated.at(np.zeros(stated.shape))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < X.nbytes / 3


def test_units_do_not_matter(rng):
    X, Y = drawn(rng, 1)
    V = rng.normal(size=(4, 1))
    places = [Problem(bernoulli(), scale * X + shift, Y, 0.0).at(V) for scale, shift in ((1, 0), (1e20, 0), (1e-20, 0))]
    places.append(Problem(bernoulli(), 2.0**-10 * X + 100, Y, 0.0).at(V))
    for place in places[1:]:
        np.testing.assert_allclose(place.cost, places[0].cost, rtol=1e-7)
        np.testing.assert_allclose(place.curvature, places[0].curvature, rtol=1e-6, atol=1e-8)


def test_no_logit_moves_farther_than_is_said(rng):
    for K in (1, 3):
        X, Y = drawn(rng, K)
        stated = Problem(bernoulli() if K == 1 else categorical(K), X, Y, 0.0)
        V, step = rng.normal(size=(2, *stated.shape))
        (W, b), (U, c) = stated.parameters(V), stated.parameters(V + step)
        moved = abs((U - W).T @ X + c - b).max()
        assert moved <= stated.moved(step) <= 10 * moved
        assert stated.blurred(V) <= 1e-13


def test_no_example_is_farther_than_the_root_of_their_number(rng):
    """Where features are alike, the sum of how far each goes would say more than that."""
    X = ALIKE @ rng.normal(size=(3, 50))
    _, Y = drawn(rng, 1, 50)
    for weights, most in ((None, 50), (np.full((1, 50), 1.0), 50), (np.resize([0.5, 1.5], (1, 50)), 100)):
        stated = Problem(bernoulli(), X, Y, 0.0, weights)
        assert stated.mix is not None
        F = stated.mix[1:, 1:] @ ((X - stated.mean) * stated.unit)
        assert (abs(F).max(axis=1) <= stated.farthest[1:, 0]).all()
        assert stated.farthest[1:].max() == pytest.approx(most**0.5)


def test_a_step_solves_for_the_gradient(rng):
    X, Y = drawn(rng, 3)
    stated = Problem(categorical(3), X, Y, 0.1)
    place = stated.at(rng.normal(size=stated.shape))
    np.testing.assert_allclose(
        place.curvature @ Kept(place.curvature, None).step(place.gradient).ravel(), -place.gradient.ravel(), atol=1e-13
    )


def test_directions_that_are_lost_are_told(rng):
    X, Y = drawn(rng, 1)
    assert Problem(bernoulli(), X, Y, 0.0).whole
    assert Problem(bernoulli(), np.concatenate([X, 0 * X + 3]), Y, 0.0).whole
    assert Problem(bernoulli(), np.concatenate([X, X]), Y, 0.1).whole
    assert not Problem(bernoulli(), np.concatenate([X, X]), Y, 0.0).whole


def test_what_is_as_large_as_allowed_is_small_enough(rng, monkeypatch):
    X, Y = drawn(rng, 3)
    rows = len(X) + 1
    for most, small in ((rows, True), (rows - 1, False)):
        monkeypatch.setattr(problem, "LARGEST", most)
        assert Problem(categorical(3), X, Y, 0.1).whole == small


@pytest.mark.parametrize(
    ("n", "K", "m", "size"),
    [
        (3, 1, 10**5, 10**5 // 32),
        (50, 1, 2000, 4 * 50),
        (5, 3, 3000, 20 * 6 * 2),
        (9, 3, 3000, 3000 // 12),
    ],
    ids=["a share of many", "some for each feature", "some for each parameter", "no larger share"],
)
def test_how_large_a_sample_is_asked_for(rng, monkeypatch, n, K, m, size):
    asked = []
    monkeypatch.setattr(passes.Passes, "sample", lambda self, size: asked.append(size))
    X, Y = rng.normal(size=(n, m)), np.zeros((K, m))
    Problem(bernoulli() if K == 1 else categorical(K), X, Y, 0.1)
    assert asked == [size]


@pytest.mark.parametrize(
    ("mean", "deviation", "near"),
    [(3, 0.1, False), (0.45, 0.1, False), (0.35, 0.1, True), (10, 5, True), (30, 5, False)],
)
def test_features_whose_mean_is_four_deviations_away_are_far(rng, mean, deviation, near):
    x = rng.normal(size=(1, 200))
    x = mean + deviation * (x - x.mean()) / x.std()
    assert Problem(bernoulli(), x, np.zeros((1, 200)), 0.0).near == near
    assert Problem(bernoulli(), -x, np.zeros((1, 200)), 0.0).near == near


def test_examples_in_blocks_are_read_once_a_pass(rng):
    X, Y = drawn(rng, 1)
    blocks = Problem(bernoulli(), *(from_array(array, chunks=(-1, 7)) for array in (X, Y)), 0.0)
    assert array_api_compat.is_dask_array(blocks.X)
    whole = Problem(bernoulli(), X, Y, 0.0)
    V = rng.normal(size=whole.shape)
    for ours, theirs in zip(blocks.at(V), whole.at(V)):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
    assert blocks.passes.count == whole.passes.count == 3


def test_every_kind_of_array_gives_the_same_place(asarray, rng):
    X, Y = drawn(rng, 3)
    ours, theirs = Problem(categorical(3), asarray(X), asarray(Y), 0.0), Problem(categorical(3), X, Y, 0.0)
    V = rng.normal(size=theirs.shape)
    for mine, other in zip(ours.at(V), theirs.at(V)):
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)
    assert isinstance(ours.at(V).gradient, np.ndarray)
    assert to_numpy(ours.X).shape == X.shape


def test_one_reading_finds_what_is_wrong_with_the_examples():
    reads = []

    def read(block):
        if block.size:
            reads.append(1)
        return block

    blocks = from_array(np.ones((2, 6)), chunks=(-1, 6)).map_blocks(read, dtype=float, meta=np.empty((0, 0)))
    check_examples(blocks)
    assert len(reads) == 1


# H^-1


@given(p=st.integers(1, 6), rank=st.integers(0, 6), seed=st.integers(0, 2**32))
@settings(max_examples=50)
def test_whitening_is_an_inverse_on_what_curves(p, rank, seed):
    rng = np.random.default_rng(seed)
    rank = min(p, rank)
    scale = 10.0 ** rng.uniform(-3, 3, (p, 1))
    A = scale * rng.normal(size=(p, rank))
    H = A @ A.T
    R = matrices.whitening(H)
    assert R.shape == (rank, p)
    # As good as H's condition allows: R H R^T is 1, and R^T R takes H back to itself.
    condition = np.linalg.cond(A / scale) ** 2 if rank else 1
    np.testing.assert_allclose(R @ H @ R.T, np.eye(rank), atol=100 * p * EPS * condition)
    unscaled = (H @ R.T @ R @ H) / (scale * scale.T)
    np.testing.assert_allclose(unscaled, H / (scale * scale.T), atol=1000 * p * EPS * condition)


def test_an_inverse_root_is_triangular_and_takes_a_matrix_to_one(rng):
    A = rng.normal(size=(4, 9))
    R = matrices.inverse_root(A @ A.T)
    np.testing.assert_allclose(R @ A @ A.T @ R.T, np.eye(4), atol=1e-12)
    assert not np.triu(R, 1).any()
    np.testing.assert_array_equal(matrices.beside_one(R[:2]), [[1, 0, 0, 0, 0], *np.insert(R[:2], 0, 0, axis=1)])


@given(spare=st.integers(0, 2), seed=st.integers(0, 2**32))
@settings(max_examples=50)
def test_solving_goes_where_whitening_does(spare, seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(6, 6 - spare))
    H, g = A @ A.T, A @ rng.normal(size=(6 - spare, 1))
    R = matrices.whitening(H)
    tolerance = 1e-13 * np.linalg.cond(A) ** 2
    np.testing.assert_allclose(matrices.solve(H, g), R.T @ (R @ g), atol=tolerance * abs(R.T @ R).max())
    if not spare:
        np.testing.assert_allclose(matrices.solve(H, g), np.linalg.solve(H, g), atol=tolerance * abs(R.T @ R).max())


def test_solving_for_nothing_gives_nothing():
    np.testing.assert_array_equal(matrices.solve(np.zeros((2, 2)), np.zeros((2, 1))), np.zeros((2, 1)))
    np.testing.assert_array_equal(matrices.solve(np.full((1, 1), 1e-320), np.zeros((1, 1))), np.zeros((1, 1)))
    # A coordinate without curvature stays where it is.
    H = np.array([[0.0, 0.0], [0.0, 4.0]])
    np.testing.assert_array_equal(matrices.solve(H, np.array([[1.0], [2.0]])), [[0.0], [0.5]])
