"""Checks: differences are right, say how right, and find wrong gradients and wrong adjoints."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import checks
from unity.arrays import namespace, to_numpy
from unity.checks import adjoint_gap, assert_adjoint, assert_gradient, differences, gradient_gap

EPS = np.finfo(np.float64).eps
both_precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
several_examples = settings(max_examples=25)


def wave(x):
    """A smooth function whose entries all interact, for any kind of array."""
    xp = namespace(x)
    return xp.sum(xp.sin(x)) * xp.sum(xp.exp(x / 2))


def wave_gradient(x):
    xp = namespace(x)
    return xp.cos(x) * xp.sum(xp.exp(x / 2)) + xp.sum(xp.sin(x)) * xp.exp(x / 2) / 2


def test_all_names_everything_public():
    own = {name for name, value in vars(checks).items() if getattr(value, "__module__", "") == checks.__name__}
    assert set(checks.__all__) == {name for name in own if not name.startswith("_")}


@both_precisions
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 1, 2)], ids=str)
def test_differences_on_every_kind_of_array(dtype, shape, asarray, rng):
    x = asarray(np.asarray(rng.standard_normal(shape), dtype=dtype))
    gradient, error = differences(wave, x)
    assert namespace(gradient) is namespace(x)
    assert tuple(gradient.shape) == tuple(error.shape) == shape
    gradient, error, exact = to_numpy(gradient), to_numpy(error), to_numpy(wave_gradient(x))
    assert gradient.dtype == error.dtype == dtype
    eps, scale = np.finfo(dtype).eps, 1 + np.abs(exact).max() + abs(float(wave(x)))
    np.testing.assert_allclose(gradient, exact, rtol=0, atol=20 * eps**0.8 * scale)
    assert (error < 100 * eps**0.8 * scale).all()


@several_examples
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=4))
def test_estimate_covers_the_error(entries):
    x = np.array(entries)
    f = lambda x: (x**4).sum() - (x[0] * x).sum() + np.sin(x).sum()
    exact = 4 * x**3 - x[0] + np.cos(x)
    exact[0] -= x.sum()
    gradient, error = differences(f, x)
    # the estimate of each entry, and the rounding of f, whose terms are larger than their sum
    assert (np.abs(gradient - exact) <= 2 * error + 10 * EPS * (x**4).sum() / EPS**0.2 + 1e-12).all()


def test_differences_run_a_function_seven_times_for_each_entry():
    runs = []
    differences(lambda x: (runs.append(x), (x**2).sum())[1], np.ones((5, 2)))
    assert len(runs) == 7 * 10


def test_differences_are_exact_for_a_quartic_but_for_rounding():
    """The error in h^2 is gone: a cubic has none left, whatever the step; a quintic has one in h^4."""
    x = np.array([0.7])
    for h in (0.5, 0.25, 2.0**-6):
        assert differences(lambda x: x[0] ** 3, x, step=h)[0][0] == pytest.approx(3 * 0.49, rel=100 * EPS / h)
    far, near = (abs(differences(lambda x: x[0] ** 5, x, step=h)[0][0] - 5 * 0.7**4) for h in (0.25, 0.125))
    assert far / near == pytest.approx(16, rel=1e-6)


def test_step_trades_truncation_against_rounding():
    """Both too long and too short a step are worse than the one chosen, and the estimate says so."""
    x = np.array([1.0])
    f, exact = lambda x: np.exp(3 * x[0]), 3 * np.exp(3.0)
    results = {step: differences(f, x, step=step) for step in (0.3, None, 1e-10)}
    errors = {step: abs(gradient[0] - exact) for step, (gradient, _) in results.items()}
    assert errors[None] < 1e-3 * min(errors[0.3], errors[1e-10])
    assert all(errors[step] <= results[step][1][0] for step in results)


def test_large_arguments_take_large_steps():
    x = np.array([1e6, 1e-6])
    gradient, error = differences(lambda x: (x**2).sum() / 2, x)
    assert abs(gradient[0] - 1e6) < 1e-5
    assert error[0] < 1e-2


def test_kink_shows_in_the_estimate():
    _, error = differences(lambda x: np.maximum(x, 0).sum(), np.array([1e-4]))
    assert error[0] > 0.01
    gradient, _ = differences(lambda x: np.maximum(x, 0).sum(), np.array([0.0]))
    assert gradient[0] == pytest.approx(0.5)


def test_nothing_to_differentiate():
    gradient, error = differences(lambda x: 1.0, np.zeros((0, 3)))
    assert gradient.shape == error.shape == (0, 3)
    assert gradient_gap(lambda x: 1.0, np.zeros((0, 3)), np.zeros((0, 3))) == 0


def test_what_differences_refuse():
    x = np.ones((1, 3))
    with pytest.raises(ValueError, match=r"^differences: f\(x\) has shape \(1, 3\), expected one number"):
        differences(lambda x: x, x)
    for step in (0, -1e-3, float("nan")):
        with pytest.raises(ValueError, match=rf"^differences: step = {step}, expected a positive number"):
            differences(lambda x: x.sum(), x, step=step)
    with pytest.raises(TypeError, match=r"^differences: x is of dtype int64, expected floating numbers"):
        differences(lambda x: x.sum(), np.array([1, 2]))
    with pytest.raises(TypeError, match=r"^differences: x is a float"):
        differences(lambda x: x, 1.0)


@both_precisions
def test_right_gradients_pass(dtype, asarray, rng):
    x = asarray(rng.standard_normal((2, 3)).astype(dtype))
    gap = gradient_gap(wave, x, wave_gradient(x))
    assert isinstance(gap, float)
    assert gap < 20 * np.finfo(dtype).eps ** 0.8
    assert_gradient(wave, x, wave_gradient(x))


@pytest.mark.parametrize(
    "wrong",
    [lambda g: -g, lambda g: g / 5, lambda g: g * (1 + 1e-6), lambda g: g[::-1], lambda g: 0 * g, lambda g: g + np.nan],
    ids=["sign", "factor", "small", "order", "zero", "nan"],
)
def test_wrong_gradients_fail(wrong, rng):
    x = rng.standard_normal((2, 3))
    with pytest.raises(AssertionError, match="gradient: at"):
        assert_gradient(wave, x, wrong(wave_gradient(x)))


def test_one_wrong_entry_is_named(asarray):
    x, gradient = asarray(np.array([[1.0, 2.0], [3.0, 4.0]])), asarray(np.array([[2.0, 4.0], [-6.0, 8.0]]))
    square = lambda x: namespace(x).sum(x**2)
    message = r"gradient: at \(1, 0\) it is -6, differences give 6 \+- .*e-1\d: the gap is 0\.4, allowed is 1\.5e-08"
    with pytest.raises(AssertionError, match=message):
        assert_gradient(square, x, gradient)
    assert gradient_gap(square, x, gradient) == pytest.approx(12 / 30)


def test_the_gap_is_measured_against_the_largest_of_three():
    x = np.array([1.0])
    for f, gradient, gap in [
        (lambda x: 3 * x[0] - 3, 12.0, 9 / 12),
        (lambda x: 12 * x[0] - 12, 3.0, 9 / 12),
        (lambda x: 3 * x[0] + 15, 12.0, 9 / 18),
    ]:
        assert gradient_gap(f, x, np.array([gradient])) == pytest.approx(gap)


def test_tolerance_is_obeyed():
    f, x = lambda x: (x**2).sum(), np.array([1.0])
    assert_gradient(f, x, np.array([2.1]), tolerance=0.06)
    with pytest.raises(AssertionError, match=r"allowed is 0\.04"):
        assert_gradient(f, x, np.array([2.1]), tolerance=0.04)


def test_at_a_minimum_a_zero_gradient_passes():
    f = lambda x: (x**2).sum() + 1
    assert gradient_gap(f, np.zeros(3), np.zeros(3)) < 1e-10
    with pytest.raises(AssertionError):
        assert_gradient(f, np.zeros(3), np.array([0.0, 1e-3, 0.0]))


def test_nan_never_passes():
    """Neither where f is NaN beside x nor where everything else is zero."""
    beside = lambda x: 0.0 if x[0] == 0 else float("nan")
    with pytest.raises(AssertionError, match="differences give nan"):
        assert_gradient(beside, np.zeros(1), np.zeros(1))
    nothing = lambda x: np.nan * x
    with pytest.raises(AssertionError, match="gap is nan"):
        assert_adjoint(nothing, nothing, np.zeros(2), np.zeros(2))


def test_gradient_has_the_shape_of_x():
    with pytest.raises(ValueError, match=r"^gradient_gap: gradient \(3, 1\) has \*shape = \(3, 1\), x \(3,\)"):
        assert_gradient(lambda x: (x**2).sum(), np.ones(3), np.ones((3, 1)))


@both_precisions
def test_adjoint_on_every_kind_of_array(dtype, asarray, rng):
    W, x, y = (asarray(rng.standard_normal(shape).astype(dtype)) for shape in [(3, 4), (3, 5), (4, 5)])
    forward, back = (lambda x: W.T @ x), (lambda y: W @ y)
    gap = adjoint_gap(forward, back, x, y)
    assert isinstance(gap, float)
    assert gap < 20 * np.finfo(dtype).eps
    assert_adjoint(forward, back, x, y)


@several_examples
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_adjoint_is_the_transpose_and_nothing_else(n, m, seed):
    rng = np.random.default_rng(seed)
    W, x, y = rng.standard_normal((n, m)), rng.standard_normal(n), rng.standard_normal(m)
    assert_adjoint(lambda x: W.T @ x, lambda y: W @ y, x, y)
    wrong = W + 1e-6
    difference = abs(1e-6 * x.sum() * y.sum())
    scale = max(np.abs((W.T @ x) * y).sum(), np.abs(x * (wrong @ y)).sum())
    gap = adjoint_gap(lambda x: W.T @ x, lambda y: wrong @ y, x, y)
    assert gap == pytest.approx(difference / scale, rel=1e-3, abs=100 * EPS)


def test_wrong_adjoint_shows_both_numbers():
    W = np.arange(1.0, 7.0).reshape(2, 3)
    x, y = np.array([1.0, -1.0]), np.array([1.0, 2.0, 3.0])
    message = r"^adjoint: <forward\(x\), y> is -18, <x, adjoint\(y\)> is 18: the gap is 0\.78, allowed is 2\.2e-13$"
    with pytest.raises(AssertionError, match=message):
        assert_adjoint(lambda x: W.T @ x, lambda y: -W @ y, x, y)
    assert_adjoint(lambda x: W.T @ x, lambda y: 1.01 * W @ y, x, y, tolerance=0.01)
    with pytest.raises(AssertionError, match=r"allowed is 0\.001"):
        assert_adjoint(lambda x: W.T @ x, lambda y: 1.01 * W @ y, x, y, tolerance=0.001)


@pytest.mark.parametrize("check", [adjoint_gap, assert_adjoint], ids=lambda f: f.__name__)
def test_adjoint_refuses_what_would_broadcast(check):
    x, y = np.ones((3, 1)), np.ones((4, 1))
    with pytest.raises(ValueError, match=r"forward\(x\) has shape \(1,\), expected that of y, \(4, 1\)"):
        check(lambda x: np.ones(1), lambda y: x, x, y)
    with pytest.raises(ValueError, match=r"adjoint\(y\) has shape \(\), expected that of x, \(3, 1\)"):
        check(lambda x: y, lambda y: y.sum(), x, y)


def test_zero_maps_are_adjoint():
    assert adjoint_gap(lambda x: np.zeros(2), lambda y: np.zeros(3), np.ones(3), np.ones(2)) == 0


# Is it linear?

WHAT_FAILS = {  # a map, and whether it doubles, turns and adds as a linear one does
    "linear": (lambda x: 3 * x[::-1] - x, (True, True, True)),
    "zero": (lambda x: 0 * x, (True, True, True)),
    "a constant added": (lambda x: x + 1, (False, False, False)),
    "a corner": (lambda x: np.maximum(x, 0), (True, False, False)),
    "an odd curve": (np.tanh, (False, True, False)),
    "the sign": (np.sign, (False, True, False)),
    "a length": (lambda x: np.sqrt((x**2).sum()), (True, False, False)),
}


@pytest.mark.derivation("D41")
@pytest.mark.parametrize(("f", "passes"), WHAT_FAILS.values(), ids=WHAT_FAILS)
def test_each_test_of_linearity_sees_what_it_should(f, passes, rng):
    gaps = checks.linearity_gaps(f, rng.standard_normal(6), rng.standard_normal(6))
    assert tuple(gap < 10 * EPS for gap in gaps) == passes
    assert all(gap > 0.05 for gap, passed in zip(gaps, passes) if not passed)
    assert gaps._fields == ("doubling", "turning", "adding")


def test_linearity_gaps_are_relative():
    """x + 1 at 1 and 2: 3 for 4, 0 for -2, 4 for 5; each over the largest number that was compared or added."""
    x, y = np.array([1.0]), np.array([2.0])
    assert checks.linearity_gaps(lambda x: x + 1, x, y) == (1 / 3, 1, 1 / 4)
    assert checks.linearity_gaps(lambda x: np.zeros(1) + 1, x, y) == (1, 2, 1)


STEEP = [
    (lambda x: namespace(x).sum(namespace(x).sqrt(x)), 1e-4, 50.0, 1e-6),
    (lambda x: namespace(x).sum(namespace(x).log(x)), 1e-8, 1e8, 1e-10),
    (lambda x: namespace(x).sum(1 / x), 1e-3, -1e6, 1e-5),
]


@pytest.mark.parametrize(("f", "x", "slope", "step"), STEEP, ids=["sqrt", "log", "1/x"])
def test_a_step_of_its_own_for_what_is_steep(f, x, slope, step, asarray):
    """d sqrt(x) / dx = 1 / (2 sqrt(x)), d log(x) / dx = 1 / x, d(1/x) / dx = -1 / x^2."""
    x, right = asarray(np.array([x])), asarray(np.array([slope]))
    assert gradient_gap(f, x, right, step=step) < 1e-6
    assert_gradient(f, x, right, step=step, tolerance=1e-6)
    with pytest.raises(AssertionError, match=r"^gradient: at \(0,\) it is "):
        assert_gradient(f, x, 1.001 * right, step=step, tolerance=1e-6)
    with pytest.raises(ValueError, match=r"^differences: step = -1, expected a positive number"):
        gradient_gap(f, x, right, step=-1)
