"""Gaussian classes: what each class looks like, and by Bayes the probability of each class given what is seen."""

import math
from dataclasses import dataclass

import numpy as np
from array_api_compat import device

from unity.activations import softmax
from unity.arrays import namespace, one_hot, to_numpy
from unity.shapes import Array, Float, Int, checked

__all__ = [
    "Gaussians",
    "UnequalGaussians",
    "class_means",
    "fit",
    "fit_unequal",
    "linear_scores",
    "log_density",
    "logit",
    "nearest_mean",
    "parameters",
    "quadratic_parameters",
    "quadratic_scores",
]


# One class


@checked
def log_density(X: Float[Array, "n m"], mu: Float[Array, "n 1"], Sigma: Float[Array, "n n"]) -> Float[Array, "1 m"]:
    """The logarithm of the Gaussian density, for each column of X.

        log p(x) = -1/2 (x - mu)^T Sigma^-1 (x - mu) - 1/2 log det(Sigma) - n/2 log(2 pi)

    so that the density has 1/sqrt(det(Sigma)) in front: with 1/det(Sigma), as the deck prints it, its integral would be
    1/sqrt(det(Sigma)) and not 1.

    Raises ValueError where Sigma is not symmetric and positive definite.

    Equations: eq-gaussian, eq-class-terms.  Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> log_density(np.array([[0.0, 2.0]]), np.array([[0.0]]), np.array([[4.0]]))
    array([[-1.61208571, -2.11208571]])
    """
    _check_covariance("log_density", "Sigma", Sigma)
    return _log_density(X, mu, Sigma)


def _log_density(X, mu, Sigma):
    xp = namespace(X, mu, Sigma)
    D = X - mu
    squares = xp.sum(D * xp.linalg.solve(Sigma, D), axis=0, keepdims=True)
    return -(squares + xp.linalg.slogdet(Sigma)[1] + X.shape[0] * math.log(2 * math.pi)) / 2


# From the classes to the parameters of a posterior


@checked
def parameters(
    mu: Float[Array, "n K"], Sigma: Float[Array, "n n"], pi: Float[Array, "K 1"]
) -> tuple[Float[Array, "n K"], Float[Array, "K 1"]]:
    """What a softmax needs to be the posterior of K Gaussian classes that share one covariance: `(W, b)`.

        w_k = Sigma^-1 mu_k,   b_k = -1/2 mu_k^T Sigma^-1 mu_k + log pi_k
        p(k given x) = softmax(W^T x + b)_k

    x enters log p(x given k) squared too, but with the same -1/2 x^T Sigma^-1 x for every class, and a softmax does not
    see what all its logits share.

    Raises ValueError where Sigma is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equations: eq-softmax-weights, eq-softmax-biases.
    Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> W, b = parameters(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]]))
    >>> W, b.round(4)
    (array([[-2.,  2.]]), array([[-1.6931],
           [-1.6931]]))
    """
    _check_shared("parameters", Sigma, pi)
    return _parameters(mu, Sigma, pi)


def _parameters(mu, Sigma, pi):
    xp = namespace(mu, Sigma, pi)
    W = xp.linalg.solve(Sigma, mu)
    return W, xp.log(pi) - xp.sum(mu * W, axis=0)[:, None] / 2


