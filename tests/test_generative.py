"""Gaussian classes: Bayes by symbols, by counting and by other people's programs leads to the same posterior."""

import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import generative, logistic, softmax
from unity.activations import log_sum_exp, sigmoid
from unity.activations import softmax as softmax_of
from unity.arrays import one_hot, to_numpy
from unity.datasets import breast_cancer, digits, gaussians, gaussians_unequal, standardise
from unity.generative import (
    Gaussians,
    UnequalGaussians,
    class_means,
    estimates,
    fit,
    fit_unequal,
    log_density,
    logit,
    nearest_mean,
)
from unity.generative.logits import posterior_far_away

EPS = np.finfo(float).eps
FLOATS = [np.float32, np.float64]


def covariance(rng, n):
    A = rng.normal(size=(n, n))
    return A @ A.T + 0.5 * np.eye(n)


def shared(rng, n, K):
    """mu, Sigma, pi of K classes."""
    return rng.normal(size=(n, K)), covariance(rng, n), rng.dirichlet(np.full(K, 5.0))[:, None]


def unequal(rng, n, K):
    mu, _, pi = shared(rng, n, K)
    return mu, np.stack([covariance(rng, n) for _ in range(K)]), pi


def bayes(X, mu, Sigmas, pi):
    """p(k given x) as Bayes has it, from SciPy's densities."""
    from scipy.stats import multivariate_normal

    joint = [p * multivariate_normal(mu[:, k], Sigmas[k]).pdf(X.T) for k, p in enumerate(pi[:, 0])]
    joint = np.array(joint).reshape(len(pi), -1)
    return joint / joint.sum(axis=0)


sizes = given(n=st.integers(1, 4), K=st.integers(2, 4), m=st.integers(1, 6), seed=st.integers(0, 2**32))


# The density


