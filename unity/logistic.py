"""Logistic regression by hand: the cost of one neuron, its gradient and curvature, and the fit that they give.

Labels Y come in any form that `unity.arrays.labels` takes; the formulas see one row of numbers 0 and 1. The same cost and
gradient by the deck's loops, in plain Python, are `unity.loops`; their names stand here, too.
"""

import numpy as np
from array_api_compat import device

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import namespace, no_examples, no_nan, to_numpy
from unity.families import bernoulli_loss
from unity.labelling import takes_labels
from unity.loops import cost_by_loops, gradient_by_loops
from unity.newton import Fit, LinearModel, NoOptimum, counted, minimise
from unity.shapes import Array, Float, Int, checked

__all__ = [
    "Fit",
    "NoOptimum",
    "accuracy",
    "augment",
    "cost",
    "cost_by_loops",
    "decide",
    "fit",
    "forward",
    "gradient",
    "gradient_by_loops",
    "hessian",
    "likelihood",
    "log_likelihood",
    "penalised_cost",
    "probability",
]


# The model


@checked(dask=True)
def forward(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The neuron before its activation: one number z for each column of X.

        Z = w^T X + b

    Equations: eq-score, eq-all-scores, eq-straight, eq-corner-sums.
    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> forward(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [1.0, 2.0]]))
    array([[-1.,  1.]])
    """
    return w.T @ X + b


@checked(dask=True)
def probability(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The probability that the model gives to class 1, for each column of X.

        A = sigma(w^T X + b)

    Equation: eq-output.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> probability(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [2.0, 3.0]]))
    array([[0.5       , 0.88079708]])
    """
    return sigmoid(w.T @ X + b)


@checked(dask=True)
def decide(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Int[Array, "m"]:
    """The label that is at least as probable as the other, for each column of X.

        1 where w^T x + b >= 0,   0 elsewhere

    Raises ValueError where a score is NaN.

    Equations: eq-decide, eq-any, eq-all.  Source: *Deep Learning: Logistic Regression Classifier*, decision boundary.

    >>> decide(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0]]))
    array([0, 1, 1])
    """
    xp = namespace(w, b, X)
    Z = no_nan("decide", w.T @ X + b)
    return xp.astype(Z[0, :] >= 0, xp.int64)


@takes_labels(1)
@checked(dask=True)
def accuracy(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The share of the examples whose label `decide` gives rightly.

        R = 1/m sum_i [k_i = y_i],   k_i = [w^T x_i + b >= 0]

    where [...] is 1 if what stands inside holds, and 0 if not.

    Raises ValueError where there is no example, and where a score is NaN.

    Equations: eq-accuracy, eq-three-of-four.

    >>> accuracy(np.ones((1, 1)), np.zeros((1, 1)), np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 1.0, 1.0]]))
    np.float64(0.75)
    """
    xp = namespace(w, b, X, Y)
    if X.shape[1] == 0:
        raise no_examples("accuracy", X=X)
    decided = xp.astype(decide(w, b, X), X.dtype)
    return xp.mean(xp.astype(decided == Y[0, :], X.dtype))


@checked(dask=True)
def augment(X: Float[Array, "n m"]) -> Float[Array, "n+1 m"]:
    """X with a row of ones on top, so that the bias is one weight among the others.

        x_0 = 1,  w_0 = b:   w^T X + b = theta^T X',   theta = (b, w_1, ..., w_n)

    Equation: eq-augmented.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> augment(np.array([[7.0, 8.0]]))
    array([[1., 1.],
           [7., 8.]])
    """
    xp = namespace(X)
    return xp.concat([xp.ones((1, X.shape[1]), dtype=X.dtype, device=device(X)), X], axis=0)


# Its cost, and the derivatives of the cost


@takes_labels(1)
@checked(dask=True)
def likelihood(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, "1 m"]:
    """The probability that the model gives to each example's own label: a Bernoulli distribution.

        p(y | x) = a^y (1 - a)^(1 - y),   a = sigma(w^T x + b)

    1 - a is computed as sigma(-z), which keeps its digits where a is 1.

    Equation: eq-likelihood.  Source: *Deep Learning: Logistic Regression Classifier*, cost function.

    >>> likelihood(np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0, 2.0]]), np.array([[1.0, 0.0]]))
    array([[0.88079708, 0.11920292]])
    """
    Z = w.T @ X + b
    A, not_A = sigmoid(Z), sigmoid(-Z)
    return A**Y * not_A ** (1 - Y)


@takes_labels(1)
@checked(dask=True)
def log_likelihood(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The logarithm of the probability that the model gives to all labels together, for independent examples.

        log p(Y | X) = sum_i log p(y_i | x_i) = -m J

    The probability itself is a product of m numbers below 1, and is soon too small for floating numbers.

    Equations: eq-training-likelihood, eq-log-likelihood.
    Source: *Deep Learning: Logistic Regression Classifier*, cost function.

    >>> log_likelihood(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(-2.0794)
    """
    return -namespace(w, b, X, Y).sum(bernoulli_loss(w.T @ X + b, Y))


