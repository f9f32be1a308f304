"""Activations: definitions in many digits, slopes by differences and SymPy, tails, limits, every kind of array."""

import inspect
import math

import mpmath
import numpy as np
import pytest
import scipy.special
import sympy
from every_activation import ACTIVATIONS, DEFINITIONS, defined, in_torch
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import activations
from unity.activations import (
    LEAK,
    LEAKY_RELU,
    RELU,
    Activation,
    gelu,
    gelu_slope,
    log_sum_exp,
    logit,
    relu_slope,
    sigmoid,
    sigmoid_slope,
    softmax,
    softmax_of_others,
    softmax_slope,
    softplus,
    tanh_slope,
)
from unity.arrays import namespace, to_numpy
from unity.checks import differences

EPS = np.finfo(np.float64).eps
FUNCTIONS = [f for a in ACTIVATIONS for f in (a.function, a.slope)] + [
    softmax,
    softmax_of_others,
    softmax_slope,
    log_sum_exp,
]
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
every_function = pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
both_precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
several_examples = settings(max_examples=25)
classes_and_examples = st.tuples(st.integers(1, 5), st.integers(1, 6))
seeds = st.integers(0, 2**32 - 1)


def exactly(f, z):
    """f at z with 400 digits, rounded once."""
    with mpmath.workdps(400):
        return float(f(mpmath.mpf(float(z))))


def true_slope(activation, z):
    """The slope of what defines an activation, by a difference so small that only its digits are seen."""
    return exactly(lambda z: mpmath.diff(defined(activation).value, z, h=mpmath.mpf(10) ** -100), z)


def test_all_names_everything_public():
    own = {
        name
        for name, value in vars(activations).items()
        if isinstance(value, float | Activation) or getattr(value, "__module__", "").startswith("unity.activations.")
    }
    assert set(activations.__all__) == {name for name in own if not name.startswith("_")}


OTHERS = {"decay", "logit", "log_sum_exp", "softmax", "softmax_of_others", "softmax_slope"}


def test_every_function_stands_beside_its_slope():
    """What no Activation holds is tried by no test that asks for every activation; and names follow from each other."""
    functions = {name for name in activations.__all__ if inspect.isfunction(getattr(activations, name))}
    held = {f.__name__ for a in ACTIVATIONS for f in (a.function, a.slope)}
    assert functions - held == OTHERS, "unity.activations hands on functions that no Activation of it holds"
    for activation in ACTIVATIONS:
        name = activation.function.__name__
        assert getattr(activations, name.upper()) is activation
        assert activation.slope.__name__ == f"{name}_slope"


@every_activation
def test_every_activation_is_defined(activation):
    assert defined(activation) in DEFINITIONS.values()
    assert len(DEFINITIONS) <= len(ACTIVATIONS)


def test_a_missing_definition_is_a_sentence():
    said = r"has logit, which nothing defines: add it to DEFINITIONS in .*every_activation\.py"
    with pytest.raises(pytest.fail.Exception, match=said):
        defined(Activation(logit, sigmoid))


def test_a_function_that_pytorch_has_not_is_a_sentence(torch, monkeypatch):
    monkeypatch.setitem(DEFINITIONS, "logit", DEFINITIONS["sigmoid"])
    said = r"PyTorch has no logit: say in DEFINITIONS of .*every_activation\.py, as `torch`"
    with pytest.raises(pytest.fail.Exception, match=said):
        in_torch(torch, Activation(logit, sigmoid))


@every_activation
@pytest.mark.parametrize("z", [-30.0, -3.0, -0.75, -1e-3, 0.0, 1e-3, 0.5, 3.0, 30.0])
def test_definition(activation, z):
    expected = exactly(defined(activation).value, z)
    assert float(activation.function(np.array(z))) == pytest.approx(expected, rel=(20 + z * z) * EPS, abs=0)


