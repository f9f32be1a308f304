"""What w and b draw: a sum of axis vectors, a plane, its normal, how far each point lies from it, and the sides of several."""

import math

from unity import arrays
from unity.arrays import namespace, no_nan
from unity.shapes import Array, Float, checked

__all__ = [
    "across",
    "along",
    "foot",
    "length_of",
    "line",
    "most_regions",
    "norm",
    "offset",
    "projection",
    "sides",
    "signed_distance",
    "sum_of_vectors",
    "unit_normal",
]


@checked
def sum_of_vectors(w: Float[Array, "n 1"]) -> Float[Array, "n n"]:
    """The corners of the path that draws w: column k, after k steps along the axes, has the first k weights.

        corner_k = w_1 e_1 + ... + w_k e_k,   corner_n = w

    Equation: eq-sum-of-vectors.  Source: *Harmony in Complexity*, the sum of vectors.

    >>> sum_of_vectors(np.array([[3.0], [4.0]]))
    array([[3., 3.],
           [0., 4.]])
    """
    xp = namespace(w)
    n = w.shape[0]
    return xp.triu(xp.tile(w, (1, n)))


@checked
def norm(w: Float[Array, "n 1"]) -> Float[Array, ""]:
    """The length of w.

        ||w|| = sqrt(w_1^2 + ... + w_n^2)

    No square overflows or vanishes on the way: it is `unity.arrays.length`.

    Equation: eq-norm.  Source: *Harmony in Complexity*, the sum of vectors.

    >>> norm(np.array([[3.0], [4.0]]))
    np.float64(5.0)
    """
    return arrays.length(w)


def length_of(operation, w):
    """The norm of w, which has to be a plane's normal."""
    length = norm(w)
    if length == 0:
        raise ValueError(f"{operation}: w is zero, expected a non-zero normal: without one there is no plane")
    return length


