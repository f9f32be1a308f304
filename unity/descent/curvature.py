"""The largest curvature of a quadratic, and bounds on that of the two models: no step should be longer than 2 / L."""

import array_api_compat

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["largest_curvature", "logistic_curvature", "softmax_curvature"]


@checked
def largest_curvature(H: Float[Array, "n n"]) -> Float[Array, ""]:
    """The curvature of a quadratic along its most curved direction; H is its Hessian.

        L = lambda_max(H),   v^T H v <= L ||v||^2   for every v

    Where H is positive definite, descent reaches the minimum from everywhere exactly if $0 < alpha < 2/L$.

    Equation: eq-largest-curvature.

    >>> round(float(largest_curvature(np.array([[2.0, 1.0], [1.0, 2.0]]))), 6)
    3.0
    """
    xp = namespace(H)
    return xp.max(xp.linalg.eigvalsh((H + H.T) / 2))


def _mean_square(X):
    """lambda_max(X X^T) / m, with a row of ones on top of X for the bias."""
    xp = namespace(X)
    ones = xp.ones((1, X.shape[1]), dtype=X.dtype, device=array_api_compat.device(X))
    X = xp.concat([ones, X])
    return largest_curvature(X @ X.T) / X.shape[1]


@checked
def logistic_curvature(X: Float[Array, "n m"]) -> Float[Array, ""]:
    """A bound on the curvature of the logistic cost in (w, b), wherever they are.

        L <= lambda_max(X X^T) / (4 m),   X with a row of ones on top

    The slope of the sigmoid is at most 1/4. Every step shorter than 2/L lowers the cost. A longer one may still
    converge: the curvature where the descent ends can be smaller than this bound.

    Equation: eq-logistic-curvature.

    >>> round(float(logistic_curvature(np.array([[1.0, -1.0]]))), 6)
    0.25
    """
    return _mean_square(X) / 4


@checked
def softmax_curvature(X: Float[Array, "n m"]) -> Float[Array, ""]:
    """A bound on the curvature of the softmax cost in (W, b), wherever they are.

        L <= lambda_max(X X^T) / (2 m),   X with a row of ones on top

    The slopes of the softmax, $diag(a) - a a^T$, have no eigenvalue above 1/2.

    Equation: eq-softmax-curvature.

    >>> round(float(softmax_curvature(np.array([[1.0, -1.0]]))), 6)
    0.5
    """
    return _mean_square(X) / 2