@pytest.mark.derivation("D06", "E11")
@given(n=st.integers(1, 5), m=st.integers(1, 6), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_log_density_is_scipys(n, m, seed):
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(seed)
    X, mu, Sigma = rng.normal(size=(n, m)), rng.normal(size=(n, 1)), covariance(rng, n)
    expected = multivariate_normal(mu[:, 0], Sigma).logpdf(X.T).reshape(1, m)
    np.testing.assert_allclose(log_density(X, mu, Sigma), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.derivation("E11")
def test_the_density_has_the_root_of_the_determinant(rng):
    """Summed over a fine grid it is 1; with 1/det, as printed, the sum is 1/sqrt(det)."""
    Sigma = np.array([[2.0, 0.6], [0.6, 0.5]])
    axis = np.linspace(-12, 12, 481)
    X = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
    density = np.exp(log_density(X, np.zeros((2, 1)), Sigma))
    cell = (axis[1] - axis[0]) ** 2
    np.testing.assert_allclose(density.sum() * cell, 1, rtol=1e-9)
    det = np.linalg.det(Sigma)
    printed = density * math.sqrt(det) / det
    np.testing.assert_allclose(printed.sum() * cell, 1 / math.sqrt(det), rtol=1e-9)
    assert abs(printed.sum() * cell - 1) > 0.2


@pytest.mark.derivation("E11")
def test_the_factor_cancels_where_the_covariance_is_shared_and_only_there(rng):
    X = rng.normal(size=(2, 7))
    for (mu, Sigmas, pi), cancels in [(unequal(rng, 2, 3), False), (shared(rng, 2, 3), True)]:
        Sigmas = np.broadcast_to(Sigmas, (3, 2, 2))
        scores = UnequalGaussians(mu, Sigmas, pi).scores(X)
        printed = scores - np.log(np.linalg.det(Sigmas))[:, None] / 2
        assert np.allclose(softmax_of(scores), softmax_of(printed), rtol=1e-10) == cancels


# By symbols


def symbols(n, classes):
    """x, means, an unspecified symmetric precision matrix, log-priors; a_k up to what the classes share."""
    x = sympy.Matrix(sympy.symbols(f"x1:{n + 1}", real=True))
    mu = [sympy.Matrix(sympy.symbols(f"mu{k}_1:{n + 1}", real=True)) for k in classes]
    P = sympy.Matrix(n, n, lambda i, j: sympy.Symbol(f"p{min(i, j)}{max(i, j)}", real=True))
    log_pi = sympy.symbols(f"l0:{len(mu)}", real=True)
    return x, mu, P, log_pi


@pytest.mark.derivation("D06", "D10")
def test_two_classes_by_symbols():
    """log p(x|1) pi_1 - log p(x|0) pi_0 is linear in x, with the w and b of `logit`; Bayes makes a sigmoid of it."""
    x, mu, P, log_pi = symbols(2, "01")
    half = sympy.Rational(1, 2)
    a = [-half * ((x - mu[k]).T * P * (x - mu[k]))[0] + log_pi[k] for k in (0, 1)]
    w = P * (mu[1] - mu[0])
    b = -half * (w.T * (mu[0] + mu[1]))[0] + log_pi[1] - log_pi[0]
    z = sympy.expand(a[1] - a[0])
    assert sympy.expand(z - ((w.T * x)[0] + b)) == 0
    assert sympy.Poly(z, *x).total_degree() == 1
    s, t = sympy.symbols("s t", real=True)
    posterior = sympy.exp(t) / (sympy.exp(s) + sympy.exp(t))
    assert sympy.simplify(posterior - 1 / (1 + sympy.exp(-(t - s)))) == 0
    assert sympy.simplify((1 - posterior) - 1 / (1 + sympy.exp(t - s))) == 0


@pytest.mark.derivation("D07", "E12")
def test_K_classes_by_symbols():
    """The quadratic term is the same for every class; what is left is w_k^T x + b_k, with the minus in b_k."""
    x, mu, P, log_pi = symbols(2, "012")
    half = sympy.Rational(1, 2)
    shared = -half * (x.T * P * x)[0]
    for k in range(3):
        a = -half * ((x - mu[k]).T * P * (x - mu[k]))[0] + log_pi[k]
        w, b = P * mu[k], -half * (mu[k].T * P * mu[k])[0] + log_pi[k]
        assert sympy.expand(a - shared - ((w.T * x)[0] + b)) == 0
        printed = half * (mu[k].T * P * mu[k])[0] + log_pi[k]
        assert sympy.expand(a - shared - ((w.T * x)[0] + printed)) != 0
    z, c = sympy.symbols("z0:3", real=True), sympy.Symbol("c", real=True)
    of = lambda z, k: sympy.exp(z[k]) / sum(map(sympy.exp, z))
    for k in range(3):
        assert sympy.simplify(of(z, k) - of([each + c for each in z], k)) == 0
    assert sympy.simplify(of(z[:2], 1) - 1 / (1 + sympy.exp(-(z[1] - z[0])))) == 0


@pytest.mark.derivation("D08")
def test_unequal_covariances_by_symbols():
    """Each class keeps its quadratic term, and the determinant that belongs to it; one dimension says it all."""
    x, m0, m1 = sympy.symbols("x mu0 mu1", real=True)
    s0, s1, p0, p1 = sympy.symbols("s0 s1 p0 p1", positive=True)
    density = lambda m, s: sympy.exp(-((x - m) ** 2) / (2 * s)) / sympy.sqrt(2 * sympy.pi * s)
    log_odds = sympy.expand(sympy.expand_log(sympy.log(p1 * density(m1, s1) / (p0 * density(m0, s0))), force=True))
    Q, W, b = (
        [-1 / (2 * s) for s in (s0, s1)],
        [m / s for m, s in ((m0, s0), (m1, s1))],
        [-(m**2) / (2 * s) - sympy.log(s) / 2 + sympy.log(p) for m, s, p in ((m0, s0, p0), (m1, s1, p1))],
    )
    expected = (Q[1] - Q[0]) * x**2 + (W[1] - W[0]) * x + b[1] - b[0]
    assert sympy.simplify(log_odds - expected) == 0
    assert sympy.simplify(log_odds.coeff(x, 2) - (1 / s0 - 1 / s1) / 2) == 0
    # It is linear exactly where the two are equal.
    assert sympy.solve(log_odds.coeff(x, 2), s1) == [s0]


# Shared covariance: a softmax, a sigmoid


@pytest.mark.derivation("D07")
@sizes
@settings(max_examples=25)
def test_the_parameters_are_their_definition(n, K, m, seed):
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = shared(rng, n, K)
    W, b = Gaussians(mu, Sigma, pi).parameters()
    P = np.linalg.inv(Sigma)
    for k in range(K):
        np.testing.assert_allclose(W[:, k], P @ mu[:, k], atol=1e-12)
        np.testing.assert_allclose(b[k, 0], -mu[:, k] @ P @ mu[:, k] / 2 + math.log(pi[k, 0]), atol=1e-12)


@pytest.mark.derivation("D06", "D07", "D09")
@sizes
@settings(max_examples=25)
def test_the_posterior_is_a_softmax_and_what_bayes_says(n, K, m, seed):
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = shared(rng, n, K)
    X = rng.normal(size=(n, m))
    classes = Gaussians(mu, Sigma, pi)
    A = classes.posterior(X)
    assert A.shape == (K, m)
    np.testing.assert_allclose(A, bayes(X, mu, [Sigma] * K, pi), rtol=1e-9, atol=1e-12)
    W, b = classes.parameters()
    np.testing.assert_allclose(A, softmax.probability(W, b, X), atol=1e-12)
    np.testing.assert_array_equal(classes.decide(X), A.argmax(axis=0))


@pytest.mark.derivation("D06", "D07", "E35")
@given(n=st.integers(1, 4), m=st.integers(1, 6), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_two_classes_have_a_sigmoid(n, m, seed):
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = shared(rng, n, 2)
    X = rng.normal(size=(n, m))
    classes = Gaussians(mu, Sigma, pi)
    W, b = classes.parameters()
    w, c = classes.logit()
    assert (w.shape, c.shape) == ((n, 1), (1, 1))
    np.testing.assert_allclose(w, W[:, 1:] - W[:, :1], atol=1e-12)
    np.testing.assert_allclose(c, b[1:] - b[:1], atol=1e-12)
    A = classes.posterior(X)
    np.testing.assert_allclose(A[1:], logistic.probability(w, c, X), atol=1e-12)
    # The sigmoid of z is the probability of class 1; that of class 0 is the sigmoid of -z, and only at z = 0 the same.
    np.testing.assert_allclose(A[:1], sigmoid(-logistic.forward(w, c, X)), atol=1e-12)
    assert not np.allclose(A[:1], logistic.probability(w, c, X))


def test_three_classes_have_no_single_logit(rng):
    with pytest.raises(ValueError, match=r"logit: mu \(2, 3\) does not fit, expected \(n, 2\)"):
        Gaussians(*shared(rng, 2, 3)).logit()


@pytest.mark.derivation("D07")
def test_a_class_far_ahead_takes_all():
    classes = Gaussians(np.array([[0.0, 1.0, 5.0]]), np.array([[1.0]]), np.full((3, 1), 1 / 3))
    np.testing.assert_array_equal(classes.posterior(np.array([[1e4, -1e4]])), [[0, 1], [0, 0], [1, 0]])


@pytest.mark.derivation("D07")
@pytest.mark.parametrize("far", [0.0, 1e3, 1e7])
def test_the_posterior_does_not_care_where_the_origin_is(rng, far):
    mu, Sigma, pi = shared(rng, 3, 4)
    X = rng.normal(size=(3, 5))
    near, moved = Gaussians(mu, Sigma, pi).posterior(X), Gaussians(mu + far, Sigma, pi).posterior(X + far)
    np.testing.assert_allclose(moved, near, atol=1e-14 * (1 + 10 * far))
    # The scores differ from W^T x + b by the same number for every class.
    W, b = Gaussians(mu, Sigma, pi).parameters()
    shift = Gaussians(mu, Sigma, pi).scores(X) - softmax.forward(W, b, X)
    np.testing.assert_allclose(shift, shift[:1].repeat(4, axis=0), atol=1e-12)


# Unequal covariances: quadratic


@pytest.mark.derivation("D08")
@sizes
@settings(max_examples=25)
def test_the_quadratic_posterior_is_what_bayes_says(n, K, m, seed):
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = unequal(rng, n, K)
    X = rng.normal(size=(n, m))
    classes = UnequalGaussians(mu, Sigma, pi)
    A = classes.posterior(X)
    np.testing.assert_allclose(A, bayes(X, mu, Sigma, pi), rtol=1e-8, atol=1e-12)
    np.testing.assert_array_equal(classes.decide(X), A.argmax(axis=0))


@pytest.mark.derivation("D08")
@sizes
@settings(max_examples=25)
def test_the_terms_add_up_to_the_scores(n, K, m, seed):
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = unequal(rng, n, K)
    X = rng.normal(size=(n, m))
    Q, W, b = UnequalGaussians(mu, Sigma, pi).parameters()
    scores = UnequalGaussians(mu, Sigma, pi).scores(X)
    for k in range(K):
        for i in range(m):
            x = X[:, i]
            a = x @ Q[k] @ x + W[:, k] @ x + b[k, 0] - n / 2 * math.log(2 * math.pi)
            np.testing.assert_allclose(scores[k, i], a, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(Q[k], -np.linalg.inv(Sigma[k]) / 2, atol=1e-12)


@pytest.mark.derivation("D07", "D08")
def test_equal_covariances_take_the_quadratic_posterior_back_to_the_linear_one(rng):
    mu, Sigma, pi = shared(rng, 3, 4)
    X = rng.normal(size=(3, 6))
    linear, quadratic = Gaussians(mu, Sigma, pi), UnequalGaussians(mu, np.stack([Sigma] * 4), pi)
    np.testing.assert_allclose(quadratic.posterior(X), linear.posterior(X), atol=1e-12)
    Q, W, b = quadratic.parameters()
    np.testing.assert_array_equal(Q, Q[:1].repeat(4, axis=0))
    np.testing.assert_allclose(W, linear.parameters()[0], atol=1e-12)
    np.testing.assert_allclose(b - b[0], linear.parameters()[1] - linear.parameters()[1][0], atol=1e-12)


@pytest.mark.derivation("D08")
def test_the_boundary_of_a_narrow_class_in_a_wide_one_is_a_circle():
    # log N(0, 4) = log N(0, 1) in the plane: r^2 (1 - 1/4) / 2 = log 4
    radius = math.sqrt(8 / 3 * math.log(4))
    classes = UnequalGaussians(np.zeros((2, 2)), np.stack([np.eye(2), 4 * np.eye(2)]), np.full((2, 1), 0.5))
    angle = np.linspace(0, 2 * math.pi, 50)
    circle = radius * np.stack([np.cos(angle), np.sin(angle)])
    np.testing.assert_allclose(classes.posterior(circle), 0.5, rtol=1e-12)
    np.testing.assert_array_equal(classes.decide(0.99 * circle), np.zeros(50))
    np.testing.assert_array_equal(classes.decide(1.01 * circle), np.ones(50))


@pytest.mark.derivation("D08")
def test_a_shared_covariance_breaks_where_the_true_ones_differ():
    # Two classes round one place: no line tells them apart, a circle does.
    clouds = gaussians_unequal(np.zeros((2, 2)), np.stack([np.eye(2), 25 * np.eye(2)]), (2000, 2000), seed=1)
    right = [np.mean(model(clouds.X, clouds.y).decide(clouds.X) == clouds.y) for model in (fit, fit_unequal)]
    assert right[0] < 0.6 < 0.85 < right[1]


# What lectures draw: the two factors of Bayes, and rings


@pytest.mark.derivation("D06", "D08")
@sizes
@settings(max_examples=15)
def test_the_joint_is_prior_times_density(n, K, m, seed):
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, m))
    for kind, drawn in ((Gaussians, shared), (UnequalGaussians, unequal)):
        mu, Sigma, pi = drawn(rng, n, K)
        Sigmas = np.broadcast_to(Sigma, (K, n, n))
        joint = kind(mu, Sigma, pi).joint(X)
        assert joint.shape == (K, m)
        for k in range(K):
            expected = pi[k, 0] * multivariate_normal(mu[:, k], Sigmas[k]).pdf(X.T)
            np.testing.assert_allclose(joint[k], expected, rtol=1e-8)
        np.testing.assert_allclose(joint / joint.sum(axis=0), kind(mu, Sigma, pi).posterior(X), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("kind", [Gaussians, UnequalGaussians])
def test_a_ring_goes_once_round_its_mean_at_one_density(rng, kind):
    mu, Sigma, pi = (shared if kind is Gaussians else unequal)(rng, 2, 3)
    rings = kind(mu, Sigma, pi).rings(0.5, 2.0)
    assert rings.shape == (3, 2, 2, 121)
    for k, S in enumerate(np.broadcast_to(Sigma, (3, 2, 2))):
        for ring, radius in zip(rings[k], (0.5, 2.0)):
            D = ring - mu[:, [k]]
            np.testing.assert_allclose((D * np.linalg.solve(S, D)).sum(axis=0), radius**2, rtol=1e-10)
            np.testing.assert_allclose(ring[:, :-1].mean(axis=1), mu[:, k], atol=1e-12)
            np.testing.assert_allclose(ring[:, 0], ring[:, -1], atol=1e-12)
            turned = np.unwrap(np.arctan2(*np.linalg.solve(np.linalg.cholesky(S), D)[::-1]))
            np.testing.assert_allclose(turned[-1] - turned[0], 2 * math.pi)


def test_rings_are_for_two_features(rng):
    with pytest.raises(ValueError, match=r"rings: mu \(3, 2\) has n = 3, expected two features"):
        Gaussians(*shared(rng, 3, 2)).rings(1.0)


# Simulations: the posterior is a frequency, and no rule errs less often than its largest


@pytest.mark.derivation("D06", "D10")
def test_the_posterior_counts_right_for_two_classes():
    """Of the examples to which the posterior gives about p, a share of p is of class 1."""
    m = np.array([60_000, 40_000])
    mu, Sigma = np.array([[0.0, 1.0], [0.0, 1.5]]), np.array([[1.0, 0.4], [0.4, 2.0]])
    clouds = gaussians(mu, Sigma, m.tolist(), seed=5)
    w, b = logit(mu, Sigma, (m / m.sum())[:, None])
    p = logistic.probability(w, b, clouds.X)[0]
    slots = np.minimum((10 * p).astype(int), 9)
    for slot in range(10):
        inside = slots == slot
        expected, count = p[inside].mean(), inside.sum()
        spread = math.sqrt((p[inside] * (1 - p[inside])).sum()) / count
        assert count > 1000
        assert abs(clouds.y[inside].mean() - expected) < 4 * spread


@pytest.mark.derivation("D06", "D07", "D08")
@pytest.mark.parametrize("kind", [Gaussians, UnequalGaussians])
def test_the_posterior_counts_right_round_a_point(kind):
    """Near each of a few places, the classes come in the proportions of the posterior."""
    m = np.array([100_000, 60_000, 40_000])
    mu = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.5]])
    Sigma = np.array([[1.0, 0.3], [0.3, 0.8]])
    if kind is UnequalGaussians:
        Sigma = np.stack([Sigma, np.eye(2), 2 * np.eye(2)])
        clouds = gaussians_unequal(mu, Sigma, m.tolist(), seed=6)
    else:
        clouds = gaussians(mu, Sigma, m.tolist(), seed=6)
    classes = kind(mu, Sigma, (m / m.sum())[:, None])
    for place in ([0.0, 0.0], [1.0, 0.5], [0.3, 1.2]):
        near = np.hypot(*(clouds.X - np.array(place)[:, None])) < 0.15
        counted = one_hot(clouds.y[near], 3).mean(axis=1)
        expected = classes.posterior(clouds.X[:, near]).mean(axis=1)
        assert near.sum() > 500
        assert (np.abs(counted - expected) < 4 * np.sqrt(expected * (1 - expected) / near.sum())).all()


