"""The examples of chapter 17 have the form that the chapter says they have, or have it not."""

import numpy as np
import pytest

from unity import checks, datasets
from unity.course.chapter_17 import examples
from unity.trilinear import Dense


@pytest.mark.parametrize("kind", [examples.layers, examples.kin])
def test_each_letter_gives_the_form_back(kind, rng):
    for product, E, W, X in kind(rng).values():
        np.testing.assert_allclose(product.pairings(E, W, X), product.form(E, W, X))
        assert examples.largest_gap(product, E, W, X) < 1e-9


def test_a_wrong_derivative_leaves_a_gap(rng, monkeypatch):
    product, E, W, X = examples.layers(rng)["dense layer"]
    monkeypatch.setattr(Dense, "weight_gradient", lambda self, X, E: -X @ E.T)
    assert examples.largest_gap(product, E, W, X) > 0.1


def test_one_letter_draws_a_line_and_three_a_cubic(rng):
    letters, directions = rng.normal(size=(2, 3, 3, 3))
    values = examples.along_each_letter(Dense().form, letters, directions, np.linspace(-2, 2, 41))
    *lines, cubic = values.values()
    np.testing.assert_allclose(np.diff(lines, n=2), 0, atol=1e-10)
    np.testing.assert_allclose(np.diff(cubic, n=4), 0, atol=1e-10)
    assert abs(np.diff(cubic, n=3)).min() > 1e-6
    E, W, X = letters
    assert values["only $W$ moves"][-1] == pytest.approx(Dense().form(E, W + 2 * directions[1], X))


def test_adding_lets_no_other_map_through(rng):
    x_1, x_2 = rng.normal(size=(2, 6, 6))
    adds = {
        name: checks.linearity_gaps(f, x_1, x_2)[2] < 1e-12 for name, f in examples.maps(np.ones((1, 2, 2, 1))).items()
    }
    assert [name for name, passes in adds.items() if passes] == ["convolution", "mean pooling"]


def test_nine_derivatives_of_one_digit():
    digits = datasets.digits()
    found = examples.derivatives_of_a_digit(digits, 519)
    for derivatives in found.values():
        numbers = [number for _, number in derivatives]
        np.testing.assert_allclose(numbers, numbers[0])
    (Z, _), (dX, _), (dW, _) = found["dense layer"]
    assert (Z.shape, dX.shape, dW.shape) == ((10, 1), (1, 8, 8, 1), (1, 8, 8, 2))
    # Its own class should grow, so its gradient is the digit times a negative error; that of the rival is positive.
    pixels = digits.X[..., 519]
    own, rival = np.moveaxis(dW, -1, 0)
    assert np.all(own[pixels > 0] < 0)
    assert np.all(rival[pixels > 0] > 0)
    assert digits.y[519] == 3
