"""The cost of a model that is linear in its parameters, stated once: in coordinates without units, read in one pass."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from array_api_compat import device, is_numpy_array

from unity.arrays import move, namespace, to_numpy
from unity.newton.passes import Passes
from unity.shapes import Array

__all__ = ["LinearModel", "Place", "Problem"]

LARGEST = 1000
"""The most rows that a curvature matrix may have."""
ALIKE = 1e-6
"""Features are made uncorrelated first where their correlation has a smaller eigenvalue."""


@dataclass(frozen=True, eq=False)
class LinearModel:
    """What a problem asks of a model whose logits are Z = W^T X + b, all of it example by example.

    `loss(Z, Y)` is (1, m), `error(Z, Y)` its slope in Z (K, m), `curvature(Z)` the slope of that (K, K, m).
    `margin(Z, Y)` says for each example how far the logit of its class is ahead, (1, m).

    `contrasts` (K, q), a NumPy array with orthonormal columns, spans the changes of an example's logits that matter:
    W and b are sought in the form V C^T. One logit has C = 1; where adding a number to all K logits changes nothing,
    the columns of C sum to zero, and so do the rows of W and b that are found, the shortest of all that say the same.
    """

    loss: Callable[[Array, Array], Array]
    error: Callable[[Array, Array], Array]
    curvature: Callable[[Array], Array]
    margin: Callable[[Array, Array], Array]
    contrasts: np.ndarray


class Place(NamedTuple):
    """What one pass tells of V: the cost, its gradient (p, q) and curvature (p q, p q) in V, the largest |derivative| by
    W and b, and the smallest margin. The curvature is None where it was not asked for."""

    cost: float
    gradient: np.ndarray
    curvature: np.ndarray | None
    gradient_norm: float
    margin: float

    def step(self):
        """Newton's step from V, -H^-1 g, of the shape of V; where H has no inverse, its pseudo-inverse serves."""
        return -_solve(self.curvature, self.gradient.reshape(-1, 1)).reshape(self.gradient.shape)