@pytest.mark.derivation("D09")
def test_no_rule_errs_less_often_than_the_largest_posterior(rng):
    m = np.array([30_000, 20_000, 10_000])
    mu, Sigma = np.array([[0.0, 1.5, 0.0], [0.0, 0.0, 1.5]]), np.array([[1.0, 0.3], [0.3, 0.8]])
    X, y = (clouds := gaussians(mu, Sigma, m.tolist(), seed=7)).X, clouds.y
    classes = Gaussians(mu, Sigma, (m / m.sum())[:, None])
    A, best = classes.posterior(X), classes.decide(X)
    W, b = classes.parameters()
    rivals = [np.full(y.shape, k) for k in range(3)]  # always the same class
    rivals += [A.argmin(axis=0), rng.integers(0, 3, y.shape)]
    rivals += [Gaussians(mu, Sigma, np.full((3, 1), 1 / 3)).decide(X)]  # without the priors
    rivals += [softmax.decide(W + s * rng.normal(size=W.shape), b, X) for s in (0.3, 1.0, 3.0) for _ in range(20)]
    # By its own count: each x costs the probability of the classes that were not chosen.
    expected_error = lambda labels: np.mean(1 - A[labels, np.arange(len(y))])
    # Against the labels that were drawn: the same, up to the noise of the draw where two rules disagree.
    for rival in rivals:
        assert expected_error(best) <= expected_error(rival)
        differ = best != rival
        noise = 4 * math.sqrt(max(differ.sum(), 1)) / len(y)
        assert np.mean(best != y) <= np.mean(rival != y) + noise
    np.testing.assert_allclose(np.mean(best != y), expected_error(best), atol=4 * math.sqrt(0.25 / len(y)))