@pytest.mark.derivation("D27")
@every_activation
@pytest.mark.parametrize("z", [-30.0, -3.0, -0.75, -1e-3, 1e-3, 0.5, 3.0, 30.0])
def test_slope_in_many_digits(activation, z):
    assert float(activation.slope(np.array(z))) == pytest.approx(true_slope(activation, z), rel=1000 * EPS, abs=0)


@pytest.mark.derivation("D27")
@every_activation
def test_slope_matches_differences(activation, asarray, rng):
    z = asarray(rng.uniform(0.2, 3.0, (2, 3)) * rng.choice([-1.0, 1.0], (2, 3)))
    numeric, error = map(to_numpy, differences(lambda z: namespace(z).sum(activation.function(z)), z))
    assert error.max() < 1e-8
    np.testing.assert_allclose(to_numpy(activation.slope(z)), numeric, rtol=0, atol=error.max())


@pytest.mark.derivation("D27")
@pytest.mark.parametrize(("activation", "slope"), [(RELU, 0.0), (LEAKY_RELU, LEAK)], ids=["relu", "leaky_relu"])
def test_slope_at_the_kink_is_that_of_the_left(activation, slope):
    assert activation.slope(np.array([0.0, -0.0, 5e-324])).tolist() == [slope, slope, 1.0]


@pytest.mark.derivation("D10", "D27")
def test_slopes_by_sympy():
    z = sympy.symbols("z", real=True)
    p = 1 / (1 + sympy.exp(-z))
    Phi, phi = (1 + sympy.erf(z / sympy.sqrt(2))) / 2, sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi)
    for f, slope in [
        (p, p * (1 - p)),
        (p, sympy.exp(-z) / (1 + sympy.exp(-z)) ** 2),
        (sympy.log(1 + sympy.exp(z)), p),
        (sympy.tanh(z), 1 - sympy.tanh(z) ** 2),
        (sympy.tanh(z), 4 * (p * (1 - p)).subs(z, 2 * z)),
        (z * Phi, Phi + z * phi),
    ]:
        assert sympy.simplify((sympy.diff(f, z) - slope).rewrite(sympy.exp)) == 0, f


@every_function
@both_precisions
@pytest.mark.parametrize("shape", [(3, 4), (3, 2, 2)], ids=str)
def test_every_kind_of_array(f, dtype, shape, asarray, rng):
    z = (3 * rng.standard_normal(shape)).astype(dtype)
    found, expected = f(asarray(z)), f(z)
    assert namespace(found) is namespace(asarray(z))
    assert to_numpy(found).dtype == dtype
    assert found.shape == expected.shape
    np.testing.assert_allclose(to_numpy(found), expected, rtol=100 * np.finfo(dtype).eps, atol=0)


@every_function
@both_precisions
def test_far_out_is_finite_and_silent(f, dtype, asarray):
    """Warnings are errors here, so nothing overflows on the way either."""
    z = asarray(np.array([[-1e4, -100.0, 100.0, 1e4], [1e4, -100.0, 100.0, -1e4], [0.0] * 4], dtype=dtype))
    assert np.isfinite(to_numpy(f(z))).all()


@every_function
def test_half_precision_stays(f, rng):
    """Float16 in, float16 out, right to its digits wherever it has some."""
    z = (3 * rng.standard_normal((3, 4))).astype(np.float16)
    found = f(z)
    assert found.dtype == np.float16
    np.testing.assert_allclose(found, f(z.astype(np.float64)), rtol=8e-3, atol=2e-3)


@every_activation
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_limits_at_infinity(activation, dtype):
    """Silently: warnings are errors here."""
    z = np.array([-np.inf, np.inf], dtype=dtype)
    for f, limits in [(activation.function, defined(activation).ends), (activation.slope, defined(activation).slopes)]:
        assert f(z).tolist() == np.array(limits, dtype=dtype).tolist()
        assert f(z).dtype == dtype


def test_the_slope_of_gelu_squares_nothing_that_overflows():
    assert gelu_slope(np.array([-1e200, 1e200])).tolist() == [0, 1]
    assert gelu(np.array([-1e308, 1e308])).tolist() == [0, 1e308]


