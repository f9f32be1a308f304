"""The parts of x along and across w, and the points of a line: by definition, and by what they must leave unchanged."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import geometry, logistic
from unity.arrays import to_numpy

EPS = np.finfo(float).eps


def drawn(rng, n, m):
    return rng.standard_normal((n, 1)), rng.standard_normal((1, 1)), rng.standard_normal((n, m))


def test_along_index_by_index(rng, asarray):
    w, _, X = drawn(rng, 3, 4)
    expected = np.empty_like(X)
    for i in range(4):
        share = sum(w[j, 0] * X[j, i] for j in range(3)) / sum(w[j, 0] ** 2 for j in range(3))
        for j in range(3):
            expected[j, i] = share * w[j, 0]
    result = to_numpy(geometry.along(asarray(w), asarray(X)))
    np.testing.assert_allclose(result, expected, rtol=0, atol=16 * EPS * np.abs(X).max())


@pytest.mark.derivation("D05")
@settings(max_examples=25)
@given(n=st.integers(1, 6), m=st.integers(0, 5), seed=st.integers(0, 1000))
def test_along_and_across_are_the_two_parts(n, m, seed):
    """They add up to X, one is a multiple of w, the other is perpendicular to it, and each is its own part."""
    w, _, X = drawn(np.random.default_rng(seed), n, m)
    along, across = geometry.along(w, X), geometry.across(w, X)
    tolerance = 64 * n * EPS * max(1, np.abs(X).max(initial=0))
    np.testing.assert_allclose(along + across, X, rtol=0, atol=tolerance)
    np.testing.assert_allclose(along, geometry.unit_normal(w) @ geometry.projection(w, X), rtol=0, atol=tolerance)
    np.testing.assert_allclose(w.T @ across, 0, atol=tolerance * np.linalg.norm(w))
    np.testing.assert_allclose(geometry.along(w, across), 0, atol=tolerance)
    np.testing.assert_allclose(geometry.along(w, along), along, rtol=0, atol=tolerance)


@pytest.mark.derivation("D05")
def test_a_move_across_leaves_the_probability(rng):
    """Any multiple of what is perpendicular to w leaves P(1 | x); a step along w raises it."""
    w, b, X = drawn(rng, 4, 6)
    P = logistic.probability(w, b, X)
    for t in (-3.0, 0.5, 10.0):
        moved = X + t * geometry.across(w, rng.standard_normal((4, 6)))
        np.testing.assert_allclose(logistic.probability(w, b, moved), P, rtol=0, atol=1e3 * EPS)
    assert np.all(logistic.probability(w, b, X + 0.1 * w) > P)


@pytest.mark.derivation("D05")
def test_across_spans_all_directions_but_one(rng):
    w, _, X = drawn(rng, 5, 20)
    assert np.linalg.matrix_rank(X) == 5
    assert np.linalg.matrix_rank(geometry.across(w, X)) == 4


@pytest.mark.derivation("D04")
def test_line_lies_on_the_boundary(rng, asarray):
    """Each point has the score 0, and lies at the distance |t| from the foot of the origin, v to the left of u."""
    w, b, _ = drawn(rng, 2, 1)
    t = rng.standard_normal((1, 7))
    L = to_numpy(geometry.line(asarray(w), asarray(b), asarray(t)))
    start = geometry.foot(w, b, np.zeros((2, 1)))
    np.testing.assert_allclose(w.T @ L + b, 0, atol=64 * EPS * np.abs(L).max() * np.abs(w).max())
    np.testing.assert_allclose(np.linalg.norm(L - start, axis=0), np.abs(t[0]), rtol=64 * EPS)
    u, step = geometry.unit_normal(w), (L - start) / t
    np.testing.assert_allclose(u[0] * step[1] - u[1] * step[0], 1, rtol=64 * EPS)


@pytest.mark.derivation("E01")
def test_the_score_is_a_number_without_direction(rng):
    """Turning the axes turns every vector and leaves w^T x; two inputs of other directions share it."""
    w, _, X = drawn(rng, 2, 1)
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    assert (w.T @ X).shape == (1, 1)
    assert not np.allclose(turn @ X, X)
    np.testing.assert_allclose((turn @ w).T @ (turn @ X), w.T @ X, rtol=16 * EPS)
    other = X + geometry.line(w, np.zeros((1, 1)), np.ones((1, 1)))
    np.testing.assert_allclose(w.T @ other, w.T @ X, rtol=0, atol=16 * EPS)
    for found in geometry.projection(turn @ w, turn @ X), geometry.projection(w, other):
        np.testing.assert_allclose(found, w.T @ X / np.linalg.norm(w), rtol=0, atol=16 * EPS)
    assert abs(other[0, 0] * X[1, 0] - other[1, 0] * X[0, 0]) > 0.1


@pytest.mark.derivation("E02")
def test_a_far_point_can_lie_on_the_negative_side():
    w, b = np.array([[3.0], [4.0]]), np.array([[-10.0]])
    near, far = np.array([[1.0], [3.0]]), np.array([[7.0], [-4.0]])
    assert geometry.norm(far) > 2 * geometry.norm(near) > abs(geometry.offset(w, b).item())
    np.testing.assert_allclose(geometry.signed_distance(w, b, np.concatenate([near, far], axis=1)), [[1, -1]])


@pytest.mark.derivation("E27")
def test_the_normal_does_not_hold_the_bias(rng):
    """With w_0 among the weights the vector is no normal: it is longer, and distances come out too small."""
    w, b, X = drawn(rng, 3, 4)
    theta = np.concatenate([b, w])
    d = geometry.signed_distance(w, b, X)
    on_plane = geometry.foot(w, b, X)
    np.testing.assert_allclose(np.linalg.norm(X - on_plane, axis=0), np.abs(d[0]), rtol=64 * EPS)
    assert np.all(np.abs((w.T @ X + b) / geometry.norm(theta)) < np.abs(d))


@pytest.mark.parametrize("name", ["along", "across", "line"])
def test_a_zero_normal_is_refused(name):
    zero, X = np.zeros((2, 1)), np.ones((2, 3))
    given = (zero, np.ones((1, 1)), X[:1]) if name == "line" else (zero, X)
    with pytest.raises(ValueError, match=rf"^{name}: w is zero, expected a non-zero normal"):
        getattr(geometry, name)(*given)


@pytest.mark.derivation("D30")
def test_sides_index_by_index(rng, asarray):
    W, b, X = rng.standard_normal((3, 4)), rng.standard_normal((4, 1)), rng.standard_normal((3, 6))
    H = to_numpy(geometry.sides(asarray(W), asarray(b), asarray(X)))
    for k in range(4):
        for i in range(6):
            assert H[k, i] == float(sum(W[j, k] * X[j, i] for j in range(3)) + b[k, 0] >= 0)
    assert set(H.flat) == {0, 1}


@pytest.mark.derivation("D30")
def test_each_side_is_what_one_neuron_decides(rng):
    W, b, X = rng.standard_normal((2, 3)), rng.standard_normal((3, 1)), rng.standard_normal((2, 50))
    for k, row in enumerate(geometry.sides(W, b, X)):
        np.testing.assert_array_equal(row, logistic.decide(W[:, [k]], b[[k]], X))


def test_a_point_on_the_plane_counts_as_positive():
    point = np.array([[3.0], [4.0]])
    assert geometry.sides(np.array([[4.0, -4.0], [-3.0, 3.0]]), np.zeros((2, 1)), point).tolist() == [[1], [1]]


def patterns(W, b):
    """Every region of K planes in general position, as its sides: round each point where n of them meet there are 2^n."""
    n, K = W.shape
    found = set()
    for crossing in itertools.combinations(range(K), n):
        these = list(crossing)
        corner = np.linalg.solve(W[:, these].T, -b[these])
        sides = geometry.sides(W, b, corner)[:, 0]
        for around in itertools.product((0.0, 1.0), repeat=n):
            sides[these] = around
            found.add(tuple(sides))
    return found


@pytest.mark.derivation("D30")
@pytest.mark.parametrize(("n", "K"), [(1, 1), (1, 5), (2, 2), (2, 3), (2, 7), (3, 3), (3, 6), (4, 6)])
def test_planes_cut_space_into_so_many_regions(rng, n, K):
    assert len(patterns(rng.standard_normal((n, K)), rng.standard_normal((K, 1)))) == geometry.most_regions(n, K)


@pytest.mark.derivation("D30")
def test_fewer_planes_than_dimensions_double_the_regions():
    assert [geometry.most_regions(5, K) for K in range(6)] == [2**K for K in range(6)]
    assert [geometry.most_regions(0, K) for K in range(3)] == [1, 1, 1]
    assert [geometry.most_regions(2, K) for K in range(9)] == [1 + K + math.comb(K, 2) for K in range(9)]


def test_no_negative_number_of_planes():
    with pytest.raises(ValueError, match=r"n = 2 and K = -1, expected neither to be negative"):
        geometry.most_regions(2, -1)
    with pytest.raises(ValueError, match=r"n = -1 and K = 2"):
        geometry.most_regions(-1, 2)


UNITS = [("float64", 1e-200), ("float64", 1e200), ("float32", 1e20), ("float32", 1e-25)]


@pytest.mark.parametrize(("dtype", "unit"), UNITS)
def test_a_normal_may_come_in_any_unit(dtype, unit):
    """w = (3, 4) and b = -5 in any unit draw one plane: the same normal, distances and feet."""
    w = np.array([[3.0], [4.0]], dtype=dtype) * np.array(unit, dtype=dtype)
    b, X = -w[:1] * np.array(5 / 3, dtype=dtype), np.array([[3.0], [4.0]], dtype=dtype)
    close = 20 * float(np.finfo(dtype).eps)
    assert geometry.norm(w) == pytest.approx(5 * unit, rel=close)
    np.testing.assert_allclose(geometry.unit_normal(w), [[0.6], [0.8]], rtol=close)
    np.testing.assert_allclose(geometry.signed_distance(w, b, X), [[4]], rtol=close)
    np.testing.assert_allclose(geometry.offset(w, b), [[1]], rtol=close)
    np.testing.assert_allclose(geometry.projection(w, X), [[5]], rtol=close)
    np.testing.assert_allclose(geometry.along(w, X), X, rtol=close)
    np.testing.assert_allclose(geometry.across(w, X), 0 * X, atol=5 * close)
    np.testing.assert_allclose(geometry.foot(w, b, X), [[0.6], [0.8]], rtol=close)
    np.testing.assert_allclose(geometry.line(w, b, np.ones((1, 1), dtype=dtype)), [[-0.2], [1.4]], rtol=close)


def test_nan_is_on_no_side(asarray):
    W, b, X = np.ones((2, 3)), np.zeros((3, 1)), np.array([[0.0, 1.0], [0.0, np.nan]])
    with pytest.raises(ValueError, match=r"^sides: the score of example 1 is NaN, expected numbers"):
        geometry.sides(*map(asarray, (W, b, X)))
