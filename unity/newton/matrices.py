"""Small symmetric matrices, in whatever units: their inverse where they have one, and where not, on what curves."""

import numpy as np

from unity.arrays import namespace

__all__ = ["beside_one", "exceeds", "inverse", "inverse_root", "solve", "weighted", "whitening"]


def _scaled(H):
    """H in units in which its diagonal is 1, and the units: a coordinate that does not curve has the unit 0."""
    diagonal = np.diagonal(H)[:, None]
    unit = np.sqrt(inverse(np.where(diagonal > np.finfo(H.dtype).tiny, diagonal, 0.0)))
    return unit * H * unit.T, unit


def whitening(H):
    """A matrix R with $R H R^T = I$ and a row for each direction in which H curves, so that $R^T R$ is $H^-1$ there."""
    scaled, unit = _scaled(H)
    values, V = np.linalg.eigh(scaled)
    curved = values > len(H) * np.finfo(H.dtype).eps * values.max(initial=0.0)
    return (V[:, curved] / np.sqrt(values[curved])).T * unit.T


def inverse_root(H):
    """The lower triangular R with $R H R^T = I$, for an H that has an inverse."""
    return np.linalg.inv(np.linalg.cholesky(H))


def beside_one(T):
    """1 and T as the blocks of a matrix."""
    blocks = np.eye(T.shape[0] + 1, T.shape[1] + 1)
    blocks[1:, 1:] = T
    return blocks


def solve(H, g):
    """$H^-1 g$, or where H has no inverse $R^T R g$. Cholesky's pivots tell the one, at a tenth of the other's time."""
    scaled, unit = _scaled(H)
    try:
        invertible = np.diagonal(np.linalg.cholesky(scaled)).min() ** 4 > np.finfo(H.dtype).eps
    except np.linalg.LinAlgError:
        invertible = False
    if invertible:
        return unit * np.linalg.solve(scaled, unit * g)
    R = whitening(H)
    return R.T @ (R @ g)


def inverse(array):
    """1 / array, and 0 where that is 0."""
    return np.divide(1, array, out=np.zeros_like(array), where=array != 0)


def weighted(G, weights):
    """The sum of weight times $x x^T$ over the columns x of G. Where all have one sign it is a square, in half the time."""
    xp = namespace(G)
    sign = -1.0 if float(xp.min(weights)) < 0 else 1.0
    if sign < 0 and float(xp.max(weights)) > 0:
        return (G * weights) @ G.T
    R = G * xp.sqrt(sign * weights)
    return sign * (R @ R.T)


def exceeds(H, least):
    """Whether all eigenvalues of a symmetric matrix are larger than that."""
    try:
        np.linalg.cholesky(H - least * np.eye(len(H)))
    except np.linalg.LinAlgError:
        return False
    return True