@every_activation
@both_precisions
def test_far_out_an_activation_is_what_defines_it(activation, dtype):
    z = np.array([-1e4, 1e4], dtype=dtype)
    eps = np.finfo(dtype).eps
    expected = [exactly(defined(activation).value, z_i) for z_i in z]
    np.testing.assert_allclose(activation.function(z), expected, rtol=2 * eps, atol=0)
    np.testing.assert_allclose(activation.slope(z), [true_slope(activation, z_i) for z_i in z], rtol=2 * eps, atol=0)


@every_activation
def test_the_limits_are_those_of_the_definition(activation):
    """What DEFINITIONS say of infinity, against what they say of a large number."""
    for z, end, slope in zip((-1e300, 1e300), *defined(activation)[1:3], strict=True):
        value = exactly(defined(activation).value, z)
        assert value == pytest.approx(end, abs=1e-300) if math.isfinite(end) else abs(value) > 1e290
        assert true_slope(activation, z) == pytest.approx(slope, abs=1e-100)
        assert math.copysign(1, value) == math.copysign(1, end) or end == 0


@pytest.mark.derivation("D10")
@pytest.mark.parametrize("z", [-700.0, -300.0, -37.0, -5.0, 5.0, 37.0, 300.0, 700.0])
def test_tails_keep_their_digits(z):
    """Relative accuracy where the numbers are tiny; exp itself turns an ulp of z into |z| eps."""
    p = DEFINITIONS["sigmoid"].value
    for f, definition in [
        (sigmoid, p),
        (sigmoid_slope, lambda z: p(z) * (1 - p(z))),
        (softplus, DEFINITIONS["softplus"].value),
        (tanh_slope, lambda z: 4 * p(2 * z) * (1 - p(2 * z))),
    ]:
        if f is tanh_slope and abs(z) > 350:  # below the smallest normal number
            continue
        assert float(f(np.array(z))) == pytest.approx(exactly(definition, z), rel=10 * EPS, abs=0), f


@pytest.mark.derivation("D10")
def test_far_left_tail_is_not_zero():
    assert float(sigmoid(np.array(-700.0))) == pytest.approx(9.85967654375977e-305, rel=1e-14, abs=0)
    assert float(sigmoid(np.array(-80.0, dtype=np.float32))) == pytest.approx(1.8048513878e-35, rel=1e-6, abs=0)


@pytest.mark.parametrize("z", [-37.0, -10.0, -2.0])
def test_gelu_keeps_its_left_tail(z):
    phi = lambda z: mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)
    Phi = lambda z: mpmath.erfc(-z / mpmath.sqrt(2)) / 2
    assert float(gelu(np.array(z))) == pytest.approx(exactly(lambda z: z * Phi(z), z), rel=1e4 * EPS, abs=0)
    slope = exactly(lambda z: Phi(z) + z * phi(z), z)
    assert float(gelu_slope(np.array(z))) == pytest.approx(slope, rel=1e4 * EPS, abs=0)


@pytest.mark.derivation("D27")
def test_gelu_is_not_monotone():
    """It comes back from its minimum of -0.17: the level -0.1 is crossed twice."""
    z = np.linspace(-6, 2, 8001)
    g = gelu(z)
    assert z[np.argmin(g)] == pytest.approx(-0.7518, abs=1e-3)
    assert g.min() == pytest.approx(-0.1700, abs=1e-4)
    assert np.count_nonzero(np.diff(np.sign(g + 0.1))) == 2


@pytest.mark.derivation("D10")
@several_examples
@given(st.floats(-1e4, 1e4))
def test_sigmoid_is_symmetric(z):
    p, q = float(sigmoid(np.array(z))), float(sigmoid(np.array(-z)))
    assert p + q == pytest.approx(1, rel=2 * EPS, abs=0)
    assert p == pytest.approx(float(np.exp(-float(softplus(np.array(-z))))), rel=(4 + abs(z)) * EPS, abs=1e-320)
    slope = float(sigmoid_slope(np.array(z)))
    assert slope == float(sigmoid_slope(np.array(-z)))
    assert slope == pytest.approx(p * q, rel=8 * EPS, abs=1e-320)
    assert 0 <= slope <= 0.25 * (1 + 2 * EPS)


