"""Families: the cost as it is defined, as it is computed, as a likelihood; the error by differences and SymPy."""

import mpmath
import numpy as np
import pytest
import scipy.special
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from unity import families
from unity.activations import log_sum_exp, sigmoid, softmax
from unity.arrays import namespace, one_hot, to_numpy
from unity.checks import assert_gradient, differences
from unity.families import (
    BERNOULLI,
    CATEGORICAL,
    GAUSSIAN,
    Family,
    bernoulli_loss,
    bernoulli_slope,
    categorical_loss,
    categorical_slope,
    certain,
    gaussian_loss,
    gaussian_slope,
    half_square,
    sigmoid_squared_curvature,
    sigmoid_squared_loss,
    sum_softplus,
)

EPS = np.finfo(np.float64).eps
FAMILIES = [BERNOULLI, CATEGORICAL, GAUSSIAN]
every_family = pytest.mark.parametrize("family", FAMILIES, ids=repr)
both_precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
several_examples = settings(max_examples=25)
outputs_and_examples = st.tuples(st.integers(1, 5), st.integers(1, 6))
seeds = st.integers(0, 2**32 - 1)


def labels(family, shape, rng):
    """Hard labels of the family's kind: 0 or 1 for each output, one class of K, any numbers."""
    K, m = shape
    if family is BERNOULLI:
        return rng.integers(0, 2, shape).astype(float)
    return one_hot(rng.integers(0, K, m), K) if family is CATEGORICAL else rng.standard_normal(shape)


def shares(family, shape, rng):
    """Soft labels: probabilities, in columns that sum to 1 for classes."""
    Y = rng.uniform(0, 1, shape)
    return Y / Y.sum(axis=0) if family is CATEGORICAL else Y


def test_all_names_everything_public():
    own = {
        name
        for name, value in vars(families).items()
        if isinstance(value, Family) or getattr(value, "__module__", "") == families.__name__
    }
    assert set(families.__all__) == {name for name in own if not name.startswith("_")}


def test_a_share_of_nothing_takes_nothing_of_an_infinite_loss():
    Y, losses = np.array([[0.0, 0.5, -1.0, 0.0]]), np.array([[np.inf, 3.0, 2.0, 7.0]])
    assert families.share(Y, losses).tolist() == [[0, 1.5, -2, 0]]


@pytest.mark.parametrize("function", [bernoulli_loss, bernoulli_slope, categorical_loss, categorical_slope])
def test_losses_and_slopes_of_blocks_are_those_of_the_whole(in_blocks, nothing_computed, rng, function):
    Z, Y = rng.normal(size=(3, 6)), rng.dirichlet(np.ones(3), 6).T
    with nothing_computed():
        found = function(in_blocks(Z), in_blocks(Y))
    np.testing.assert_allclose(to_numpy(found), function(Z, Y), rtol=1e-12)


@every_family
@several_examples
@given(outputs_and_examples, seeds)
def test_cost_is_the_plain_cost(family, shape, seed):
    rng = np.random.default_rng(seed)
    Z = 3 * rng.standard_normal(shape)
    for Y in (labels(family, shape, rng), shares(family, shape, rng)):
        scale = np.abs(Z).max() + np.abs(Y * Z).sum() + (Z * Z).sum() + (Y * Y).sum()
        assert family.cost(Z, Y) == pytest.approx(family.plain_cost(Z, Y), rel=0, abs=50 * EPS * (1 + scale))
        assert family.cost(Z, Y) >= 0
        assert {part.shape for part in (family.log_partition(Z), family.conjugate(Y), family.loss(Z, Y))} == {
            (1, shape[1])
        }
        assert family.cost(Z, Y).shape == ()