@checked
def logit(
    mu: Float[Array, "n 2"], Sigma: Float[Array, "n n"], pi: Float[Array, "2 1"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """What a sigmoid needs to be the posterior of two Gaussian classes that share one covariance: `(w, b)`.

        w = Sigma^-1 (mu_1 - mu_0),   b = -w^T (mu_0 + mu_1) / 2 + log(pi_1 / pi_0)
        p(1 given x) = sigma(w^T x + b),   p(0 given x) = sigma(-(w^T x + b))

    These are the differences w_1 - w_0 and b_1 - b_0 of `parameters`.

    Raises ValueError where Sigma is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equations: eq-log-odds, eq-gaussian-weights, eq-gaussian-bias.
    Source: *Logistic Regression & Neural Networks*, a summary of the previous lecture.

    >>> w, b = logit(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.25], [0.75]]))
    >>> w, b.round(4)
    (array([[4.]]), array([[1.0986]]))
    """
    xp = namespace(mu, Sigma, pi)
    _check_shared("logit", Sigma, pi)
    mu_0, mu_1, log_pi = mu[:, :1], mu[:, 1:], xp.log(pi)
    w = xp.linalg.solve(Sigma, mu_1 - mu_0)
    return w, log_pi[1:, :] - log_pi[:1, :] - w.T @ (mu_0 + mu_1) / 2


@checked
def quadratic_parameters(
    mu: Float[Array, "n K"], Sigma: Float[Array, "K n n"], pi: Float[Array, "K 1"]
) -> tuple[Float[Array, "K n n"], Float[Array, "n K"], Float[Array, "K 1"]]:
    """The logits of K Gaussian classes with a covariance each, term by term: quadratic, linear, constant, `(Q, W, b)`.

        a_k = x^T Q_k x + w_k^T x + b_k,   p(k given x) = softmax(a)_k
        Q_k = -1/2 Sigma_k^-1,   w_k = Sigma_k^-1 mu_k
        b_k = -1/2 mu_k^T Sigma_k^-1 mu_k - 1/2 log det(Sigma_k) + log pi_k

    Between two classes the boundary a_k = a_l is a conic. It is a plane where Q_k = Q_l, which one shared covariance
    brings about; then the determinants cancel too.

    Raises ValueError where a covariance is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equation: eq-quadratic-term.

    >>> Q, W, b = quadratic_parameters(np.array([[0.0, 1.0]]), np.array([[[1.0]], [[4.0]]]), np.array([[0.5], [0.5]]))
    >>> Q[:, 0, 0], W, b.round(4)
    (array([-0.5  , -0.125]), array([[0.  , 0.25]]), array([[-0.6931],
           [-1.5113]]))
    """
    xp = namespace(mu, Sigma, pi)
    _check_unequal("quadratic_parameters", Sigma, pi)
    K = mu.shape[1]
    W = xp.concat([xp.linalg.solve(Sigma[k, :, :], mu[:, k : k + 1]) for k in range(K)], axis=1)
    log_det = xp.linalg.slogdet(Sigma)[1][:, None]
    b = xp.log(pi) - (xp.sum(mu * W, axis=0)[:, None] + log_det) / 2
    return -xp.linalg.inv(Sigma) / 2, W, b


@checked
def nearest_mean(mu: Float[Array, "n 2"]) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """The score that is positive where x lies nearer to mu_1 than to mu_0: `(w, b)`.

        w = mu_1 - mu_0,   b = (||mu_0||^2 - ||mu_1||^2) / 2
        2 (w^T x + b) = ||x - mu_0||^2 - ||x - mu_1||^2

    It is `logit` for classes that are equally frequent and spread by 1 in every direction.

    Equations: eq-nearest-mean, eq-nearest-mean-weights, eq-nearest-mean-bias.

    >>> nearest_mean(np.array([[1.0, 3.0], [0.0, 4.0]]))
    (array([[2.],
           [4.]]), array([[-12.]]))
    """
    mu_0, mu_1 = mu[:, :1], mu[:, 1:]
    w = mu_1 - mu_0
    return w, -w.T @ (mu_0 + mu_1) / 2


# The logits of a posterior


@checked
def linear_scores(
    X: Float[Array, "n m"], mu: Float[Array, "n K"], Sigma: Float[Array, "n n"], pi: Float[Array, "K 1"]
) -> Float[Array, "K m"]:
    """The logits of K Gaussian classes that share one covariance, up to what all the classes of an x share.

        a_k = w_k^T (x - c) + b_k,   c the mean of the mu_k, and (W, b) the `parameters` of the mu_k - c

    They differ from W^T x + b by a number for each x, which no softmax sees. Seen from c they keep their digits however
    far from the origin the classes lie.

    Raises ValueError where Sigma is not symmetric and positive definite, and where a prior is not positive or not finite.

    Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> half = np.array([[0.5], [0.5]])
    >>> linear_scores(np.array([[1e9 + 1.0]]), np.array([[1e9 - 1.0, 1e9 + 1.0]]), np.array([[0.5]]), half).round(4)
    array([[-3.6931],
           [ 0.3069]])
    """
    _check_shared("linear_scores", Sigma, pi)
    c = namespace(X, mu, Sigma, pi).mean(mu, axis=1, keepdims=True)
    W, b = _parameters(mu - c, Sigma, pi)
    return W.T @ (X - c) + b


@checked
def quadratic_scores(
    X: Float[Array, "n m"], mu: Float[Array, "n K"], Sigma: Float[Array, "K n n"], pi: Float[Array, "K 1"]
) -> Float[Array, "K m"]:
    """The logits of K Gaussian classes with a covariance each: the density of x in each class, times its prior.

        a_k = log p(x given k) + log pi_k

    They are the x^T Q_k x + w_k^T x + b_k of `quadratic_parameters`, less the n/2 log(2 pi) that all classes share.

    Raises ValueError where a covariance is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equation: eq-quadratic-log-odds.

    >>> half = np.array([[0.5], [0.5]])
    >>> quadratic_scores(np.array([[0.0, 2.0]]), np.array([[0.0, 0.0]]), np.array([[[1.0]], [[4.0]]]), half).round(4)
    array([[-1.6121, -3.6121],
           [-2.3052, -2.8052]])
    """
    xp = namespace(X, mu, Sigma, pi)
    _check_unequal("quadratic_scores", Sigma, pi)
    classes = (_log_density(X, mu[:, k : k + 1], Sigma[k, :, :]) for k in range(mu.shape[1]))
    return xp.concat(list(classes), axis=0) + xp.log(pi)


# The classes themselves


@dataclass(frozen=True, eq=False)
class Gaussians:
    """K Gaussian classes around the columns of `mu` (n, K), with one covariance `Sigma` (n, n) and priors `pi` (K, 1).

        x given k ~ N(mu_k, Sigma),   P(k) = pi_k

    >>> classes = Gaussians(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]]))
    >>> classes.posterior(np.array([[0.0, 0.5]]))
    array([[0.5       , 0.11920292],
           [0.5       , 0.88079708]])
    """

    mu: Float[Array, "n K"]
    Sigma: Float[Array, "n n"]
    pi: Float[Array, "K 1"]

    def parameters(self) -> tuple[Float[Array, "n K"], Float[Array, "K 1"]]:
        """The `(W, b)` with which a softmax is the posterior: `unity.generative.parameters`."""
        return parameters(self.mu, self.Sigma, self.pi)

    def logit(self) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
        """The `(w, b)` with which a sigmoid is the posterior of class 1: `unity.generative.logit`.

        Raises ValueError where there are more classes than two.
        """
        return logit(self.mu, self.Sigma, self.pi)

    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, linear in x: `unity.generative.linear_scores`."""
        return linear_scores(X, self.mu, self.Sigma, self.pi)

    def posterior(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The probability of each class given x, by Bayes, for each column of X.

        p(k given x) = p(x given k) pi_k / sum over j of p(x given j) pi_j = softmax(W^T x + b)_k

        Equations: eq-bayes, eq-gaussian-posterior, eq-gaussian-posterior-of-0, eq-softmax.
        """
        return softmax(self.scores(X))

    def joint(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """How often x and class k come together: the prior of each class times its density, for each column of X.

        pi_k p(x given k)
        """
        return namespace(X).exp(quadratic_scores(X, self.mu, _for_each(self.Sigma, self.mu), self.pi))

    def rings(self, *radii: float) -> Float[Array, "K R 2 P"]:
        """For each of K classes of two features and each of R radii, P = 121 points round an ellipse of equal density.

            (x - mu_k)^T Sigma^-1 (x - mu_k) = r^2

        Raises ValueError where the classes do not have two features.
        """
        return _rings(self.mu, _for_each(self.Sigma, self.mu), radii)

    def decide(self, X: Float[Array, "n m"]) -> Int[Array, "m"]:
        """The most probable class of each column of X. Where the classes are true, no other rule errs less often.

        argmax_k p(k given x)

        Equations: eq-decision, eq-least-mistakes.
        """
        return namespace(X).argmax(self.scores(X), axis=0)


@dataclass(frozen=True, eq=False)
class UnequalGaussians:
    """K Gaussian classes around the columns of `mu` (n, K), each with a covariance `Sigma[k]`, and priors `pi` (K, 1).

        x given k ~ N(mu_k, Sigma_k),   P(k) = pi_k

    >>> classes = UnequalGaussians(np.array([[0.0, 0.0]]), np.array([[[1.0]], [[4.0]]]), np.array([[0.5], [0.5]]))
    >>> classes.decide(np.array([[-3.0, 0.0, 3.0]]))
    array([1, 0, 1])
    """

    mu: Float[Array, "n K"]
    Sigma: Float[Array, "K n n"]
    pi: Float[Array, "K 1"]

    def parameters(self) -> tuple[Float[Array, "K n n"], Float[Array, "n K"], Float[Array, "K 1"]]:
        """The terms `(Q, W, b)` of the logits: `unity.generative.quadratic_parameters`."""
        return quadratic_parameters(self.mu, self.Sigma, self.pi)

    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, quadratic in x: `unity.generative.quadratic_scores`."""
        return quadratic_scores(X, self.mu, self.Sigma, self.pi)

    def posterior(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The probability of each class given x, by Bayes, for each column of X.

        p(k given x) = p(x given k) pi_k / sum over j of p(x given j) pi_j
        """
        return softmax(self.scores(X))

    def joint(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """How often x and class k come together: the prior of each class times its density, for each column of X.

        pi_k p(x given k)
        """
        return namespace(X).exp(self.scores(X))

    def rings(self, *radii: float) -> Float[Array, "K R 2 P"]:
        """For each of K classes of two features and each of R radii, P = 121 points round an ellipse of equal density.

            (x - mu_k)^T Sigma_k^-1 (x - mu_k) = r^2

        Raises ValueError where the classes do not have two features.
        """
        return _rings(self.mu, self.Sigma, radii)

    def decide(self, X: Float[Array, "n m"]) -> Int[Array, "m"]:
        """The most probable class of each column of X. Where the classes are true, no other rule errs less often.

        argmax_k p(k given x)
        """
        return namespace(X).argmax(self.scores(X), axis=0)


def _for_each(Sigma, mu):
    """A shared covariance, once for each class."""
    return namespace(Sigma, mu).stack([Sigma] * mu.shape[1])


def _rings(mu, Sigma, radii):
    if mu.shape[0] != 2:
        raise ValueError(f"rings: mu {tuple(mu.shape)} has n = {mu.shape[0]}, expected two features")
    xp = namespace(mu, Sigma)
    angle = 2 * math.pi * xp.arange(121, dtype=mu.dtype, device=device(mu)) / 120
    circle = xp.stack([xp.cos(angle), xp.sin(angle)])
    ellipses = xp.matmul(xp.linalg.cholesky(Sigma), circle)
    return xp.stack([mu.T[:, :, None] + r * ellipses for r in radii], axis=1)


# From examples to the classes


@checked
def class_means(X: Float[Array, "n m"], y: Int[Array, "m"]) -> Float[Array, "n K"]:
    """The mean of the examples of each class, a column a class.

        mu_k = sum over the examples of class k of x / m_k

    for integer labels y from 0 to K-1.

    Raises ValueError where X holds a NaN, an infinity or numbers whose squares overflow, and where y is not of two or
    more classes from 0 to K-1 that each have an example.

    Equations: eq-mean-of-class-0, eq-mean-of-class-1.

    >>> class_means(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    array([[1., 7.]])
    """
    return _means(X, *_labels("class_means", X, y, 0.0))


@checked
def fit(X: Float[Array, "n m"], y: Int[Array, "m"], *, ridge: float = 0.0) -> Gaussians:
    """The Gaussian classes with one covariance under which the examples are most probable.

        pi_k = m_k / m,   mu_k = mean of the x of class k
        Sigma = 1/m sum over examples of (x - mu_y) (x - mu_y)^T + ridge 1

    for integer labels y from 0 to K-1. The sum is divided by m, as the likelihood asks, and not by m - K.

    A covariance is singular where some direction in the features has no spread within the classes: a constant feature,
    one that repeats others, or fewer than n + K examples. `ridge`, in units of the features' squares, gives every
    direction some.

    Raises ValueError where the covariance is singular, where X holds a NaN, an infinity or numbers whose squares
    overflow, and where y is not of two or more classes from 0 to K-1 that each have an example.

    Equations: eq-class-share, eq-class-mean, eq-shared-covariance.
    Source: *Logistic Regression & Neural Networks*, a summary of the previous lecture.

    >>> classes = fit(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    >>> classes.mu, classes.Sigma, classes.pi
    (array([[1., 7.]]), array([[2.]]), array([[0.4],
           [0.6]]))
    """
    Y, counts = _labels("fit", X, y, ridge)
    xp, (n, m) = namespace(X, y), X.shape
    mu = _means(X, Y, counts)
    D = X - mu @ Y
    Sigma = D @ D.T / m + ridge * xp.eye(n, dtype=X.dtype, device=device(X))
    _check_spread("fit", X, Sigma, "within the classes", m - counts.shape[0])
    return Gaussians(mu, Sigma, counts / m)


@checked
def fit_unequal(X: Float[Array, "n m"], y: Int[Array, "m"], *, ridge: float = 0.0) -> UnequalGaussians:
    """The Gaussian classes, with a covariance each, under which the examples are most probable.

        pi_k = m_k / m,   mu_k = mean of the x of class k
        Sigma_k = 1/m_k sum over the examples of class k of (x - mu_k) (x - mu_k)^T + ridge 1

    for integer labels y from 0 to K-1. Each class needs n + 1 examples or more, or a `ridge`: see `fit`.

    Raises ValueError where a covariance is singular, where X holds a NaN, an infinity or numbers whose squares
    overflow, and where y is not of two or more classes from 0 to K-1 that each have an example.

    >>> classes = fit_unequal(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    >>> classes.Sigma[:, 0, 0].round(4)
    array([1.    , 2.6667])
    """
    Y, counts = _labels("fit_unequal", X, y, ridge)
    xp, (n, m) = namespace(X, y), X.shape
    mu = _means(X, Y, counts)
    covariances = []
    for k in range(mu.shape[1]):
        D = (X - mu[:, k : k + 1]) * Y[k : k + 1, :]
        Sigma = D @ D.T / counts[k, 0] + ridge * xp.eye(n, dtype=X.dtype, device=device(X))
        _check_spread("fit_unequal", X, Sigma, f"within class {k}", int(counts[k, 0]) - 1)
        covariances.append(Sigma)
    return UnequalGaussians(mu, xp.stack(covariances), counts / m)


def _labels(operation, X, y, ridge):
    """y as one-hot columns (K, m) in the dtype of X, and how many examples each class has (K, 1)."""
    xp = namespace(X, y)
    if not 0 <= ridge < math.inf:
        raise ValueError(f"{operation}: ridge = {ridge}, expected a finite number of 0 or more")
    if X.shape[1] == 0:
        raise ValueError(f"{operation}: X {tuple(X.shape)} holds no example")
    if not bool(xp.all(xp.isfinite(X))):
        raise ValueError(f"{operation}: X holds a NaN or an infinity, expected finite numbers")
    # Sums of m squares of differences, each at most twice as large as the numbers.
    if not bool(xp.all(xp.abs(X) < (xp.finfo(X.dtype).max / X.shape[1]) ** 0.5 / 2)):
        raise ValueError(
            f"{operation}: X holds numbers whose squares overflow, expected smaller ones (standardise them)"
        )
    present = np.unique(to_numpy(y)).tolist()
    if present[0] < 0:
        raise ValueError(f"{operation}: y holds the label {present[0]}, expected 0 to K-1")
    if missing := [k for k, label in enumerate(present) if label != k]:
        raise ValueError(f"{operation}: no example is of class {missing[0]}, expected one of each up to {present[-1]}")
    if len(present) == 1:
        raise ValueError(f"{operation}: every example is of class 0, expected two classes or more")
    Y = xp.astype(one_hot(y, len(present)), X.dtype)
    return Y, xp.sum(Y, axis=1, keepdims=True)


def _means(X, Y, counts):
    """The mean of each class, (n, K); what rounding left out of it the first time is added the second."""
    mu = X @ Y.T / counts.T
    return mu + (X - mu @ Y) @ Y.T / counts.T


# What a Gaussian has to be


def _positive_definite(Sigma):
    """Whether a symmetric matrix is positive definite beyond rounding, in units in which its diagonal is 1."""
    diagonal = np.diagonal(Sigma)[:, None]
    if not (diagonal > 0).all():
        return False
    unit = 1 / np.sqrt(diagonal)
    return (np.linalg.eigvalsh(unit * Sigma * unit.T) > len(Sigma) * np.finfo(Sigma.dtype).eps).all()


def _check_covariance(operation, name, Sigma):
    Sigma = to_numpy(Sigma)
    tolerance = np.finfo(Sigma.dtype).eps ** 0.5
    if not (
        np.isfinite(Sigma).all()
        and (np.abs(Sigma - Sigma.T) <= tolerance * np.abs(Sigma).max(initial=0)).all()
        and _positive_definite(Sigma)
    ):
        raise ValueError(f"{operation}: {name} is not symmetric and positive definite, expected a covariance")


def _check_shared(operation, Sigma, pi):
    _check_covariance(operation, "Sigma", Sigma)
    _check_priors(operation, pi)


def _check_unequal(operation, Sigma, pi):
    for k in range(Sigma.shape[0]):
        _check_covariance(operation, f"Sigma[{k}]", Sigma[k, :, :])
    _check_priors(operation, pi)


def _check_priors(operation, pi):
    xp = namespace(pi)
    if not bool(xp.all((pi > 0) & xp.isfinite(pi))):
        raise ValueError(
            f"{operation}: pi holds a number that is not positive and finite, expected a prior for each class"
        )


def _check_spread(operation, X, Sigma, where, directions):
    """Raise ValueError, with the reason and what helps, where an estimated covariance is singular."""
    xp, S = namespace(X), to_numpy(Sigma)
    rounding = 4 * np.finfo(S.dtype).eps * to_numpy(xp.max(xp.abs(X), axis=1))
    constant = np.flatnonzero(np.diagonal(S) <= rounding**2)
    if not len(constant) and _positive_definite(S):
        return
    if len(constant):
        reason = f"feature {constant[0]} is constant {where}"
    elif directions < len(S):
        reason = (
            f"the examples spread in at most {directions} direction(s) {where}, X {tuple(X.shape)} has n = {len(S)}"
        )
    else:
        reason = f"some features add up to others {where}, or nearly"
    raise ValueError(
        f"{operation}: the covariance is singular, expected some spread in every direction: {reason}. Fewer features, "
        "more examples or a ridge > 0 help"
    )