@pytest.mark.derivation("D09")
def test_ties_may_go_either_way(rng):
    # Where two posteriors are equal, giving x to either class errs as often.
    classes = Gaussians(np.array([[-1.0, 1.0]]), np.array([[1.0]]), np.full((2, 1), 0.5))
    tie = np.zeros((1, 4))
    np.testing.assert_allclose(classes.posterior(tie), 0.5, rtol=1e-15)
    np.testing.assert_array_equal(classes.decide(tie), [0, 0, 0, 0])


@pytest.mark.derivation("D48")
def test_two_fits_of_one_form_meet_where_the_model_is_true():
    """Estimated classes and the discriminative fit differ on few examples, and by 1/sqrt(m) on many."""
    mu, Sigma = np.array([[0.0, 1.0, -1.0], [0.0, 1.0, 1.0]]), np.array([[1.0, 0.3], [0.3, 0.8]])
    true_W, true_b = Gaussians(mu, Sigma, np.array([[0.5], [0.3], [0.2]])).parameters()
    centred = lambda W: W - W.mean(axis=1, keepdims=True)
    gaps, errors = [], []
    for m in (300, 30_000):
        clouds = gaussians(mu, Sigma, (m // 2, 3 * m // 10, m // 5), seed=8)
        W, b = fit(clouds.X, clouds.y).parameters()
        discriminative = softmax.fit(clouds.X, clouds.Y)
        gaps.append(np.abs(centred(W) - discriminative.W).max())
        errors.append([np.abs(centred(each) - centred(true_W)).max() for each in (W, discriminative.W)])
    assert gaps[1] < gaps[0] / 5
    assert gaps[1] < 0.1
    assert max(errors[1]) < 0.1
    assert gaps[1] > 0
    np.testing.assert_allclose(b - b.mean(), true_b - true_b.mean(), atol=0.1)


@pytest.mark.derivation("D48")
def test_two_fits_of_one_form_meet_for_two_classes_too():
    clouds = gaussians(np.array([[0.0, 1.5]]), np.array([[1.0]]), (20_000, 20_000), seed=9)
    w, b = fit(clouds.X, clouds.y).logit()
    discriminative = logistic.fit(clouds.X, clouds.Y)
    np.testing.assert_allclose(w, discriminative.w, atol=0.05)
    np.testing.assert_allclose(b, discriminative.b, atol=0.05)
    np.testing.assert_allclose([w[0, 0], b[0, 0]], [1.5, -1.125], atol=0.05)


@pytest.mark.derivation("D48")
def test_two_fits_of_one_form_part_where_the_model_is_false(rng):
    """Exponential classes have a logistic posterior, but are not Gaussian: only one of the fits finds it."""
    m = 20_000
    X = np.concatenate([rng.exponential(1.0, m), rng.exponential(3.0, m)])[None]
    y = np.repeat([0, 1], m)
    # log(e^(-x/3) / 3) - log(e^-x) = 2/3 x - log 3
    truth = [2 / 3, -math.log(3)]
    w, _ = fit(X, y).logit()
    discriminative = logistic.fit(X, y[None].astype(float))
    np.testing.assert_allclose([discriminative.w[0, 0], discriminative.b[0, 0]], truth, atol=0.05)
    assert abs(w[0, 0] - truth[0]) > 0.2


# From examples to the classes


@pytest.mark.derivation("D48")
@given(n=st.integers(1, 3), K=st.integers(2, 4), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_fit_is_the_definition(n, K, seed):
    rng = np.random.default_rng(seed)
    counts = rng.integers(n + 2, 12, K)
    y = rng.permutation(np.repeat(np.arange(K), counts))
    m = len(y)
    X = rng.normal(size=(n, m)) + y
    one, each = fit(X, y), fit_unequal(X, y)
    S = np.zeros((K, n, n))
    for k in range(K):
        mean = sum(X[:, i] for i in range(m) if y[i] == k) / counts[k]
        np.testing.assert_allclose(one.mu[:, k], mean, atol=1e-13)
        S[k] = sum(np.outer(X[:, i] - mean, X[:, i] - mean) for i in range(m) if y[i] == k)
        np.testing.assert_allclose(each.Sigma[k], S[k] / counts[k], atol=1e-12)
    np.testing.assert_allclose(one.Sigma, S.sum(axis=0) / m, atol=1e-12)
    np.testing.assert_array_equal(one.mu, each.mu)
    for classes in (one, each):
        np.testing.assert_allclose(classes.pi[:, 0], counts / m, rtol=1e-15)


@pytest.mark.derivation("D48")
@pytest.mark.parametrize("function", [fit, fit_unequal])
def test_no_classes_make_the_examples_more_probable(rng, function):
    clouds = gaussians(np.array([[0.0, 1.0], [0.0, 1.0]]), np.eye(2), (30, 20), seed=2)

    def log_likelihood(mu, Sigma, pi):
        Sigma = np.broadcast_to(Sigma, (2, 2, 2))
        return UnequalGaussians(mu, Sigma, pi).scores(clouds.X)[clouds.y, np.arange(50)].sum()

    classes = function(clouds.X, clouds.y)
    best = log_likelihood(classes.mu, classes.Sigma, classes.pi)
    for _ in range(50):
        mu = classes.mu + 0.05 * rng.normal(size=classes.mu.shape)
        A = np.eye(2) + 0.05 * rng.normal(size=(2, 2))
        pi = classes.pi + 0.05 * np.array([[1.0], [-1.0]]) * rng.uniform(-1, 1)
        assert log_likelihood(mu, classes.Sigma, classes.pi) < best
        assert log_likelihood(classes.mu, A @ classes.Sigma @ A.T, classes.pi) < best
        assert log_likelihood(classes.mu, classes.Sigma, pi) <= best
    # divided by m - K, as an unbiased estimate is, they are less probable
    assert log_likelihood(classes.mu, classes.Sigma * 50 / 48, classes.pi) < best


@pytest.mark.derivation("D07")
def test_fit_is_scikit_learns_linear_discriminant():
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    images = digits()
    X, y = np.ascontiguousarray(images.X[0, 2:6, 2:6, :].reshape(16, -1)), images.y
    # Without shrinkage this solver's covariance is that of the likelihood: class covariances weighed by the priors.
    theirs = LinearDiscriminantAnalysis(solver="lsqr", store_covariance=True).fit(X.T, y)
    ours = fit(X, y)
    np.testing.assert_allclose(ours.Sigma, theirs.covariance_, atol=1e-13)
    np.testing.assert_allclose(ours.mu.T, theirs.means_, rtol=1e-12)
    np.testing.assert_allclose(ours.pi[:, 0], theirs.priors_, rtol=1e-12)
    W, b = ours.parameters()
    np.testing.assert_allclose(W.T, theirs.coef_, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(b[:, 0], theirs.intercept_, rtol=1e-7)
    np.testing.assert_allclose(ours.posterior(X).T, theirs.predict_proba(X.T), atol=1e-9)
    np.testing.assert_array_equal(ours.decide(X), theirs.predict(X.T))


@pytest.mark.derivation("D08")
def test_fit_unequal_is_scikit_learns_quadratic_discriminant():
    from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis

    tumours = breast_cancer()
    X, y = standardise(tumours.X[:4]).X, tumours.y
    theirs = QuadraticDiscriminantAnalysis(solver="svd", store_covariance=True).fit(X.T, y)
    ours = fit_unequal(X, y)
    counts = np.bincount(y)
    # The likelihood divides by m_k; scikit-learn by m_k, or in older versions by m_k - 1.
    unbiased = [S * c / (c - 1) for S, c in zip(ours.Sigma, counts)]
    assert any(np.allclose(each, theirs.covariance_, rtol=1e-9) for each in (ours.Sigma, unbiased))
    likened = UnequalGaussians(ours.mu, np.array(theirs.covariance_), ours.pi)
    np.testing.assert_allclose(likened.posterior(X).T, theirs.predict_proba(X.T), atol=1e-9)
    np.testing.assert_array_equal(likened.decide(X), theirs.predict(X.T))


@pytest.mark.parametrize("function", [fit, fit_unequal])
@pytest.mark.parametrize("kind", FLOATS)
def test_every_kind_of_array_keeps_its_precision(asarray, function, kind):
    clouds = gaussians(np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 2.0]]), np.eye(2), (8, 7, 9), seed=4)
    X, y = asarray(clouds.X.astype(kind)), asarray(clouds.y)
    ours, reference = function(X, y), function(clouds.X, clouds.y)
    tolerance = 200 * np.finfo(kind).eps
    results = [ours.mu, ours.Sigma, ours.pi, *ours.parameters(), ours.scores(X), ours.posterior(X)]
    assert {result.dtype for result in results} == {X.dtype}
    assert {type(result) for result in results} == {type(X)}
    np.testing.assert_allclose(to_numpy(ours.Sigma), reference.Sigma, atol=tolerance)
    np.testing.assert_allclose(to_numpy(ours.posterior(X)), reference.posterior(clouds.X), atol=tolerance)
    np.testing.assert_array_equal(to_numpy(ours.decide(X)), reference.decide(clouds.X))


@pytest.mark.parametrize("K", [2, 3])
@pytest.mark.parametrize("function", [fit, fit_unequal])
def test_labels_in_any_form_that_names_one_class(asarray, rng, function, K):
    X, y = rng.normal(size=(2, 12)), np.resize(np.arange(K), 12)
    forms = [y.astype("u1"), y[None], 1.0 * y, y[None].astype(np.float32), one_hot(y, K), one_hot(y, K) == 1]
    if K == 2:
        forms += [y == 1, y[None] == 1]
    expected, middle = function(X, y), class_means(X, y)
    for form in forms:
        ours = function(asarray(X), asarray(form))
        assert ours.mu.dtype == asarray(X).dtype
        for name in ("mu", "Sigma", "pi"):
            np.testing.assert_allclose(to_numpy(getattr(ours, name)), getattr(expected, name), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(to_numpy(class_means(asarray(X), Y=asarray(form))), middle, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("far", [1e3, 1e6])
def test_means_and_covariances_keep_their_digits_far_from_the_origin(rng, far):
    clouds = gaussians(np.array([[0.0, 1.0], [0.0, 1.0]]), np.eye(2), (500, 500), seed=4)
    near = fit(np.round(clouds.X, 3), clouds.y)
    moved = fit(np.round(clouds.X, 3) + far, clouds.y)
    np.testing.assert_allclose(moved.Sigma, near.Sigma, atol=10 * EPS * far)
    np.testing.assert_allclose(moved.mu - far, near.mu, atol=10 * EPS * far)


# Singular covariances


def clouds_of(n, counts, seed=0):
    rng = np.random.default_rng(seed)
    y = np.repeat(np.arange(len(counts)), counts)
    return rng.normal(size=(n, len(y))) + y, y


SINGULAR = {
    "constant": (lambda X, y: np.concatenate([X, np.full((1, X.shape[1]), 0.1)]), "feature 2 is constant within"),
    "zero": (lambda X, y: np.concatenate([0 * X[:1], X]), "feature 0 is constant within"),
    "the label": (lambda X, y: np.concatenate([X, 0.1 + y[None] / 3]), "feature 2 is constant within"),
    "duplicated": (lambda X, y: np.concatenate([X, X]), "some features add up to others within"),
    "correlated": (lambda X, y: np.concatenate([X, 1e4 * (X[:1] - 3 * X[1:] + 1)]), "some features add up to others"),
}


@pytest.mark.parametrize("function", [fit, fit_unequal])
@pytest.mark.parametrize(("change", "reason"), SINGULAR.values(), ids=SINGULAR)
@pytest.mark.parametrize("kind", FLOATS)
def test_a_singular_covariance_is_said_and_a_ridge_cures_it(function, change, reason, kind):
    X, y = clouds_of(2, (20, 30))
    X = change(X, y).astype(kind)
    with pytest.raises(ValueError, match=f"^{function.__name__}: the covariance is singular.*{reason}") as caught:
        function(X, y)
    assert "Fewer features, more examples or a ridge > 0 help" in str(caught.value)
    classes = function(X, y, ridge=1e-2 * float(np.var(X)))
    assert np.isfinite(classes.posterior(X)).all()


@given(n=st.integers(2, 30), seed=st.integers(0, 2**32), kind=st.sampled_from(FLOATS))
@settings(max_examples=40)
def test_too_few_examples_are_said(n, seed, kind):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(3, n + 2))  # one fewer than n + K
    y = np.minimum(np.arange(m), 1)
    X = (10.0 ** rng.uniform(-3, 3, (n, 1)) * rng.normal(size=(n, m))).astype(kind)
    with pytest.raises(
        ValueError, match=rf"the examples spread in at most {m - 2} direction\(s\) within the classes, X"
    ):
        fit(X, y)


@given(n=st.integers(1, 20), seed=st.integers(0, 2**32), kind=st.sampled_from(FLOATS))
@settings(max_examples=40)
def test_enough_examples_are_enough(n, seed, kind):
    rng = np.random.default_rng(seed)
    X, y = clouds_of(n, (4 * n + 4, 4 * n + 4), seed)
    classes = fit((10.0 ** rng.uniform(-3, 3, (n, 1)) * X).astype(kind), y)
    assert np.isfinite(classes.parameters()[0]).all()


@pytest.mark.parametrize("kind", FLOATS)
def test_a_constant_is_constant_up_to_rounding(kind):
    # The mean of many equal numbers, added up, is not quite that number.
    X, y = clouds_of(1, (20_001, 9_999))
    ulp = np.spacing(np.asarray(1e4, kind))
    for constant in (np.full((1, 30_000), 0.1, kind), (1e4 + ulp * (np.arange(30_000) % 2)[None]).astype(kind)):
        with pytest.raises(ValueError, match="feature 1 is constant within the classes"):
            fit(np.concatenate([X.astype(kind), constant]), y)


def test_the_mean_of_many_equal_numbers_is_that_number():
    X, y = np.full((1, 30_000), 0.1, np.float32), np.arange(30_000) % 2
    Y = one_hot(y, 2).astype(np.float32)
    np.testing.assert_array_equal(estimates._means(X, Y, Y.sum(axis=1, keepdims=True)), np.full((1, 2), X[0, 0]))


def test_features_that_are_alike_but_not_the_same_are_no_singularity():
    X, y = clouds_of(2, (20, 30))
    near = X[:1] + 1e-4 * X[1:]
    assert np.isfinite(fit(np.concatenate([X[:1], near]), y).parameters()[0]).all()
    log_density(X, np.zeros((2, 1)), np.array([[1.0, 1 - 1e-12], [1 - 1e-12, 1.0]]))


def test_the_number_of_examples_is_blamed_only_where_it_is_too_small():
    X, y = clouds_of(1, (2, 2))
    with pytest.raises(ValueError, match="some features add up to others within the classes"):
        fit(np.concatenate([X, X]), y)
    with pytest.raises(ValueError, match=r"spread in at most 1 direction\(s\) within the classes"):
        fit(np.concatenate([X, X])[:, 1:], y[1:])


def test_one_class_may_be_the_singular_one():
    X, y = clouds_of(3, (20, 3))
    fit(X, y)
    with pytest.raises(ValueError, match=r"spread in at most 2 direction\(s\) within class 1, X \(3, 23\) has n = 3"):
        fit_unequal(X, y)
    X[0, y == 1] = 0.1
    with pytest.raises(ValueError, match="feature 0 is constant within class 1"):
        fit_unequal(X, y)


def test_a_class_of_four_spreads_in_three_directions():
    X, y = clouds_of(4, (20, 4))
    with pytest.raises(ValueError, match=r"spread in at most 3 direction\(s\) within class 1, X \(4, 24\) has n = 4"):
        fit_unequal(X, y)


def test_a_ridge_is_added_to_the_diagonal(asarray):
    X, y = clouds_of(2, (20, 30))
    for function in (fit, fit_unequal):
        plain, ridged = function(asarray(X), asarray(y)), function(asarray(X), asarray(y), ridge=0.7)
        difference = to_numpy(ridged.Sigma) - to_numpy(plain.Sigma)
        np.testing.assert_allclose(difference, np.broadcast_to(0.7 * np.eye(2), difference.shape), atol=1e-14)


# What is refused


@pytest.mark.parametrize("function", [fit, fit_unequal])
@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[1.0, np.nan, 2.0]], [0, 1, 1], "X holds a NaN or an infinity, expected finite numbers"),
        ([[1.0, np.inf, 2.0]], [0, 1, 1], "X holds a NaN or an infinity"),
        ([[1.0, 1e200, 2.0]], [0, 1, 1], "X holds numbers whose squares overflow, expected smaller ones"),
        ([[1.0, 2.0, 3.0]], [0, -1, 1], "labels: y holds -1, expected a class from 0 to 1"),
        ([[1.0, 2.0, 3.0]], [2023, 2024, 2025], "labels: y holds 2023, expected a class from 0 to 2"),
        ([[1.0, 2.0, 3.0]], [0.0, 0.5, 1.0], "labels: y holds 0.5, expected a class from 0 to 1"),
        ([[1.0, 2.0, 3.0]], [0.0, np.nan, 1.0], "labels: y holds nan, expected a class from 0 to 2"),
        ([[1.0, 2.0, 3.0]], [[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]], "a column of Y is not one-hot, expected one class for"),
        ([[1.0, 2.0, 3.0]], [[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], "a column of Y is not one-hot"),
        ([[1.0, 2.0, 3.0]], [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], "a column of Y is not one-hot"),
        ([[1.0, 2.0, 3.0]], [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0] * 3], "no example is of class 2, expected one of"),
        ([[1.0, 2.0, 3.0]], [0, 2, 2], "no example is of class 1, expected one of each up to 2"),
        ([[1.0, 2.0, 3.0]], [1, 2, 2], "no example is of class 0, expected one of each up to 2"),
        ([[1.0, 2.0, 3.0]], [0, 0, 0], "every example is of class 0, expected two classes or more"),
        (np.empty((2, 0)), np.empty(0, int), r"X \(2, 0\) holds no example"),
        ([[1.0, 2.0, 3.0]], [0, 1], r"labels: y \(2,\) has m = 2, the examples \(1, 3\) have 3"),
    ],
)
def test_values_are_checked(asarray, function, X, y, message):
    with pytest.raises(ValueError, match=f"^{function.__name__}: {message}"):
        function(asarray(np.asarray(X)), asarray(np.asarray(y)))


