"""Logistic regression by hand: the cost of one neuron, its gradient and curvature, and the fit that they give."""

import math
from typing import NamedTuple

import numpy as np
from array_api_compat import device

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = [
    "Fit",
    "NoOptimum",
    "augment",
    "cost",
    "cost_by_loops",
    "decide",
    "fit",
    "forward",
    "gradient",
    "gradient_by_loops",
    "hessian",
    "probability",
]


# The model


@checked
def forward(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The neuron before its activation: one number z for each column of X.

        Z = w^T X + b

    Equation: eq-forward-vectorised.  Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> forward(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [1.0, 2.0]]))
    array([[-1.,  1.]])
    """
    return w.T @ X + b


@checked
def probability(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The probability that the model gives to class 1, for each column of X.

        A = sigma(w^T X + b)

    Equation: eq-probability.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> probability(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [2.0, 3.0]]))
    array([[0.5       , 0.88079708]])
    """
    return sigmoid.__wrapped__(w.T @ X + b)


@checked
def decide(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The label that is at least as probable as the other, for each column of X.

        1 where w^T x + b >= 0,   0 elsewhere

    Equation: eq-decide.  Source: *Deep Learning: Logistic Regression Classifier*, decision boundary.

    >>> decide(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0]]))
    array([[0., 1., 1.]])
    """
    xp = namespace(w, b, X)
    return xp.astype(w.T @ X + b >= 0, X.dtype)


@checked
def augment(X: Float[Array, "n m"]) -> Float[Array, "n+1 m"]:
    """X with a row of ones on top, so that the bias is one weight among the others.

        x_0 = 1,  w_0 = b:   w^T X + b = theta^T X',   theta = (b, w_1, ..., w_n)

    Equation: eq-augment.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> augment(np.array([[7.0, 8.0]]))
    array([[1., 1.],
           [7., 8.]])
    """
    xp = namespace(X)
    return xp.concat([xp.ones((1, X.shape[1]), dtype=X.dtype, device=device(X)), X], axis=0)


# Its cost, and the derivatives of the cost


@checked
def cost(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cross-entropy of the labels Y under the model, averaged over the examples.

        J = -1/m sum_i y_i log a_i + (1 - y_i) log(1 - a_i),   a = sigma(z),  z = w^T x + b

    computed from z, where no logarithm can meet a 0: -log a = softplus(-z) and -log(1 - a) = softplus(z).

    Equation: eq-cost.  Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

    >>> cost(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(0.6931)
    """
    xp = namespace(w, b, X, Y)
    Z = w.T @ X + b
    return xp.mean(Y * softplus.__wrapped__(-Z) + (1 - Y) * softplus.__wrapped__(Z))