@takes_labels(1)
@checked(dask=True)
def cost(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cross-entropy of the labels Y under the model, averaged over the examples.

        J = -1/m sum_i y_i log a_i + (1 - y_i) log(1 - a_i),   a = sigma(z),  z = w^T x + b

    computed from z, where no logarithm can meet a 0: -log a = softplus(-z) and -log(1 - a) = softplus(z).

    Raises ValueError where there is no example.

    Equations: eq-cost, eq-convex, eq-separated-cost.
    Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

    >>> cost(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(0.6931)
    """
    if X.shape[1] == 0:
        raise no_examples("cost", X=X)
    return namespace(w, b, X, Y).mean(bernoulli_loss(w.T @ X + b, Y))


@takes_labels(1)
@checked(dask=True)
def penalised_cost(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
    l2: float = 0.0,
) -> Float[Array, ""]:
    """What `fit` minimises: the cost, and a price on the length of w. The bias is free.

        J + l2/2 ||w||^2

    With l2 > 0 it has a minimum on all data, separable ones too.

    Equation: eq-penalty.

    >>> one, zero = np.ones((1, 1)), np.zeros((1, 1))
    >>> penalised_cost(one, zero, zero, one, l2=0.1).round(4)
    np.float64(0.7431)
    """
    xp = namespace(w, b, X, Y)
    return cost(w, b, X, Y) + l2 / 2 * xp.sum(w * w)


@takes_labels(1)
@checked(dask=True)
def gradient(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """How the cost changes with w and b, all examples at once: `(dw, db)`.

        dZ = A - Y,   dw = X dZ^T / m,   db = dZ 1 / m

    For y = 1 the difference is -(1 - a): with 1 - a from the score, as in `likelihood`, it keeps its digits where a is 1.

    Raises ValueError where there is no example.

    Equations: eq-gradient, eq-sum-as-product, eq-weight-gradient, eq-bias-gradient, eq-blocks.
    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> dw, db = gradient(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]]))
    >>> dw, db
    (array([[0.25],
           [0.25]]), array([[0.]]))
    """
    xp = namespace(w, b, X, Y)
    m = X.shape[1]
    if m == 0:
        raise no_examples("gradient", X=X)
    Z = w.T @ X + b
    A, not_A = sigmoid(Z), sigmoid(-Z)
    dZ = xp.where(Y == 1, -not_A, A - Y)
    dw = X @ dZ.T / m
    db = xp.sum(dZ, axis=1, keepdims=True) / m
    return dw, db


@checked(dask=True)
def hessian(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "n n"]:
    """The curvature of the cost in w: how dw changes with w. No label enters.

        H = X diag(a (1 - a)) X^T / m

    It is positive semi-definite: u^T H u is a mean of a (1 - a) (u^T x)^2. With `augment(X)`, and theta for w, it is
    the curvature in b and w together. Its rank is that of X.

    Raises ValueError where there is no example.

    Equations: eq-curvature, eq-hessian, eq-never-negative, eq-rank.
    Source: *Deep Learning: Logistic Regression Classifier*, convexity.

    >>> hessian(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[2.0, 0.0], [0.0, 4.0]]))
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    xp = namespace(w, b, X)
    if X.shape[1] == 0:
        raise no_examples("hessian", X=X)
    slope = sigmoid_slope(w.T @ X + b)
    R = X * xp.sqrt(slope)
    return R @ R.T / X.shape[1]


# The parameters of least cost


@takes_labels(1)
@checked(dask=True)
def fit(
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
    weights: Array | None = None,
    l2: float = 0.0,
    tol: float = 1e-6,
    max_iter: int = 1000,
    progress: bool = False,
) -> Fit:
    """The w and b of least cost, by Newton's method from zero; a step that goes too far is halved.

        minimise J(w, b) + l2/2 ||w||^2  by  theta <- theta - H^-1 dtheta,   theta = (b, w)

    until what a step would still gain, and how far it would move any logit, is below `tol` and a thousandth, whatever
    the units of X (`unity.newton.minimise`). The bias is not penalised. Where features repeat each other, many
    parameters share the least cost; the steps then share a weight among the features that repeat each other. `progress`
    shows a bar; Ctrl-C returns what was reached.

    With `weights`, (1, m) or (m,), J is sum w_i L_i / sum w_i: a weight of 2 is an example twice, 0 is none.

    Raises NoOptimum where there is no least cost: for labels of one class, and with l2 = 0 for classes that a plane
    separates, examples on the plane included. Where tiny curvature leaves that open and X is Dask's, or has more than a
    million numbers, the result is not `certified`. Raises ValueError where X holds a NaN or an infinity, Y anything but
    0 and 1, where weights are negative or all 0, where there is no example, and where neither `max_iter` steps nor the precision of X reach `tol`.

    Source: the cost of *Deep Learning: Logistic Regression Classifier*.

    >>> fitted = fit(np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 0.0, 1.0]]))
    >>> fitted.w.round(4), fitted.b.round(4)
    (array([[0.9082]]), array([[-1.3623]]))
    """
    X, Y, weights = counted(X, Y, weights)
    _check_labels(Y)
    model = LinearModel(_losses, _error, _curvature, _margin, np.ones((1, 1)))
    return minimise(model, X, Y, weights=weights, l2=l2, tol=tol, max_iter=max_iter, progress=progress)


def _losses(Z, Y):
    return softplus(-_margin(Z, Y))


def _error(Z, Y):
    """a - y: all digits of a wrong side's small probability are kept."""
    return (1 - 2 * Y) * sigmoid(-_margin(Z, Y))


def _curvature(Z):
    return sigmoid_slope(Z)[None, :, :]


def _margin(Z, Y):
    """How far each z is on the side of its label."""
    return (2 * Y - 1) * Z


def _check_labels(Y):
    xp = namespace(Y)
    zeros, ones = xp.sum(xp.astype(Y == 0, xp.int64)), xp.sum(xp.astype(Y == 1, xp.int64))
    zeros, ones = to_numpy(xp.stack([zeros, ones])).tolist()
    if zeros + ones < Y.shape[1]:
        raise ValueError("fit: Y holds another number than 0 and 1, expected a label of 0 or 1 for each example")
    for label, count in enumerate((zeros, ones)):
        if count == 0 < Y.shape[1]:
            raise NoOptimum(
                f"fit: no label is {label}, expected both: with one class the cost falls towards 0 while b grows, "
                "and the penalty does not reach b"
            )
