"""The landscapes of chapter 4 have the valleys, the islands and the minima that the chapter tells of."""

import numpy as np

from unity.course.chapter_04 import landscapes

FIVE = np.array([[10.0, 1.0, 1.0, 1.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 1.0, 0.0]])
TWO = np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]])


def valleys_of(costs):
    return np.flatnonzero((costs[1:-1] < costs[:-2]) & (costs[1:-1] < costs[2:]))


def test_squared_error_has_two_valleys_and_cross_entropy_one():
    cross, squared = landscapes.valleys(np.linspace(-2, 3, 501), *FIVE)
    assert len(valleys_of(cross)) == 1
    assert len(valleys_of(squared)) == 2
    assert (np.diff(cross, 2) > 0).all()


def test_a_landscape_is_that_of_its_places():
    w, b = np.linspace(-1, 2, 4), np.linspace(-1, 1, 3)
    found = landscapes.landscape(w, b, *FIVE)
    cross, squared = landscapes.valleys(w, *FIVE)
    np.testing.assert_allclose(found.cross[1], cross)
    np.testing.assert_allclose(found.squared[1], squared)
    assert (found.cross_bend > 0).all()
    assert (found.squared_bend < 0).any()


def test_curvatures_are_the_least_eigenvalues_by_differences():
    h = 1e-3
    near = np.array([-h, 0.0, h])
    found = landscapes.landscape(near + 0.3, near - 0.2, *FIVE)
    for costs, bend in ((found.cross, found.cross_bend), (found.squared, found.squared_bend)):
        along_w, along_b = np.diff(costs[1], 2)[0], np.diff(costs[:, 1], 2)[0]
        across = (costs[2, 2] - costs[2, 0] - costs[0, 2] + costs[0, 0]) / 4
        H = np.array([[along_b, across], [across, along_w]]) / h**2
        np.testing.assert_allclose(bend[1, 1], np.linalg.eigvalsh(H)[0], rtol=1e-3)


def test_digits_are_lost_from_the_probability_alone():
    scores = np.linspace(30, 42, 49)
    lost = landscapes.digits(scores)
    assert np.isinf(lost.wrong[0][scores >= 37]).all()
    assert not lost.right[0][scores >= 37].any()
    np.testing.assert_allclose(lost.wrong[1], scores)
    np.testing.assert_allclose(lost.right[1], np.exp(-scores))


def test_a_price_makes_a_minimum():
    w = np.linspace(0, 8, 801)
    curves, minima = landscapes.priced(w, *TWO, (0.0, 0.01, 0.1))
    assert minima[0] is None
    assert (np.diff(curves[0]) < 0).all()
    for curve, (place, cost) in zip(curves[1:], minima[1:]):
        assert abs(place - w[np.argmin(curve)]) < 0.011
        assert cost <= min(curve) + 1e-9
