"""Made data: a seed (an int or a numpy.random.Generator) gives the same examples again."""

import numpy as np

from unity.arrays import is_covariance, to_numpy
from unity.datasets.examples import Examples
from unity.shapes import Array, Float, checked

__all__ = ["circle", "gaussians", "gaussians_unequal", "moons", "xor"]


@checked
def gaussians_unequal(means: Float[Array, "n K"], covariances: Float[Array, "K n n"], counts, *, seed):
    """Examples of K Gaussian classes, class k around column k of `means` with a covariance of its own.

        x given k ~ N(mu_k, Sigma_k)

    `counts[k]` examples of class k, in the order of the classes.

    Raises ValueError where a covariance is not symmetric and positive definite, and where there is not one
    positive count for each class.

    >>> clouds = gaussians_unequal(np.array([[0.0, 4.0]]), np.array([[[1.0]], [[9.0]]]), (2, 3), seed=0)
    >>> clouds.X.shape, clouds.y
    ((1, 5), array([0, 0, 1, 1, 1]))
    """
    return _gaussians("gaussians_unequal", means, covariances, counts, seed)


@checked
def gaussians(means: Float[Array, "n K"], covariance: Float[Array, "n n"], counts, *, seed):
    """Examples of K Gaussian classes, class k around column k of `means`, all with one covariance.

        x given k ~ N(mu_k, Sigma)

    `counts[k]` examples of class k, in the order of the classes; two classes have the posterior of a logistic
    regression, K that of a softmax.

    Raises ValueError where the covariance is not symmetric and positive definite, and where there is not one
    positive count for each class.

    Source: *Logistic Regression & Neural Networks*, Gaussian classes.

    >>> clouds = gaussians(np.array([[-1.0, 1.0], [0.0, 0.0]]), np.eye(2), (3, 2), seed=0)
    >>> clouds.X.shape, clouds.y
    ((2, 5), array([0, 0, 0, 1, 1]))
    """
    return _gaussians("gaussians", means, [covariance] * means.shape[1], counts, seed)


def _gaussians(operation, means, covariances, counts, seed):
    means = to_numpy(means)
    n, K = means.shape
    if len(counts) != K or min(counts) < 1:
        raise ValueError(f"{operation}: counts = {tuple(counts)}, expected a positive count for each of {K} classes")
    rng = np.random.default_rng(seed)
    clouds = []
    for k, Sigma in enumerate(map(to_numpy, covariances)):
        if not is_covariance(Sigma):
            raise ValueError(f"{operation}: the covariance of class {k} is not symmetric and positive definite")
        clouds.append(means[:, [k]] + np.linalg.cholesky(Sigma) @ rng.standard_normal((n, counts[k])))
    y = np.repeat(np.arange(K), counts)
    return Examples(np.concatenate(clouds, axis=1), y, tuple(f"class {k}" for k in range(K)))


def circle(m, *, seed):
    """m points, evenly over the square from -2 to 2; outside the circle of radius 1 they tend to be of class 1.

        P(1 given x) = sigma(4 (x_1^2 + x_2^2 - 1))

    The boundary is the deck's circle, $theta = (-1, 0, 0, 1, 1)$ up to length. Labels are drawn, so classes overlap
    and a logistic regression on polynomial features has an optimum.

    Raises ValueError where m < 1.

    Source: *Deep Learning: Logistic Regression Classifier*, non-linear decision boundaries.

    >>> circle(4, seed=0).X.shape
    (2, 4)
    """
    rng = _generator("circle", m, seed)
    X = rng.uniform(-2, 2, (2, m))
    z = 4 * ((X**2).sum(axis=0) - 1)
    # A logistic variable exceeds -z with probability sigmoid(z): that is what a sigmoid counts.
    y = (z + rng.logistic(size=m) > 0).astype(int)
    return Examples(X, y, ("inside", "outside"), ("x_1", "x_2"))


def xor(m, *, seed):
    """m points in four small clouds round the corners (0, 0), (0, 1), (1, 0), (1, 1) of a square.

        y = 1 where exactly one corner coordinate is 1;   spread 0.1 in each direction

    The clouds take turns, so that four divides evenly. No straight line separates the classes.

    Raises ValueError where m < 1.

    >>> xor(5, seed=0).y
    array([0, 1, 1, 0, 0])
    """
    rng = _generator("xor", m, seed)
    corner = np.arange(m) % 4
    corners = np.stack([corner // 2, corner % 2])
    X = corners + 0.1 * rng.standard_normal((2, m))
    return Examples(X, corners.sum(axis=0) % 2, ("same", "different"), ("x_1", "x_2"))


def moons(m, *, seed):
    """m points on two interleaved half circles of radius 1, scattered by 0.1: scikit-learn's, as columns.

    Raises ValueError where m < 1.

    >>> moons(6, seed=0).X.shape
    (2, 6)
    """
    from sklearn.datasets import make_moons

    rng = _generator("moons", m, seed)
    # scikit-learn takes no Generator, so one of ours hands it a number.
    X, y = make_moons(m, noise=0.1, random_state=int(rng.integers(2**32)))
    return Examples(np.ascontiguousarray(X.T), y, ("upper", "lower"), ("x_1", "x_2"))


def _generator(operation, m, seed):
    if m < 1:
        raise ValueError(f"{operation}: m = {m}, expected at least one example")
    return np.random.default_rng(seed)