@pytest.mark.derivation("D10")
def test_sigmoid_by_sympy():
    """Symmetry, the two limits, the largest slope and the log-odds, for every real z."""
    z, q = sympy.symbols("z", real=True), sympy.symbols("q", positive=True)
    p = 1 / (1 + sympy.exp(-z))
    assert sympy.simplify(p.subs(z, -z) - (1 - p)) == 0
    assert (sympy.limit(p, z, -sympy.oo), sympy.limit(p, z, sympy.oo)) == (0, 1)
    assert sympy.simplify(p - sympy.exp(z) / (1 + sympy.exp(z))) == 0
    assert sympy.simplify(p - (1 + sympy.tanh(z / 2)).rewrite(sympy.exp) / 2) == 0
    assert sympy.solve(sympy.diff(p, z, 2), z) == [0]
    assert sympy.simplify(sympy.diff(p, z).subs(z, 0)) == sympy.Rational(1, 4)
    assert sympy.simplify(p / (1 - p)) == sympy.exp(z)
    assert sympy.simplify(p.subs(z, sympy.log(q / (1 - q))) - q) == 0


@pytest.mark.derivation("D10")
def test_logit_undoes_the_sigmoid(asarray):
    z = np.linspace(-700, 15, 301)
    found = to_numpy(logit(sigmoid(asarray(z))))
    # near p = 1 an ulp of p is eps e^z in z
    np.testing.assert_array_less(np.abs(found - z), 10 * EPS * (1 + np.abs(z) + np.exp(z)))
    p = np.array([1e-300, 0.1, 0.5, 0.75, 1 - 1e-12])
    np.testing.assert_allclose(to_numpy(logit(asarray(p))), scipy.special.logit(p), rtol=4 * EPS, atol=4 * EPS)
    assert to_numpy(logit(asarray(p.astype(np.float32)[1:4]))).dtype == np.float32