def test_plain_cost_index_by_index(rng):
    """mean over examples of A(z) + A*(y) - <y, z>, with A written out for each family."""
    Z, hard = rng.standard_normal((3, 4)), [0, 2, 1, 2]
    Y = one_hot(np.array(hard), 3)
    A = {
        "BERNOULLI": lambda z: sum(np.log(1 + np.exp(z_k)) for z_k in z),
        "CATEGORICAL": lambda z: np.log(sum(np.exp(z_k) for z_k in z)),
        "GAUSSIAN": lambda z: sum(z_k**2 for z_k in z) / 2,
    }
    for family in FAMILIES:
        conjugate = 0.5 if family is GAUSSIAN else 0
        expected = sum(A[family.name](Z[:, i]) + conjugate - Z[hard[i], i] for i in range(4)) / 4
        assert family.plain_cost(Z, Y) == pytest.approx(expected, rel=20 * EPS)
        np.testing.assert_allclose(family.log_partition(Z)[0], [A[family.name](z) for z in Z.T], rtol=20 * EPS)


@pytest.mark.derivation("D11")
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_bernoulli_loss_is_the_cross_entropy_with_its_two_branches(y):
    z = np.linspace(-5, 5, 21)[None, :]
    a = sigmoid(z)
    expected = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    np.testing.assert_allclose(bernoulli_loss(z, np.full_like(z, y)), expected, rtol=1e4 * EPS)
    if y == 1:
        np.testing.assert_allclose(expected, -np.log(a))
    if y == 0:
        np.testing.assert_allclose(expected, -np.log(1 - a))


@pytest.mark.derivation("D11")
@several_examples
@given(outputs_and_examples, seeds)
def test_cost_is_minus_the_mean_log_likelihood(shape, seed):
    """Independent examples: probabilities multiply, and exp(-m J) is the likelihood of all labels."""
    rng = np.random.default_rng(seed)
    m = shape[1]
    Z, Y = rng.standard_normal(shape), labels(BERNOULLI, shape, rng)
    P = sigmoid(Z)
    likelihood = np.prod(P**Y * (1 - P) ** (1 - Y))
    assert np.exp(-m * BERNOULLI.cost(Z, Y)) == pytest.approx(likelihood, rel=1000 * EPS)
    Y = labels(CATEGORICAL, shape, rng)
    likelihood = np.prod(softmax(Z)[Y == 1])
    assert np.exp(-m * CATEGORICAL.cost(Z, Y)) == pytest.approx(likelihood, rel=1000 * EPS)


@pytest.mark.derivation("D11")
def test_gaussian_cost_is_minus_the_log_likelihood_but_for_a_constant(rng):
    Z, Y = rng.standard_normal((2, 5)), rng.standard_normal((2, 5))
    density = np.prod(np.exp(-((Y - Z) ** 2) / 2) / np.sqrt(2 * np.pi), axis=0)
    constant = np.log(2 * np.pi)  # two outputs, half of it each
    assert GAUSSIAN.cost(Z, Y) == pytest.approx(-np.log(density).mean() - constant, rel=100 * EPS)


@pytest.mark.derivation("D13", "D15")
@every_family
def test_error_matches_differences(family, asarray, rng):
    shape = (1, 5) if family is BERNOULLI else (3, 4)
    for Y in (labels(family, shape, rng), shares(family, shape, rng)):
        Z, Y = asarray(rng.standard_normal(shape)), asarray(Y)
        assert_gradient(lambda Z, Y=Y: family.cost(Z, Y), Z, family.error(Z, Y), tolerance=1e-10)


@pytest.mark.derivation("D15")
@several_examples
@given(outputs_and_examples, seeds)
def test_error_matches_differences_on_any_shape(shape, seed):
    rng = np.random.default_rng(seed)
    Z = rng.standard_normal(shape)
    for family in FAMILIES:
        Y = labels(family, shape, rng)
        assert_gradient(lambda Z, f=family, Y=Y: f.cost(Z, Y), Z, family.error(Z, Y), tolerance=1e-9)


@pytest.mark.derivation("D13")
def test_bernoulli_error_by_sympy():
    """dL/dz = a - y; the detour over dL/da gives the same, after a (1 - a) has cancelled."""
    z, y, a = sympy.symbols("z y a", real=True)
    sigma = 1 / (1 + sympy.exp(-z))
    loss = sympy.log(1 + sympy.exp(z)) - y * z
    assert sympy.simplify(sympy.diff(loss, z) - (sigma - y)) == 0
    of_a = -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))
    assert sympy.simplify(sympy.diff(of_a, a) - (a - y) / (a * (1 - a))) == 0
    assert sympy.simplify(sympy.diff(of_a, a) * a * (1 - a) - (a - y)) == 0


