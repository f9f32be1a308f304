"""Softmax regression: sums written out, differences, symbols and other people's programs give the same numbers."""

import math

import mpmath
import numpy as np
import pytest
import sympy
from dask.array import from_array
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.arrays import one_hot, to_numpy
from unity.checks import assert_gradient, differences
from unity.datasets import digits, gaussians, standardise
from unity.families import CATEGORICAL
from unity.newton import NoOptimum
from unity.softmax import cost, decide, fit, forward, gradient, hessian, margin, probability

EPS = np.finfo(float).eps
FLOATS = [np.float32, np.float64]


def draw(rng, n, K, m):
    """W, b, X, Y of a model that is neither sure nor right."""
    return (
        rng.normal(size=(n, K)),
        rng.normal(size=(K, 1)),
        rng.normal(size=(n, m)),
        one_hot(rng.integers(0, K, m), K),
    )


def noisy(rng, n, K, m):
    """X, Y drawn from a softmax model: classes overlap, so that an optimum exists."""
    X = rng.normal(size=(n, m))
    Z = rng.normal(size=(K, n)) @ X + 0.3 * np.arange(K)[:, None]
    return X, one_hot(np.argmax(Z + rng.gumbel(size=(K, m)), axis=0), K)


def largest_derivative(result, X, Y, l2=0.0):
    dW, db = gradient(result.W, result.b, X, Y)
    return max(abs(dW + l2 * result.W).max(initial=0), abs(db).max())


def as_logistic(W, b):
    """The one w and b of two classes."""
    return W[:, 1:] - W[:, :1], b[1:] - b[:1]


sizes = given(n=st.integers(0, 4), K=st.integers(1, 5), m=st.integers(1, 7), seed=st.integers(0, 2**32))


# The model


@pytest.mark.derivation("D07")
@sizes
@settings(max_examples=25)
def test_the_model_is_its_definition(n, K, m, seed):
    W, b, X, _ = draw(np.random.default_rng(seed), n, K, m)
    Z, A = forward(W, b, X), probability(W, b, X)
    for i in range(m):
        z = [sum(W[j, k] * X[j, i] for j in range(n)) + b[k, 0] for k in range(K)]
        total = sum(map(math.exp, z))
        np.testing.assert_allclose(Z[:, i], z, atol=20 * EPS)
        np.testing.assert_allclose(A[:, i], [math.exp(each) / total for each in z], rtol=100 * EPS)
        assert z[decide(W, b, X)[i]] == pytest.approx(max(z))


def test_a_tie_goes_to_the_first(asarray):
    W, b, X = (asarray(array) for array in (np.zeros((1, 3)), np.array([[0.0], [2.0], [2.0]]), np.ones((1, 2))))
    labels = decide(W, b, X)
    assert "int" in str(labels.dtype)
    np.testing.assert_array_equal(to_numpy(labels), [1, 1])


@pytest.mark.derivation("D09")
def test_the_decision_is_the_most_probable_class(asarray, rng):
    W, b, X, _ = draw(rng, 3, 4, 20)
    labels = to_numpy(decide(*map(asarray, (W, b, X))))
    np.testing.assert_array_equal(labels, probability(W, b, X).argmax(axis=0))


@sizes
@settings(max_examples=25)
def test_margin_is_its_definition(n, K, m, seed):
    rng = np.random.default_rng(seed)
    Z, y = rng.normal(size=(K, m)), rng.integers(0, K, m)
    found = margin(Z, one_hot(y, K))
    for i in range(m):
        others = [Z[k, i] for k in range(K) if k != y[i]]
        assert found[0, i] == Z[y[i], i] - max(others, default=-math.inf)


@pytest.mark.derivation("D07")
def test_what_is_added_to_every_class_changes_nothing(rng):
    W, b, X, Y = draw(rng, 3, 4, 9)
    shifted = W + rng.normal(size=(3, 1)), b + 7.0
    np.testing.assert_allclose(probability(*shifted, X), probability(W, b, X), rtol=1e-13)
    np.testing.assert_allclose(cost(*shifted, X, Y), cost(W, b, X, Y), rtol=1e-13)
    for moved, still in zip(gradient(*shifted, X, Y), gradient(W, b, X, Y)):
        np.testing.assert_allclose(moved, still, atol=1e-14)
        # and so the slope along such a shift is zero
        np.testing.assert_allclose(still.sum(axis=0 if still.shape == (4, 1) else 1), 0, atol=10 * EPS)
    np.testing.assert_allclose(hessian(*shifted, X), hessian(W, b, X), atol=1e-13)


# Two classes


