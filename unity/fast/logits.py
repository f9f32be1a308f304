"""All that a pass of a fit asks of an example's logits at once, on NumPy's arrays: its loss, slope, curvature and margin.

Said one by one, as in `unity.families` and `unity.activations`, they take the same exponentials several times, choose with
`where`, which waits for memory at every other example, and take `log1p`, which NumPy has no vector instructions for. Here
an exponential serves all, minima and maxima choose, and `log1p` is a logarithm and what its argument lost by rounding.
"""

import numpy as np

__all__ = ["bernoulli", "categorical", "log1p"]


def log1p(x):
    """log(1 + x) for x >= 0, to a few last digits: u = 1 + x is rounded, and what it lost is (u - 1) - x.

        log(1 + x) = log(u) - ((u - 1) - x) / u

    >>> log1p(np.array([0.0, 1e-20, 1.0]))
    array([0.00000000e+00, 1.00000000e-20, 6.93147181e-01])
    """
    u = 1 + x
    return np.log(u) - ((u - 1) - x) / u


def bernoulli(Z, Y, curvature=True):
    """Loss, slope and curvature (None if not asked for) of logits Z (1, m) with labels of 0 and 1, and minus the least margin.

        t = (2 y - 1) z,   loss = max(-t, 0) + log(1 + e^-|t|),   slope = -(2 y - 1) sigma(-t)

    >>> loss, slope, curvature, behind = bernoulli(np.array([[1.0, 40.0]]), np.array([[1.0, 1.0]]))
    >>> loss, slope, behind
    (array([[3.13261688e-01, 4.24835426e-18]]), array([[-2.68941421e-01, -4.24835426e-18]]), np.float64(-1.0))
    """
    sign = 1 - 2 * Y
    T = sign * Z  # how far each is on the wrong side
    e = np.exp(-np.abs(T))
    u = 1 + e
    loss = np.log(u) - ((u - 1) - e) / u
    loss += np.maximum(T, 0)
    slope = np.exp(np.minimum(T, 0))
    slope /= u
    slope *= sign
    return loss, slope, (e / (u * u))[None] if curvature else None, T.max()


def categorical(Z, Y, curvature=True):
    """The same for logits Z (K, m) with one-hot labels: what is not an example's own class is added up, so nothing cancels.

    >>> loss, slope, curvature, behind = categorical(np.array([[0.0, 40.0], [0.0, 0.0]]), np.array([[1.0, 1.0], [0.0, 0.0]]))
    >>> loss, slope[:, 1], behind
    (array([[6.93147181e-01, 4.24835426e-18]]), array([-4.24835426e-18,  4.24835426e-18]), np.float64(0.0))
    """
    largest = Z.max(axis=0, keepdims=True)
    S = Z - largest
    E = np.exp(S)
    own = (E * Y).sum(axis=0, keepdims=True)
    missing = -(S * Y).sum(axis=0, keepdims=True)  # by how much the own logit is below the largest
    others = E - E * Y
    rest = others.sum(axis=0, keepdims=True)
    total = own + rest
    loss = missing + log1p(np.maximum(rest - (1 - own), 0))
    slope = others
    slope -= Y * rest
    slope /= total
    behind = missing.max()
    if behind == 0:  # every example is right, or there is a tie: by how much is asked only then
        behind = np.where(Y == 1, -np.inf, S).max()
    return loss, slope, _products(E / total) if curvature else None, behind


def _products(A):
    """a_k times the sum of the others on the diagonal, -a_k a_l beside it: (K, K, m)."""
    K = len(A)
    curves = -A[:, None, :] * A[None, :, :]
    diagonal = np.arange(K)
    curves[diagonal, diagonal] = 0
    curves[diagonal, diagonal] = -curves.sum(axis=1)
    return curves
