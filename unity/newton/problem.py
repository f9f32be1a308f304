"""The cost of a model that is linear in its parameters, stated once: in coordinates without units, read in one pass."""

import copy
import math

import numpy as np
from array_api_compat import is_numpy_array

from unity.arrays import move, namespace, to_numpy
from unity.newton.matrices import beside_one, exceeds, inverse, inverse_root, weighted, whitening
from unity.newton.model import LinearModel, Place
from unity.newton.passes import Passes

__all__ = ["LinearModel", "Place", "Problem"]

LARGEST = 1000
"""The most rows that a matrix may have."""
ALIKE = 1e-6
"""Features are made uncorrelated first where their correlation has a smaller eigenvalue."""
LITTLE = 0.1
"""A correlation whose eigenvalues are all larger is left: that of a sample would bring in as much by chance."""
SAMPLE = 2**20
"""So many numbers show where the minimum is as well as it has to be known; the client of a cluster has to hold them."""
NEAR = 4
"""Features are read as they are where none has a mean that is more times its unit; if one has, less their means."""


class Problem:
    """The cost over V, in coordinates without units from which W and b are small steps away.

        W = D T^T V' C^T,   b = C v - W^T mean,   V = (v^T, V')

    D takes each feature, less its mean, to unit size, `1 / sqrt(variance + 4 * l2)`. T mixes the features until they are
    uncorrelated; it is there only where l2 = 0 and they are so alike that digits would be lost. D, T and the mean are
    small. X is never copied: `at` reads it in blocks. Where no mean is far, counted in units, a block is multiplied as it
    is, and means and units are applied to the sums; elsewhere, and where T is, to the block, so that no digit is lost.

    Weights (1, m), positive and of mean 1, count in the cost, and in mean, variance and correlation, too: at V = 0 the
    curvature then is that of features without correlation, whatever the weights, and a weight of 2 is an example twice.

    Of many examples, `sample` are passes over some. They give variance and correlation, if they show that each feature
    varies and no two are alike: any units would do, and H tells what they have missed.

    R, `rest`, is for searches without curvature, where l2 = 0 and features have some correlation: in coordinates u,
    $V = R^T u$, they have little. Elsewhere it is None, and u is V.

    `whole` says that the features vary in no direction that V does not know, `passes.count` how often they were read.
    """

    def __init__(self, model, X, Y, l2, weights=None):
        self.model, self.X, self.Y, self.l2 = model, X, Y, l2
        self.C, self.passes = np.asarray(model.contrasts, dtype=float), Passes(X, Y, weights)
        # A curvature is symmetric: that between two logits is asked for once.
        self.pairs = list(zip(*np.triu_indices(len(self.C))))
        (n, m), q, eps = X.shape, self.C.shape[1], float(namespace(X).finfo(X.dtype).eps)
        small = n + 1 <= LARGEST
        mean, low, high, least = self.passes.means()
        self.mix, self.mean, self.whole = None, self._rounded(mean), small
        self._set_unit(inverse(np.maximum(high, -low)))
        spread = np.maximum(high - self.mean, self.mean - low) * self.unit
        # What is left of a constant without its mean is rounding, and no feature.
        varies = spread > 8 * eps
        many = min(m // 32, SAMPLE // (n + 1))
        sample = self.passes.sample(min(max(20 * (n + 1) * q, many, 1), max(m // 12, 4 * n)))
        scale, correlation, self.sample = self._correlated(varies, small and l2 == 0, sample)
        self._set_unit(self.unit * scale)
        spread, most = spread * scale, math.inf
        if self.sample is None:  # no number of mean square 1 is larger than the root of m, over that of its weight
            most = (m / least) ** 0.5
        if correlation is not None and not (varies.all() and exceeds(correlation, ALIKE)):
            T = whitening(correlation)
            self.mix, self.whole, spread = beside_one(T), len(T) == varies.sum(), abs(T) @ spread
        one, offset = np.ones((1, 1)), abs(self.mean) * self.unit
        self.shape, self.eps = (len(spread) + 1, q), eps
        alike = correlation is not None and self.mix is None and not exceeds(correlation, LITTLE)
        self.rest = beside_one(inverse_root(correlation)) if alike else None
        self.near = self.mix is None and bool((offset <= NEAR).all())
        self.penalty = np.concatenate([0 * one, (l2**0.5 * self.unit) ** 2]) if l2 else np.zeros((self.shape[0], 1))
        self.farthest = np.concatenate([one, np.minimum(spread, most)])
        self.rounding = eps * (n + 1) * np.concatenate([one, spread + offset if self.near else spread])

    def _correlated(self, varies, matrix, sample):
        """What takes each feature to unit size, their correlation where it is asked for, and the sample.

        A sample serves, if it shows that each feature varies, and no two alike; if not, all examples are read for it.
        """
        moments, _ = (sample or self.passes).read(lambda X, Y, w: self._moments(X, w, matrix))
        moments = moments / (sample or self.passes).X.shape[1]
        deviation = np.sqrt(np.diagonal(moments)[:, None] if matrix else moments)
        scale = np.where(varies, inverse(np.hypot(deviation, 2 * self.l2**0.5 * self.unit)), 0.0)
        correlation = scale * moments * scale.T if matrix else None
        some = varies[:, 0]
        if sample and not (deviation[some].all() and (not matrix or exceeds(correlation[some][:, some], 2 * ALIKE))):
            return self._correlated(varies, matrix, None)
        return scale, correlation, sample

    def sampled(self):
        """The same problem, in the same coordinates, for the sample of its examples."""
        few = copy.copy(self)
        few.passes, few.X, few.Y, few.sample = self.sample, self.sample.X, self.sample.Y, None
        return few

    def __getstate__(self):
        """What goes to a worker of a cluster: everything but the examples, of which it holds its own."""
        return {name: known for name, known in vars(self).items() if name not in ("X", "Y", "passes", "sample")}

    def at(self, V, *, curvature=True):
        """Cost, gradient and curvature at V, all three from one pass over the examples: a `Place`."""
        m, (W, _), told = self.X.shape[1], self.parameters(V), self.told(V)
        loss, total, slope, *more, behind = self.passes.read(lambda *block: self._place(*block, *told, curvature))
        if self.near:
            dW, slope = slope / m, self.unit * (slope - self.mean * total)
        else:
            dW = (slope if self.mix is None else more.pop(0)) / m * inverse(self.unit) + self.mean * total / m
        return Place(
            cost=float(loss) / m + float(np.sum(self.penalty * V * V)) / 2,
            gradient=np.concatenate([total, slope]) @ self.C / m + self.penalty * V,
            curvature=self._curvature(*(part / m for part in more)) if curvature else None,
            gradient_norm=float(abs(np.concatenate([total / m, dW + self.l2 * W])).max()),
            margin=-float(behind),
        )

    def _curvature(self, count, first, second):
        """The matrix for V from sums over the examples, for each pair of logits, of c, c x and c x x^T."""
        p, (K, q) = self.shape[0], self.C.shape
        H = np.empty((K, K, p, p))
        for (a, b), *sums in zip(self.pairs, count, first, second):
            H[a, b] = H[b, a] = self.matrix(*sums)
        if K > 1:
            H = np.tensordot(self.C.T, np.tensordot(self.C.T, H, (1, 1)), (1, 1))
        H = np.ascontiguousarray(H.transpose(2, 0, 3, 1)).reshape(p * q, p * q)
        H.ravel()[:: p * q + 1] += np.repeat(self.penalty[:, 0], q)
        return H

    def matrix(self, count, first, second):
        """The sum of $c (1, x) (1, x)^T$ from those of c, $c x$ and $c x x^T$."""
        if self.near:  # x less its mean, in its unit
            mean, unit = self.mean[:, 0], self.unit[:, 0]
            first, lost = first - count * mean, first
            second = second - np.outer(lost, mean) - np.outer(mean, first)
            first, second = first * unit, second * np.outer(unit, unit)
        return np.block([[np.atleast_2d(count), first[None]], [first[:, None], second]])

    def parameters(self, V):
        """The W and b of V."""
        U = (V if self.mix is None else self.mix.T @ V) @ self.C.T
        W = self.unit * U[1:]
        return W, (U[:1] - self.mean.T @ W).T

    def told(self, V):
        """What a block has to know to make its logits: W and b, for features as they are or for those of V."""
        U = V @ self.C.T
        return move(self.parameters(V) if self.near else (U[1:], U[:1].T), like=self.passes.kind)

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
        """Those of the examples in a block, less their mean and in their units."""
        mean, unit = self.here
        F = X - mean
        if is_numpy_array(F):  # the same without an array in between
            return np.multiply(F, unit, out=F)
        return F * unit

    def _moments(self, X, weights, matrix):
        F, xp = self._features(X), namespace(X)
        R = F if weights is None else F * xp.sqrt(weights)
        return R @ R.T if matrix else xp.sum(R * R, axis=1, keepdims=True), xp.zeros((1,), dtype=X.dtype)

    def _place(self, X, Y, weights, W, b, curvature):
        xp, (F, G, Z) = namespace(X), self.scores(X, W, b)
        Y = xp.astype(Y, X.dtype, copy=False)
        loss, error, curves, behind = self.logits(Z, Y, curvature)
        weighed = lambda A: A if weights is None else weights * A
        error = weighed(error)
        sums = (
            xp.sum(weighed(loss)),
            xp.sum(error, axis=1)[None, :],
            G @ error.T,
            *([F @ error.T] if G is not F else []),
        )
        if not curvature:
            return *sums, behind
        curves = weighed(xp.stack([curves[a, b, :] for a, b in self.pairs]))
        blocks = [weighted(G, curves[i : i + 1, :]) for i in range(curves.shape[0])]
        return *sums, xp.sum(curves, axis=1, keepdims=True), curves @ G.T, xp.stack(blocks), behind

    def scores(self, X, W, b):
        """The features of a block, those of V, and their logits."""
        F = X if self.near else self._features(X)
        G = F if self.mix is None else move(self.mix[1:, 1:], like=X) @ F
        return F, G, W.T @ G + b

    def logits(self, Z, Y, curvature):
        """What the model says of the logits of a block: losses, errors, curvatures, and minus the least margin."""
        model = self.model
        if model.together is not None and is_numpy_array(Z):
            return model.together(Z, Y, curvature)
        xp = namespace(Z)
        curves = model.curvature(Z) if curvature else None
        return model.loss(Z, Y), model.error(Z, Y), curves, xp.max(-model.margin(Z, Y))