@pytest.mark.derivation("D15")
def test_categorical_error_by_sympy():
    """dL/dz_k = a_k - y_k once the labels of an example sum to 1, and a_k sum(y) - y_k before."""
    z, y = sympy.symbols("z_1:4", real=True), sympy.symbols("y_1:4", real=True)
    total = sum(map(sympy.exp, z))
    loss = -sum(y_k * sympy.log(sympy.exp(z_k) / total) for y_k, z_k in zip(y, z))
    for k in range(3):
        a_k = sympy.exp(z[k]) / total
        slope = sympy.diff(loss, z[k])
        assert sympy.simplify(slope - (sum(y) * a_k - y[k])) == 0
        assert sympy.simplify((slope - (a_k - y[k])).subs(y[2], 1 - y[0] - y[1])) == 0


@pytest.mark.derivation("D15")
def test_categorical_needs_columns_that_sum_to_one(rng):
    Z, Y = rng.standard_normal((3, 2)), np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    numeric, _ = differences(lambda Z: -(Y * np.log(softmax(Z))).sum() / 2, Z)
    assert np.abs(numeric - CATEGORICAL.error(Z, Y))[:, 0].max() > 0.1
    np.testing.assert_allclose(numeric[:, 1], CATEGORICAL.error(Z, Y)[:, 1], rtol=0, atol=1e-10)


@pytest.mark.derivation("D13")
def test_the_detour_over_a_breaks_where_the_error_stands():
    """At z = 40 the probability is 1 in float64: (a - y) / (a (1 - a)) divides by 0, a - y does not."""
    Z, Y = np.array([[40.0]]), np.array([[0.0]])
    A = BERNOULLI.mean(Z)
    with pytest.warns(RuntimeWarning):
        assert np.isnan((A - Y) / (A * (1 - A)) * (A * (1 - A))).all()
    assert BERNOULLI.error(Z, Y) == 1


@every_family
def test_error_index_by_index(family, rng):
    Z = rng.standard_normal((3, 4))
    Y = labels(family, Z.shape, rng)
    A, E = family.mean(Z), family.error(Z, Y)
    for k in range(3):
        for i in range(4):
            assert E[k, i] == pytest.approx((A[k, i] - Y[k, i]) / 4, rel=2 * EPS)


@every_family
def test_mean_is_the_slope_of_the_log_partition(family, asarray, rng):
    Z = asarray(rng.standard_normal((3, 4)))
    total = lambda Z: namespace(Z).sum(family.log_partition(Z))
    assert_gradient(total, Z, family.mean(Z), tolerance=1e-10)


@every_family
def test_conjugate_is_the_largest_of_y_z_minus_A(family, rng):
    """A*(y) = sup over z of <y, z> - A(z): approached far out for hard labels, attained at z = y for numbers."""
    Y = labels(family, (3, 5), rng)
    reached = Y if family is GAUSSIAN else 60 * (2 * Y - 1)
    at = lambda Z: (Y * Z).sum(axis=0) - family.log_partition(Z)[0]
    np.testing.assert_allclose(at(reached), family.conjugate(Y)[0], atol=1e-12)
    for _ in range(50):
        assert (at(5 * rng.standard_normal(Y.shape)) <= family.conjugate(Y)[0] + 1e-12).all()


@pytest.mark.derivation("D49")
@pytest.mark.parametrize("margin", [0.5, 5.0, 36.0, 37.0, 40.0, 100.0, 700.0])
def test_confident_right_answers_keep_their_cost(margin):
    """log(1 + e^-margin) to a relative 1e-12; the plain cost has lost all of it from 37 on."""
    with mpmath.workdps(400):
        expected = float(mpmath.log(1 + mpmath.exp(-mpmath.mpf(margin))))
    yes, no = np.array([[1.0]]), np.array([[0.0]])
    right = np.array([[margin]])
    for cost in (
        BERNOULLI.cost(right, yes),
        BERNOULLI.cost(-right, no),
        CATEGORICAL.cost(np.concatenate([right, 0 * right]), np.concatenate([yes, no])),
        CATEGORICAL.cost(np.concatenate([0 * right + 3, right + 3]), np.concatenate([no, yes])),
    ):
        assert float(cost) == pytest.approx(expected, rel=1e-12, abs=0)
    if margin >= 37:
        assert BERNOULLI.plain_cost(right, yes) == 0