@pytest.mark.parametrize("function", [fit, fit_unequal])
def test_the_largest_numbers_that_may_be_squared(function):
    X, y = np.array([[-0.9, 0.9, 0.9, -0.9]]), np.array([0, 0, 1, 1])
    for kind in (np.float32, np.float64):
        largest = np.sqrt(np.finfo(kind).max / 4) / 2
        assert np.isfinite(function((largest * X).astype(kind), y).posterior((largest * X).astype(kind))).all()
        with pytest.raises(ValueError, match="squares overflow"):
            function((1.2 * largest * X).astype(kind), y)


@pytest.mark.parametrize("function", [fit, fit_unequal])
@pytest.mark.parametrize("ridge", [-1.0, np.nan, np.inf])
def test_the_ridge_is_checked(function, ridge):
    with pytest.raises(ValueError, match=f"^{function.__name__}: ridge = {ridge}, expected a finite number"):
        function(*clouds_of(2, (5, 5)), ridge=ridge)


NO_COVARIANCE = {
    "not symmetric": [[1.0, 0.5], [0.0, 1.0]],
    "negative": [[1.0, 0.0], [0.0, -1.0]],
    "indefinite": [[1.0, 2.0], [2.0, 1.0]],
    "singular": [[1.0, 1.0], [1.0, 1.0]],
    "nearly singular": [[1.0, 1.0 - EPS], [1.0 - EPS, 1.0]],
    "zero": [[1.0, 0.0], [0.0, 0.0]],
    "small and not symmetric": [[1e-9, 5e-10], [0.0, 1e-9]],
    "nan": [[1.0, np.nan], [np.nan, 1.0]],
    "inf": [[np.inf, 0.0], [0.0, 1.0]],
}


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_rounding_breaks_no_symmetry(scale):
    Sigma = scale * np.array([[2.0, 1.0], [1.0 + 1e-12, 2.0]])
    same = scale * np.array([[2.0, 1.0], [1.0, 2.0]])
    X, mu = np.sqrt(scale) * np.eye(2), np.zeros((2, 1))
    np.testing.assert_allclose(log_density(X, mu, Sigma), log_density(X, mu, same), rtol=1e-9)