@pytest.mark.derivation("D07", "D28")
@given(n=st.integers(0, 4), m=st.integers(1, 7), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_two_classes_are_logistic_regression(n, m, seed):
    W, b, X, Y = draw(np.random.default_rng(seed), n, 2, m)
    w, c = as_logistic(W, b)
    scale = 100 * EPS
    np.testing.assert_allclose(probability(W, b, X)[1:], logistic.probability(w, c, X), rtol=scale)
    np.testing.assert_allclose(cost(W, b, X, Y), logistic.cost(w, c, X, Y[1:]), rtol=scale)
    dW, db = gradient(W, b, X, Y)
    dw, dc = logistic.gradient(w, c, X, Y[1:])
    np.testing.assert_allclose(dW, np.concatenate([-dw, dw], axis=1), atol=scale)
    np.testing.assert_allclose(db, np.concatenate([-dc, dc]), atol=scale)
    H = logistic.hessian(w, c, X)
    signs = np.array([[1.0, -1.0], [-1.0, 1.0]])
    np.testing.assert_allclose(hessian(W, b, X), H[:, None, :, None] * signs[None, :, None, :], atol=scale * (1 + n))


@pytest.mark.derivation("D07", "D49")
@pytest.mark.parametrize("z", [-40.0, 40.0, 300.0])
def test_two_sure_classes_keep_the_digits_of_logistic_regression(z):
    W, b, X, Y = np.array([[0.0, z]]), np.zeros((2, 1)), np.ones((1, 1)), np.array([[0.0], [1.0]])
    w, c = as_logistic(W, b)
    np.testing.assert_allclose(cost(W, b, X, Y), logistic.cost(w, c, X, Y[1:]), rtol=10 * EPS)
    curvature = hessian(W, b, X)[0, :, 0, :]
    np.testing.assert_allclose(curvature, logistic.hessian(w, c, X) * [[1, -1], [-1, 1]], rtol=10 * EPS)


@pytest.mark.derivation("D07", "D28")
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_fit_of_two_classes_is_that_of_logistic_regression(rng, l2):
    X, Y = noisy(rng, 3, 2, 200)
    ours = fit(X, Y, l2=l2, tol=1e-12)
    theirs = logistic.fit(X, Y[1:], l2=l2 / 2, tol=1e-12)
    w, b = as_logistic(ours.W, ours.b)
    np.testing.assert_allclose(w, theirs.w, rtol=1e-9)
    np.testing.assert_allclose(b, theirs.b, rtol=1e-9)
    assert ours.iterations == theirs.iterations


# The cost


@pytest.mark.derivation("D11", "D15")
@sizes
@settings(max_examples=25)
def test_cost_is_the_definition(n, K, m, seed):
    W, b, X, Y = draw(np.random.default_rng(seed), n, K, m)
    J = 0.0
    for i in range(m):
        z = [sum(W[j, k] * X[j, i] for j in range(n)) + b[k, 0] for k in range(K)]
        for k in range(K):
            J -= Y[k, i] * math.log(math.exp(z[k]) / sum(map(math.exp, z)))
    assert cost(W, b, X, Y).shape == ()
    np.testing.assert_allclose(cost(W, b, X, Y), J / m, rtol=1e-12, atol=10 * EPS)


@pytest.mark.derivation("D11")
def test_cost_is_the_likelihood_of_the_labels(rng):
    W, b, X, Y = draw(rng, 2, 3, 12)
    likelihood = np.prod(probability(W, b, X) ** Y)
    np.testing.assert_allclose(np.exp(-12 * cost(W, b, X, Y)), likelihood, rtol=1e-12)


def test_cost_takes_labels_that_share_themselves_out(rng):
    W, b, X, Y = draw(rng, 2, 3, 6)
    other = np.roll(Y, 1, axis=0)
    np.testing.assert_allclose(
        cost(W, b, X, 0.3 * Y + 0.7 * other), 0.3 * cost(W, b, X, Y) + 0.7 * cost(W, b, X, other), rtol=10 * EPS
    )


@pytest.mark.derivation("D15", "D49")
def test_cost_gradient_and_probability_are_those_of_the_categorical_family(asarray, rng):
    W, b, X, Y = draw(rng, 3, 4, 8)
    Z = W.T @ X + b
    given = tuple(map(asarray, (W, b, X, Y)))
    np.testing.assert_allclose(to_numpy(cost(*given)), CATEGORICAL.cost(Z, Y), rtol=10 * EPS)
    np.testing.assert_allclose(to_numpy(probability(*given[:3])), CATEGORICAL.mean(Z), rtol=10 * EPS)
    dW, db = map(to_numpy, gradient(*given))
    np.testing.assert_allclose(dW, X @ CATEGORICAL.error(Z, Y).T, atol=10 * EPS)
    np.testing.assert_allclose(db[:, 0], CATEGORICAL.error(Z, Y).sum(axis=1), atol=10 * EPS)


@pytest.mark.derivation("D49")
@pytest.mark.parametrize("z", [1.0, 36.0, 40.0, 700.0])
def test_a_confident_right_answer_keeps_all_its_digits(asarray, z):
    with mpmath.workdps(400):
        exact = float(mpmath.log(1 + 2 * mpmath.exp(-z)))
    given = np.array([[z, 0.0, 0.0]]), np.zeros((3, 1)), np.ones((1, 1)), np.array([[1.0], [0.0], [0.0]])
    np.testing.assert_allclose(to_numpy(cost(*map(asarray, given))), exact, rtol=1e-12)


@pytest.mark.derivation("D49")
@pytest.mark.parametrize("kind", FLOATS)
def test_logits_of_ten_thousand_are_finite_everywhere(asarray, kind):
    W, b, X = np.array([[1, 0, -1]], kind), np.zeros((3, 1), kind), np.array([[1e4, 1e4, -1e4]], kind)
    Y = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 0]], kind)
    W, b, X, Y = map(asarray, (W, b, X, Y))
    np.testing.assert_allclose(to_numpy(cost(W, b, X, Y)), 4e4 / 3, rtol=1e-6)
    dW, db = map(to_numpy, gradient(W, b, X, Y))
    np.testing.assert_allclose(dW, [[2e4 / 3, 0, -2e4 / 3]], rtol=1e-6)
    np.testing.assert_allclose(db, [[0], [0], [0]], atol=1e-6)
    np.testing.assert_array_equal(to_numpy(hessian(W, b, X)), np.zeros((1, 3, 1, 3)))
    np.testing.assert_array_equal(to_numpy(probability(W, b, X)), [[1, 1, 0], [0, 0, 0], [0, 0, 1]])


@pytest.mark.parametrize("kind", FLOATS)
def test_floats_keep_their_kind(asarray, rng, kind):
    W, b, X, Y = (asarray(array.astype(kind)) for array in draw(rng, 2, 3, 30))
    results = [
        forward(W, b, X),
        probability(W, b, X),
        margin(forward(W, b, X), Y),
        cost(W, b, X, Y),
        *gradient(W, b, X, Y),
        hessian(W, b, X),
        *fit(X, Y, l2=0.1, tol=1e-4)[:2],
    ]
    assert {result.dtype for result in results} == {X.dtype}
    assert {type(result) for result in results} <= {type(X), type(X[0, 0])}


