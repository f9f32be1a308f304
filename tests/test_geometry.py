"""Geometry: w as a sum of vectors, the normal, signed distance and foot, by definition and by what they must satisfy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.arrays import namespace, to_numpy
from unity.geometry import foot, norm, offset, projection, signed_distance, sum_of_vectors, unit_normal

EPS = np.finfo(np.float64).eps
both_precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
several_examples = settings(max_examples=25)
sizes, seeds = st.tuples(st.integers(1, 6), st.integers(0, 5)), st.integers(0, 2**32 - 1)


def drawn(n, m, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 1)), rng.standard_normal((1, 1)), 3 * rng.standard_normal((n, m))


@pytest.mark.derivation("D02")
@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_sum_of_vectors_goes_tip_to_tail(n, asarray):
    """From each corner to the next it follows one axis, by that axis' weight, from the origin to w."""
    w, _, _ = drawn(n, 0, n)
    corners = to_numpy(sum_of_vectors(asarray(w)))
    assert corners.shape == (n, n)
    steps = np.diff(corners, axis=1, prepend=0)
    assert (steps == np.diag(w[:, 0])).all()
    assert (corners[:, -1:] == w).all()


@pytest.mark.derivation("D02")
def test_the_path_of_a_vector_in_the_plane_and_in_space():
    assert sum_of_vectors(np.array([[3.0], [4.0]])).T.tolist() == [[3, 0], [3, 4]]
    assert sum_of_vectors(np.array([[1.0], [-2.0], [2.0]])).T.tolist() == [[1, 0, 0], [1, -2, 0], [1, -2, 2]]
    assert norm(np.array([[1.0], [-2.0], [2.0]])) == 3


@pytest.mark.derivation("D02")
@several_examples
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_norm_is_the_root_of_the_sum_of_squares(weights):
    w = np.array(weights)[:, None]
    assert norm(w) == pytest.approx(math.hypot(*weights), rel=8 * EPS, abs=1e-150)
    corners = sum_of_vectors(w)
    growth = np.sum(corners**2, axis=0)
    assert norm(w) ** 2 == pytest.approx(growth[-1], rel=16 * EPS, abs=1e-300)


def test_definitions_index_by_index(asarray):
    n, m = 3, 4
    w, b, X = drawn(n, m, 1)
    length = math.sqrt(sum(w[j, 0] ** 2 for j in range(n)))
    moved = [asarray(array) for array in (w, b, X)]
    W, B, U = moved[0], moved[1], to_numpy(unit_normal(moved[0]))
    P, D = to_numpy(projection(W, moved[2])), to_numpy(signed_distance(*moved))
    F, c = to_numpy(foot(*moved)), to_numpy(offset(W, B))
    close = lambda x: pytest.approx(x, rel=64 * EPS, abs=64 * EPS)
    assert float(norm(W)) == close(length)
    assert c[0, 0] == close(-b[0, 0] / length)
    for i in range(m):
        score = sum(w[j, 0] * X[j, i] for j in range(n))
        assert P[0, i] == close(score / length)
        assert D[0, i] == close((score + b[0, 0]) / length)
        for j in range(n):
            assert U[j, 0] == close(w[j, 0] / length)
            assert F[j, i] == close(X[j, i] - D[0, i] * w[j, 0] / length)


@pytest.mark.derivation("D03")
@several_examples
@given(sizes, seeds)
def test_score_is_projection_times_norm(size, seed):
    w, b, X = drawn(*size, seed)
    scale = 64 * EPS * (1 + np.abs(X).sum())
    np.testing.assert_allclose(w.T @ X, norm(w) * projection(w, X), rtol=0, atol=scale * norm(w))
    np.testing.assert_allclose(projection(w, w), norm(w), rtol=8 * EPS)
    angle = projection(w, X) / np.maximum(np.linalg.norm(X, axis=0), 1e-300)
    assert (np.abs(angle) <= 1 + 8 * EPS).all()
    far = np.abs(w.T @ X + b) > scale
    assert (np.sign(signed_distance(w, b, X)) == np.sign(w.T @ X + b))[far].all()


@pytest.mark.derivation("D03")
def test_without_b_the_score_tells_sides_only_of_a_plane_through_the_origin():
    w, b, x = np.array([[1.0], [0.0]]), np.array([[-5.0]]), np.array([[2.0], [7.0]])
    assert projection(w, x) > 0 > signed_distance(w, b, x)
    assert projection(w, x) == signed_distance(w, 0 * b, x)


@pytest.mark.derivation("D04")
@several_examples
@given(sizes, seeds)
def test_unit_normal_stands_on_the_plane(size, seed):
    """Length 1, perpendicular to every direction in the plane, and a step along it raises the distance by 1."""
    w, b, X = drawn(*size, seed)
    u = unit_normal(w)
    assert np.linalg.norm(u) == pytest.approx(1, rel=4 * EPS)
    tolerance = 64 * EPS * (1 + np.abs(X).sum() + np.abs(b).sum() / norm(w))
    within = np.diff(foot(w, b, X), axis=1)
    np.testing.assert_allclose(u.T @ within, 0, atol=tolerance)
    np.testing.assert_allclose(signed_distance(w, b, X + u), signed_distance(w, b, X) + 1, rtol=0, atol=tolerance)


