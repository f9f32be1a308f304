"""The slack of an example is the least probability of a class that is not its own."""

import numpy as np
import pytest

from unity import logistic, softmax
from unity.families import categorical_loss, categorical_slope
from unity.newton import LinearModel
from unity.newton.problem import Problem
from unity.newton.slack import slack


def stated(X, Y, weights=None):
    """The problem of one logit or of several, with a penalty: then no features are mixed."""
    if len(Y) == 1:
        return Problem(logistic.optimum.SHARED, X, Y, 0.1, weights)
    contrasts = softmax._contrasts(len(Y))
    model = LinearModel(categorical_loss, categorical_slope, softmax._curvature, softmax.margin, contrasts)
    return Problem(model, X, Y, 0.1, weights)


def as_told(Y):
    """Of two classes the second row, as one neuron has them."""
    return Y[1:] if len(Y) == 2 else Y


def probabilities(problem, V, X):
    W, b = problem.parameters(V)
    if W.shape[1] > 1:
        return softmax.probability(W, b, X)
    return np.concatenate([logistic.probability(-W, -b, X), logistic.probability(W, b, X)])


def by_definition(problem, least, X):
    F = np.concatenate([np.ones((1, X.shape[1])), (X - problem.mean) * problem.unit])
    return (least * F) @ F.T / X.shape[1]


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("K", [2, 3, 5])
@pytest.mark.parametrize("far", [0.0, 100.0])
def test_slack_is_its_definition(rng, K, shared, weighed, far):
    X, Y = rng.normal(size=(2, 40)) + far, np.eye(K)[:, rng.integers(0, K, 40)]
    if shared:
        Y[:, ::2] = rng.dirichlet(np.ones(K), 20).T
    weights = rng.uniform(0.5, 1.5, (1, 40)) if weighed else None
    problem = stated(X, as_told(Y), None if weights is None else weights / weights.mean())
    assert problem.near == (far == 0)
    V = rng.normal(size=problem.shape)
    P = probabilities(problem, V, X)
    least = np.array([min(P[k, i] for k in range(K) if Y[k, i] != 1) for i in range(40)])
    if weighed:
        least = least * weights[0] / weights.mean()
    np.testing.assert_allclose(slack(problem, V), by_definition(problem, least, X), atol=1e-11)


@pytest.mark.parametrize("K", [2, 3])
def test_of_sure_labels_the_smallest_slack_keeps_its_digits(rng, K):
    """Probabilities far below rounding, of classes that are not the examples' own."""
    X = rng.normal(size=(2, 40))
    V = 300 * rng.normal(size=(3, K - 1))
    P = probabilities(stated(X, as_told(np.eye(K)[:, np.arange(40) % K])), V, X)
    problem, least = stated(X, as_told(np.eye(K)[:, np.argmax(P, axis=0)])), P.min(axis=0)
    assert np.median(least) < 1e-20
    np.testing.assert_allclose(slack(problem, V), by_definition(problem, least, X), rtol=1e-6)


@pytest.mark.parametrize("K", [2, 3])
def test_of_shared_labels_rounding_is_no_slack(rng, K):
    """What is left of a probability that is far smaller than its class's share is rounding, and counts as nothing."""
    X, Y = rng.normal(size=(2, 40)), rng.dirichlet(np.ones(K), 40).T
    problem = stated(X, as_told(Y))
    assert (slack(problem, 1e9 * rng.normal(size=problem.shape)) == 0).all()


@pytest.mark.parametrize("K", [2, 3])
def test_of_shared_labels_the_slack_is_never_said_to_be_more(rng, K):
    """Down to probabilities as small as rounding, and in models of a bias alone: its first number is the mean slack."""
    X, Y = np.empty((0, 40)), rng.dirichlet(np.full(K, 5.0), 40).T
    problem = stated(X, as_told(Y))
    for far in np.linspace(20, 50, 50):
        V = np.full((1, K - 1), far)
        assert slack(problem, V)[0, 0] <= probabilities(problem, V, X).min(axis=0).mean()
