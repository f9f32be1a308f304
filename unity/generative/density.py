"""One Gaussian class: its density, what it has to be, and how often it comes together with what is seen."""

import math

from unity.arrays import is_covariance, namespace
from unity.shapes import Array, Float, checked

__all__ = ["check_covariance", "check_priors", "log_density", "log_joint"]


@checked
def log_density(X: Float[Array, "n m"], mu: Float[Array, "n 1"], Sigma: Float[Array, "n n"]) -> Float[Array, "1 m"]:
    """The logarithm of the Gaussian density, for each column of X.

        log p(x) = -1/2 (x - mu)^T Sigma^-1 (x - mu) - 1/2 log det(Sigma) - n/2 log(2 pi)

    so that the density has $1 / sqrt(det(Sigma))$ in front: with $1 / det(Sigma)$, as the deck prints it, its integral would
    be $1 / sqrt(det(Sigma))$ and not 1.

    Raises ValueError where $Sigma$ is not symmetric and positive definite.

    Equations: eq-gaussian, eq-class-terms.  Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> log_density(np.array([[0.0, 2.0]]), np.array([[0.0]]), np.array([[4.0]]))
    array([[-1.61208571, -2.11208571]])
    """
    check_covariance("log_density", "Sigma", Sigma)
    return _log_density(X, mu, Sigma)


def _log_density(X, mu, Sigma):
    xp = namespace(X, mu, Sigma)
    D = X - mu
    squares = xp.sum(D * xp.linalg.solve(Sigma, D), axis=0, keepdims=True)
    return -(squares + xp.linalg.slogdet(Sigma)[1] + X.shape[0] * math.log(2 * math.pi)) / 2


def log_joint(X, mu, Sigma, pi):
    """$log p(x given k) + log pi_k$, for each class and each column of X, (K, m)."""
    xp = namespace(X, mu, Sigma, pi)
    classes = (_log_density(X, mu[:, k : k + 1], Sigma[k, :, :]) for k in range(mu.shape[1]))
    return xp.concat(list(classes), axis=0) + xp.log(pi)


def check_covariance(operation, name, Sigma):
    """Raise ValueError where a matrix is no covariance."""
    if not is_covariance(Sigma):
        raise ValueError(f"{operation}: {name} is not symmetric and positive definite, expected a covariance")


def check_priors(operation, pi):
    """Raise ValueError where a prior is not positive or not finite."""
    xp = namespace(pi)
    if not bool(xp.all((pi > 0) & xp.isfinite(pi))):
        raise ValueError(
            f"{operation}: pi holds a number that is not positive and finite, expected a prior for each class"
        )
