"""One after the other or all at once, and one threshold for two things: what the deck prints, beside what holds."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic
from unity.arrays import to_numpy
from unity.decks import sequential_update, simultaneous_update
from unity.descent import Stop, gradient_descent

EPS = np.finfo(float).eps
some_draws = settings(max_examples=25)
seeds = st.integers(0, 2**32 - 1)


def quadratic(seed, n=2):
    """The Hessian, the minimum and the gradient of a positive definite quadratic of n numbers, one array each."""
    rng = np.random.default_rng(seed)
    root, minimum = rng.normal(size=(n, n)), rng.normal(size=n)
    H = root @ root.T + 0.1 * np.eye(n)
    return H, minimum, lambda *w: tuple(H @ (np.array(w) - minimum))


def walk(update, gradient, start, *, step, iterations):
    for _ in range(iterations):
        start = update(gradient, start, step=step)
    return np.array(start)


@pytest.mark.derivation("D17")
def test_the_difference_by_sympy():
    """For every quadratic of b and w it is alpha^2 J_bw J_b, in w alone: the functions themselves run on symbols."""
    b, w, alpha, J_bb, J_bw, J_ww, p, q, r = sympy.symbols("b w alpha J_bb J_bw J_ww p q r", real=True)
    J = (J_bb * b**2 + 2 * J_bw * b * w + J_ww * w**2) / 2 + p * b + q * w + r
    gradient = lambda x, y: tuple(sympy.diff(J, of).subs({b: x, w: y}, simultaneous=True) for of in (b, w))
    in_turn, at_once = (update(gradient, (b, w), step=alpha) for update in (sequential_update, simultaneous_update))
    assert at_once == (b - alpha * sympy.diff(J, b), w - alpha * sympy.diff(J, w))
    assert in_turn[0] == at_once[0]
    assert sympy.expand(in_turn[1] - at_once[1] - alpha**2 * J_bw * sympy.diff(J, b)) == 0


@pytest.mark.derivation("D17")
@some_draws
@given(seeds, st.floats(0.01, 1.0))
def test_the_difference_in_numbers(seed, step):
    H, minimum, gradient = quadratic(seed)
    b, w = np.random.default_rng(seed + 1).normal(size=2)
    in_turn, at_once = (update(gradient, (b, w), step=step) for update in (sequential_update, simultaneous_update))
    assert in_turn[0] == at_once[0]
    scale = 1 + abs(H).max() ** 2 * (1 + abs(minimum).max() + abs(b) + abs(w))
    assert in_turn[1] - at_once[1] == pytest.approx(step**2 * H[0, 1] * gradient(b, w)[0], abs=20 * EPS * scale)
    assert abs(in_turn[1] - at_once[1]) > 0


@pytest.mark.derivation("D17")
def test_what_the_deck_prints(asarray):
    """b first, then w_1 with the b that has moved: on logistic regression, line by line."""
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(1, 8)), (rng.normal(size=(1, 8)) > 0).astype(float)
    w, b = rng.normal(size=(1, 1)), rng.normal(size=(1, 1))
    x, y = asarray(X), asarray(Y)
    slopes = lambda b, w: logistic.gradient(w, b, x, y)[::-1]
    found = sequential_update(slopes, (asarray(b), asarray(w)), step=0.7)
    together = simultaneous_update(slopes, (asarray(b), asarray(w)), step=0.7)
    temp0, temp1 = b - 0.7 * logistic.gradient(w, b, X, Y)[1], w - 0.7 * logistic.gradient(w, b, X, Y)[0]
    for ours, expected in zip(together, (temp0, temp1), strict=True):
        np.testing.assert_allclose(to_numpy(ours), expected, atol=20 * EPS)
    b = b - 0.7 * logistic.gradient(w, b, X, Y)[1]
    w = w - 0.7 * logistic.gradient(w, b, X, Y)[0]
    for ours, expected in zip(found, (b, w), strict=True):
        np.testing.assert_allclose(to_numpy(ours), expected, atol=20 * EPS)
    assert abs(w - temp1) > 1e-3


@pytest.mark.derivation("D17")
@some_draws
@given(seeds, st.integers(1, 4))
def test_both_rest_at_the_minimum_and_nowhere_else(seed, n):
    _, minimum, gradient = quadratic(seed, n)
    for update in (sequential_update, simultaneous_update):
        np.testing.assert_array_equal(update(gradient, tuple(minimum), step=0.3), minimum)
        assert (np.array(update(gradient, tuple(minimum + 1), step=0.3)) != minimum + 1).any()


@pytest.mark.derivation("D17")
def test_both_reach_the_same_minimum(rng):
    H, minimum, gradient = quadratic(3, 3)
    step = 1 / np.linalg.eigvalsh(H)[-1]
    for update in (sequential_update, simultaneous_update):
        found = walk(update, gradient, (0.0, 0.0, 0.0), step=step, iterations=2000)
        np.testing.assert_allclose(found, minimum, atol=1e-9)


@pytest.mark.derivation("D17")
def test_in_turn_is_coordinate_descent():
    """A step of 1 over the curvature goes to the lowest point along each axis: the system solved by Gauss and Seidel."""
    H = np.array([[1.0, 0.8], [0.8, 1.0]])
    gradient = lambda *w: tuple(H @ np.array(w) - 1)
    b, w = sequential_update(gradient, (3.0, -2.0), step=1.0)
    assert b == pytest.approx(1 - 0.8 * -2.0)
    assert w == pytest.approx(1 - 0.8 * b)
    assert gradient(b, -2.0)[0] == pytest.approx(0, abs=10 * EPS)
    assert gradient(b, w)[1] == pytest.approx(0, abs=10 * EPS)


@pytest.mark.derivation("D17", "D18")
def test_they_do_not_bear_the_same_step():
    """Curvatures 1 along the axes, 1.9 along the diagonal: at 1.5 one method runs off, the other arrives; at 2.1 none."""
    H = np.array([[1.0, 0.9], [0.9, 1.0]])
    gradient = lambda *w: tuple(H @ np.array(w))
    far = {
        (update, step): np.linalg.norm(walk(update, gradient, (1.0, 0.5), step=step, iterations=200))
        for update in (sequential_update, simultaneous_update)
        for step in (1.0, 1.5, 2.1)
    }
    assert far[sequential_update, 1.0] < 1e-9
    assert far[simultaneous_update, 1.0] < 1e-4
    assert far[sequential_update, 1.5] < 1e-9
    assert far[simultaneous_update, 1.5] > 1e9
    assert min(far[sequential_update, 2.1], far[simultaneous_update, 2.1]) > 1e3


@pytest.mark.derivation("D17")
def test_more_than_two_go_in_their_order():
    H, minimum, gradient = quadratic(7, 4)
    start = np.array([1.0, -1.0, 2.0, 0.5])
    expected = start.copy()
    for i in range(4):
        expected[i] -= 0.2 * (H[i] @ (expected - minimum))
    np.testing.assert_allclose(sequential_update(gradient, tuple(start), step=0.2), expected, atol=100 * EPS)
    np.testing.assert_array_equal(start, [1.0, -1.0, 2.0, 0.5])


def test_a_slope_for_every_parameter():
    for update in (sequential_update, simultaneous_update):
        with pytest.raises(ValueError, match=rf"^{update.__name__}: gradient gives 1 slopes, expected 2"):
            update(lambda b, w: (b,), (1.0, 1.0), step=0.1)


@pytest.mark.derivation("E20")
@pytest.mark.parametrize("step", [0.01, 0.1, 2.0])
def test_one_epsilon_asks_for_two_things(step):
    """The deck stops at 1e-4 by the step and by the gradient: the gradient is then 1e-4 / alpha, or 1e-4."""
    X, Y = np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 0.0, 1.0, 1.0]])
    gradient, start = lambda w, b: logistic.gradient(w, b, X, Y), (np.zeros((1, 1)), np.zeros((1, 1)))
    run = lambda **rule: gradient_descent(gradient, start, step=step, iterations=20_000, **rule)
    by_step, by_gradient = run(smallest_step=1e-4), run(smallest_gradient=1e-4)
    assert (by_step.stopped, by_gradient.stopped) == (Stop.STEP, Stop.GRADIENT)
    np.testing.assert_allclose(by_step.step_norms, step * np.array(by_step.gradient_norms[:-1]), atol=1e-15)
    # What the step rule leaves is 1/alpha times what the gradient rule leaves, to the last step's own decrease.
    assert by_step.gradient_norms[-2] <= 1e-4 / step < by_step.gradient_norms[-3]
    assert by_gradient.gradient_norms[-1] <= 1e-4 < by_gradient.gradient_norms[-2]
    assert (by_step.iterations < by_gradient.iterations) == (step < 1)
    # The rules are one rule for one factor: alpha in the threshold, and a step later, when it is known.
    assert run(smallest_step=step * 1e-4).iterations == by_gradient.iterations + 1