@pytest.mark.derivation("D04")
@several_examples
@given(sizes, seeds)
def test_foot_is_the_nearest_point_of_the_plane(size, seed):
    w, b, X = drawn(*size, seed)
    F, d = foot(w, b, X), signed_distance(w, b, X)
    tolerance = 64 * EPS * (1 + np.abs(X).sum() + np.abs(b).sum()) * (1 + 1 / norm(w)) * (1 + norm(w))
    np.testing.assert_allclose(w.T @ F + b, 0, atol=tolerance)
    np.testing.assert_allclose(X - F, unit_normal(w) * d, rtol=0, atol=tolerance)
    np.testing.assert_allclose(np.linalg.norm(X - F, axis=0), np.abs(d[0]), rtol=0, atol=tolerance)
    others = foot(w, b, X + np.random.default_rng(seed).standard_normal(X.shape))
    assert (np.linalg.norm(X - others, axis=0) >= np.abs(d[0]) - tolerance).all()


@pytest.mark.derivation("D04")
@several_examples
@given(st.integers(1, 6), seeds)
def test_offset_is_where_the_normal_meets_the_plane(n, seed):
    """The threshold is c = -b: the plane lies c / ||w|| from the origin, on the side that w points to if c > 0."""
    w, b, _ = drawn(n, 0, seed)
    origin = np.zeros((n, 1))
    tolerance = 64 * EPS * (1 + np.abs(b).sum() / norm(w))
    np.testing.assert_allclose(unit_normal(w) * offset(w, b), foot(w, b, origin), rtol=0, atol=tolerance)
    np.testing.assert_allclose(offset(w, b), -signed_distance(w, b, origin), rtol=0, atol=tolerance)
    _, _, X = drawn(n, 5, seed)
    above = signed_distance(w, b, X) > tolerance
    assert (projection(w, X)[above] > offset(w, b)[0, 0]).all()


@pytest.mark.derivation("D04")
@pytest.mark.parametrize("c", [1e-3, 2.0, 1e3])
def test_only_the_plane_counts_not_the_length_of_w(c):
    """(c w, c b) is the same plane; (-w, -b) is too, seen from its other side."""
    w, b, X = drawn(3, 5, 0)
    d = signed_distance(w, b, X)
    np.testing.assert_allclose(signed_distance(c * w, c * b, X), d, rtol=64 * EPS)
    np.testing.assert_allclose(signed_distance(-c * w, -c * b, X), -d, rtol=64 * EPS)
    np.testing.assert_allclose(foot(-c * w, -c * b, X), foot(w, b, X), rtol=0, atol=64 * EPS * np.abs(X).max())


@pytest.mark.derivation("D04")
def test_a_line_worked_by_hand():
    """3 x + 4 y = 5: one unit from the origin; (3, 4) is four above it, the origin one below."""
    w, b = np.array([[3.0], [4.0]]), np.array([[-5.0]])
    X = np.array([[3.0, 0.0, 0.6], [4.0, 0.0, 0.8]])
    np.testing.assert_allclose(unit_normal(w), [[0.6], [0.8]], rtol=EPS)
    np.testing.assert_allclose(offset(w, b), [[1]], rtol=EPS)
    np.testing.assert_allclose(signed_distance(w, b, X), [[4, -1, 0]], rtol=0, atol=4 * EPS)
    np.testing.assert_allclose(foot(w, b, X), np.array([[0.6] * 3, [0.8] * 3]), rtol=0, atol=8 * EPS)


CALLS = {
    "unit_normal": lambda w, b, X: unit_normal(w),
    "projection": lambda w, b, X: projection(w, X),
    "offset": lambda w, b, X: offset(w, b),
    "signed_distance": signed_distance,
    "foot": foot,
    "sum_of_vectors": lambda w, b, X: sum_of_vectors(w),
    "norm": lambda w, b, X: norm(w),
}


@both_precisions
@pytest.mark.parametrize("name", CALLS)
def test_every_kind_of_array(name, dtype, asarray):
    given = [array.astype(dtype) for array in drawn(3, 4, 2)]
    moved = [asarray(array) for array in given]
    found, expected = CALLS[name](*moved), CALLS[name](*given)
    assert namespace(found) is namespace(*moved)
    assert to_numpy(found).dtype == dtype
    assert tuple(found.shape) == expected.shape
    np.testing.assert_allclose(
        to_numpy(found), expected, rtol=0, atol=64 * np.finfo(dtype).eps * np.abs(given[2]).max()
    )


@pytest.mark.parametrize("name", ["unit_normal", "projection", "offset", "signed_distance", "foot"])
def test_without_a_normal_there_is_no_plane(name, asarray):
    zero, b, X = asarray(np.zeros((2, 1))), asarray(np.ones((1, 1))), asarray(np.ones((2, 3)))
    with pytest.raises(ValueError, match=rf"^{name}: w is zero, expected a non-zero normal"):
        CALLS[name](zero, b, X)


def test_nan_in_gives_nan_out():
    w, b, X = np.array([[np.nan], [1.0]]), np.ones((1, 1)), np.ones((2, 3))
    for name in ("unit_normal", "signed_distance", "foot"):
        assert np.isnan(CALLS[name](w, b, X)).all()