@pytest.mark.derivation("D49")
@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_categorical_cost_of_many_classes_in_many_digits(right):
    Z = np.array([[3.0, 60.0, 0.0], [2.5, 0.0, 0.0], [-40.0, 59.0, 0.0], [3.0, -1e4, 0.0]])
    Y = one_hot(np.array([right] * 3), 4)
    with mpmath.workdps(400):
        exact = [
            float(mpmath.log(sum(mpmath.exp(mpmath.mpf(z)) for z in column)) - mpmath.mpf(column[right]))
            for column in Z.T.tolist()
        ]
    np.testing.assert_allclose(categorical_loss(Z, Y)[0], exact, rtol=1e-12, atol=0)


@pytest.mark.derivation("D49")
def test_small_costs_in_float32():
    Z, Y = np.array([[20.0], [0.0], [-1.0]], dtype=np.float32), np.array([[1.0], [0.0], [0.0]], dtype=np.float32)
    cost = CATEGORICAL.cost(Z, Y)
    assert cost.dtype == np.float32
    assert float(cost) == pytest.approx(np.log1p(np.exp(-20.0) + np.exp(-21.0)), rel=1e-6, abs=0)


@pytest.mark.derivation("D49")
def test_cross_entropy_from_z_by_sympy():
    """Three forms of one loss: their differences have no slope, and are 0 at z = 0."""
    z, y = sympy.symbols("z y", real=True)
    a = 1 / (1 + sympy.exp(-z))
    from_z = sympy.log(1 + sympy.exp(z)) - y * z
    from_a = -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))
    branches = y * sympy.log(1 + sympy.exp(-z)) + (1 - y) * sympy.log(1 + sympy.exp(z))
    for other in (from_a, branches):
        assert sympy.simplify(sympy.diff(from_z - other, z)) == 0
        assert sympy.simplify((from_z - other).subs(z, 0)) == 0


@every_family
@both_precisions
def test_far_out_is_finite_silent_and_right(family, dtype, asarray):
    far = np.array([[1e4, -1e4, 1e4], [-1e4, 1e4, 1e4]], dtype=dtype)
    Y = np.array([[1, 1, 0], [0, 0, 1]], dtype=dtype)
    Z, Y = asarray(far), asarray(Y)
    cost, error, mean = (to_numpy(value) for value in (family.cost(Z, Y), family.error(Z, Y), family.mean(Z)))
    assert cost.dtype == error.dtype == mean.dtype == dtype
    assert np.isfinite(cost)
    assert np.isfinite(error).all()
    if family is BERNOULLI:  # right, right; wrong, wrong; wrong, right
        assert float(cost) == pytest.approx(3e4 / 3, rel=1e-6)
        np.testing.assert_allclose(error, np.array([[0, -1, 1], [0, 1, 0]]) / 3, rtol=1e-6)
    if family is CATEGORICAL:  # right; wrong by 2e4; a tie
        assert float(cost) == pytest.approx((2e4 + np.log(2)) / 3, rel=1e-6)
        np.testing.assert_allclose(error, np.array([[0, -1, 0.5], [0, 1, -0.5]]) / 3, rtol=1e-6)


@every_family
@both_precisions
def test_every_kind_of_array(family, dtype, asarray, rng):
    Z = rng.standard_normal((3, 4)).astype(dtype)
    Y = labels(family, Z.shape, rng).astype(dtype)
    eps = np.finfo(dtype).eps
    for f in (family.cost, family.plain_cost, family.loss, family.error):
        found, expected = f(asarray(Z), asarray(Y)), f(Z, Y)
        assert namespace(found) is namespace(asarray(Z))
        assert to_numpy(found).dtype == dtype
        assert tuple(found.shape) == expected.shape
        np.testing.assert_allclose(to_numpy(found), expected, rtol=100 * eps, atol=100 * eps)
    for f in (family.mean, family.log_partition):
        np.testing.assert_allclose(to_numpy(f(asarray(Z))), f(Z), rtol=100 * eps)
    assert to_numpy(family.conjugate(asarray(Y))).dtype == dtype


