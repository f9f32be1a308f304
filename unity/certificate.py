"""Does a cost without a penalty have a least value? A linear program answers where the curvature is too small to tell."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from unity.arrays import move, to_numpy
from unity.shapes import Array, Float, checked

__all__ = ["direction"]

ROUNDS = 3
FARTHEST = 1e6
"""How far a coordinate may move, in units of what is still missing, when a direction is made exact."""


@checked
def direction(X: Float[Array, "n m"], Y: Float[Array, "K m"]) -> Float[Array, "n+1 K"]:
    """A direction (b, W) in which the cost of the labels Y falls for ever; zeros where there is none, but a minimum.

        z_y - z_k >= 0   for each example, its class y and every other class k,   > 0 for one of them

    For K = 1 the lead z_y - z_k is z where y = 1, and -z where y = 0. A lead is 0 if it is within the rounding of X.

    The linear program maximises the sum of the leads over |coordinate| <= 1, for the examples x / max |x| in uncorrelated
    coordinates. There a direction leads somewhere by 1 or more, and the solver's tolerance is far below. By how much the
    tolerance lets a lead fall below 0 is asked again, magnified: a small overlap is no separation.

    Raises RuntimeError where the solver gives up.

    Source: A. Albert and J. A. Anderson, "On the existence of maximum likelihood estimates in logistic regression
    models", Biometrika 71 (1984).

    >>> direction(np.array([[-1.0, 0.0, 0.0, 2.0]]), np.array([[0.0, 0.0, 1.0, 1.0]]))[1, 0] > 0
    np.True_
    >>> direction(np.array([[-1.0, 0.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])).ravel()
    array([0., 0.])
    """
    Y, eps = np.asarray(to_numpy(Y), dtype=float), np.finfo(to_numpy(X).dtype).eps
    examples, shift = _near_zero(np.asarray(to_numpy(X), dtype=float))
    coordinates, back = _uncorrelated(examples)
    rivals = _rivals(Y)
    leads, exact = _leads(coordinates, *rivals), _leads(examples, *rivals)
    found = _programme(leads, np.zeros(leads.shape[0]), bound=1.0, gain=np.asarray(leads.sum(axis=0)).ravel())
    D = np.zeros((len(shift) + 1, len(Y)))
    for _ in range(ROUNDS):
        if found is None or (leads @ found).max(initial=0.0) < 0.5:
            return move(np.zeros_like(D), like=X)
        columns = found.reshape(-1, coordinates.shape[1]) @ back
        lead = exact @ columns.ravel()
        rounding = 16 * len(D) * eps * (abs(exact) @ abs(columns).ravel())
        missing = np.where(lead < -rounding, -lead, 0.0)
        if not missing.any():
            break
        least = np.where(missing > 0, missing, -np.maximum(lead, 0.0)) / missing.max()
        change = _programme(leads, np.maximum(least, -FARTHEST), bound=FARTHEST, gain=np.zeros(len(found)))
        found = None if change is None else found + missing.max() * change
    D[:, : len(columns)] = columns.T
    D[0] -= shift @ D[1:]
    return move(D, like=X)


def _near_zero(X):
    """The examples (1, x) as rows, each over a power of two near its largest number, and the shift of the features.

    A feature is shifted where that costs no digit: where all its numbers lie between half and twice one of them.
    """
    first = X[:, :1]
    ratio = X * np.sign(first) / np.where(first == 0, 1.0, abs(first))
    shift = np.where(((ratio >= 0.5) & (ratio <= 2)).all(axis=1, keepdims=True), first, 0.0)
    rows = np.concatenate([np.ones((1, X.shape[1])), X - shift]).T
    _, exponent = np.frexp(abs(rows).max(axis=1, keepdims=True))
    return np.ldexp(rows, -exponent), shift[:, 0]


def _uncorrelated(examples):
    """Coordinates U with mean square 1 and no correlation, and the matrix that turns a direction there into one here."""
    size = abs(examples).max(axis=0)
    scale = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
    U, s, V = np.linalg.svd(examples * scale, full_matrices=False)
    kept = s > s[0] * np.finfo(float).eps * max(examples.shape)
    root = len(examples) ** 0.5
    return U[:, kept] * root, root * V[kept] / s[kept, None] * scale


def _rivals(Y):
    """Pairs of an example's class and another: the example, and what of its logits is the lead, without the last class."""
    K, m = Y.shape
    if K == 1:
        return np.arange(m), (2 * Y - 1).T
    pairs = [(example, Y[:, example].T - np.eye(K)[k]) for k in range(K) for example in [np.flatnonzero(Y[k] != 1)]]
    return np.concatenate([example for example, _ in pairs]), np.concatenate([lead for _, lead in pairs])[:, :-1]


def _leads(examples, which, logits):
    """The matrix that takes the columns of a direction, one below the other, to the leads."""
    rows = examples[which]
    return sparse.hstack([sparse.csr_array(rows * column[:, None]) for column in logits.T], format="csr")


def _programme(leads, least, *, bound, gain):
    """The d of largest gain with leads d >= least and |d_j| <= bound; None where there is none."""
    result = linprog(-gain, A_ub=-leads, b_ub=-least, bounds=(-bound, bound), method="highs")
    if result.status not in (0, 2):
        raise RuntimeError(f"direction: the linear program ended with {result.message!r}")
    return result.x
