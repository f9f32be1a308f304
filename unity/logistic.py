"""Logistic regression by hand: the cost of one neuron, its gradient and curvature, and the fit that they give."""

import math
from typing import NamedTuple

import numpy as np
from array_api_compat import device

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import move, namespace, to_numpy
from unity.newton import Fit, LinearModel, NoOptimum, minimise
from unity.shapes import Array, Float, checked

__all__ = [
    "Fit",
    "Graph",
    "NoOptimum",
    "accumulated",
    "accuracy",
    "augment",
    "cost",
    "cost_by_loops",
    "decide",
    "fit",
    "forward",
    "gradient",
    "gradient_by_loops",
    "graph",
    "hessian",
    "likelihood",
    "log_likelihood",
    "penalised_cost",
    "probability",
    "push",
    "pushed_score",
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
def decide(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The label that is at least as probable as the other, for each column of X.

        1 where w^T x + b >= 0,   0 elsewhere

    Equations: eq-decide, eq-any, eq-all.  Source: *Deep Learning: Logistic Regression Classifier*, decision boundary.

    >>> decide(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0]]))
    array([[0., 1., 1.]])
    """
    xp = namespace(w, b, X)
    return xp.astype(w.T @ X + b >= 0, X.dtype)


@checked(dask=True)
def accuracy(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The share of the examples whose label `decide` gives rightly.

        R = 1/m sum_i [k_i = y_i],   k_i = [w^T x_i + b >= 0]

    where [...] is 1 if what stands inside holds, and 0 if not.

    Equations: eq-accuracy, eq-three-of-four.

    >>> accuracy(np.ones((1, 1)), np.zeros((1, 1)), np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 1.0, 1.0]]))
    np.float64(0.75)
    """
    xp = namespace(w, b, X, Y)
    return xp.mean(xp.astype(xp.astype(w.T @ X + b >= 0, X.dtype) == Y, X.dtype))


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
    xp = namespace(w, b, X, Y)
    Z = w.T @ X + b
    return -xp.sum(Y * softplus(-Z) + (1 - Y) * softplus(Z))


@checked(dask=True)
def cost(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cross-entropy of the labels Y under the model, averaged over the examples.

        J = -1/m sum_i y_i log a_i + (1 - y_i) log(1 - a_i),   a = sigma(z),  z = w^T x + b

    computed from z, where no logarithm can meet a 0: -log a = softplus(-z) and -log(1 - a) = softplus(z).

    Equations: eq-cost, eq-convex, eq-separated-cost.
    Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

    >>> cost(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(0.6931)
    """
    xp = namespace(w, b, X, Y)
    Z = w.T @ X + b
    return xp.mean(Y * softplus(-Z) + (1 - Y) * softplus(Z))


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


@checked(dask=True)
def gradient(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """How the cost changes with w and b, all examples at once: `(dw, db)`.

        dZ = A - Y,   dw = X dZ^T / m,   db = dZ 1 / m

    Equations: eq-gradient, eq-sum-as-product, eq-weight-gradient, eq-bias-gradient, eq-blocks.
    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> dw, db = gradient(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]]))
    >>> dw, db
    (array([[0.25],
           [0.25]]), array([[0.]]))
    """
    xp = namespace(w, b, X, Y)
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dZ = A - Y
    dw = X @ dZ.T / m
    db = xp.sum(dZ, axis=1, keepdims=True) / m
    return dw, db


@checked(dask=True)
def hessian(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "n n"]:
    """The curvature of the cost in w: how dw changes with w. No label enters.

        H = X diag(a (1 - a)) X^T / m

    It is positive semi-definite: u^T H u is a mean of a (1 - a) (u^T x)^2. With `augment(X)`, and theta for w, it is
    the curvature in b and w together. Its rank is that of X.

    Equations: eq-curvature, eq-hessian, eq-never-negative, eq-rank.
    Source: *Deep Learning: Logistic Regression Classifier*, convexity.

    >>> hessian(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[2.0, 0.0], [0.0, 4.0]]))
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    xp = namespace(w, b, X)
    slope = sigmoid_slope(w.T @ X + b)
    R = X * xp.sqrt(slope)
    return R @ R.T / X.shape[1]


# One example: its computational graph, and what it does to w and b


class Graph(NamedTuple):
    """The computational graph of one example: what flows forward, and how the loss L answers to each of it.

    `z`, `a` and `L` are values. `dL_da` and `da_dz` are the slopes of single steps; `dL_dz`, `dL_dw` and `dL_db` are
    derivatives of the loss.
    """

    z: Float[Array, "1 1"]
    a: Float[Array, "1 1"]
    L: Float[Array, "1 1"]
    dL_da: Float[Array, "1 1"]
    da_dz: Float[Array, "1 1"]
    dL_dz: Float[Array, "1 1"]
    dL_dw: Float[Array, "n 1"]
    dL_db: Float[Array, "1 1"]