@pytest.mark.parametrize("Sigma", NO_COVARIANCE.values(), ids=NO_COVARIANCE)
def test_what_is_no_covariance_is_refused(asarray, Sigma):
    X, mu, pi = asarray(np.ones((2, 3))), asarray(np.ones((2, 2))), asarray(np.full((2, 1), 0.5))
    one, two = asarray(np.array(Sigma)), asarray(np.stack([np.eye(2), np.array(Sigma)]))
    with pytest.raises(ValueError, match=r"^log_density: Sigma is not symmetric and positive definite"):
        log_density(X, mu[:, :1], one)
    with pytest.raises(ValueError, match=r"^logit: Sigma is not symmetric and positive definite"):
        logit(mu, one, pi)
    with pytest.raises(ValueError, match=r"^Gaussians: Sigma is not symmetric and positive definite"):
        Gaussians(mu, one, pi)
    with pytest.raises(ValueError, match=r"^UnequalGaussians: Sigma\[1\] is not symmetric and positive definite"):
        UnequalGaussians(mu, two, pi)


@pytest.mark.parametrize("prior", [0.0, -0.5, np.nan, np.inf])
def test_what_is_no_prior_is_refused(prior):
    mu, pi = np.ones((2, 2)), np.array([[0.5], [prior]])
    one, two = np.eye(2), np.stack([np.eye(2)] * 2)
    for function, Sigma in [(logit, one), (Gaussians, one), (UnequalGaussians, two)]:
        with pytest.raises(ValueError, match=f"^{function.__name__}: pi holds a number that is not positive"):
            function(mu, Sigma, pi)