def test_two_classes_are_one_yes_or_no(rng):
    """K = 2: the categorical cost of (z, 0) is the Bernoulli cost of z, and so is its error."""
    Z, Y = 10 * rng.standard_normal((1, 50)), labels(BERNOULLI, (1, 50), rng)
    Z2, Y2 = np.concatenate([Z, 0 * Z]), np.concatenate([Y, 1 - Y])
    np.testing.assert_allclose(categorical_loss(Z2, Y2), bernoulli_loss(Z, Y), rtol=20 * EPS, atol=0)
    np.testing.assert_allclose(CATEGORICAL.error(Z2, Y2)[:1], BERNOULLI.error(Z, Y), rtol=0, atol=EPS)


def test_soft_labels_cost_the_cross_entropy(rng):
    """Smallest at a = y, where what remains is the entropy of y."""
    Y = shares(CATEGORICAL, (3, 6), rng)
    entropy = -(Y * np.log(Y)).sum(axis=0).mean()
    assert CATEGORICAL.cost(np.log(Y) + 5, Y) == pytest.approx(entropy, rel=20 * EPS)
    assert np.abs(CATEGORICAL.error(np.log(Y), Y)).max() < EPS
    assert CATEGORICAL.cost(np.log(Y) + rng.standard_normal(Y.shape), Y) > entropy
    p = rng.uniform(0, 1, (1, 6))
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p)).mean()
    assert BERNOULLI.cost(scipy.special.logit(p), p) == pytest.approx(entropy, rel=20 * EPS)


def test_shift_leaves_the_categorical_cost(rng):
    Z, Y = rng.standard_normal((4, 5)), labels(CATEGORICAL, (4, 5), rng)
    c = 100 * rng.standard_normal((1, 5))
    np.testing.assert_allclose(categorical_loss(Z + c, Y), categorical_loss(Z, Y), rtol=0, atol=1000 * EPS)


def test_scikit_learn_agrees(rng):
    Z, y = rng.standard_normal((4, 30)), rng.integers(0, 4, 30)
    loss = metrics.log_loss(y, softmax(Z).T, labels=range(4))
    assert CATEGORICAL.cost(Z, one_hot(y, 4)) == pytest.approx(loss, rel=100 * EPS)


def test_pytorch_agrees(torch):
    F = torch.nn.functional
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 20)
    oracles = {
        BERNOULLI: lambda Z, Y: F.binary_cross_entropy_with_logits(Z, Y, reduction="sum") / 20,
        CATEGORICAL: lambda Z, Y: F.cross_entropy(Z.T, torch.tensor(y)),
        GAUSSIAN: lambda Z, Y: F.mse_loss(Z, Y, reduction="sum") / 40,
    }
    Y = torch.tensor(one_hot(y, 4))
    for family, oracle in oracles.items():
        Z = torch.tensor(5 * rng.standard_normal((4, 20)), requires_grad=True)
        cost = oracle(Z, Y)
        (error,) = torch.autograd.grad(cost, Z)
        Z = Z.detach()
        assert float(family.cost(Z, Y)) == pytest.approx(cost.item(), rel=100 * EPS)
        np.testing.assert_allclose(family.error(Z, Y), error, rtol=0, atol=10 * EPS)


@pytest.mark.derivation("D12")
@every_family
def test_cost_is_convex_in_the_logits(family, rng):
    """By the definition with lambda, between random pairs."""
    Y = labels(family, (3, 4), rng)
    for _ in range(50):
        U, V, t = 5 * rng.standard_normal((3, 4)), 5 * rng.standard_normal((3, 4)), rng.uniform()
        between = t * family.cost(U, Y) + (1 - t) * family.cost(V, Y)
        assert family.cost(t * U + (1 - t) * V, Y) <= between * (1 + 20 * EPS)


# Squared error through a sigmoid, which is no family