def test_nan_in_gives_nan_out(rng):
    W, b, X, Y = draw(rng, 2, 3, 4)
    X[0, 0] = np.nan
    assert np.isnan(cost(W, b, X, Y))
    assert np.isnan(gradient(W, b, X, Y)[0]).all()


# The gradient


@pytest.mark.derivation("D15")
@sizes
@settings(max_examples=25)
def test_gradient_is_the_definition(n, K, m, seed):
    W, b, X, Y = draw(np.random.default_rng(seed), n, K, m)
    dW, db = np.zeros((n, K)), np.zeros((K, 1))
    for i in range(m):
        z = W.T @ X[:, i] + b[:, 0]
        total = sum(map(math.exp, z))
        for k in range(K):
            dz = math.exp(z[k]) / total - Y[k, i]
            dW[:, k] += X[:, i] * dz / m
            db[k, 0] += dz / m
    found = gradient(W, b, X, Y)
    np.testing.assert_allclose(found[0], dW, atol=50 * EPS)
    np.testing.assert_allclose(found[1], db, atol=50 * EPS)


@pytest.mark.derivation("D15")
@pytest.mark.parametrize("share", [0.0, 0.25])
def test_gradient_is_the_slope_of_the_cost(rng, share):
    W, b, X, Y = draw(rng, 3, 4, 9)
    # Columns that sum to 1, one-hot or not.
    Y = (1 - share) * Y + share / 4
    dW, db = gradient(W, b, X, Y)
    assert_gradient(lambda W: cost(W, b, X, Y), W, dW, tolerance=1e-9)
    assert_gradient(lambda b: cost(W, b, X, Y), b, db, tolerance=1e-9)


@pytest.mark.derivation("D15")
def test_the_chain_rule_by_symbols():
    """dL/dz_k = a_k - y_k for columns of Y that sum to 1, and for no others."""
    z, y = sympy.symbols("z1:4", real=True), sympy.symbols("y1:4", real=True)
    total = sum(map(sympy.exp, z))
    a = [sympy.exp(each) / total for each in z]
    loss = -sum(each * sympy.log(p) for each, p in zip(y, a))
    for k in range(3):
        slope = sympy.diff(loss, z[k])
        assert sympy.simplify(slope - (sum(y) * a[k] - y[k])) == 0
        assert sympy.simplify(slope.subs(y[2], 1 - y[0] - y[1]) - (a[k] - y[k]).subs(y[2], 1 - y[0] - y[1])) == 0
        # down to the weights: z_k = w_k x + b_k meets x
        w, x, b = sympy.symbols("w x b", real=True)
        inner = loss.subs(z[k], w * x + b)
        assert sympy.simplify(sympy.diff(inner, w) - x * slope.subs(z[k], w * x + b)) == 0
        # and twice: da_k/dz_l = a_k ((k = l) - a_l)
        for other in range(3):
            twice = sympy.diff(a[k], z[other]) - a[k] * (int(k == other) - a[other])
            assert sympy.simplify(twice) == 0


@pytest.mark.derivation("D14", "D15")
def test_a_step_pushes_the_class_towards_x_and_the_others_away(rng):
    W, b, X, _ = draw(rng, 3, 4, 1)
    dW, db = gradient(W, b, X, one_hot(np.array([2]), 4))
    push = -dW / X
    np.testing.assert_allclose(push, push[:1].repeat(3, axis=0), rtol=1e-12)
    assert (np.sign(push[0]) == [-1, -1, 1, -1]).all()
    assert (np.sign(-db[:, 0]) == [-1, -1, 1, -1]).all()
    assert probability(W - dW, b - db, X)[2] > probability(W, b, X)[2]


@pytest.mark.derivation("D15")
@pytest.mark.parametrize("library", ["torch", "jax"])
def test_automatic_differentiation_agrees(request, rng, library):
    module = request.getfixturevalue(library)
    W, b, X, Y = draw(rng, 3, 4, 20)
    if library == "torch":
        V, B = (module.tensor(array, requires_grad=True) for array in (W, b))
        U, L = module.tensor(X), module.tensor(Y)
        expected = module.nn.functional.cross_entropy((V.T @ U + B).T, L.T)
        np.testing.assert_allclose(cost(W, b, X, Y), expected.item(), rtol=1e-14)
        slopes = module.autograd.grad(expected, (V, B))
        through = module.autograd.grad(cost(V, B, U, L), (V, B))
        curvature = module.autograd.functional.hessian(lambda V: cost(V, B.detach(), U, L), V.detach())
    else:
        V, B, U, L = map(module.numpy.asarray, (W, b, X, Y))
        log_a = lambda V, B: module.nn.log_softmax(V.T @ U + B, axis=0)
        expected = lambda V, B: -module.numpy.mean(module.numpy.sum(L * log_a(V, B), axis=0))
        np.testing.assert_allclose(cost(W, b, X, Y), expected(V, B), rtol=1e-14)
        slopes = module.grad(expected, (0, 1))(V, B)
        through = module.grad(cost, (0, 1))(V, B, U, L)
        curvature = module.hessian(lambda V: cost(V, B, U, L))(V)
    for ours, theirs, ours_through in zip(gradient(W, b, X, Y), slopes, through):
        np.testing.assert_allclose(ours, np.asarray(theirs), atol=1e-15)
        np.testing.assert_allclose(ours, np.asarray(ours_through), atol=1e-15)
    np.testing.assert_allclose(hessian(W, b, X), np.asarray(curvature), atol=1e-14)


# The curvature


@pytest.mark.derivation("D12")
@sizes
@settings(max_examples=25)
def test_hessian_is_the_definition(n, K, m, seed):
    W, b, X, _ = draw(np.random.default_rng(seed), n, K, m)
    A, H = probability(W, b, X), hessian(W, b, X)
    assert H.shape == (n, K, n, K)
    expected = np.zeros(H.shape)
    for i, k, j, l in np.ndindex(n, K, n, K):
        expected[i, k, j, l] = sum(X[i, e] * X[j, e] * A[k, e] * ((k == l) - A[l, e]) for e in range(m)) / m
    np.testing.assert_allclose(H, expected, atol=100 * EPS)


