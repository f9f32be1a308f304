"""Quadratic costs: what a walk does there is known in advance."""

from unity.arrays import length, namespace
from unity.shapes import Array, Float, checked

__all__ = ["contraction", "distance_bound", "quadratic", "quadratic_gradient", "quadratic_iterate"]


@checked
def quadratic(w: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"]) -> Float[Array, ""]:
    """The quadratic cost that is 0 at $w_min$ and has the Hessian H.

        J(w) = 1/2 (w - w_min)^T H (w - w_min)

    For $n = 1$, $H = 2$ and $w_min = 2$ it is the deck's $J(w) = (w - 2)^2$.

    Equations: eq-parabola, eq-quadratic.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic(np.array([[5.0]]), np.array([[2.0]]), np.array([[2.0]]))
    np.float64(9.0)
    """
    return namespace(w, w_min, H).sum((w - w_min) * (H @ (w - w_min))) / 2


@checked
def quadratic_gradient(
    w: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"]
) -> Float[Array, "n 1"]:
    """The slopes of `quadratic` at w, one for each weight.

        dJ/dw = H (w - w_min)

    Where H is not symmetric, its symmetric part counts: the other part changes no value of J.

    Equations: eq-parabola-slope, eq-quadratic-slope.
    Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic_gradient(np.array([[5.0]]), np.array([[2.0]]), np.array([[2.0]]))
    array([[6.]])
    """
    return (H + H.T) @ (w - w_min) / 2


@checked
def quadratic_iterate(
    w_0: Float[Array, "*shape"], w_min: Float[Array, "*shape"], t: int, *, curvature: float, step: float
) -> Float[Array, "*shape"]:
    """Where gradient descent on a parabola stands after t steps, without walking there.

        J(w) = L/2 (w - w_min)^2   gives   w_t - w_min = (1 - alpha L)^t (w_0 - w_min)

    L is the curvature. The distance shrinks where $|1 - alpha L| < 1$, that is for $0 < alpha < 2/L$; above $1/L$ the
    iterates jump from side to side.

    Equation: eq-iterate.  Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

    >>> quadratic_iterate(np.array([0.0]), np.array([2.0]), 4, curvature=2.0, step=0.25)
    array([1.875])
    """
    return w_min + (1 - step * curvature) ** t * (w_0 - w_min)


@checked
def contraction(H: Float[Array, "n n"], *, step: float) -> Float[Array, ""]:
    """By which factor one step of descent on a quadratic changes the distance to the minimum, at worst; H is its Hessian.

        rho = max_k |1 - alpha lambda_k|

    over the curvatures $lambda_k$, the eigenvalues of H. Where all of them are positive, $rho < 1$ exactly if
    $0 < alpha < 2/L$.

    Equations: eq-contraction, eq-longest-step.

    >>> H = np.array([[1.0, 0.0], [0.0, 4.0]])
    >>> [float(contraction(H, step=step)) for step in (0.25, 0.5, 0.75)]
    [0.75, 1.0, 2.0]
    """
    xp = namespace(H)
    return xp.max(xp.abs(1 - step * xp.linalg.eigvalsh((H + H.T) / 2)))


@checked
def distance_bound(dw: Float[Array, "n 1"], H: Float[Array, "n n"]) -> Float[Array, ""]:
    """How far away the minimum of a quadratic is at most from a place with the gradient dw; H is its Hessian.

        r = ||dw|| / mu,   mu = lambda_min(H)

    It holds as well for any cost with no curvature below $mu$. Infinite where $mu <= 0$: then nothing bounds the
    distance.

    Equation: eq-distance-bound.

    >>> float(distance_bound(np.array([[0.3], [0.4]]), np.array([[2.0, 0.0], [0.0, 0.25]])))
    2.0
    """
    xp = namespace(dw, H)
    mu = xp.min(xp.linalg.eigvalsh((H + H.T) / 2))
    bounded = length(dw) / xp.where(mu > 0, mu, xp.ones_like(mu))
    return xp.where(mu > 0, bounded, xp.full_like(mu, xp.inf))