@pytest.mark.derivation("D12")
def test_sigmoid_squared_loss_is_the_definition(asarray, rng):
    Z, Y = 3 * rng.standard_normal((2, 5)), rng.uniform(0, 1, (2, 5))
    expected = [sum((1 / (1 + np.exp(-Z[k, i])) - Y[k, i]) ** 2 / 2 for k in range(2)) for i in range(5)]
    found = to_numpy(sigmoid_squared_loss(asarray(Z), asarray(Y)))
    assert found.shape == (1, 5)
    np.testing.assert_allclose(found[0], expected, rtol=1e-13)


@pytest.mark.derivation("D12")
def test_sigmoid_squared_curvature_is_the_second_derivative(asarray, rng):
    Z, Y = 3 * rng.standard_normal((2, 3)), rng.uniform(0, 1, (2, 3))
    slope = lambda Z: (sigmoid(Z) - Y) * sigmoid(Z) * sigmoid(-Z)
    assert_gradient(lambda Z: sigmoid_squared_loss(Z, Y).sum(), Z, slope(Z))
    expected, error = differences(lambda Z: slope(Z).sum(), Z)
    found = to_numpy(sigmoid_squared_curvature(asarray(Z), asarray(Y)))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10 + 10 * error.max())


@pytest.mark.derivation("D12")
def test_squared_error_through_a_sigmoid_is_not_convex():
    """y = 1, z = -3: the curvature is -0.0369, and the chord from -6 to 0 runs below the loss."""
    one = np.ones((1, 1))
    np.testing.assert_allclose(sigmoid_squared_curvature(-3 * one, one), -0.0369, atol=5e-5)
    left, middle, right = (sigmoid_squared_loss(z * one, one).item() for z in (-6.0, -3.0, 0.0))
    assert middle > (left + right) / 2 + 0.1
    z = sympy.Symbol("z", real=True)
    a = 1 / (1 + sympy.exp(-z))
    by_symbols = sympy.diff((a - 1) ** 2 / 2, z, 2)
    assert sympy.simplify(by_symbols - a * (1 - a) ** 2 * (3 * a - 1)) == 0
    np.testing.assert_allclose(
        float(by_symbols.subs(z, -3)), sigmoid_squared_curvature(-3 * one, one).item(), rtol=1e-12
    )


@pytest.mark.derivation("D12")
def test_squared_error_through_a_sigmoid_has_several_valleys():
    """Where the cross-entropy of the same five examples has one."""
    x, Y = np.array([[10.0, 1.0, 1.0, 1.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 1.0, 0.0]])
    w = np.linspace(-3, 5, 801)
    valleys = []
    for loss in (sigmoid_squared_loss, bernoulli_loss):
        J = np.array([loss(w_1 * x, Y).mean() for w_1 in w])
        lower = (J[1:-1] < J[:-2]) & (J[1:-1] < J[2:])
        valleys.append(w[1:-1][lower])
    np.testing.assert_allclose(valleys[0], [-0.15, 1.10], atol=0.02)
    np.testing.assert_allclose(valleys[1], [-0.20], atol=0.02)


@pytest.mark.derivation("D12")
def test_cross_entropy_is_not_convex_through_a_hidden_unit():
    """a = sigma(v tanh(w x)): the parameters (v, w) and their negatives say the same, what lies between does not."""
    x, Y = np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]])
    J = lambda v, w: BERNOULLI.cost(v * np.tanh(w * x), Y)
    assert J(2.0, 2.0) == J(-2.0, -2.0)
    assert J(0.0, 0.0) > J(2.0, 2.0) + 0.5


def test_shapes_that_do_not_fit_are_said():
    Z = np.zeros((3, 5))
    with pytest.raises(ValueError, match=r"^cost: Y \(1, 5\) has K = 1, Z \(3, 5\) has K = 3"):
        CATEGORICAL.cost(Z, np.zeros((1, 5)))
    with pytest.raises(ValueError, match=r"^error: Y \(3, 4\) has m = 4, Z \(3, 5\) has m = 5"):
        CATEGORICAL.error(Z, np.zeros((3, 4)))
    with pytest.raises(ValueError, match=r"^cost: Y \(5,\) has 1 axis, expected \(K, m\)"):
        BERNOULLI.cost(Z, np.zeros(5))
    with pytest.raises(TypeError, match=r"^plain_cost: Y is of dtype int64, expected floating numbers"):
        GAUSSIAN.plain_cost(Z, np.zeros((3, 5), dtype=np.int64))