@checked(dask=True)
def graph(w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"], y: Float[Array, "1 1"]) -> Graph:
    """One example through the neuron: values forward, derivatives backward.

        z = w^T x + b,   a = sigma(z),   L = -(y log a + (1 - y) log(1 - a))
        dL/da = (a - y) / (a (1 - a)),   da/dz = a (1 - a),   dL/dz = a - y
        dL/dw = (a - y) x,   dL/db = a - y

    dL/dz is the difference as it stands, not the product of the two slopes before it. So it is right for every z,
    while dL/da leaves float64 where |z| passes 709: there it is infinite or NaN, and NumPy warns.

    Equations: eq-loss, eq-loss-slope, eq-activation-slope, eq-error, eq-weight-slope, eq-bias-slope.
    Source: *Deep Learning: Logistic Regression Classifier*, computational graph.

    >>> example = graph(np.array([[2.0], [1.0]]), np.array([[-1.0]]), np.array([[1.0], [-1.0]]), np.array([[1.0]]))
    >>> example.a, example.dL_dz
    (array([[0.5]]), array([[-0.5]]))
    >>> example.dL_dw
    array([[-0.5],
           [ 0.5]])
    """
    z = w.T @ x + b
    a, not_a = sigmoid(z), sigmoid(-z)
    return Graph(
        z=z,
        a=a,
        L=y * softplus(-z) + (1 - y) * softplus(z),
        dL_da=(1 - y) / not_a - y / a,
        da_dz=a * not_a,
        dL_dz=a - y,
        dL_dw=(a - y) * x,
        dL_db=a - y,
    )


@checked(dask=True)
def push(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    x: Float[Array, "n 1"],
    y: Float[Array, "1 1"],
    *,
    step: float,
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """w and b after one example has pushed them: w towards x where y = 1, away from x where y = 0.

        w_(t+1) = w_t - alpha (a - y) x,   b_(t+1) = b_t - alpha (a - y)

    Equations: eq-push, eq-push-bias.  Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> push(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[4.0], [-2.0]]), np.array([[1.0]]), step=1.0)
    (array([[ 2.],
           [-1.]]), array([[0.5]]))
    """
    error = sigmoid(w.T @ x + b) - y
    return w - step * error * x, b - step * error


@checked(dask=True)
def pushed_score(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    x: Float[Array, "n 1"],
    y: Float[Array, "1 1"],
    *,
    step: float,
) -> Float[Array, "1 1"]:
    """The score that an example has after its own push: it always moves to the side of the label.

        z_(t+1) = z_t - alpha (a - y) (||x||^2 + 1)

    Equation: eq-push-score.

    >>> pushed_score(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[4.0], [-2.0]]), np.array([[1.0]]), step=1.0)
    array([[10.5]])
    """
    z = w.T @ x + b
    return z - step * (sigmoid(z) - y) * (x.T @ x + 1)


# The same by the deck's loops, in plain Python


def _sigma(z):
    """The sigmoid of one number."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _loss(z, y):
    """-y log a - (1 - y) log(1 - a) of a = sigma(z), from z."""
    return math.log1p(math.exp(-abs(z))) + (y * max(-z, 0.0) + (1 - y) * max(z, 0.0))


def _numbers(w, b, X, Y):
    """w as a list, b as a number, X as a list of examples, Y as a list of labels: at least one of them."""
    if X.shape[1] == 0:
        raise ValueError(f"loops over examples: X {tuple(X.shape)} holds no example, expected at least one")
    return to_numpy(w)[:, 0].tolist(), float(b[0, 0]), to_numpy(X).T.tolist(), to_numpy(Y)[0, :].tolist()


@checked(dask=True)
def cost_by_loops(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cost as the deck's loop adds it up, example by example, with the minus sign that it needs.

        J = 0
        for each example:  z = w^T x + b,  a = sigma(z),  J -= y log a + (1 - y) log(1 - a)
        J /= m

    Raises ValueError where there is no example.

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
    return namespace(like).asarray(J / m, dtype=like.dtype, device=device(like))


@checked(dask=True)
def gradient_by_loops(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """The gradient as the deck's loops add it up, one example and one feature at a time: `(dw, db)`.

        dw = 0,  db = 0
        for each example:  z = w^T x + b,  dz = sigma(z) - y,  dw_j += x_j dz for each j,  db += dz
        dw /= m,  db /= m

    The sums start from 0 in every call: the deck's first version sets them to 0 once and for all.

    Raises ValueError where there is no example.

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


@checked(dask=True)
def accumulated(g: Float[Array, "n T"], m: int) -> Float[Array, "n T"]:
    """What the sums of a loop hold in each pass where they are set to 0 only once: column t of g is the gradient of pass t.

        dw_t = g_t + dw_(t-1) / m,   dw_0 = g_0

    Every gradient is met again in each later pass, 1/m of what it was in the pass before.

    Raises ValueError where m < 1.

    Equation: eq-accumulated.  Source: *Deep Learning: Logistic Regression Classifier*, "What's wrong with the code?".

    >>> accumulated(np.array([[8.0, 0.0, 0.0, 0.0]]), 2)
    array([[8., 4., 2., 1.]])
    """
    if m < 1:
        raise ValueError(f"accumulated: m = {m}, expected at least one example")
    columns = []
    for t in range(g.shape[1]):
        columns.append(g[:, t : t + 1] + columns[-1] / m if columns else g[:, :1])
    return namespace(g).concat(columns, axis=1) if columns else g


# The parameters of least cost


@checked(dask=True)
def fit(
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
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

    Raises NoOptimum where there is no least cost: for labels of one class, and with l2 = 0 for classes that a plane
    separates, examples on the plane included. Where tiny curvature leaves that open and X is Dask's, or has more than a
    million numbers, the result is not `certified`. Raises ValueError where X holds a NaN or an infinity, Y anything but
    0 and 1, where there is no example, and where neither `max_iter` steps nor the precision of X reach `tol`.

    Source: the cost of *Deep Learning: Logistic Regression Classifier*.

    >>> fitted = fit(np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 0.0, 1.0]]))
    >>> fitted.w.round(4), fitted.b.round(4)
    (array([[0.9082]]), array([[-1.3623]]))
    """
    _check_labels(Y)
    model = LinearModel(_losses, _error, _curvature, _margin, np.ones((1, 1)))
    return minimise(model, X, Y, l2=l2, tol=tol, max_iter=max_iter, progress=progress)


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