@checked
def unit_normal(w: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    """The vector of length 1 that stands on the plane $w^T x + b = 0$ and points to its positive side.

        u = w / ||w||

    Raises ValueError where w is zero: then there is no plane.

    Equation: eq-unit-normal.  Source: *Harmony in Complexity*, geometric interpretation.

    >>> unit_normal(np.array([[3.0], [4.0]]))
    array([[0.6],
           [0.8]])
    """
    return w / length_of("unit_normal", w)


@checked
def projection(w: Float[Array, "n 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """How far each column of X reaches along w: a number a column, negative where it points the other way.

        p = w^T X / ||w||,   so that   w^T X = ||w|| p

    Raises ValueError where w is zero: then it has no direction.

    Equation: eq-projection.  Source: *Harmony in Complexity*, geometric interpretation.

    >>> projection(np.array([[3.0], [4.0]]), np.array([[5.0, 4.0], [0.0, -3.0]]))
    array([[3., 0.]])
    """
    return w.T @ X / length_of("projection", w)


@checked
def along(w: Float[Array, "n 1"], X: Float[Array, "n m"]) -> Float[Array, "n m"]:
    """The part of each column of X that points along w: its shadow on the line through the origin along w.

        X_parallel = u p,   u the unit normal, p the projection

    Raises ValueError where w is zero: then it has no direction.

    Equation: eq-along.  Source: *Logistic Regression & Neural Networks*, the geometry of theta.

    >>> along(np.array([[3.0], [4.0]]), np.array([[5.0, 4.0], [0.0, -3.0]]))
    array([[1.8, 0. ],
           [2.4, 0. ]])
    """
    length = length_of("along", w)
    return w / length @ (w.T @ X / length)


@checked
def across(w: Float[Array, "n 1"], X: Float[Array, "n m"]) -> Float[Array, "n m"]:
    """The rest of each column of X, perpendicular to w: adding it, or any multiple, changes no $w^T x$.

        X_perp = X - X_parallel,   so that   w^T X_perp = 0

    Raises ValueError where w is zero: then it has no direction.

    Equations: eq-across, eq-unbent.  Source: *Logistic Regression & Neural Networks*, the geometry of theta.

    >>> across(np.array([[3.0], [4.0]]), np.array([[5.0, 4.0], [0.0, -3.0]]))
    array([[ 3.2,  4. ],
           [-2.4, -3. ]])
    """
    length = length_of("across", w)
    return X - w / length @ (w.T @ X / length)


@checked
def offset(w: Float[Array, "n 1"], b: Float[Array, "1 1"]) -> Float[Array, "1 1"]:
    """Where the plane $w^T x + b = 0$ crosses the line through the origin along w: its signed distance from there.

        o = c / ||w||,   c = -b

    Raises ValueError where w is zero: then there is no plane.

    Equation: eq-offset.  Source: *Harmony in Complexity*, geometric interpretation.

    >>> offset(np.array([[3.0], [4.0]]), np.array([[-5.0]]))
    array([[1.]])
    """
    return -b / length_of("offset", w)


@checked
def signed_distance(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """Distance of each column of X from the plane $w^T x + b = 0$, positive on the side w points to.

        d = (w^T X + b) / ||w||,   in the units of X

    Raises ValueError where w is zero: then there is no plane.

    Equation: eq-signed-distance.  Source: *Harmony in Complexity*, geometric interpretation.

    >>> signed_distance(np.array([[3.0], [4.0]]), np.array([[-5.0]]), np.array([[3.0], [4.0]]))
    array([[4.]])
    """
    return (w.T @ X + b) / length_of("signed_distance", w)


@checked
def foot(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "n m"]:
    """The point of the plane $w^T x + b = 0$ that is nearest to each column of X.

        x_foot = x - d u,   d the signed distance,   u the unit normal

    Raises ValueError where w is zero: then there is no plane.

    Equation: eq-foot.  Source: *Harmony in Complexity*, geometric interpretation.

    >>> foot(np.array([[3.0], [4.0]]), np.array([[-5.0]]), np.array([[3.0], [4.0]]))
    array([[0.6],
           [0.8]])
    """
    length = length_of("foot", w)
    return X - w / length @ ((w.T @ X + b) / length)


@checked
def line(w: Float[Array, "2 1"], b: Float[Array, "1 1"], t: Float[Array, "1 m"]) -> Float[Array, "2 m"]:
    """Points of the line $w^T x + b = 0$ in two dimensions: from the foot of the origin, the distance t along the line.

        Q = u o + v t,   v = (-u_2, u_1),   u the unit normal, o the offset,   v its quarter turn

    Raises ValueError where w is zero: then there is no line.

    Equation: eq-line.  Source: *Harmony in Complexity*, the linear model from geometry.

    >>> line(np.array([[3.0], [4.0]]), np.array([[-5.0]]), np.array([[0.0, 1.0]]))
    array([[ 0.6, -0.2],
           [ 0.8,  1.4]])
    """
    xp = namespace(w, b, t)
    length = length_of("line", w)
    u = w / length
    v = xp.concat([-u[1:, :], u[:1, :]], axis=0)
    return u @ (-b / length) + v @ t


@checked
def sides(W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"]) -> Float[Array, "K m"]:
    """On which side of each of K planes every column of X lies: 1 where $w_k$ points to and on the plane, 0 elsewhere.

        H_ki = [w_k^T x_i + b_k >= 0],   w_k column k of W

    Columns of H that are equal belong to points that no plane parts.

    Raises ValueError where $w_k^T x_i + b_k$ is NaN: that is on no side.

    Equation: eq-sides.  Source: *Harmony in Complexity*, the necessity of one hidden layer.

    >>> sides(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[-0.5], [-1.5]]), np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0]]))
    array([[0., 1., 1.],
           [0., 0., 1.]])
    """
    xp = namespace(W, b, X)
    Z = no_nan("sides", W.T @ X + b)
    return xp.astype(Z >= 0, X.dtype)


def most_regions(n: int, K: int) -> int:
    """The most regions that K planes cut a space of n dimensions into; planes in general position do so.

        N = sum over j from 0 to n of K! / (j! (K - j)!),   for n = 2: 1 + K + K (K - 1) / 2

    Raises ValueError where n or K is negative.

    Equation: eq-regions.

    >>> [most_regions(2, K) for K in range(5)]
    [1, 2, 4, 7, 11]
    """
    if n < 0 or K < 0:
        raise ValueError(f"most_regions: n = {n} and K = {K}, expected neither to be negative")
    return sum(math.comb(K, j) for j in range(n + 1))
