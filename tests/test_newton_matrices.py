"""Small matrices by their definitions: weights of any sign, inverses of zeros, and how small an eigenvalue may be."""

import numpy as np
import pytest

from unity.newton import matrices


def test_the_inverse_of_each_number_but_of_zero():
    found = matrices.inverse(np.array([-4.0, -0.5, 0.0, 2.0, np.inf]))
    np.testing.assert_array_equal(found, [-0.25, -2.0, 0.0, 0.5, 0.0])


@pytest.mark.parametrize(
    "weights", [[1.0, 2.0, 3.0], [0.0, 0.5, 0.0], [-1.0, -2.0, -0.5], [-1.0, 0.0, 2.0], [0.0, -3.0, 0.0]]
)
def test_a_weighted_sum_of_squares(rng, asarray, weights):
    G = rng.normal(size=(4, 3))
    expected = sum(weight * np.outer(x, x) for weight, x in zip(weights, G.T))
    found = matrices.weighted(asarray(G), asarray(np.array([weights])))
    np.testing.assert_allclose(np.asarray(found), expected, atol=1e-14)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_a_system_is_solved_whatever_its_units(rng, scale):
    A, unit = rng.normal(size=(3, 5)), np.array([[scale], [1.0], [1 / scale]])
    H, v = unit * (A @ A.T) * unit.T, rng.normal(size=(3, 1)) / unit
    np.testing.assert_allclose(matrices.solve(H, H @ v), v, rtol=1e-9)


def test_all_eigenvalues_are_larger():
    turn = np.linalg.qr(np.arange(9.0).reshape(3, 3) ** 2 + np.eye(3))[0]
    H = turn @ np.diag([0.5, 2.0, 9.0]) @ turn.T
    assert matrices.exceeds(H, 0.499)
    assert not matrices.exceeds(H, 0.501)
    assert not matrices.exceeds(-H, 0.0)


def test_whitened_it_is_one_in_each_direction_in_which_it_curves():
    H = np.array([[4.0, 2.0, 0.0], [2.0, 5.0, 0.0], [0.0, 0.0, 0.0]])
    R = matrices.whitening(H)
    np.testing.assert_allclose(R @ H @ R.T, np.eye(2), atol=1e-15)
    np.testing.assert_allclose((R.T @ R)[:2, :2], np.linalg.inv(H[:2, :2]), atol=1e-15)