@pytest.mark.derivation("D12")
def test_hessian_is_how_the_gradient_changes(asarray, rng):
    W, b, X, Y = draw(rng, 2, 3, 9)
    H = to_numpy(hessian(*map(asarray, (W, b, X))))
    for i, k in np.ndindex(2, 3):
        row, _ = differences(lambda W, entry=(i, k): gradient(W, b, X, Y)[0][entry], W)
        np.testing.assert_allclose(H[i, k], row, atol=1e-9)


@pytest.mark.derivation("D12")
@sizes
@settings(max_examples=25)
def test_the_cost_curves_upwards_but_for_shifts(n, K, m, seed):
    """<U, H U> is the mean variance of u^T x over the classes: never negative, and 0 for equal columns."""
    rng = np.random.default_rng(seed)
    W, b, X, _ = draw(rng, n, K, m)
    theta, augmented = np.concatenate([b.T, W]), logistic.augment(X)
    H = hessian(theta, np.zeros((K, 1)), augmented).reshape((n + 1) * K, (n + 1) * K)
    np.testing.assert_allclose(H, H.T, atol=10 * EPS)
    assert np.linalg.eigvalsh(H).min() >= -100 * EPS * (n + 1) * K
    U = rng.normal(size=(n + 1, K))
    S, A = U.T @ augmented, probability(W, b, X)
    variance = np.mean(np.sum(A * S**2, axis=0) - np.sum(A * S, axis=0) ** 2)
    np.testing.assert_allclose(U.ravel() @ H @ U.ravel(), variance, atol=1e-12)
    same = np.repeat(rng.normal(size=(n + 1, 1)), K, axis=1)
    np.testing.assert_allclose(H @ same.ravel(), 0, atol=1e-13)


@pytest.mark.derivation("D18")
@given(n=st.integers(1, 4), K=st.integers(2, 5), m=st.integers(1, 9), seed=st.integers(0, 2**32))
@settings(max_examples=50)
def test_no_curvature_exceeds_half_of_that_of_the_features(n, K, m, seed):
    rng = np.random.default_rng(seed)
    W, b, X, _ = draw(rng, n, K, m)
    bound = np.linalg.eigvalsh(X @ X.T)[-1] / (2 * m)
    largest = np.linalg.eigvalsh(hessian(3 * W, 3 * b, X).reshape(n * K, n * K))[-1]
    assert largest <= bound * (1 + 1e-12)


@pytest.mark.derivation("D18")
def test_the_bound_on_the_curvature_is_met():
    # Two classes at even odds, the others out of sight: diag(a) - a a^T has the eigenvalue 1/2.
    W, b, X = np.zeros((1, 3)), np.array([[0.0], [0.0], [-1000.0]]), np.array([[3.0]])
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian(W, b, X).reshape(3, 3))[-1], 9 / 2, rtol=1e-14)


# The parameters of least cost


@pytest.mark.derivation("D15", "D48")
@pytest.mark.parametrize("l2", [1e-3, 1e-1])
def test_fit_is_scikit_learns(l2):
    from sklearn.linear_model import LogisticRegression

    images = digits()
    # 300 images, and the middle 16 of the 64 pixels
    X, y = np.ascontiguousarray(images.X[0, 2:6, 2:6, :300].reshape(16, 300)), images.y[:300]
    theirs = LogisticRegression(C=1 / (l2 * 300), solver="newton-cg", tol=1e-10, max_iter=1000).fit(X.T, y)
    ours = fit(X, one_hot(y, 10), l2=l2, tol=1e-10)
    np.testing.assert_allclose(ours.W.T, theirs.coef_, atol=1e-6)
    shifted = theirs.intercept_ - theirs.intercept_.mean()
    np.testing.assert_allclose(ours.b[:, 0], shifted, atol=1e-6)
    assert largest_derivative(ours, X, one_hot(y, 10), l2) <= 1.01e-10


def test_fit_without_penalty_is_scikit_learns():
    from sklearn.linear_model import LogisticRegression

    clouds = gaussians(np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 2.0]]), np.eye(2), (300, 200, 100), seed=0)
    theirs = LogisticRegression(C=np.inf, solver="newton-cg", tol=1e-12).fit(clouds.X.T, clouds.y)
    ours = fit(clouds.X, clouds.Y, tol=1e-10)
    theirs_W = theirs.coef_.T - theirs.coef_.T.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(ours.W, theirs_W, atol=1e-6)
    np.testing.assert_allclose(ours.b[:, 0], theirs.intercept_ - theirs.intercept_.mean(), atol=1e-6)


@pytest.mark.parametrize("l2", [0.0, 0.05])
@pytest.mark.parametrize("kind", FLOATS)
def test_fit_stops_where_no_derivative_exceeds_tol(asarray, rng, l2, kind):
    X, Y = noisy(rng, 3, 4, 300)
    result = fit(asarray(X.astype(kind)), asarray(Y.astype(kind)), l2=l2, tol=2e-6)
    reference = fit(X, Y, l2=l2, tol=1e-12)
    assert result.gradient_norm <= 2e-6
    assert 2 <= result.iterations <= 10
    np.testing.assert_allclose(to_numpy(result.W), reference.W, atol=1e-4)
    np.testing.assert_allclose(to_numpy(result.b), reference.b, atol=1e-4)


@pytest.mark.derivation("D07")
@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_fit_is_the_shortest_of_all_that_say_the_same(rng, l2):
    X, Y = noisy(rng, 3, 4, 300)
    W, b, *_ = fit(X, Y, l2=l2)
    np.testing.assert_allclose(W.sum(axis=1), 0, atol=10 * EPS)
    np.testing.assert_allclose(b.sum(), 0, atol=10 * EPS)