@checked
def gradient(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """How the cost changes with w and b, all examples at once: `(dw, db)`.

        dZ = A - Y,   dw = X dZ^T / m,   db = dZ 1 / m

    Equation: eq-gradient.  Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> dw, db = gradient(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]]))
    >>> dw, db
    (array([[0.25],
           [0.25]]), array([[0.]]))
    """
    xp = namespace(w, b, X, Y)
    m = X.shape[1]
    A = sigmoid.__wrapped__(w.T @ X + b)
    dZ = A - Y
    dw = X @ dZ.T / m
    db = xp.sum(dZ, axis=1, keepdims=True) / m
    return dw, db


@checked
def hessian(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "n n"]:
    """The curvature of the cost in w: how dw changes with w. No label enters.

        H = X diag(a (1 - a)) X^T / m

    It is positive semi-definite: u^T H u is a mean of a (1 - a) (u^T x)^2. With `augment(X)`, and theta for w, it is
    the curvature in b and w together.

    Equation: eq-hessian.  Source: *Deep Learning: Logistic Regression Classifier*, convexity.

    >>> hessian(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[2.0, 0.0], [0.0, 4.0]]))
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    xp = namespace(w, b, X)
    slope = sigmoid_slope.__wrapped__(w.T @ X + b)
    R = X * xp.sqrt(slope)
    return R @ R.T / X.shape[1]


# The same by the deck's loops, in plain Python


def _sigma(z):
    """The sigmoid of one number."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _loss(z, y):
    """-y log a - (1 - y) log(1 - a) of a = sigma(z), from z."""
    return math.log1p(math.exp(-abs(z))) + (y * max(-z, 0.0) + (1 - y) * max(z, 0.0))


def _numbers(w, b, X, Y):
    """w as a list, b as a number, X as a list of examples, Y as a list of labels."""
    return to_numpy(w)[:, 0].tolist(), float(b[0, 0]), to_numpy(X).T.tolist(), to_numpy(Y)[0, :].tolist()


@checked
def cost_by_loops(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cost as the deck's loop adds it up, example by example, with the minus sign that it needs.

        J = 0
        for each example:  z = w^T x + b,  a = sigma(z),  J -= y log a + (1 - y) log(1 - a)
        J /= m

    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression on m examples.

    >>> cost_by_loops(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(0.6931)
    """
    like = w
    w, b, x, y = _numbers(w, b, X, Y)
    n, m = len(w), len(y)
    J = 0.0
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j] * x[i][j]
        J += _loss(z, y[i])
    return move(np.asarray(J / m), like=like)


@checked
def gradient_by_loops(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """The gradient as the deck's loops add it up, one example and one feature at a time: `(dw, db)`.

        dw = 0,  db = 0
        for each example:  z = w^T x + b,  dz = sigma(z) - y,  dw_j += x_j dz for each j,  db += dz
        dw /= m,  db /= m

    The sums start from 0 in every call: the deck's first version sets them to 0 once and for all.

    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression on m examples.

    >>> gradient_by_loops(np.zeros((1, 1)), np.zeros((1, 1)), np.array([[2.0, 4.0]]), np.array([[1.0, 0.0]]))
    (array([[0.5]]), array([[0.]]))
    """
    like = w
    w, b, x, y = _numbers(w, b, X, Y)
    n, m = len(w), len(y)
    dw, db = [0.0] * n, 0.0
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j] * x[i][j]
        dz = _sigma(z) - y[i]
        for j in range(n):
            dw[j] += x[i][j] * dz
        db += dz
    return move((np.asarray([[dw_j / m] for dw_j in dw]).reshape(n, 1), np.asarray([[db / m]])), like=like)


# The parameters of least cost


class NoOptimum(ValueError):
    """The cost falls for ever and has no minimum."""


class Fit(NamedTuple):
    """The parameters that `fit` found, the largest |derivative| there, and the Newton steps that it took."""

    w: Float[Array, "n 1"]
    b: Float[Array, "1 1"]
    gradient_norm: float
    iterations: int


MOST_STEPS = 100
ARRIVED = 0.01
"""A flat cost is a minimum where the next step hardly moves any z; on the way to infinity it moves some by 1."""


@checked
def fit(X: Float[Array, "n m"], Y: Float[Array, "1 m"], *, l2: float = 0.0, tol: float = 1e-6) -> Fit:
    """The w and b of least cost, by Newton's method from zero; a step that goes too far is halved.

        minimise J(w, b) + l2/2 ||w||^2  by  theta <- theta - H^-1 dtheta,   theta = (b, w)

    until no derivative is larger than `tol`. The bias is not penalised. Where features repeat each other, many
    parameters share the least cost; the steps then share a weight among the features that repeat each other.

    Raises NoOptimum where there is no least cost: for labels of one class, and with l2 = 0 for classes that a plane
    separates, examples on the plane included. Raises ValueError where X holds a NaN or an infinity, Y anything but 0
    and 1, where there is no example, and where the precision of X does not reach `tol`.

    Equation: eq-newton.  Source: the cost of *Deep Learning: Logistic Regression Classifier*.

    >>> w, b, gradient_norm, iterations = fit(np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 0.0, 1.0]]))
    >>> w.round(4), b.round(4)
    (array([[0.9082]]), array([[-1.3623]]))
    """
    _check_values(X, Y, l2, tol)
    xp = namespace(X, Y)
    X, Y = augment.__wrapped__(X), xp.astype(Y, X.dtype)
    theta, zero = xp.zeros_like(X[:, :1]), xp.zeros_like(X[:1, :1])
    penalty = xp.concat([zero, l2 * xp.ones_like(X[1:, :1])], axis=0)
    identity = xp.eye(X.shape[0], dtype=X.dtype, device=device(X))
    objective = lambda theta: float(cost.__wrapped__(theta, zero, X, Y) + xp.sum(penalty * theta**2) / 2)
    for iterations in range(MOST_STEPS + 1):
        if l2 == 0:
            _check_separation(theta, X, Y)
        dtheta = gradient.__wrapped__(theta, zero, X, Y)[0] + penalty * theta
        step = _newton_step(hessian.__wrapped__(theta, zero, X) + penalty * identity, dtheta)
        largest, moved = float(xp.max(xp.abs(dtheta))), _movement(theta, step, X)
        if largest <= tol and (l2 > 0 or moved <= ARRIVED):
            return Fit(theta[1:, :], theta[:1, :], largest, iterations)
        if largest <= tol:
            _check_direction(theta, step, X, Y)
        if moved <= 32 * xp.finfo(X.dtype).eps:
            break
        theta = theta + _not_too_far(objective, theta, dtheta, step)
    if largest <= tol:
        raise NoOptimum(f"fit: w and b still grow after {iterations} steps, though no derivative is above {tol:.1e}")
    raise ValueError(
        f"fit: the largest derivative is {largest:.1e} after {iterations} steps, expected at most {tol:.1e}: "
        f"{X.dtype} reaches no further with these X (standardise them, or allow a larger tol)"
    )


def _check_values(X, Y, l2, tol):
    xp = namespace(X, Y)
    m = X.shape[1]
    if not (0 <= l2 < math.inf and 0 < tol < math.inf):
        raise ValueError(f"fit: l2 = {l2} and tol = {tol}, expected finite l2 >= 0 and tol > 0")
    if m == 0:
        raise ValueError(f"fit: X {tuple(X.shape)} holds no example")
    if not bool(xp.all(xp.isfinite(X))):
        raise ValueError("fit: X holds a NaN or an infinity, expected finite numbers")
    if not bool(xp.all(xp.abs(X) < (xp.finfo(X.dtype).max / m) ** 0.5)):
        raise ValueError("fit: X holds numbers whose squares overflow, expected smaller ones (standardise them)")
    if not bool(xp.all((Y == 0) | (Y == 1))):
        raise ValueError("fit: Y holds another number than 0 and 1, expected a label of 0 or 1 for each example")
    for label in 0, 1:
        if not bool(xp.any(label == Y)):
            raise NoOptimum(
                f"fit: no label is {label}, expected both: with one class the cost falls towards 0 while b grows, "
                "and the penalty does not reach b"
            )


def _newton_step(H, dtheta):
    """The step p with H p = -dtheta, each weight in units of its own curvature; none in directions without curvature.

    H is small however many examples there are, so NumPy solves for it, wherever the examples live.
    """
    H, g = to_numpy(H), to_numpy(dtheta)
    unit = np.sqrt(_inverse(np.diagonal(H)[:, None], 0.0))
    values, V = np.linalg.eigh(unit * H * unit.T)
    rounding = len(H) * np.finfo(H.dtype).eps * values[-1]
    return move(-unit * (V @ (_inverse(values[:, None], rounding) * (V.T @ (unit * g)))), like=dtheta)


def _inverse(values, nothing):
    """1 / value where a value is above `nothing`, 0 where it is not."""
    return np.divide(1, values, out=np.zeros_like(values), where=values > nothing)


def _not_too_far(objective, theta, dtheta, step):
    """The step, halved until the cost falls by a part of what its slope promises (or rounding hides the rest)."""
    xp = namespace(theta)
    start, promised = objective(theta), float(xp.sum(dtheta * step))
    rounding = 8 * float(xp.finfo(theta.dtype).eps) * start
    for _ in range(60):
        if objective(theta + step) <= start + 1e-4 * promised + rounding:
            break
        step, promised = step / 2, promised / 2
    return step


def _movement(theta, step, X):
    """How far a step moves the z of the example that it moves most, against 1 + |z|."""
    xp = namespace(theta)
    return float(xp.max(xp.abs(step.T @ X) / (1 + xp.abs(theta.T @ X))))


def _check_separation(theta, X, Y):
    """Raise NoOptimum where theta has every example on its own side, and not just by rounding."""
    xp = namespace(theta, X, Y)
    margin = (2 * Y - 1) * (theta.T @ X)
    if float(xp.min(margin)) <= 0:
        return
    rounding = X.shape[0] * xp.finfo(X.dtype).eps * (xp.abs(theta).T @ xp.abs(X))
    if bool(xp.all(margin > rounding)):
        raise NoOptimum(
            "fit: a plane separates the classes: every example is on its own side, so the cost falls towards 0 as "
            "||w|| grows, which it does for ever (like a logarithm under gradient descent); there is no minimum. "
            "A penalty (l2 > 0) makes one"
        )


def _check_direction(theta, step, X, Y):
    """Raise NoOptimum where the step, though the cost is nearly flat, leads on to where no example fares worse."""
    xp = namespace(theta, X, Y)
    gain = (2 * Y - 1) * (step.T @ X)
    if bool(xp.all(gain >= -(xp.finfo(X.dtype).eps ** 0.5) * (1 + xp.abs(theta.T @ X)))):
        raise NoOptimum(
            "fit: a plane separates the classes but for examples that lie on it: in one direction w and b grow for "
            "ever, and no example's loss with them; there is no minimum. A penalty (l2 > 0) makes one"
        )