def test_a_family_is_its_five_functions():
    assert [f.name for f in FAMILIES] == ["BERNOULLI", "CATEGORICAL", "GAUSSIAN"]
    assert (BERNOULLI.log_partition, BERNOULLI.conjugate, BERNOULLI.loss) == (sum_softplus, certain, bernoulli_loss)
    assert (CATEGORICAL.log_partition, CATEGORICAL.mean) == (log_sum_exp, softmax)
    assert (GAUSSIAN.log_partition, GAUSSIAN.conjugate, GAUSSIAN.loss) == (half_square, half_square, gaussian_loss)
    assert [f.slope for f in FAMILIES] == [bernoulli_slope, categorical_slope, gaussian_slope]
    with pytest.raises(AttributeError):
        BERNOULLI.mean = softmax


# At the edge: infinite logits, errors beside rounding, no example


def test_an_infinite_logit_costs_nothing_or_everything():
    """Silently: warnings are errors here. Torch's and SciPy's logsumexp agree where a label is an index."""
    inf = np.inf
    Z, Y = np.array([[inf, -inf, inf, -inf, inf]]), np.array([[1.0, 0.0, 0.0, 1.0, 0.5]])
    assert bernoulli_loss(Z, Y).tolist() == [[0, 0, inf, inf, inf]]
    Z, Y = np.array([[0.0, 0.0, 0.0], [-inf, -inf, -inf]]), np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5]])
    assert categorical_loss(Z, Y).tolist() == [[0, inf, inf]]
    three = np.array([[1.0], [-inf], [1.0]])
    assert categorical_loss(three, np.array([[1.0], [0.0], [0.0]])) == pytest.approx(np.log(2), rel=4 * EPS)
    assert BERNOULLI.error(np.array([[inf, -inf]]), np.array([[1.0, 1.0]])).tolist() == [[0, -0.5]]


@pytest.mark.derivation("D13", "D15")
def test_errors_keep_the_digits_of_both_tails():
    """A - Y in many digits, where A is 1 in float64 and the label agrees."""
    z = np.array([[-700.0, -40.0, -1.0, 0.0, 3.0, 40.0, 700.0]])
    with mpmath.workdps(400):
        for y in (0.0, 1.0):
            expected = [float(1 / (1 + mpmath.exp(-score)) - y) for score in z[0].tolist()]
            np.testing.assert_allclose(bernoulli_slope(z, np.full_like(z, y))[0], expected, rtol=8 * EPS)
            two = categorical_slope(np.concatenate([0 * z, z]), np.concatenate([0 * z + 1 - y, 0 * z + y]))
            np.testing.assert_allclose(two[1], expected, rtol=100 * EPS)
            np.testing.assert_allclose(two[0], -two[1], rtol=8 * EPS)


@every_family
@both_precisions
def test_the_slope_is_mean_minus_label(family, dtype, rng):
    for make in (labels, shares):
        Z, Y = rng.standard_normal((3, 5)).astype(dtype), make(family, (3, 5), rng).astype(dtype)
        assert family.slope(Z, Y).dtype == dtype
        np.testing.assert_allclose(family.slope(Z, Y), family.mean(Z) - Y, atol=8 * np.finfo(dtype).eps)


def test_no_error_where_the_label_is_what_is_said(rng):
    """Exactly none, also of a share."""
    Z = rng.standard_normal((3, 5))
    for family in FAMILIES:
        assert (family.error(Z, family.mean(Z)) == 0).all()


def test_a_sure_and_right_squared_loss_is_not_zero():
    assert sigmoid_squared_loss(np.array([[40.0]]), np.ones((1, 1))) == pytest.approx(
        4.248354255291589e-18**2 / 2, rel=1e-14
    )


@every_family
def test_the_cost_of_no_example_is_refused(family):
    for cost in (family.cost, family.plain_cost):
        with pytest.raises(ValueError, match=rf"^{cost.__name__}: Z \(3, 0\) holds no example, expected at least one"):
            cost(np.empty((3, 0)), np.empty((3, 0)))
    assert family.error(np.empty((3, 0)), np.empty((3, 0))).shape == (3, 0)