def test_no_cost_near_the_fit_is_smaller(rng):
    X, Y = noisy(rng, 2, 3, 60)
    W, b, *_ = fit(X, Y, l2=0.1, tol=1e-10)
    objective = lambda W, b: cost(W, b, X, Y) + 0.05 * np.sum(W**2)
    for _ in range(50):
        assert objective(W, b) <= objective(W + 0.1 * rng.normal(size=W.shape), b + 0.1 * rng.normal(size=b.shape))


def test_fit_does_not_penalise_the_bias(rng):
    X, Y = noisy(rng, 2, 3, 300)
    b = fit(X, Y, l2=1e9, tol=1e-12).b
    np.testing.assert_allclose(np.exp(b) / np.exp(b).sum(), Y.mean(axis=1, keepdims=True), rtol=1e-6)


def test_fit_of_no_features_is_the_share_of_each_class():
    result = fit(np.empty((0, 4)), one_hot(np.array([0, 1, 1, 2]), 3), tol=1e-12)
    assert result.W.shape == (0, 3)
    np.testing.assert_allclose(np.exp(result.b[:, 0]) / np.exp(result.b).sum(), [0.25, 0.5, 0.25], rtol=1e-10)


def test_fit_of_labels_in_another_precision(rng):
    X, Y = noisy(rng, 2, 3, 80)
    result = fit(X.astype(np.float32), Y, tol=1e-4)
    assert result.W.dtype == result.b.dtype == np.float32


def test_fit_with_outliers():
    # Whole steps of Newton's method leave for infinity on these.
    X = np.array(
        [
            [0.0, 0.01, -0.7, -0.15, -3.37, 6.86, -2.88, -0.81, 297.56, 0.0, -0.21],
            [-1099.34, 0.11, 6.51, 1.96, -3.44, -5.07, 15.5, 0.0, 398.23, 4.88, 0.36],
        ]
    )
    Y = one_hot(np.array([1, 0, 1, 2, 2, 0, 2, 2, 0, 0, 0]), 3)
    assert largest_derivative(fit(X, Y), X, Y) <= 1e-6


def with_direction(extra):
    """Features, the first four independent, with more rows appended."""
    X, Y = noisy(np.random.default_rng(7), 4, 3, 200)
    return np.concatenate([X, extra(X)]), Y


SINGULAR = {
    "constant": with_direction(lambda X: np.full((1, 200), 3.0)),
    "zero": with_direction(lambda X: np.zeros((1, 200))),
    "duplicated": with_direction(lambda X: X),
    "perfectly correlated": with_direction(lambda X: 2 * X[:1] - 3 * X[1:2] + 1),
}


@pytest.mark.parametrize(("X", "Y"), SINGULAR.values(), ids=SINGULAR)
@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_fit_with_features_that_repeat_each_other(X, Y, l2):
    result = fit(X, Y, l2=l2, tol=1e-9)
    assert largest_derivative(result, X, Y, l2) <= 1.01e-9
    assert np.abs(result.W).max() < 10
    if l2 == 0:
        alone = fit(X[:4], Y, tol=1e-9)
        np.testing.assert_allclose(forward(result.W, result.b, X), forward(alone.W, alone.b, X[:4]), atol=1e-6)


@pytest.mark.parametrize("noise", [1e-3, 1e-5, 1e-7])
def test_fit_with_features_that_nearly_repeat_each_other(rng, noise):
    X, Y = noisy(rng, 3, 3, 200)
    X = np.concatenate([X, X + noise * rng.normal(size=X.shape)])
    result = fit(X, Y)
    assert largest_derivative(result, X, Y) <= 1e-6
    assert result.iterations <= 10


def test_fit_of_columns_between_1e_minus_4_and_1e4(rng):
    X, Y = noisy(rng, 5, 3, 300)
    scale = np.array([[1e-4], [1e-2], [1.0], [1e2], [1e4]])
    plain, scaled = fit(X, Y, tol=1e-10), fit(scale * X, Y)
    np.testing.assert_allclose(scaled.W * scale, plain.W, rtol=1e-4)
    assert scaled.iterations <= 10
    penalised = fit(scale * X, Y, l2=0.1)
    assert largest_derivative(penalised, scale * X, Y, 0.1) <= 1.01e-6


def test_fit_of_more_features_than_examples(rng):
    X, Y = noisy(rng, 50, 3, 20)
    with pytest.raises(NoOptimum, match="fit: planes separate the classes: every example is on its own side"):
        fit(X, Y)
    assert largest_derivative(fit(X, Y, l2=0.1), X, Y, 0.1) <= 1.01e-6


# Where there is no optimum

LINE = np.array([[-3.0, -2.0, 0.0, 0.5, 2.0, 3.0]])
SEPARABLE = one_hot(np.array([0, 0, 1, 1, 2, 2]), 3)


@pytest.mark.derivation("D47", "E21")
@pytest.mark.parametrize("kind", FLOATS)
def test_separable_data_have_no_optimum(asarray, kind):
    with pytest.raises(NoOptimum, match=r"no minimum. A penalty \(l2 > 0\) makes one") as caught:
        fit(asarray(LINE.astype(kind)), asarray(SEPARABLE.astype(kind)), tol=1e-1)
    for reason in ("planes separate the classes", "falls towards 0", "like a logarithm"):
        assert reason in str(caught.value)


