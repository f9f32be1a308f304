"""From examples to the Gaussian classes under which they are most probable."""

import math

import numpy as np
from array_api_compat import device

from unity.arrays import is_covariance, namespace, to_numpy
from unity.generative.classes import Gaussians, UnequalGaussians
from unity.labelling import takes_labels
from unity.shapes import Array, Float, checked

__all__ = ["class_means", "fit", "fit_unequal"]


def _named(X, Y):
    """The rows of labels, or how many classes numbers name: two at least, and no more than examples: each needs one."""
    if Y.ndim == 2 and Y.shape[0] > 1:
        return Y.shape[0]
    numbers = to_numpy(Y)
    largest = float(numbers.max(initial=1)) if numbers.dtype.kind in "biuf" else 1
    return int(max(2, min(numbers.size, largest + 1)))


@takes_labels(_named, numbered=True)
@checked
def class_means(X: Float[Array, "n m"], Y: Float[Array, "K m"]) -> Float[Array, "n K"]:
    """The mean of the examples of each class, a column a class.

        mu_k = 1/m_k sum_i Y_ki x_i,   m_k = sum_i Y_ki

    Raises ValueError where X holds a NaN, an infinity or numbers whose squares overflow, and where the labels are not of
    two or more classes from 0 to K-1 that each have an example, one class each.

    Equations: eq-mean-of-class-0, eq-mean-of-class-1.

    >>> class_means(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    array([[1., 7.]])
    """
    return _means(X, Y, _counts("class_means", X, Y, 0.0))


@takes_labels(_named, numbered=True)
@checked
def fit(X: Float[Array, "n m"], Y: Float[Array, "K m"], *, ridge: float = 0.0) -> Gaussians:
    """The Gaussian classes with one covariance under which the examples are most probable.

        pi_k = m_k / m,   mu_k = 1/m_k sum_i Y_ki x_i
        Sigma = 1/m sum_i (x_i - mu_(y_i)) (x_i - mu_(y_i))^T + ridge I

    for examples of one class $y_i$ each, $m_k$ of them of class k; I is the identity. The sum is divided by m, as the
    likelihood asks, and not by m - K.

    A covariance is singular where some direction in the features has no spread within the classes: a constant feature,
    one that repeats others, or fewer than n + K examples. `ridge`, in units of the features' squares, gives every
    direction some.

    Raises ValueError where the covariance is singular, where X holds a NaN, an infinity or numbers whose squares
    overflow, and where the labels are not of two or more classes from 0 to K-1 that each have an example, one class each.

    Equations: eq-class-share, eq-class-mean, eq-shared-covariance.
    Source: *Logistic Regression & Neural Networks*, a summary of the previous lecture.

    >>> classes = fit(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    >>> classes.mu, classes.Sigma, classes.pi
    (array([[1., 7.]]), array([[2.]]), array([[0.4],
           [0.6]]))
    """
    counts = _counts("fit", X, Y, ridge)
    xp, (n, m) = namespace(X, Y), X.shape
    mu = _means(X, Y, counts)
    D = X - mu @ Y
    Sigma = D @ D.T / m + ridge * xp.eye(n, dtype=X.dtype, device=device(X))
    _check_spread("fit", X, Sigma, "within the classes", m - counts.shape[0])
    return Gaussians(mu, Sigma, counts / m)


@takes_labels(_named, numbered=True)
@checked
def fit_unequal(X: Float[Array, "n m"], Y: Float[Array, "K m"], *, ridge: float = 0.0) -> UnequalGaussians:
    """The Gaussian classes, with a covariance each, under which the examples are most probable.

        pi_k = m_k / m,   mu_k = 1/m_k sum_i Y_ki x_i
        Sigma_k = 1/m_k sum_i Y_ki (x_i - mu_k) (x_i - mu_k)^T + ridge I

    $m_k$ examples are of class k, and I is the identity. Each class needs n + 1 examples or more, or a `ridge`: see
    `fit`.

    Raises ValueError where a covariance is singular, where X holds a NaN, an infinity or numbers whose squares
    overflow, and where the labels are not of two or more classes from 0 to K-1 that each have an example, one class each.

    >>> classes = fit_unequal(np.array([[0.0, 2.0, 5.0, 7.0, 9.0]]), np.array([0, 0, 1, 1, 1]))
    >>> classes.Sigma[:, 0, 0].round(4)
    array([1.    , 2.6667])
    """
    counts = _counts("fit_unequal", X, Y, ridge)
    xp, (n, m) = namespace(X, Y), X.shape
    mu = _means(X, Y, counts)
    covariances = []
    for k in range(mu.shape[1]):
        D = (X - mu[:, k : k + 1]) * Y[k : k + 1, :]
        Sigma = D @ D.T / counts[k, 0] + ridge * xp.eye(n, dtype=X.dtype, device=device(X))
        _check_spread("fit_unequal", X, Sigma, f"within class {k}", int(counts[k, 0]) - 1)
        covariances.append(Sigma)
    return UnequalGaussians(mu, xp.stack(covariances), counts / m)


def _counts(operation, X, Y, ridge):
    """How many examples each class has, (K, 1), once it is seen that a fit can take them."""
    xp = namespace(X, Y)
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
    if not bool(xp.all((Y == 0) | (Y == 1)) & xp.all(xp.sum(Y, axis=0) == 1)):
        raise ValueError(
            f"{operation}: a column of Y is not one-hot, expected one class for each example, and no shares"
        )
    counts = xp.sum(Y, axis=1, keepdims=True)
    present = to_numpy(counts)[:, 0] > 0
    if not present[1:].any():
        raise ValueError(f"{operation}: every example is of class 0, expected two classes or more")
    if not present.all():
        missing, last = np.flatnonzero(~present)[0], len(present) - 1
        raise ValueError(f"{operation}: no example is of class {missing}, expected one of each up to {last}")
    return counts


def _means(X, Y, counts):
    """The mean of each class, (n, K); what rounding left out of it the first time is added the second."""
    mu = X @ Y.T / counts.T
    return mu + (X - mu @ Y) @ Y.T / counts.T


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
