"""Newton's method for models that are linear in their parameters: the least cost, or the reason why there is none."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from array_api_compat import device

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = ["Fit", "LinearModel", "NoOptimum", "check_examples", "minimise"]

MOST_STEPS = 100
ARRIVED = 0.001
"""At a minimum the next step hardly moves any logit. On the way to infinity it moves one by 1: more than this part of
it until it is 1000, where no curvature has been left for long."""


class NoOptimum(ValueError):
    """The cost falls for ever and has no minimum."""


class Fit(NamedTuple):
    """The parameters of least cost, the largest |derivative| there, and the Newton steps that it took to find them."""

    W: Float[Array, "n K"]
    b: Float[Array, "K 1"]
    gradient_norm: float
    iterations: int


@dataclass(frozen=True, eq=False)
class LinearModel:
    """What Newton's method asks of a model whose logits are Z = W^T X + b.

    `cost(W, b, X, Y)` is a number, `gradient(W, b, X, Y)` the pair (dW, db), and `hessian(W, b, X)` the curvature in
    W, (n, K, n, K). `margin(Z, Y)` says for each example how far the logit of its class is ahead, (1, m).

    `contrasts` (K, q), a NumPy array with orthonormal columns, spans the changes of an example's logits that matter:
    W and b are sought in the form V C^T. One logit has C = 1; where adding a number to all K logits changes nothing,
    the columns of C sum to zero, and so do the rows of W and b that are found, the shortest of all that say the same.
    """

    cost: Callable[..., Array]
    gradient: Callable[..., tuple[Array, Array]]
    hessian: Callable[..., Array]
    margin: Callable[[Array, Array], Array]
    contrasts: np.ndarray


@checked(dask=True)
def check_examples(X: Float[Array, "n m"], *, l2: float = 0.0, tol: float = 1e-6) -> None:
    """Raise ValueError where X can be fitted by nobody, or where l2 and tol ask for nothing that exists.

    Expected are at least one example, finite numbers, in each feature but for zeros some whose squares neither overflow
    nor vanish, l2 >= 0 and tol > 0.

    >>> check_examples(np.array([[1.0, np.nan]]))
    Traceback (most recent call last):
    ValueError: fit: X holds a NaN or an infinity, expected finite numbers
    """
    xp, m = namespace(X), X.shape[1]
    if not (0 <= l2 < math.inf and 0 < tol < math.inf):
        raise ValueError(f"fit: l2 = {l2} and tol = {tol}, expected finite l2 >= 0 and tol > 0")
    if m == 0:
        raise ValueError(f"fit: X {tuple(X.shape)} holds no example")
    if not bool(xp.all(xp.isfinite(X))):
        raise ValueError("fit: X holds a NaN or an infinity, expected finite numbers")
    largest, limits = xp.max(xp.abs(X), axis=1), xp.finfo(X.dtype)
    if not bool(xp.all(largest < (limits.max / m) ** 0.5)):
        raise ValueError("fit: X holds numbers whose squares overflow, expected smaller ones (standardise them)")
    if not bool(xp.all((largest == 0) | (largest > (limits.smallest_normal * m) ** 0.5))):
        raise ValueError("fit: a feature of X has squares that vanish, expected larger ones (standardise them)")


@checked(dask=True)
def minimise(
    model: LinearModel, X: Float[Array, "n m"], Y: Float[Array, "K m"], *, l2: float = 0.0, tol: float = 1e-6
) -> Fit:
    """The W and b of least cost, by Newton's method from zero; a step that goes too far is halved.

        minimise J(W, b) + l2/2 ||W||^2  by  theta <- theta - H^-1 dtheta,   theta = (b, W)

    until no derivative is larger than `tol`. The bias is not penalised. Where features repeat each other H has no
    inverse, and its pseudo-inverse serves, each weight in units of its own curvature: no step leads to where the cost
    is the same, and features that repeat each other share a weight.

    Raises NoOptimum where l2 = 0 and W and b can grow for ever while no example's margin shrinks. Raises ValueError
    where the precision of X does not reach `tol`.

    >>> two = unity.softmax
    >>> model = LinearModel(two.cost, two.gradient, two.hessian, two.margin, np.array([[-0.5], [0.5]]) * 2**0.5)
    >>> X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    >>> minimise(model, X, Y).W.round(4)
    array([[-0.4541,  0.4541]])
    """
    path, eps = _Path(model, X, Y, l2), namespace(X).finfo(X.dtype).eps
    V, largest = path.start, math.inf
    for iterations in range(MOST_STEPS + 1):
        dV, H = path.gradient(V), path.hessian(V)
        step = -_solve(H, dV.reshape(-1, 1)).reshape(V.shape)
        before, largest, moved = largest, path.largest_derivative(V), path.movement(V, step)
        if l2 == 0:
            path.check_separation(V, step, moved)
        if largest <= tol and (l2 > 0 or moved <= ARRIVED):
            if l2 == 0:
                path.check_curvature(H)
            theta = path.theta(V)
            return Fit(move(theta[1:], like=X), move(theta[:1].T, like=X), largest, iterations)
        if moved <= 32 * eps and largest >= before:
            break
        V = V + path.not_too_far(V, dV, step)
    raise ValueError(
        f"fit: after {iterations} steps the largest derivative is {largest:.1e}, expected at most {tol:.1e}, and the "
        f"next step moves some z by {moved:.0e}: {X.dtype} reaches no further with these X (standardise them, or allow "
        "a larger tol)"
    )


class _Path:
    """The cost over V, of which the parameters are theta = B^T V C^T: B mixes the features, C the logits.

    F = B X is R (X - mean). What counts examples lives where X does; what does not is small, and NumPy's.
    """

    def __init__(self, model, X, Y, l2):
        xp, (K, m) = namespace(X, Y), Y.shape
        ones = xp.ones((1, m), dtype=X.dtype, device=device(X))
        self.model, self.l2 = model, l2
        self.X, self.Y = xp.concat([ones, X], axis=0), xp.astype(Y, X.dtype)
        self.no_bias = xp.zeros((K, 1), dtype=X.dtype, device=device(X))
        # Each feature is seen from its mean: the bias takes up any shift, and an offset would cost digits. What then is
        # left of a constant is rounding, and no feature.
        mean = np.array(to_numpy(xp.mean(self.X, axis=1, keepdims=True)))
        mean[0] = 0
        self.mean = self.there(mean)
        self.F = self.X - self.mean
        size, spread = (to_numpy(xp.max(xp.abs(Z), axis=1, keepdims=True)) for Z in (self.X, self.F))
        varies = (spread > 8 * np.finfo(mean.dtype).eps * size).astype(mean.dtype)
        self.F, self.R = self.there(varies) * self.F, np.diag(varies[:, 0])
        if l2 == 0:
            # The features may as well be mixed: then F is uncorrelated, and hides no direction behind rounding.
            self.R = _whitening(to_numpy(self.F @ self.F.T / m))
            self.F = self.there(self.R) @ self.F
        self.B = self.R - self.R @ mean * np.eye(1, len(mean), dtype=mean.dtype)
        self.C = model.contrasts.astype(mean.dtype)
        self.start = np.zeros((len(self.B), self.C.shape[1]), dtype=mean.dtype)
        self.penalty = np.full((len(mean), 1), l2, dtype=mean.dtype)
        self.penalty[0] = 0

    def there(self, small):
        """A small array, where X lives."""
        return move(small, like=self.X)

    def theta(self, V):
        return self.B.T @ V @ self.C.T

    def logits(self, V):
        return self.there(self.C @ V.T) @ self.F

    def cost(self, V):
        J = self.model.cost(self.there(V @ self.C.T), self.no_bias, self.F, self.Y)
        return float(J) + float(np.sum(self.penalty * self.theta(V) ** 2)) / 2

    def largest_derivative(self, V):
        """By theta: `tol` is about what stands in front of the features as they came."""
        theta = self.theta(V)
        dtheta, _ = self.model.gradient(self.there(theta), self.no_bias, self.X, self.Y)
        return float(np.abs(to_numpy(dtheta) + self.penalty * theta).max())

    def gradient(self, V):
        dU, _ = self.model.gradient(self.there(V @ self.C.T), self.no_bias, self.F, self.Y)
        dV = to_numpy(dU) @ self.C
        # With a penalty V holds the features' own weights.
        return dV + self.penalty * V if self.l2 > 0 else dV

    def hessian(self, V):
        p, q = V.shape
        H = to_numpy(self.model.hessian(self.there(V @ self.C.T), self.no_bias, self.F))
        H = np.einsum("ikjl,ka,lc->iajc", H, self.C, self.C, optimize=True).reshape(p * q, p * q)
        return H + np.diag(np.repeat(self.penalty[:, 0], q)) if self.l2 > 0 else H

    def movement(self, V, step):
        """How far a step moves the logit that it moves most, against 1 + |z|."""
        xp = namespace(self.F)
        return float(xp.max(xp.abs(self.logits(step)) / (1 + xp.abs(self.logits(V)))))

    def not_too_far(self, V, dV, step):
        """The step, halved until the cost falls by a part of what its slope promises (or rounding hides the rest)."""
        start, promised = self.cost(V), float(np.sum(dV * step))
        rounding = 8 * np.finfo(V.dtype).eps * start
        for _ in range(60):
            if self.cost(V + step) <= start + 1e-4 * promised + rounding:
                break
            step, promised = step / 2, promised / 2
        return step

    def margin(self, V):
        return self.model.margin(self.logits(V), self.Y)

    def separates(self, V):
        """Whether V has every example on its own side, and not just by rounding."""
        xp, margin = namespace(self.F), self.margin(V)
        return float(xp.min(margin)) > 0 and bool(xp.all(margin > self.rounding(V)))

    def rounding(self, V):
        """How much of each example's logits may be rounding, (1, m)."""
        xp, p = namespace(self.F), self.X.shape[0]
        terms = self.there(np.abs(self.C @ V.T) @ np.abs(self.R)) @ xp.abs(self.X - self.mean)
        return p * xp.finfo(self.F.dtype).eps * xp.sum(terms, axis=0, keepdims=True)

    def spares(self, V, step):
        """Whether the step shortens no example's margin. The last quarter of the digits is left to the finite part,
        which is still settling."""
        xp, tolerance = namespace(self.F), namespace(self.F).finfo(self.F.dtype).eps ** 0.75
        scale = 1 + xp.max(xp.abs(self.logits(V)), axis=0, keepdims=True)
        return bool(xp.all(self.margin(step) >= -tolerance * scale - self.rounding(step)))

    def check_separation(self, V, step, moved):
        """Raise NoOptimum where V, or the step if it is one, followed for ever, brings the cost down for ever."""
        going = moved > ARRIVED
        if self.separates(V) or (going and self.separates(step)):
            planes = "a plane separates" if self.C.shape[1] == 1 else "planes separate"
            raise NoOptimum(
                f"fit: {planes} the classes: every example is on its own side, so the cost falls towards 0 as the "
                "weights grow, which they do for ever (like a logarithm under gradient descent); there is no minimum. "
                "A penalty (l2 > 0) makes one"
            )
        if going and self.spares(V, step):
            self.raise_partly_separated()

    def check_curvature(self, H):
        """Raise NoOptimum where the cost curves no more in a direction in which examples differ: all are sure there."""
        values = np.linalg.eigvalsh(_scaled(H)[0])
        if values[0] <= len(H) * np.finfo(H.dtype).eps * values[-1]:
            self.raise_partly_separated()

    def raise_partly_separated(self):
        """Raise NoOptimum for classes of which a plane separates some examples, and has the rest on it."""
        some = "a plane separates the classes but for examples that lie on it"
        if self.C.shape[1] > 1:
            some = "planes separate some of the examples from the other classes"
        raise NoOptimum(
            f"fit: {some}: in one direction the weights and b grow for ever, and no example's loss with them; "
            "there is no minimum. A penalty (l2 > 0) makes one"
        )


def _scaled(H):
    """H in units in which its diagonal is 1, and the units: a coordinate that does not curve has the unit 0."""
    diagonal = np.diagonal(H)[:, None]
    unit = np.sqrt(np.divide(1, diagonal, out=np.zeros_like(diagonal), where=diagonal > np.finfo(H.dtype).tiny))
    return unit * H * unit.T, unit


def _whitening(H):
    """A matrix R with R H R^T = 1 and a row for each direction in which H curves, so that R^T R is H^-1 there."""
    scaled, unit = _scaled(H)
    values, V = np.linalg.eigh(scaled)
    curved = values > len(H) * np.finfo(H.dtype).eps * values[-1]
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