@pytest.mark.parametrize("priors", [(5.0, 5.0), (0.5, 0.4999), (0.3, 0.3)], ids=str)
def test_priors_add_up_to_one(priors):
    mu, pi = np.ones((2, 2)), np.array(priors)[:, None]
    for kind, Sigma in [(Gaussians, np.eye(2)), (UnequalGaussians, np.stack([np.eye(2)] * 2))]:
        with pytest.raises(
            ValueError, match=rf"^{kind.__name__}: pi adds up to {sum(priors):.7g}, expected priors that"
        ):
            kind(mu, Sigma, pi)
    assert Gaussians(mu, np.eye(2), np.array([[0.333333], [0.666667]])).pi[0, 0] == 0.333333


def test_classes_made_by_hand_are_checked_when_they_are_made(rng):
    mu, Sigma, pi = shared(rng, 2, 3)
    cases = [
        (
            Gaussians,
            (mu, Sigma, pi[:, 0]),
            r"mu \(2, 3\), Sigma \(2, 2\) and pi \(3,\), expected \(n, K\), \(n, n\) and",
        ),
        (Gaussians, (mu, Sigma, pi[:2] / pi[:2].sum()), r"mu \(2, 3\), Sigma \(2, 2\) and pi \(2, 1\), expected"),
        (Gaussians, (mu, np.eye(3), pi), r"mu \(2, 3\), Sigma \(3, 3\) and pi"),
        (Gaussians, (mu[:, 0], Sigma, pi), r"mu \(2,\), Sigma \(2, 2\) and pi"),
        (Gaussians, (mu[:0], Sigma[:0, :0], pi), r"mu \(0, 3\), Sigma \(0, 0\) and pi"),
        (
            UnequalGaussians,
            (mu, Sigma, pi),
            r"mu .*, Sigma \(2, 2\) and pi .*, expected \(n, K\), \(K, n, n\) and \(K, 1\)",
        ),
        (UnequalGaussians, (mu, np.stack([Sigma] * 2), pi), r"mu \(2, 3\), Sigma \(2, 2, 2\) and pi"),
    ]
    for kind, parts, message in cases:
        with pytest.raises(ValueError, match=f"^{kind.__name__}: {message}"):
            kind(*parts)
    with pytest.raises(TypeError, match=r"^Gaussians: pi is of dtype int64, expected floating numbers"):
        Gaussians(mu[:, :1], Sigma, np.ones((1, 1), dtype=int))
    for classes in (Gaussians(mu, Sigma, pi), UnequalGaussians(mu, np.stack([Sigma] * 3), pi)):
        for operation in ("posterior", "joint", "decide", "scores"):
            with pytest.raises(ValueError, match=rf"^{operation}: X \(5, 4\) has n = 5, mu \(2, 3\) has n = 2"):
                getattr(classes, operation)(np.ones((5, 4)))
    with pytest.raises(AttributeError):
        Gaussians(mu, Sigma, pi).mu = mu


