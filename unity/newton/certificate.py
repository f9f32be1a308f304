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

    For K = 1 the lead $z_y - z_k$ is z where y = 1, and -z where y = 0. Where a label is shared out, $z_y$ is the mean of the
    logits by its shares: no class may be ahead of that mean. A lead is 0 if it is within the rounding of X.

    The linear program maximises the sum of the leads over |coordinate| <= 1, for the examples x / max |x| in uncorrelated
    coordinates. There a direction leads somewhere by 1 or more, and the solver's tolerance is far below. By how much the
    tolerance lets a lead fall below 0 is asked again, magnified: a small overlap is no separation. Where all leads can be positive, they are.

    Raises RuntimeError where the solver gives up.

    Source: A. Albert and J. A. Anderson, "On the existence of maximum likelihood estimates in logistic regression
    models", Biometrika 71 (1984).

    >>> direction(np.array([[-1.0, 0.0, 0.0, 2.0]]), np.array([[0.0, 0.0, 1.0, 1.0]]))[1, 0] > 0
    np.True_
    >>> direction(np.array([[-1.0, 0.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])).ravel()
    array([0., 0.])
    """
    eps, K = np.finfo(to_numpy(X).dtype).eps, Y.shape[0]
    examples, shift = _near_zero(np.asarray(to_numpy(X), dtype=float))
    coordinates, back = _uncorrelated(examples)
    rivals = _rivals(np.asarray(to_numpy(Y), dtype=float))
    leads, exact = _leads(coordinates, *rivals), _leads(examples, *rivals)
    direction = np.zeros((len(shift) + 1, K))
    found = _programme(leads, 1.0, bound=FARTHEST)
    if found is None:
        found = _programme(leads, 0.0, bound=1.0, gain=np.asarray(leads.sum(axis=0)).ravel())
    for _ in range(ROUNDS):
        if found is None or (leads @ found).max(initial=0.0) < 0.5:
            return move(direction, like=X)
        D = found.reshape(-1, coordinates.shape[1]) @ back
        lead, rounding = exact @ D.ravel(), 16 * D.shape[1] * eps * (abs(exact) @ abs(D).ravel())
        missing = -lead - rounding
        most = missing.max(initial=0.0)
        if most <= 0:
            break
        change = _programme(leads, np.maximum(missing / most, -FARTHEST), bound=FARTHEST)
        found = None if change is None else found + most * change
    direction[:, : len(D)] = D.T
    direction[0] -= shift @ direction[1:]
    return move(direction, like=X)


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
    K = len(Y)
    if K == 1:  # the only logit is that of class 1, the other is 0
        ones, zeros = np.flatnonzero(Y[0] != 0), np.flatnonzero(Y[0] != 1)
        return np.concatenate([ones, zeros]), np.concatenate([Y[:, ones].T, Y[:, zeros].T - 1])
    pairs = [(example, Y[:, example].T - np.eye(K)[k]) for k in range(K) for example in [np.flatnonzero(Y[k] != 1)]]
    return np.concatenate([example for example, _ in pairs]), np.concatenate([lead for _, lead in pairs])[:, :-1]


def _leads(examples, which, logits):
    """The matrix that takes the columns of a direction, one below the other, to the leads."""
    rows = examples[which]
    return sparse.hstack([sparse.csr_array(rows * column[:, None]) for column in logits.T], format="csr")


def _programme(leads, least, *, bound, gain=0.0):
    """The d of largest gain with leads d >= least and |d_j| <= bound; None where there is none."""
    rows, columns = leads.shape
    gain, least = np.broadcast_to(gain, columns), np.broadcast_to(least, rows)
    result = linprog(-gain, A_ub=-leads, b_ub=-least, bounds=(-bound, bound), method="highs")
    if result.status not in (0, 2):
        raise RuntimeError(f"direction: the linear program ended with {result.message!r}")
    return result.x
