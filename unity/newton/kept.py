"""A curvature that is kept for several steps: what gradients tell on the way makes up for what it does not know."""

import functools
import math

import numpy as np

from unity.newton.matrices import solve

__all__ = ["Kept", "dear", "falls_enough", "squares_enough"]

DEAR = 32
"""A curvature with more rows takes longer than a gradient, beside which one with fewer costs next to nothing."""
FAR = 1e-6
"""How far down the decrement has to come, where it is asked which of two ways is shorter."""


class Kept:
    """The inverse of the curvature H at V, and the steps since then with what they changed of the gradient.

    The first step is Newton's, $-H^-1 g$. The next ones are those of L-BFGS, which takes $H^-1$ for its first guess: where the
    curvature has changed on the way, or was that of a sample, each step says so along its own direction.

    Source: J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd edition, algorithm 7.4.

    >>> kept = Kept(np.diag([2.0, 4.0]), np.zeros((2, 1)))
    >>> kept.step(np.array([[2.0], [2.0]]))
    array([[-1. ],
           [-0.5]])
    """

    def __init__(self, H, V, share=1.0):
        self.curvature, self.V, self.share, self.pairs = H, V, share, []

    @classmethod
    def of_few(cls, H, V, count):
        """Of a curvature that so few examples show that they are better not believed in all.

            H <- (1 - r) H + r mean(diagonal) 1,   r = how much of what H is not like 1 is expected of chance

        It curves in every direction, but is no one's curvature: it certifies nothing.

        Source: O. Ledoit and M. Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", Journal of
        Multivariate Analysis 88 (2004); the chance is that of normal features.
        """
        trace, squares = np.trace(H), np.sum(H * H)
        chance, unlike = (trace**2 + squares) / count, squares - trace**2 / len(H)
        r = min(1.0, chance / unlike) if unlike > 0 else 1.0
        kept = cls((1 - r) * H + r * trace / len(H) * np.eye(len(H)), V, math.inf)
        if r == 1:
            kept.inverse = len(H) / trace * np.eye(len(H))
        return kept

    @functools.cached_property
    def inverse(self):
        """$H^-1$, or what comes nearest to it."""
        return solve(self.curvature, np.eye(len(self.curvature)))

    def learn(self, step, change):
        """That a step has changed the gradient so. What curves downwards there, or not at all, is rounding."""
        curves = float(np.sum(step * change))
        if curves > 0:
            self.pairs.append((step.ravel(), change.ravel(), curves))

    def step(self, gradient, *, pairs=True):
        """Where to go from where the gradient is such; without the pairs, by H alone."""
        g, shares, pairs = gradient.ravel().copy(), [], self.pairs if pairs else []
        for step, change, curves in reversed(pairs):
            shares.append(step @ g / curves)
            g -= shares[-1] * change
        # Who asks once needs no inverse.
        known = pairs or "inverse" in vars(self)
        g = self.inverse @ g if known else solve(self.curvature, g[:, None])[:, 0]
        for (step, change, curves), share in zip(pairs, reversed(shares)):
            g += (share - change @ g / curves) * step
        return -g.reshape(gradient.shape)

    def moved(self, problem, V, gradient):
        """A bound, for the certificate, of how far H's step from V moves a logit, in units of what its slope allows.

        No curvature is larger than the slope a - y it belongs to; and since H was taken, that has shrunk by no more than
        e to the power of what a difference of logits has moved. In a sample's curvature, of one example in `share`, each
        stands for so many.
        """
        away = 2 * problem.moved(V - self.V)
        return self.share * problem.moved(self.step(gradient, pairs=False)) * math.exp(min(away, 500.0))


def dear(problem):
    """Whether a curvature takes longer than a gradient, or that of a sample is all there was to begin with."""
    return math.prod(problem.shape) > DEAR or problem.sample is not None


def falls_enough(problem, decrement, before):
    """Whether steps with a kept curvature, by which the decrement fell, are sooner there than new ones.

    In units of a pass for a gradient, a curvature costs r of them: its products over the reading of an example. Newton's
    method would need about four, and four gradients. A curvature of few rows costs nothing; it is not kept, but where that
    of a sample is all there was.

    >>> from types import SimpleNamespace as problem
    >>> falls_enough(problem(shape=(501, 1), C=np.ones((1, 1)), sample=None), 0.1, 0.2)
    True
    """
    if not dear(problem):
        return False
    p, K = problem.shape[0], len(problem.C)
    r = 1 + p * K * (K + 1) / 160
    return decrement <= before * math.exp(math.log(FAR) / (4 * r + 4))


def squares_enough(decrement, before, tol):
    """Whether the next decrement is sure to be at most tol: Newton's steps square it, times what the last has shown.

    >>> squares_enough(1e-3, 0.1, 1e-3), squares_enough(1e-3, 1e-3, 1e-3)
    (True, False)
    """
    return decrement**2 * max(1, decrement / before**2) <= tol / 100