class Problem:
    """The cost over V, in coordinates without units from which W and b are small steps away.

        W = D T^T V' C^T,   b = C v - W^T mean,   V = (v^T, V')

    D takes each feature, less its mean, to unit size, 1 / sqrt(variance + 4 l2). T mixes the features until they are
    uncorrelated; it is there only where l2 = 0 and they are so alike that digits would be lost. D, T and the mean are
    small. X is never copied: `at` reads it in blocks, and makes of each what it needs of it.

    Weights (1, m), positive and of mean 1, count in the cost, and in mean, variance and correlation, too: at V = 0 the
    curvature then is that of features without correlation, whatever the weights, and a weight of 2 is an example twice.

    `whole` says that the features vary in no direction that V does not know, `passes.count` how often they were read.
    """

    def __init__(self, model, X, Y, l2, weights=None):
        self.model, self.X, self.Y, self.l2 = model, X, Y, l2
        self.C, self.passes = np.asarray(model.contrasts, dtype=float), Passes(X, Y, weights)
        (n, m), q, eps = X.shape, self.C.shape[1], float(namespace(X).finfo(X.dtype).eps)
        # H is symmetric: the curvature between two logits is asked for once.
        self.pairs = np.kron(self.C.T, self.C.T).reshape(q, q, -1)[np.triu_indices(q)]
        mean, size, least = self.passes.means()
        self.mix, self.mean = None, self._rounded(mean)
        self._set_unit(_inverse(size))
        small = (n + 1) * q <= LARGEST
        matrix = small and l2 == 0
        moments, spread = self.passes.read(lambda X, Y, w: self._moments(X, w, matrix))
        # What is left of a constant without its mean is rounding, and no feature.
        varies = spread > 8 * eps
        deviation = np.sqrt(np.diagonal(moments)[:, None] if matrix else moments) / m**0.5
        scale = np.where(varies, _inverse(np.hypot(deviation, 2 * l2**0.5 * self.unit)), 0.0)
        self._set_unit(self.unit * scale)
        spread, self.whole = spread * scale, small
        if matrix:
            correlation = scale * moments / m * scale.T
            if not varies.all() or np.linalg.eigvalsh(correlation).min(initial=1.0) < ALIKE:
                T = _whitening(correlation)
                self.mix, self.whole = np.eye(len(T) + 1, n + 1), len(T) == varies.sum()
                self.mix[1:, 1:], spread = T, abs(T) @ spread
        one = np.ones((1, 1))
        self.shape, self.eps = (len(spread) + 1, q), eps
        self.penalty = np.concatenate([0 * one, (l2**0.5 * self.unit) ** 2]) if l2 else np.zeros((self.shape[0], 1))
        # No number of mean square 1 is larger than the root of m, over that of its weight.
        self.farthest = np.concatenate([one, np.minimum(spread, (m / least) ** 0.5)])
        self.rounding = eps * (n + 1) * np.concatenate([one, spread])

    def __getstate__(self):
        """What goes to a worker of a cluster: everything but the examples, of which it holds its own."""
        return {name: known for name, known in vars(self).items() if name not in ("X", "Y", "passes")}

    def at(self, V, *, curvature=True):
        """Cost, gradient and curvature at V, all three from one pass over the examples: a `Place`."""
        U = move(V @ self.C.T, like=self.passes.kind)
        loss, dU, dT, *blocks, behind = self.passes.read(lambda *block: self._place(*block, U, curvature))
        m, H = self.X.shape[1], None
        if curvature:
            H = np.empty((*self.shape, *self.shape))
            for a, b, block in zip(*np.triu_indices(self.shape[1]), blocks[0] / m):
                H[:, a, :, b] = H[:, b, :, a] = block
            H = H.reshape(V.size, V.size) + np.diag(np.repeat(self.penalty[:, 0], self.shape[1]))
        db = dT[:1] / m
        dW = dT[1:] / m * _inverse(self.unit) + self.mean * db + self.l2 * self.parameters(V)[0]
        return Place(
            cost=float(loss) / m + float(np.sum(self.penalty * V * V)) / 2,
            gradient=dU @ self.C / m + self.penalty * V,
            curvature=H,
            gradient_norm=float(abs(np.concatenate([db, dW])).max()),
            margin=-float(behind),
        )

    def parameters(self, V):
        """The W and b of V."""
        U = (V if self.mix is None else self.mix.T @ V) @ self.C.T
        W = self.unit * U[1:]
        return W, (U[:1] - self.mean.T @ W).T

    def moved(self, step):
        """No logit moves farther than this by a step of V."""
        return float((self.farthest.T @ abs(step @ self.C.T)).max())

    def blurred(self, V):
        """How much of a logit may be rounding."""
        return float((self.rounding.T @ abs(V @ self.C.T)).max())

    def _rounded(self, small):
        """As it is where X lives."""
        return np.asarray(to_numpy(move(small, like=self.passes.kind)), dtype=float)

    def _set_unit(self, unit):
        self.unit = self._rounded(unit)
        self.here = move((self.mean, self.unit), like=self.passes.kind)

    def _features(self, X):
        """Those of the examples in a block, less their mean and in their units, below a row of ones for the bias."""
        xp, (mean, unit) = namespace(X), self.here
        if is_numpy_array(X):  # the same without the arrays in between
            F = np.ones((X.shape[0] + 1, X.shape[1]), dtype=X.dtype)
            np.multiply(np.subtract(X, mean, out=F[1:]), unit, out=F[1:])
            return F
        return xp.concat([xp.ones((1, X.shape[1]), dtype=X.dtype, device=device(X)), (X - mean) * unit], axis=0)

    def _moments(self, X, weights, matrix):
        F, xp = self._features(X)[1:, :], namespace(X)
        R = F if weights is None else F * xp.sqrt(weights)
        return R @ R.T if matrix else xp.sum(R * R, axis=1, keepdims=True), xp.max(xp.abs(F), axis=1, keepdims=True)

    def _place(self, X, Y, weights, U, curvature):
        xp, F = namespace(X), self._features(X)
        Y, G = xp.astype(Y, X.dtype), F if self.mix is None else move(self.mix, like=X) @ F
        Z = U.T @ G
        weighed = lambda A: A if weights is None else weights * A
        E, behind = weighed(self.model.error(Z, Y)), xp.max(-self.model.margin(Z, Y))
        raw = F @ E.T
        sums = xp.sum(weighed(self.model.loss(Z, Y))), raw if G is F else G @ E.T, raw
        if not curvature:
            return *sums, behind
        a, b = np.triu_indices(self.C.shape[1])
        curves = weighed(xp.reshape(self.model.curvature(Z), (self.pairs.shape[1], X.shape[1])))
        curves = move(self.pairs, like=X) @ curves
        blocks = [_weighted(G, curves[i : i + 1, :], square=a[i] == b[i]) for i in range(len(a))]
        return *sums, xp.stack(blocks), behind


# Small symmetric matrices


def _scaled(H):
    """H in units in which its diagonal is 1, and the units: a coordinate that does not curve has the unit 0."""
    diagonal = np.diagonal(H)[:, None]
    unit = np.sqrt(_inverse(np.where(diagonal > np.finfo(H.dtype).tiny, diagonal, 0.0)))
    return unit * H * unit.T, unit


def _whitening(H):
    """A matrix R with R H R^T = 1 and a row for each direction in which H curves, so that R^T R is H^-1 there."""
    scaled, unit = _scaled(H)
    values, V = np.linalg.eigh(scaled)
    curved = values > len(H) * np.finfo(H.dtype).eps * values.max(initial=0.0)
    return (V[:, curved] / np.sqrt(values[curved])).T * unit.T


def _solve(H, g):
    """H^-1 g, or where H has no inverse R^T R g. Cholesky's pivots tell the one, at a tenth of the other's time."""
    scaled, unit = _scaled(H)
    try:
        invertible = np.diagonal(np.linalg.cholesky(scaled)).min() ** 4 > np.finfo(H.dtype).eps
    except np.linalg.LinAlgError:
        invertible = False
    if invertible:
        return unit * np.linalg.solve(scaled, unit * g)
    R = _whitening(H)
    return R.T @ (R @ g)


def _inverse(array):
    """1 / array, and 0 where that is 0."""
    return np.divide(1, array, out=np.zeros_like(array), where=array != 0)


def _weighted(G, weights, *, square):
    """The sum of weight x x^T over the columns x of G. A square takes half the time."""
    xp = namespace(G)
    if not square:
        return (G * weights) @ G.T
    R = G * xp.sqrt(xp.where(weights > 0, weights, xp.zeros_like(weights)))
    return R @ R.T