@pytest.mark.derivation("D47", "E21")
def test_the_digits_can_be_separated():
    images = digits()
    X, Y = images.X.reshape(64, -1)[:, :400], one_hot(images.y[:400], 10)
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        fit(X, Y)


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("l2", [1e-9, 1e-4, 1.0])
def test_a_penalty_cures_separable_data(asarray, l2):
    result = fit(asarray(LINE), asarray(SEPARABLE), l2=l2, tol=1e-10)
    W, b = to_numpy(result.W), to_numpy(result.b)
    dW, db = gradient(W, b, LINE, SEPARABLE)
    np.testing.assert_allclose(dW + l2 * W, 0, atol=1.01e-10)
    np.testing.assert_allclose(db, 0, atol=1.01e-10)


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("kind", FLOATS)
@pytest.mark.parametrize("tol", [1e-2, 1e-6])
def test_one_class_that_stands_apart_from_two_that_overlap(kind, tol):
    # Classes 0 and 1 mix on the left, class 2 is alone on the right.
    X = np.array([[-3, -2, -1, -3.5, -2.5, -0.5, 4, 5]], kind)
    Y = one_hot(np.array([0, 1, 0, 1, 0, 1, 2, 2]), 3).astype(kind)
    with pytest.raises(NoOptimum, match=r"planes separate some of the examples.*A penalty \(l2 > 0\) makes one"):
        fit(X, Y, tol=tol)


@pytest.mark.derivation("D47")
@given(seed=st.integers(0, 2**32), tol=st.sampled_from([1e-2, 1e-4, 1e-6, 1e-8]))
@settings(max_examples=40)
def test_a_feature_of_one_class_alone_is_found_under_any_mixture(seed, tol):
    rng = np.random.default_rng(seed)
    n, K, m, q = rng.integers(1, 5), rng.integers(2, 5), rng.integers(30, 200), rng.integers(1, 4)
    X, Y = noisy(rng, n, K, m)
    alone = np.zeros((1, m))
    own = np.flatnonzero(Y[Y[:, 0].argmax()])[:q]
    alone[0, own] = rng.uniform(0.1, 3, len(own))
    mixture = rng.normal(size=(n + 1, n + 1)) * 10.0 ** rng.uniform(-1, 1, (n + 1, 1))
    with pytest.raises(NoOptimum):
        fit(mixture @ np.concatenate([X, alone]) + rng.normal(size=(n + 1, 1)), Y, tol=tol)


@pytest.mark.derivation("D47")
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60)
def test_an_optimum_is_found_exactly_where_linear_programming_finds_no_plane(seed):
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    n, K, m = rng.integers(1, 5), rng.integers(2, 5), rng.integers(4, 50)
    X, Y = noisy(rng, n, K, m)
    if seed % 2:
        X = np.round(X)
    # The most that a direction in a box gains over all examples while none loses: 0 where an optimum exists.
    rows = []
    for x, y in zip(logistic.augment(X).T, Y.argmax(axis=0)):
        for k in set(range(K)) - {y}:
            row = np.zeros((n + 1, K))
            row[:, y], row[:, k] = x, -x
            rows.append(row.ravel())
    rows = np.array(rows)
    gain = -linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1)).fun
    if gain > 1e-7:
        with pytest.raises(NoOptimum):
            fit(X, Y)
    else:
        assert largest_derivative(fit(X, Y), X, Y) <= 1e-6


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("l2", [0.0, 1.0])
@pytest.mark.parametrize("missing", [0, 2])
@pytest.mark.parametrize("m", [1, 6])
def test_a_class_without_an_example_has_no_optimum_even_with_a_penalty(rng, l2, missing, m):
    present = np.array([k for k in range(3) if k != missing])
    Y = one_hot(present[np.arange(m) % 2], 3)
    absent = missing if m > 1 else np.flatnonzero(Y.sum(axis=1) == 0)[0]
    with pytest.raises(NoOptimum, match=f"fit: no example is of class {absent}, .* the penalty does not reach b"):
        fit(rng.normal(size=(3, m)), Y, l2=l2)


def test_a_label_above_the_number_of_examples_is_refused_before_it_costs_memory(rng):
    with pytest.raises(NoOptimum, match=r"^fit: Y names class 1000000000000 and there are 3 examples, .*of any name"):
        fit(rng.normal(size=(2, 3)), np.array([0, 1, 10**12]), l2=1.0)


@pytest.mark.derivation("D47")
def test_without_its_class_the_bias_falls_for_ever(rng):
    X, Y = rng.normal(size=(1, 6)), one_hot(np.array([0, 1, 0, 1, 0, 1]), 3)
    W = np.zeros((1, 3))
    costs = [cost(W, np.array([[0.0], [0.0], [-float(b)]]), X, Y) for b in (0, 1, 10, 30)]
    assert (np.diff(costs) < 0).all()


# What fit refuses


@pytest.mark.parametrize(
    ("X", "Y", "message"),
    [
        ([[1.0, np.nan]], [[0.0, 1.0], [1.0, 0.0]], "fit: X holds a NaN or an infinity"),
        ([[1.0, -np.inf]], [[0.0, 1.0], [1.0, 0.0]], "fit: X holds a NaN or an infinity"),
        ([[1.0, 1e200]], [[0.0, 1.0], [1.0, 0.0]], "fit: X holds numbers whose squares overflow"),
        ([[1.0, 2.0]], [[0.0, 1.0], [1.0, 1.0]], "fit: labels: a column of y sums to 2, expected 1"),
        ([[1.0, 2.0]], [[0.0, 1.0], [0.0, 0.0]], "fit: labels: a column of y sums to 0, expected 1"),
        ([[1.0, 2.0]], [[0.0, 0.5], [1.0, 0.6]], "fit: labels: a column of y sums to 1.1, expected 1"),
        ([[1.0, 2.0]], [[2.0, 1.0], [-1.0, 0.0]], "fit: labels: y holds -1.0, expected shares of 0 or more"),
        ([[1.0, 2.0]], [[0.0, np.nan], [1.0, 0.0]], "fit: labels: y holds nan, expected shares of 0 or more"),
        ([[1.0, 2.0]], [[0.0, 0.5]], "fit: labels: y holds 0.5, expected a class from 0 to 1"),
        ([[1.0, 2.0]], [[0.0, -1.0]], "fit: labels: y holds -1.0, expected"),
        (np.empty((3, 0)), np.empty((2, 0)), r"fit: X \(3, 0\) holds no example"),
        ([[1.0, 2.0]], [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]], r"fit: Y \(2, 3\) has m = 3, X \(1, 2\) has m = 2"),
    ],
)
def test_fit_refuses_values(asarray, X, Y, message):
    with pytest.raises(ValueError, match=message) as caught:
        fit(asarray(np.asarray(X)), asarray(np.asarray(Y)))
    assert not isinstance(caught.value, NoOptimum)


