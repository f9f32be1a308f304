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
ARRIVED = 0.01
"""At a minimum the next step hardly moves any logit. On the way to infinity it moves one by 1."""


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


@checked
def check_examples(X: Float[Array, "n m"], *, l2: float = 0.0, tol: float = 1e-6) -> None:
    """Raise ValueError where X can be fitted by nobody, or where l2 and tol ask for nothing that exists.

    Expected are at least one example, finite numbers whose squares do not overflow, l2 >= 0 and tol > 0.

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
    if not bool(xp.all(xp.abs(X) < (xp.finfo(X.dtype).max / m) ** 0.5)):
        raise ValueError("fit: X holds numbers whose squares overflow, expected smaller ones (standardise them)")


@checked
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
    V = path.start
    for iterations in range(MOST_STEPS + 1):
        theta, dtheta = path.theta(V), path.gradient(V)
        step = path.newton_step(V, dtheta)
        largest, moved = float(np.abs(dtheta).max()), path.movement(V, step)
        if l2 == 0:
            path.check_separation(V, step, moved)
        if largest <= tol and (l2 > 0 or moved <= ARRIVED):
            return Fit(move(theta[1:], like=X), move(theta[:1].T, like=X), largest, iterations)
        if moved <= 32 * eps:
            break
        V = V + path.not_too_far(V, dtheta, step)
    raise ValueError(
        f"fit: after {iterations} steps the largest derivative is {largest:.1e}, expected at most {tol:.1e}, and the "
        f"next step moves some z by {moved:.0e}: {X.dtype} reaches no further with these X (standardise them, or allow "
        "a larger tol)"
    )


class _Path:
    """The cost over V, of which the parameters are theta = B^T V C^T: B mixes the features, C the logits.

    What counts examples lives where X does; what does not is small, and NumPy's.
    """

    def __init__(self, model, X, Y, l2):
        xp, (K, m) = namespace(X, Y), Y.shape
        ones = xp.ones((1, m), dtype=X.dtype, device=device(X))
        self.model, self.l2 = model, l2
        self.X, self.Y = xp.concat([ones, X], axis=0), xp.astype(Y, X.dtype)
        self.no_bias = xp.zeros((K, 1), dtype=X.dtype, device=device(X))
        moments = to_numpy(self.X @ self.X.T / m)
        self.C = model.contrasts.astype(moments.dtype)
        self.B, self.F = np.eye(len(moments), dtype=moments.dtype), self.X
        if l2 == 0:
            # The features may as well be mixed: F = B X is uncorrelated, and hides no direction behind rounding.
            self.B = _whitening(moments)
            self.F = self.there(self.B) @ self.X
        self.start = np.zeros((len(self.B), self.C.shape[1]), dtype=moments.dtype)
        self.penalty = np.full((len(moments), 1), l2, dtype=moments.dtype)
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

    def gradient(self, V):
        """By theta: `tol` is about what stands in front of the features as they came."""
        theta = self.theta(V)
        dtheta, _ = self.model.gradient(self.there(theta), self.no_bias, self.X, self.Y)
        return to_numpy(dtheta) + self.penalty * theta

    def newton_step(self, V, dtheta):
        """-H^-1 dV."""
        p, q = V.shape
        H = to_numpy(self.model.hessian(self.there(V @ self.C.T), self.no_bias, self.F))
        H = np.einsum("ikjl,ka,lc->iajc", H, self.C, self.C, optimize=True).reshape(p * q, p * q)
        if self.l2 > 0:  # then B is 1, and V holds the features' own weights
            H = H + np.diag(np.repeat(self.penalty[:, 0], q))
        dV = self.B @ dtheta @ self.C
        return -_solve(H, dV.reshape(p * q, 1)).reshape(p, q)

    def movement(self, V, step):
        """How far a step moves the logit that it moves most, against 1 + |z|."""
        xp = namespace(self.F)
        return float(xp.max(xp.abs(self.logits(step)) / (1 + xp.abs(self.logits(V)))))

    def not_too_far(self, V, dtheta, step):
        """The step, halved until the cost falls by a part of what its slope promises (or rounding hides the rest)."""
        start, promised = self.cost(V), float(np.sum(dtheta * self.theta(step)))
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
        if float(xp.min(margin)) <= 0:
            return False
        terms = self.there(np.abs(self.C @ V.T)) @ xp.abs(self.F)
        rounding = len(V) * xp.finfo(self.F.dtype).eps * xp.sum(terms, axis=0, keepdims=True)
        return bool(xp.all(margin > rounding))

    def spares(self, V, step):
        """Whether the step shortens no example's margin, up to half of the digits: the finite part is still settling."""
        xp, tolerance = namespace(self.F), namespace(self.F).finfo(self.F.dtype).eps ** 0.5
        scale = 1 + xp.max(xp.abs(self.logits(V)), axis=0, keepdims=True)
        return bool(xp.all(self.margin(step) >= -tolerance * scale))

    def check_separation(self, V, step, moved):
        """Raise NoOptimum where V, or the step if it is one, followed for ever, brings the cost down for ever."""
        going = moved > ARRIVED
        planes, some = "a plane separates the classes", "a plane separates the classes but for examples that lie on it"
        if self.C.shape[1] > 1:
            planes, some = "planes separate the classes", "planes separate some of the examples from the other classes"
        if self.separates(V) or (going and self.separates(step)):
            raise NoOptimum(
                f"fit: {planes}: every example is on its own side, so the cost falls towards 0 as the weights grow, "
                "which they do for ever (like a logarithm under gradient descent); there is no minimum. "
                "A penalty (l2 > 0) makes one"
            )
        if going and self.spares(V, step):
            raise NoOptimum(
                f"fit: {some}: in one direction the weights and b grow for ever, and no example's loss with them; "
                "there is no minimum. A penalty (l2 > 0) makes one"
            )


def _scaled(H):
    """H in units in which its diagonal is 1, and the units: a coordinate that does not curve has the unit 0."""
    diagonal = np.diagonal(H)[:, None]
    unit = np.sqrt(np.divide(1, diagonal, out=np.zeros_like(diagonal), where=diagonal > 0))
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
