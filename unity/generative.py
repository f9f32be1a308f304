"""Gaussian classes: what each class looks like, and by Bayes the probability of each class given what is seen."""

import abc
import math
from dataclasses import dataclass

import numpy as np
from array_api_compat import device

from unity.activations import softmax
from unity.arrays import are_shares, is_covariance, namespace, no_nan, one_hot, to_numpy
from unity.shapes import Array, Float, Int, checked, refuse_dask

__all__ = [
    "GaussianClasses",
    "Gaussians",
    "UnequalGaussians",
    "class_means",
    "fit",
    "fit_unequal",
    "log_density",
    "logit",
    "nearest_mean",
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


# Two classes


@checked
def logit(
    mu: Float[Array, "n 2"], Sigma: Float[Array, "n n"], pi: Float[Array, "2 1"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """What a sigmoid needs to be the posterior of two Gaussian classes that share one covariance: `(w, b)`.

        w = Sigma^-1 (mu_1 - mu_0),   b = -w^T (mu_0 + mu_1) / 2 + log(pi_1 / pi_0)
        p(1 given x) = sigma(w^T x + b),   p(0 given x) = sigma(-(w^T x + b))

    These are the differences w_1 - w_0 and b_1 - b_0 of `Gaussians.parameters`.

    Raises ValueError where Sigma is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equations: eq-log-odds, eq-gaussian-weights, eq-gaussian-bias.
    Source: *Logistic Regression & Neural Networks*, a summary of the previous lecture.

    >>> w, b = logit(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.25], [0.75]]))
    >>> w, b.round(4)
    (array([[4.]]), array([[1.0986]]))
    """
    xp = namespace(mu, Sigma, pi)
    _check_covariance("logit", "Sigma", Sigma)
    _check_priors("logit", pi)
    mu_0, mu_1, log_pi = mu[:, :1], mu[:, 1:], xp.log(pi)
    w = xp.linalg.solve(Sigma, mu_1 - mu_0)
    return w, log_pi[1:, :] - log_pi[:1, :] - w.T @ (mu_0 + mu_1) / 2


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


# Several classes


def _fits(operation, classes, X):
    """Raise ValueError where the examples have other features than the classes."""
    if X.shape[0] != classes.mu.shape[0]:
        n = classes.mu.shape[0]
        raise ValueError(
            f"{operation}: X {tuple(X.shape)} has n = {X.shape[0]}, mu {tuple(classes.mu.shape)} has n = {n}"
        )


class GaussianClasses(abc.ABC):
    """What K Gaussian classes answer: `mu` (n, K) has their means as columns, `pi` (K, 1) how frequent each of them is.

    Raises ValueError where the shapes do not fit, a covariance is not symmetric and positive definite, or the priors are
    not positive or do not add up to 1; TypeError where mu, Sigma and pi are not floating arrays of one library.
    """

    def __post_init__(self):
        operation, (mu, Sigma, pi) = type(self).__name__, (self.mu, self.Sigma, self.pi)
        refuse_dask(operation, mu=mu, Sigma=Sigma, pi=pi)
        xp, shapes = namespace(mu, Sigma, pi), [tuple(array.shape) for array in (mu, Sigma, pi)]
        for name, array in {"mu": mu, "Sigma": Sigma, "pi": pi}.items():
            if not xp.isdtype(array.dtype, "real floating"):
                raise TypeError(f"{operation}: {name} is of dtype {array.dtype}, expected floating numbers")
        n, K = shapes[0] if len(shapes[0]) == 2 else (0, 0)
        expected = (n, n) if self.shared else (K, n, n)
        if not n or not K or shapes[1:] != [expected, (K, 1)]:
            raise ValueError(
                f"{operation}: mu {shapes[0]}, Sigma {shapes[1]} and pi {shapes[2]}, expected (n, K), "
                f"{'(n, n)' if self.shared else '(K, n, n)'} and (K, 1)"
            )
        for k in range(1 if self.shared else K):
            _check_covariance(operation, "Sigma" if self.shared else f"Sigma[{k}]", self._each()[k, :, :])
        _check_priors(operation, pi)
        if not bool(xp.all(are_shares(pi))):
            raise ValueError(f"{operation}: pi adds up to {float(xp.sum(pi)):.7g}, expected priors that add up to 1")

    shared = False

    @abc.abstractmethod
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, for each column of X."""

    @abc.abstractmethod
    def _each(self):
        """The covariance of each class, (K, n, n)."""

    @checked(fits=_fits)
    def posterior(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The probability of each class given x, by Bayes, for each column of X: also where every density is 0.

        p(k given x) = p(x given k) pi_k / sum over j of p(x given j) pi_j = softmax(scores)_k

        Equations: eq-bayes, eq-gaussian-posterior, eq-gaussian-posterior-of-0, eq-softmax.
        """
        xp, (near, far) = namespace(X, self.mu), self._near(X)
        A = softmax(self.scores(near))
        return xp.where(far, _posterior_far_away(X, self.mu, self._each(), self.pi), A) if bool(xp.any(far)) else A

    @checked(fits=_fits)
    def joint(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """How often x and class k come together: the prior of each class times its density, for each column of X.

        pi_k p(x given k)
        """
        xp, (near, far) = namespace(X, self.mu), self._near(X)
        densities = xp.exp(_log_joint(near, self.mu, self._each(), self.pi))
        return xp.where(far, xp.zeros_like(densities), densities)

    @checked(fits=_fits)
    def decide(self, X: Float[Array, "n m"]) -> Int[Array, "m"]:
        """The most probable class of each column of X. Where the classes are true, no other rule errs less often.

        argmax_k p(k given x)

        The first of them where several are. Raises ValueError where x holds a NaN.

        Equations: eq-decision, eq-least-mistakes.
        """
        return namespace(X, self.mu).argmax(no_nan("decide", self.posterior(X)), axis=0)

    def rings(self, *radii: float) -> Float[Array, "K R 2 P"]:
        """For each of K classes of two features and each of R radii, P = 121 points round an ellipse of equal density.

            (x - mu_k)^T Sigma_k^-1 (x - mu_k) = r^2

        Raises ValueError where the classes do not have two features.
        """
        mu, Sigma = self.mu, self._each()
        if mu.shape[0] != 2:
            raise ValueError(f"rings: mu {tuple(mu.shape)} has n = {mu.shape[0]}, expected two features")
        xp = namespace(mu, Sigma)
        angle = 2 * math.pi * xp.arange(121, dtype=mu.dtype, device=device(mu)) / 120
        circle = xp.stack([xp.cos(angle), xp.sin(angle)])
        ellipses = xp.matmul(xp.linalg.cholesky(Sigma), circle)
        return xp.stack([mu.T[:, :, None] + r * ellipses for r in radii], axis=1)

    def _near(self, X):
        """X with the examples brought to the middle whose squares would swallow the rest, and which those are, (1, m)."""
        xp = namespace(X, self.mu)
        spreads = xp.abs(X - _middle(self.mu)) / _spread(self._each())
        beyond = float(xp.finfo(X.dtype).eps) ** -0.5
        far = xp.any(spreads > beyond, axis=0, keepdims=True) & xp.all(xp.isfinite(X), axis=0, keepdims=True)
        return xp.where(far, _middle(self.mu), X), far


@dataclass(frozen=True, eq=False)
class Gaussians(GaussianClasses):
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
    shared = True

    def parameters(self) -> tuple[Float[Array, "n K"], Float[Array, "K 1"]]:
        """What a softmax needs to be the posterior: `(W, b)`.

            w_k = Sigma^-1 mu_k,   b_k = -1/2 mu_k^T Sigma^-1 mu_k + log pi_k
            p(k given x) = softmax(W^T x + b)_k

        x enters log p(x given k) squared too, but with the same -1/2 x^T Sigma^-1 x for every class, and a softmax does
        not see what all its logits share. Where the classes lie a thousand spreads from the origin or more, W^T x and b
        cancel and lose digits: `posterior` does not.

        Equations: eq-softmax-weights, eq-softmax-biases.
        Source: *Logistic Regression & Neural Networks*, multi-class.

        >>> W, b = Gaussians(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]])).parameters()
        >>> W, b.round(4)
        (array([[-2.,  2.]]), array([[-1.6931],
               [-1.6931]]))
        """
        return self._seen_from(0)

    def _seen_from(self, c):
        xp, mu = namespace(self.mu, self.Sigma, self.pi), self.mu - c
        W = xp.linalg.solve(self.Sigma, mu)
        return W, xp.log(self.pi) - xp.sum(mu * W, axis=0)[:, None] / 2

    def logit(self) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
        """The `(w, b)` with which a sigmoid is the posterior of class 1: `unity.generative.logit`, far from the origin less
        exact than `posterior`, as `parameters` are.

        Raises ValueError where there are more classes than two.
        """
        return logit(self.mu, self.Sigma, self.pi)

    @checked(fits=_fits)
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, up to what all the classes of an x share: linear in x.

            a_k = w_k^T (x - c) + b_k,   c the mean of the mu_k, and (W, b) the `parameters` of the mu_k - c

        They differ from W^T x + b by a number for each x, which no softmax sees. Seen from c they keep their digits
        however far from the origin the classes lie.

        Source: *Logistic Regression & Neural Networks*, multi-class.

        >>> far = Gaussians(np.array([[1e9 - 1.0, 1e9 + 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]]))
        >>> far.scores(np.array([[1e9 + 1.0]])).round(4)
        array([[-3.6931],
               [ 0.3069]])
        """
        W, b = self._seen_from(_middle(self.mu))
        return W.T @ (X - _middle(self.mu)) + b

    def _each(self):
        return namespace(self.Sigma).stack([self.Sigma] * self.mu.shape[1])


@dataclass(frozen=True, eq=False)
class UnequalGaussians(GaussianClasses):
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
        """The logits of the posterior, term by term: quadratic, linear, constant, `(Q, W, b)`.

            a_k = x^T Q_k x + w_k^T x + b_k,   p(k given x) = softmax(a)_k
            Q_k = -1/2 Sigma_k^-1,   w_k = Sigma_k^-1 mu_k
            b_k = -1/2 mu_k^T Sigma_k^-1 mu_k - 1/2 log det(Sigma_k) + log pi_k

        Between two classes the boundary a_k = a_l is a conic. It is a plane where Q_k = Q_l, which one shared covariance
        brings about; then the determinants cancel too. Far from the origin the terms cancel and lose digits:
        `posterior` does not.

        Equation: eq-quadratic-term.

        >>> half = np.array([[0.5], [0.5]])
        >>> Q, W, b = UnequalGaussians(np.array([[0.0, 1.0]]), np.array([[[1.0]], [[4.0]]]), half).parameters()
        >>> Q[:, 0, 0], W, b.round(4)
        (array([-0.5  , -0.125]), array([[0.  , 0.25]]), array([[-0.6931],
               [-1.5113]]))
        """
        return _terms(self.mu, self.Sigma, self.pi)

    @checked(fits=_fits)
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, quadratic in x: the density of x in each class, times its prior.

            a_k = log p(x given k) + log pi_k

        They are the x^T Q_k x + w_k^T x + b_k of `parameters`, less the n/2 log(2 pi) that all classes share.

        Equation: eq-quadratic-log-odds.

        >>> classes = UnequalGaussians(np.array([[0.0, 0.0]]), np.array([[[1.0]], [[4.0]]]), np.array([[0.5], [0.5]]))
        >>> classes.scores(np.array([[0.0, 2.0]])).round(4)
        array([[-1.6121, -3.6121],
               [-2.3052, -2.8052]])
        """
        return _log_joint(X, self.mu, self.Sigma, self.pi)

    def _each(self):
        return self.Sigma


def _log_joint(X, mu, Sigma, pi):
    xp = namespace(X, mu, Sigma, pi)
    classes = (_log_density(X, mu[:, k : k + 1], Sigma[k, :, :]) for k in range(mu.shape[1]))
    return xp.concat(list(classes), axis=0) + xp.log(pi)


def _terms(mu, Sigma, pi):
    xp, K = namespace(mu, Sigma, pi), mu.shape[1]
    W = xp.concat([xp.linalg.solve(Sigma[k, :, :], mu[:, k : k + 1]) for k in range(K)], axis=1)
    log_det = xp.linalg.slogdet(Sigma)[1][:, None]
    return -xp.linalg.inv(Sigma) / 2, W, xp.log(pi) - (xp.sum(mu * W, axis=0)[:, None] + log_det) / 2


def _middle(mu):
    return namespace(mu).mean(mu, axis=1, keepdims=True)


def _spread(Sigma):
    """The largest spread that any class has in each feature, (n, 1)."""
    xp = namespace(Sigma)
    variances = xp.stack([xp.linalg.diagonal(Sigma[k, :, :]) for k in range(Sigma.shape[0])])
    return xp.sqrt(xp.max(variances, axis=0))[:, None]


def _posterior_far_away(X, mu, Sigma, pi):
    """The posterior of each class r from differences. With x = c + s e u, e the spreads and |u| <= 1, logit k less logit r is

        s (s u^T (Q_k - Q_r) u + (w_k - w_r)^T u) + b_k - b_r

    What the two share goes before it is squared. A difference beyond 10000 is as good as one of 10000.
    """
    xp, K = namespace(X, mu, Sigma, pi), mu.shape[1]
    c, e = _middle(mu), _spread(Sigma)
    Q, W, b = _terms((mu - c) / e, Sigma / e / e.T, pi)
    U = (X - c) / e
    s = xp.max(xp.abs(U), axis=0, keepdims=True)
    U = U / s
    rows = []
    for r in range(K):
        squares = xp.concat(
            [xp.sum(U * ((Q[k, :, :] - Q[r, :, :]) @ U), axis=0, keepdims=True) for k in range(K)], axis=0
        )
        slopes = xp.clip(s * squares + (W - W[:, r : r + 1]).T @ U, -1e4 / s, 1e4 / s)
        rows.append(softmax(s * slopes + b - b[r, 0])[r : r + 1, :])
    return xp.concat(rows, axis=0)


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


def _check_covariance(operation, name, Sigma):
    if not is_covariance(Sigma):
        raise ValueError(f"{operation}: {name} is not symmetric and positive definite, expected a covariance")


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
    if not len(constant) and is_covariance(S):
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