def test_fit_takes_one_row_of_labels_in_blocks_for_names(in_blocks):
    """As elsewhere: there are two classes at least."""
    with pytest.raises(NoOptimum, match=r"fit: no example is of class 0"):
        fit(in_blocks(np.ones((1, 2))), in_blocks(np.ones((1, 2))))


@pytest.mark.parametrize("change", [dict(l2=-1.0), dict(l2=np.nan), dict(tol=0.0)])
def test_fit_refuses_settings(change):
    with pytest.raises(ValueError, match="expected finite l2 >= 0 and tol > 0"):
        fit(LINE, SEPARABLE, **change)
    with pytest.raises(TypeError, match=r"^fit: l2 = 'a' is of type str, expected a number"):
        fit(LINE, SEPARABLE, l2="a")


def test_fit_says_where_precision_ends(rng):
    X, Y = noisy(rng, 3, 3, 100)
    with pytest.raises(ValueError, match=r"expected at most 1.0e-12.*float32 reaches no further") as caught:
        fit(X.astype(np.float32), Y.astype(np.float32), tol=1e-12)
    assert not isinstance(caught.value, NoOptimum)
    # It says so as soon as steps gain nothing, and not after all the steps it may take.
    assert int(str(caught.value).split("after ")[1].split()[0]) < 20
    # Units are no reason: these numbers are as precise as those.
    large, small = (fit(scale * X.astype(np.float32), Y.astype(np.float32)) for scale in (1e5, 1.0))
    np.testing.assert_allclose(1e5 * large.W, small.W, rtol=1e-4)


def test_shapes_are_named():
    with pytest.raises(ValueError, match=r"gradient: X \(3, 5\) has n = 3, W \(4, 2\) has n = 4"):
        gradient(np.ones((4, 2)), np.ones((2, 1)), np.ones((3, 5)), np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"cost: Y \(3, 5\) has K = 3, W \(4, 2\) has K = 2"):
        cost(np.ones((4, 2)), np.ones((2, 1)), np.ones((4, 5)), np.ones((3, 5)))


@pytest.mark.parametrize("K", [2, 3, 10])
def test_contrasts_are_all_that_is_left_of_the_logits(K):
    C = softmax._contrasts(K)
    np.testing.assert_allclose(C.T @ C, np.eye(K - 1), atol=10 * EPS)
    np.testing.assert_allclose(C.sum(axis=0), 0, atol=10 * EPS)


# Dask: the examples in blocks


def test_blocks_of_examples_give_the_same(rng):
    W, b, _, _ = draw(rng, 4, 3, 1)
    X, Y = noisy(rng, 4, 3, 100)
    X = standardise(X).X
    blocks = [from_array(array, chunks=(-1, 30)) for array in (W, b, X, Y)]
    whole = (W, b, X, Y)
    np.testing.assert_allclose(to_numpy(cost(*blocks)), cost(*whole), rtol=10 * EPS)
    np.testing.assert_allclose(to_numpy(probability(*blocks[:3])), probability(*whole[:3]), rtol=10 * EPS)
    np.testing.assert_array_equal(to_numpy(decide(*blocks[:3])), decide(*whole[:3]))
    for block, array in zip(gradient(*blocks), gradient(*whole)):
        np.testing.assert_allclose(to_numpy(block), array, atol=20 * EPS)
    np.testing.assert_allclose(to_numpy(hessian(*blocks[:3])), hessian(*whole[:3]), atol=20 * EPS)
    fitted, expected = fit(*blocks[2:]), fit(X, Y)
    np.testing.assert_allclose(to_numpy(fitted.W), expected.W, rtol=1e-9)
    np.testing.assert_allclose(to_numpy(fitted.b), expected.b, rtol=1e-9, atol=1e-12)
    assert fitted.iterations == expected.iterations


def test_the_gradient_keeps_the_digits_of_a_sure_and_right_answer():
    """For K = 2 at z_0 - z_1 = 40: a_0 - 1 = -e^-40 / (1 + e^-40) = -a_1."""
    tail = 4.248354255291589e-18
    dW, db = gradient(np.array([[40.0, 0.0]]), np.zeros((2, 1)), np.ones((1, 1)), np.array([[1.0], [0.0]]))
    np.testing.assert_allclose(db[:, 0], [-tail, tail], rtol=1e-15)
    np.testing.assert_allclose(dW[0], [-tail, tail], rtol=1e-15)


@pytest.mark.parametrize("f", [cost, gradient, hessian], ids=lambda f: f.__name__)
def test_a_mean_over_no_example_is_refused(f):
    given = (np.ones((3, 2)), np.ones((2, 1)), np.empty((3, 0)), np.empty((2, 0)))[: 3 if f is hessian else 4]
    with pytest.raises(ValueError, match=rf"^{f.__name__}: X \(3, 0\) holds no example, expected at least one"):
        f(*given)


def test_nothing_is_decided_about_nan(asarray, in_blocks):
    W, b, X = np.ones((2, 3)), np.zeros((3, 1)), np.array([[0.0, 1.0, 3.0], [0.0, np.nan, 0.0]])
    for kind in (asarray, in_blocks):
        with pytest.raises(ValueError, match=r"^decide: the score of example . is NaN, expected numbers"):
            to_numpy(decide(*map(kind, (W, b, X))))


# Labels in any form, and weights


