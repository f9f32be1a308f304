"""What K sums become together: the softmax, its slopes, and the rounded maximum whose slope it is."""

import array_api_compat

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["log_sum_exp", "softmax", "softmax_of_others", "softmax_slope"]


@checked(dask=True)
def softmax(Z: Float[Array, "K *m"]) -> Float[Array, "K *m"]:
    """The probabilities of K classes, one class a row: positive, and each column sums to 1.

        softmax(z)_k = e^z_k / (e^z_1 + ... + e^z_K)

    A constant added to a column changes nothing. So the largest entry is subtracted first, and nothing overflows.

    Equations: eq-softmax-differences, eq-softmax-shift, eq-softmax-of-two, eq-log-softmax.
    Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> softmax(np.array([[0.0, 1000.0], [2.0, 0.0]]))
    array([[0.11920292, 1.        ],
           [0.88079708, 0.        ]])
    """
    xp = namespace(Z)
    E = xp.exp(Z - xp.max(Z, axis=0, keepdims=True))
    return E / xp.sum(E, axis=0, keepdims=True)


def _at_largest(Z):
    """True at the largest entry of each column, at the first of them where several are equal."""
    xp = namespace(Z)
    K, *m = Z.shape
    classes = xp.reshape(xp.arange(K, device=array_api_compat.device(Z)), (K, *(1 for _ in m)))
    return classes == xp.argmax(Z, axis=0, keepdims=True)


@checked(dask=True)
def softmax_of_others(Z: Float[Array, "K *m"]) -> Float[Array, "K *m"]:
    """The probability that it is another class, for each of K classes: what $1 - softmax(z)$ would lose where that is 1.

        1 - softmax(z)_k = sum of softmax(z)_j over the other j

    Only the largest probability can be near 1. There the others are added up; the difference is right elsewhere.

    >>> softmax_of_others(np.array([[0.0, 40.0], [0.0, 0.0]]))
    array([[5.00000000e-01, 4.24835426e-18],
           [5.00000000e-01, 1.00000000e+00]])
    """
    xp = namespace(Z)
    A, largest = softmax(Z), _at_largest(Z)
    others = xp.sum(xp.where(largest, xp.zeros_like(A), A), axis=0, keepdims=True)
    return xp.where(largest, others, 1 - A)


@checked
def softmax_slope(Z: Float[Array, "K *m"]) -> Float[Array, "K K *m"]:
    """All slopes of the softmax: entry (j, k) of each example is how $a_j$ answers to $z_k$.

        da_j / dz_k = a_j ((1 if j = k else 0) - a_k),   da/dz = diag(a) - a a^T

    On the diagonal $1 - a_k$ is `softmax_of_others`: it keeps its digits where $a_k$ is 1, and each row sums to 0.

    Equation: eq-softmax-slope.

    >>> softmax_slope(np.array([[0.0], [0.0]]))[:, :, 0]
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    xp = namespace(Z)
    A, not_A = softmax(Z), softmax_of_others(Z)
    K, *m = Z.shape
    same = xp.reshape(xp.eye(K, dtype=A.dtype, device=array_api_compat.device(A)), (K, K, *(1 for _ in m)))
    return A[:, None, ...] * (same * not_A[None, ...] - (1 - same) * A[None, ...])


@checked(dask=True)
def log_sum_exp(Z: Float[Array, "K *m"]) -> Float[Array, "1 *m"]:
    """A maximum with rounded corners, one for each column. Its slope is the softmax.

        lse(z) = log(e^z_1 + ... + e^z_K) = z_max + log(1 + sum of e^(z_k - z_max) over the other k)

    The second form never overflows. It leaves out the largest term, which is 1: beside it the others would be lost.
    Where $z_max$ is infinite, so is $lse(z)$, with its sign.

    >>> log_sum_exp(np.array([[0.0, 1000.0], [0.0, 1000.0]]))
    array([[6.93147181e-01, 1.00069315e+03]])
    """
    xp = namespace(Z)
    largest, none = _at_largest(Z), xp.zeros_like(Z)
    z_max = xp.sum(xp.where(largest, Z, none), axis=0, keepdims=True)
    bounded = xp.isfinite(z_max)
    others = xp.where(bounded & ~largest, Z - xp.where(bounded, z_max, none), xp.full_like(Z, -xp.inf))
    return z_max + xp.log1p(xp.sum(xp.exp(others), axis=0, keepdims=True))