def test_nan_in_gives_nan_out(rng):
    X = np.array([[np.nan, 1.0], [0.0, 1.0]])
    for classes in (Gaussians(*shared(rng, 2, 3)), UnequalGaussians(*unequal(rng, 2, 3))):
        A = classes.posterior(X)
        assert np.isnan(A[:, 0]).all()
        assert np.isfinite(A[:, 1]).all()
        with pytest.raises(ValueError, match=r"^decide: the score of example 0 is NaN, expected numbers"):
            classes.decide(X)


@pytest.mark.parametrize("far", [1e5, 1e20, 1e90, 1e160, 1e300])
def test_far_away_the_posterior_is_certain_and_right(far):
    """Silently. The wider class wins in every direction; of equally wide ones the one that lies there; where both lie
    equally far, for ever, their priors remain.
    """
    half = np.full((2, 1), 0.5)
    line = np.array([[-far, far]])
    wide = UnequalGaussians(np.array([[0.0, 1.0]]), np.array([[[1.0]], [[4.0]]]), half)
    assert wide.posterior(line).tolist() == [[0, 0], [1, 1]]
    for classes in (
        Gaussians(np.array([[-1.0, 1.0]]), np.array([[1.0]]), half),
        UnequalGaussians(np.array([[-1.0, 1.0]]), np.ones((2, 1, 1)), half),
    ):
        assert classes.posterior(line).tolist() == [[1, 0], [0, 1]]
        assert classes.decide(line).tolist() == [0, 1]
    # Three classes, of which two share a covariance: far to the left and the right they are two, then far up.
    mu, Sigma = np.array([[-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), np.stack([np.eye(2), np.eye(2), 0.25 * np.eye(2)])
    three = UnequalGaussians(mu, Sigma, np.array([[0.2], [0.6], [0.2]]))
    found = three.posterior(np.array([[-far, far, 0.0], [0.0, 0.0, far]]))
    np.testing.assert_allclose(found, [[1, 0, 0.25], [0, 1, 0.75], [0, 0, 0]], atol=1e-5 if far == 1e5 else 1e-12)
    assert (three.joint(far * np.ones((2, 1))) == 0).all()


def test_far_away_by_the_conic_that_parts_the_classes():
    """Sigma_0 = diag(4, 1) and Sigma_1 = diag(1, 4): class 0 far out where |x_1| > |x_2|, class 1 elsewhere."""
    classes = UnequalGaussians(
        np.zeros((2, 2)), np.stack([np.diag([4.0, 1.0]), np.diag([1.0, 4.0])]), np.full((2, 1), 0.5)
    )
    X = 1e200 * np.array([[1.0, 1.0, -1.0, 0.3], [0.9, 1.1, 1.2, -0.2]])
    assert classes.decide(X).tolist() == [0, 1, 1, 0]
    assert classes.posterior(X).tolist() == [[1, 0, 0, 1], [0, 1, 1, 0]]


@sizes
@settings(max_examples=25)
def test_near_by_the_form_for_far_away_is_the_posterior_too(n, K, m, seed):
    """Whatever the units of the features."""
    rng = np.random.default_rng(seed)
    mu, Sigma, pi = unequal(rng, n, K)
    units, X = 10.0 ** rng.uniform(-3, 3, (n, 1)), rng.normal(size=(n, m))
    near = UnequalGaussians(mu, Sigma, pi).posterior(X)
    far = posterior_far_away(units * X, units * mu, units * Sigma * units.T, pi)
    np.testing.assert_allclose(far, near, atol=1e-9)


def test_the_evidence_of_an_example_is_the_sum_over_the_classes(rng):
    # log p(x) = lse of the scores: with it the posterior is exp(score - log p(x)).
    mu, Sigma, pi = unequal(rng, 2, 3)
    X = rng.normal(size=(2, 5))
    scores = UnequalGaussians(mu, Sigma, pi).scores(X)
    np.testing.assert_allclose(np.exp(scores - log_sum_exp(scores)), UnequalGaussians(mu, Sigma, pi).posterior(X))


def test_all_names_what_is_public():
    public = {
        n for n, thing in vars(generative).items() if getattr(thing, "__module__", "").startswith("unity.generative.")
    }
    assert {name for name in public if not name.startswith("_")} == set(generative.__all__)


# The nearer mean


@pytest.mark.parametrize("K", [2, 4])
def test_class_means_is_its_definition(rng, K):
    X, y = rng.normal(size=(3, 12)), rng.permutation(np.resize(np.arange(K), 12))
    expected = np.stack([X[:, y == k].mean(axis=1) for k in range(K)], axis=1)
    np.testing.assert_allclose(class_means(X, y), expected, atol=10 * EPS)


def test_class_means_needs_every_class():
    X = np.ones((2, 3))
    with pytest.raises(ValueError, match=r"^class_means: no example is of class 1, expected one of each up to 2"):
        class_means(X, np.array([0, 2, 2]))
    with pytest.raises(ValueError, match=r"^class_means: every example is of class 0"):
        class_means(X, np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match=r"^class_means: X holds a NaN"):
        class_means(np.nan * X, np.array([0, 1, 1]))


@given(n=st.integers(1, 6), m=st.integers(1, 6), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_the_nearer_mean_is_a_score(n, m, seed):
    rng = np.random.default_rng(seed)
    mu, X = rng.normal(size=(n, 2)), rng.normal(size=(n, m))
    w, b = nearest_mean(mu)
    far, near = (((X - mu[:, [k]]) ** 2).sum(axis=0) for k in (0, 1))
    np.testing.assert_allclose(2 * (w.T @ X + b), [far - near], atol=200 * n * EPS)


def test_the_nearer_mean_is_the_posterior_of_round_classes(rng):
    mu = rng.normal(size=(4, 2))
    w, b = logit(mu, np.eye(4), np.array([[0.5], [0.5]]))
    for ours, theirs in zip(nearest_mean(mu), (w, b)):
        np.testing.assert_allclose(ours, theirs, atol=20 * EPS)


def test_the_nearer_mean_decides_as_scikit_learns():
    from sklearn.neighbors import NearestCentroid

    tumours = breast_cancer()
    w, b = nearest_mean(class_means(tumours.X, tumours.y))
    theirs = NearestCentroid().fit(tumours.X.T, tumours.y).predict(tumours.X.T)
    np.testing.assert_array_equal(logistic.decide(w, b, tumours.X), theirs)