@pytest.mark.parametrize("form", [np.asarray, np.float32, lambda y: y[None], lambda y: one_hot(y, 3).astype(int)])
def test_labels_in_any_form(asarray, rng, form):
    X, y = rng.normal(size=(2, 30)), np.resize([2, 0, 1, 1], 30)
    W, b, Y = rng.normal(size=(2, 3)), rng.normal(size=(3, 1)), one_hot(y, 3)
    given = [asarray(array) for array in (W, b, X)]
    labels = asarray(form(y))
    np.testing.assert_allclose(to_numpy(cost(*given, labels)), cost(W, b, X, Y), rtol=1e-14)
    for ours, theirs in zip(gradient(*given, Y=labels), gradient(W, b, X, Y)):
        np.testing.assert_allclose(to_numpy(ours), theirs, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(to_numpy(fit(given[2], labels, l2=0.1).W), fit(X, Y, l2=0.1).W, rtol=1e-9, atol=1e-12)


def test_two_classes_may_be_true_and_false(rng):
    X, y = rng.normal(size=(2, 30)), rng.random(30) < 0.5
    np.testing.assert_array_equal(fit(X, y, l2=0.1).W, fit(X, np.stack([~y, y]).astype(float), l2=0.1).W)
    np.testing.assert_array_equal(fit(X, y[None] * 1.0, l2=0.1).W, fit(X, y, l2=0.1).W)


def test_numbers_that_name_no_class_are_refused():
    start = np.zeros((1, 2)), np.zeros((2, 1)), np.ones((1, 3))
    for f in cost, gradient:
        with pytest.raises(ValueError, match=rf"^{f.__name__}: labels: y holds 2, expected a class from 0 to 1"):
            f(*start, np.array([0, 1, 2]))
        with pytest.raises(ValueError, match=rf"^{f.__name__}: labels: y \(4,\) has m = 4, the examples .* have 3"):
            f(*start, np.array([0, 1, 0, 1]))
    with pytest.raises(ValueError, match=r"^fit: labels: y holds -1, expected"):
        fit(np.ones((1, 3)), np.array([0, -1, 1]))


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_a_weight_is_how_often_an_example_stands_there(asarray, rng, l2):
    X, y, often = rng.normal(size=(3, 60)), rng.integers(0, 3, 60), rng.integers(0, 4, 60)
    ours = fit(asarray(X), asarray(y), weights=asarray(often), l2=l2)
    theirs = fit(np.repeat(X, often, axis=1), np.repeat(y, often), l2=l2)
    np.testing.assert_allclose(
        forward(to_numpy(ours.W), to_numpy(ours.b), X), forward(theirs.W, theirs.b, X), atol=1e-9
    )
    kept = often > 0
    without = fit(X[:, kept], y[kept], weights=1.0 * often[kept][None], l2=l2)
    np.testing.assert_allclose(to_numpy(ours.W), without.W, atol=1e-9)
    assert abs(fit(X, y, l2=l2).W - without.W).max() > 1e-2


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_a_label_that_is_shared_out_is_an_example_of_each_class_with_its_weight(asarray, rng, l2):
    X, shares = rng.normal(size=(2, 40)), rng.dirichlet(np.full(3, 0.3), 40).T
    shares[:, :10] = np.eye(3)[:, np.resize([0, 1, 2], 10)]
    ours = fit(asarray(X), asarray(shares), l2=l2)
    theirs = fit(np.tile(X, 3), np.repeat([0, 1, 2], 40), weights=shares.ravel(), l2=l2)
    assert ours.certified
    assert theirs.certified
    np.testing.assert_allclose(
        forward(to_numpy(ours.W), to_numpy(ours.b), X), forward(theirs.W, theirs.b, X), atol=1e-9
    )
    rounded = fit(X, shares.round(6), l2=l2)
    np.testing.assert_allclose(rounded.W, theirs.W, atol=1e-3)


def test_fit_without_features_gives_the_mean_share():
    shares = np.array([[0.2, 0.6, 0.1], [0.3, 0.4, 0.1], [0.5, 0.0, 0.8]])
    fitted = fit(np.empty((0, 3)), shares, weights=np.array([1, 1, 2]))
    np.testing.assert_allclose(
        softmax.probability(fitted.W, fitted.b, np.empty((0, 1)))[:, 0], [0.25, 0.225, 0.525], atol=1e-9
    )


@pytest.mark.parametrize("total", [1 - 1e-6, 1 + 1e-6])
def test_shares_that_were_rounded_are_divided_by_their_sum(rng, total):
    X, exact = rng.normal(size=(2, 30)), np.tile([[0.25, 0.5], [0.5, 0.25], [0.25, 0.25]], 15)
    for wrong in (np.ones(30, bool), np.arange(30) == 7):
        Y, sure = softmax._shares(X, np.where(wrong, total, 1.0) * exact)
        np.testing.assert_allclose(Y, exact, rtol=1e-12)
        assert not sure
    Y, sure = softmax._shares(X, exact)
    assert Y is exact
    assert not sure


def test_sure_labels_take_the_shorter_way(rng):
    Y = one_hot(np.arange(30) % 3, 3)
    assert softmax._shares(rng.normal(size=(2, 30)), Y) == (Y, True)


def test_shared_labels_have_an_optimum_unless_planes_separate_the_sure_ones_and_leave_the_others():
    """On the line x = 0 a shared example stays where it is while the sure ones to both sides go."""
    X = np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]])
    apart = np.array([[1.0, 1.0, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 1.0, 1.0]])
    with pytest.raises(NoOptimum, match="a plane separates the classes but for examples that lie on it"):
        fit(X, apart)
    with pytest.raises(NoOptimum):
        fit(X, apart, weights=np.array([1e-3, 1, 1e3, 1, 1]))
    tilted = apart.copy()
    tilted[:, 1] = 0.9, 0.1
    fitted = fit(X, tilted)
    assert fitted.certified
    dW, db = gradient(fitted.W, fitted.b, X, tilted)
    assert abs(dW).max() < 1e-9 > abs(db).max()
    absent = np.array([[0.5, 1.0], [0.5, 0.0], [0.0, 0.0]])
    with pytest.raises(NoOptimum, match="no example is of class 2"):
        fit(X[:, :2], absent)