def test_logit_at_the_ends_and_outside():
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert logit(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(logit(np.array([-0.1, 1.1]))).all()


def test_scipy_agrees(rng):
    z = 2 * rng.standard_normal((4, 50))
    for f, oracle in [
        (sigmoid, scipy.special.expit),
        (softmax, lambda z: scipy.special.softmax(z, axis=0)),
        (log_sum_exp, lambda z: scipy.special.logsumexp(z, axis=0, keepdims=True)),
        (softplus, lambda z: np.logaddexp(0, z)),
        (gelu, lambda z: z * scipy.special.ndtr(z)),
    ]:
        np.testing.assert_allclose(f(z), oracle(z), rtol=50 * EPS, atol=0)


@every_activation
def test_pytorch_agrees_on_values_and_slopes(torch, activation):
    z = torch.linspace(-4, 4, 33, dtype=torch.float64, requires_grad=True)  # 0 is among them
    value = in_torch(torch, activation)(z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    z = z.detach().numpy()
    np.testing.assert_allclose(activation.function(z), value.detach().numpy(), rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(activation.slope(z), slope.numpy(), rtol=1e-8, atol=1e-8)


@every_activation
def test_what_differentiates_gives_the_slope(torch, activation):
    """Through the function as it is written, branches and all: at a kink, in the middle and far out."""
    z = torch.tensor([-1e4, -50, -1, 0, 1, 50, 1e4], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(activation.function(z).sum(), z)
    np.testing.assert_allclose(slope.numpy(), activation.slope(z.detach().numpy()), rtol=100 * EPS, atol=EPS)


@pytest.mark.derivation("D49")
def test_jax_differentiates_through_zero(jax):
    """At z = 0, where training starts, and at ties: first and second derivatives are the true ones."""
    zero = jax.numpy.zeros(())
    of_gelu = float(np.sqrt(2 / np.pi))
    cases = [(sigmoid, 0.25, 0.0), (softplus, 0.5, 0.25), (sigmoid_slope, 0.0, -0.125), (gelu, 0.5, of_gelu)]
    for f, first, second in cases:
        assert float(jax.grad(f)(zero)) == pytest.approx(first, abs=EPS)
        assert float(jax.grad(jax.grad(f))(zero)) == pytest.approx(second, abs=EPS)
    for f, slope in [(RELU.function, 0.0), (LEAKY_RELU.function, LEAK)]:
        assert float(jax.grad(f)(zero)) == slope
    tied = jax.numpy.asarray([0.5, 0.5, -1.0, 0.5])
    lse = lambda z: log_sum_exp(z)[0]
    np.testing.assert_allclose(jax.grad(lse)(tied), softmax(tied), rtol=4 * EPS)
    np.testing.assert_allclose(jax.hessian(lse)(tied), softmax_slope(tied), atol=4 * EPS)


def test_pytorch_differentiates_through_zero(torch):
    cases = [(a.function, float(a.slope(np.zeros(())))) for a in ACTIVATIONS]
    for f, slope in [*cases, (sigmoid_slope, 0.0)]:
        z = torch.zeros((), dtype=torch.float64, requires_grad=True)
        assert float(torch.autograd.grad(f(z), z)[0]) == slope


@pytest.mark.derivation("D07")
@several_examples
@given(classes_and_examples, seeds)
def test_softmax_definition(shape, seed):
    K, m = shape
    Z = 3 * np.random.default_rng(seed).standard_normal(shape)
    A, largest = softmax(Z), log_sum_exp(Z)
    for i in range(m):
        total = sum(np.exp(Z[j, i]) for j in range(K))
        assert largest[0, i] == pytest.approx(np.log(total), rel=20 * EPS, abs=20 * EPS)
        for k in range(K):
            assert A[k, i] == pytest.approx(np.exp(Z[k, i]) / total, rel=20 * EPS)
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=4 * EPS)
    assert (A > 0).all()


@pytest.mark.derivation("D07")
@several_examples
@given(classes_and_examples, seeds, st.floats(-1e3, 1e3))
def test_shift_leaves_softmax_and_moves_log_sum_exp(shape, seed, c):
    Z = np.random.default_rng(seed).standard_normal(shape)
    atol = 10 * EPS * (1 + abs(c))
    np.testing.assert_allclose(softmax(Z + c), softmax(Z), rtol=0, atol=atol)
    np.testing.assert_allclose(log_sum_exp(Z + c), log_sum_exp(Z) + c, rtol=0, atol=atol)


@pytest.mark.derivation("D07")
def test_softmax_by_sympy():
    """Shift invariance, K = 2, the slopes, and the slope of the log-sum-exp."""
    z, c = sympy.symbols("z_1:4", real=True), sympy.symbols("c", real=True)
    total = sum(map(sympy.exp, z))
    a = [sympy.exp(z_k) / total for z_k in z]
    for k in range(3):
        moved = a[k].subs({z_k: z_k + c for z_k in z}, simultaneous=True)
        assert sympy.simplify(moved - a[k]) == 0
        assert sympy.simplify(sympy.diff(sympy.log(total), z[k]) - a[k]) == 0
        for j in range(3):
            assert sympy.simplify(sympy.diff(a[j], z[k]) - a[j] * (int(j == k) - a[k])) == 0
    two = sympy.exp(z[0]) / (sympy.exp(z[0]) + sympy.exp(z[1]))
    assert sympy.simplify(two - 1 / (1 + sympy.exp(-(z[0] - z[1])))) == 0


@pytest.mark.derivation("D07")
def test_two_classes_are_the_sigmoid_of_the_difference(asarray, rng):
    Z = 20 * rng.standard_normal((2, 100))
    A, d = to_numpy(softmax(asarray(Z))), Z[:1] - Z[1:]
    np.testing.assert_allclose(A, np.concatenate([sigmoid(d), sigmoid(-d)]), rtol=200 * EPS)
    s = sigmoid_slope(d)[0]
    slopes = to_numpy(softmax_slope(asarray(Z)))
    np.testing.assert_allclose(slopes, np.array([[s, -s], [-s, s]]), rtol=0, atol=4 * EPS)


@pytest.mark.derivation("D07")
@both_precisions
def test_one_hot_limit(dtype):
    """One class far above the others takes everything; classes that tie for the top share it."""
    Z = np.array([[1e4, -1e4, 5e3], [0, 0, 5e3], [-1e4, -1e4, -1e4]], dtype=dtype)
    assert softmax(Z).tolist() == [[1, 0, 0.5], [0, 1, 0.5], [0, 0, 0]]
    gap = np.array([5.0, 10.0, 20.0, 30.0], dtype=dtype)
    rest = 1 - softmax(np.stack([gap, 0 * gap, 0 * gap]))[0]
    assert (np.diff(rest) <= 0).all()
    np.testing.assert_allclose(rest, 2 * np.exp(-gap), rtol=0.02, atol=np.finfo(dtype).eps)


@pytest.mark.derivation("D07", "D15")
def test_softmax_slope_matches_differences(asarray, rng):
    Z = asarray(rng.standard_normal((3, 2)))
    slopes = to_numpy(softmax_slope(Z))
    assert slopes.shape == (3, 3, 2)
    for j in range(3):
        for i in range(2):
            numeric, error = map(to_numpy, differences(lambda Z, j=j, i=i: softmax(Z)[j, i], Z))
            expected = np.zeros((3, 2))
            expected[:, i] = slopes[j, :, i]
            np.testing.assert_allclose(numeric, expected, rtol=0, atol=error.max() + EPS)
    np.testing.assert_allclose(slopes.sum(axis=0), 0, atol=4 * EPS)
    np.testing.assert_allclose(slopes, slopes.swapaxes(0, 1), atol=EPS)


@pytest.mark.derivation("D49")
def test_log_sum_exp_of_two_is_softplus():
    """Down to the smallest numbers: the term that is 1 never meets the others."""
    z = np.linspace(-700, 700, 57)
    found = log_sum_exp(np.stack([z, np.zeros_like(z)]))[0]
    np.testing.assert_allclose(found, softplus(z), rtol=4 * EPS, atol=0)


def test_log_sum_exp_edges():
    one = np.array([[-3.0, 0.0, 1e4]])
    assert log_sum_exp(one).tolist() == one.tolist()
    tied = np.array([[2.0], [2.0], [2.0]])
    assert log_sum_exp(tied) == pytest.approx(2 + np.log(3), rel=4 * EPS)
    masked = np.array([[-np.inf], [0.0], [-np.inf]])
    assert log_sum_exp(masked).tolist() == [[0.0]]
    assert softmax(masked).tolist() == [[0.0], [1.0], [0.0]]
    inf = np.inf
    for column, expected in [
        ([-inf, -inf], -inf),
        ([-inf], -inf),
        ([inf, inf], inf),
        ([inf, 1e4], inf),
        ([-inf, inf], inf),
        ([1e4, inf], inf),
        ([inf], inf),
    ]:
        assert log_sum_exp(np.array([column, column]).T).tolist() == [[expected] * 2]
        assert scipy.special.logsumexp(column) == expected
    np.testing.assert_array_equal(log_sum_exp(np.array([[inf, -inf, 0.0], [np.nan] * 3])), [[np.nan] * 3])


@pytest.mark.derivation("D07", "D15")
def test_softmax_slope_keeps_its_tails():
    """a_0 a_1 = e^-40 / (1 + e^-40)^2, in the slopes of both classes and between them."""
    with mpmath.workdps(50):
        product = float(mpmath.exp(-40) / (1 + mpmath.exp(-40)) ** 2)
    assert product == pytest.approx(4.248354255e-18, rel=1e-9)
    slopes = softmax_slope(np.array([[40.0], [0.0]]))[:, :, 0]
    np.testing.assert_allclose(slopes, product * np.array([[1, -1], [-1, 1]]), rtol=4 * EPS)
    assert slopes.sum(axis=1).tolist() == [0, 0]


@pytest.mark.derivation("D07", "D15")
@pytest.mark.parametrize("shape", [(2, 6), (3, 6), (10, 2, 3)], ids=str)
def test_rows_of_the_softmax_slope_sum_to_zero(shape, rng):
    slopes = softmax_slope(20 * rng.standard_normal(shape))
    np.testing.assert_array_less(np.abs(slopes.sum(axis=1)), 4 * EPS * np.abs(slopes).max(axis=1) + 1e-300)


def test_softmax_of_others_in_many_digits(rng):
    Z = np.concatenate([20 * rng.standard_normal((3, 20)), np.array([[40.0, 0.0], [0.0, 0.0], [0.0, -800.0]])], axis=1)
    with mpmath.workdps(60):
        for i, column in enumerate(Z.T.tolist()):
            terms = [mpmath.exp(z) for z in column]
            expected = [float((sum(terms) - term) / sum(terms)) for term in terms]
            np.testing.assert_allclose(softmax_of_others(Z[:, [i]])[:, 0], expected, rtol=100 * EPS)


@pytest.mark.derivation("D49")
def test_why_from_z():
    """At z = 37 the probability is 1 in float64 and log(1 - p) is lost; what is computed from z is not."""
    z = np.array(37.0)
    assert sigmoid(z) == 1
    assert sigmoid(np.array(36.0)) < 1
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert np.log(1 - sigmoid(z)) == -np.inf
    assert -softplus(z) == -37
    assert np.log(sigmoid(z)) == 0
    assert softplus(-z) == pytest.approx(np.exp(-37.0), rel=4 * EPS)


@pytest.mark.parametrize("f", [*(a.function for a in ACTIVATIONS), softmax, log_sum_exp], ids=lambda f: f.__name__)
def test_nan_in_gives_nan_out(f, asarray):
    Z = np.arange(12.0).reshape(3, 4)
    Z[0, 0] = np.nan
    found = to_numpy(f(asarray(Z)))
    assert np.isnan(found[0, 0])
    assert not np.isnan(found[:, 1:]).any()


@every_function
def test_errors_name_function_and_argument(f):
    name = "Z" if f in (softmax, softmax_of_others, softmax_slope, log_sum_exp) else "z"
    with pytest.raises(TypeError, match=rf"^{f.__name__}: {name} is of dtype int64, expected floating numbers"):
        f(np.array([1, 2]))
    with pytest.raises(TypeError, match=rf"^{f.__name__}: {name} is a list"):
        f([1.0, 2.0])


@pytest.mark.parametrize("f", [softmax, softmax_slope, log_sum_exp], ids=lambda f: f.__name__)
def test_classes_need_an_axis(f):
    with pytest.raises(ValueError, match=r"Z \(\) has 0 axes, expected \(K, \*m\)"):
        f(np.array(1.0))


def test_activation_is_frozen_and_says_its_name():
    assert repr(RELU) == "Activation(relu, relu_slope)"
    with pytest.raises(AttributeError):
        RELU.slope = relu_slope
    assert Activation(RELU.function, RELU.slope) == RELU


@pytest.mark.parametrize(
    "f", [sigmoid, sigmoid_slope, softplus, softmax, softmax_of_others, log_sum_exp], ids=lambda f: f.__name__
)
def test_blocks_give_the_same_and_nothing_is_computed(f, in_blocks, nothing_computed):
    Z = np.random.default_rng(1).normal(0, 3, (3, 5))
    with nothing_computed():
        found = f(in_blocks(Z))
    np.testing.assert_allclose(found.compute(), f(Z), rtol=8 * EPS)
