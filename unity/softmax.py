"""Softmax regression by hand: one cost for K classes, its gradient and curvature, and the fit that they give.

Labels Y come in any form that `unity.arrays.labels` takes; the formulas see a column for each example.
"""

import math

import numpy as np
from array_api_compat import device

from unity.activations import softmax
from unity.arrays import are_shares, namespace, no_examples, no_nan, to_numpy
from unity.families import categorical_loss, categorical_slope
from unity.fast import logits
from unity.labelling import known, takes_labels
from unity.newton import Fit, LinearModel, NoOptimum, counted, minimise
from unity.shapes import Array, Float, Int, checked

__all__ = ["cost", "decide", "fit", "forward", "gradient", "hessian", "margin", "probability"]


# The model


@checked(dask=True)
def forward(W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"]) -> Float[Array, "K m"]:
    """K neurons before their softmax: one logit for each class, for each column of X.

        Z = W^T X + b

    Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> forward(np.array([[1.0, -1.0]]), np.array([[0.0], [2.0]]), np.array([[1.0, 3.0]]))
    array([[ 1.,  3.],
           [ 1., -1.]])
    """
    return W.T @ X + b


@checked(dask=True)
def probability(W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"]) -> Float[Array, "K m"]:
    """The probability that the model gives to each class, for each column of X.

        A = softmax(W^T X + b)

    A vector added to every column of W, or a number to all of b, changes nothing. For $K = 2$ row 1 is the logistic
    regression with $w = w_1 - w_0$ and $b = b_1 - b_0$.

    Equation: eq-two-neurons.  Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> probability(np.array([[1.0, -1.0]]), np.array([[0.0], [2.0]]), np.array([[1.0, 2.0]]))
    array([[0.5       , 0.88079708],
           [0.5       , 0.11920292]])
    """
    return softmax(W.T @ X + b)


@checked(dask=True)
def decide(W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"]) -> Int[Array, "m"]:
    """The label of the most probable class, for each column of X; the first of them where several are.

        argmax_k  w_k^T x + b_k

    Raises ValueError where a logit is NaN.

    Source: *Logistic Regression & Neural Networks*, the decision step.

    >>> decide(np.array([[1.0, -1.0]]), np.array([[0.0], [2.0]]), np.array([[0.0, 1.0, 2.0]]))
    array([1, 0, 0])
    """
    return namespace(W, b, X).argmax(no_nan("decide", W.T @ X + b), axis=0)


@checked(dask=True)
def margin(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """How far the logit of each example's class is ahead of the largest other: positive where `decide` is right.

        z_y - max of z_k over the other k,   Y one-hot

    It is -inf for a label that is shared out: no logit is right then.
    Where it is positive for every example, longer weights make every loss smaller, for ever.

    >>> margin(np.array([[3.0, 3.0], [1.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    array([[ 2., -2.]])
    """
    xp = namespace(Z, Y)
    right = Y == 1
    none = xp.full_like(Z, -float("inf"))
    own, others = xp.where(right, Z, none), xp.where(right, none, Z)
    return xp.max(own, axis=0, keepdims=True) - xp.max(others, axis=0, keepdims=True)


# Its cost, and the derivatives of the cost


def _rows(W, b, X, Y):
    """As many rows of labels as there are logits."""
    return math.prod(b.shape)


def _classes(X, Y):
    """The number of classes that labels name: two at least, and no more than examples, for each class needs one."""
    xp = namespace(Y)
    largest = float(xp.max(Y)) if Y.shape[-1] and xp.isdtype(Y.dtype, ("integral", "real floating")) else 0.0
    if X.shape[1] <= largest < math.inf:
        raise NoOptimum(
            f"fit: Y names class {largest:.0f} and there are {X.shape[1]} examples, expected one of each class from 0 "
            "(unity.estimators.SoftmaxRegression takes labels of any name)"
        )
    return max(2, known("fit", Y, None, like=X).shape[0])


@takes_labels(_rows, numbered=True)
@checked(dask=True)
def cost(
    W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"], Y: Float[Array, "K m"]
) -> Float[Array, ""]:
    """The cross-entropy of the labels Y under the model, averaged over the examples.

        J = -1/m sum_i sum_k Y_ki log A_ki,   A = softmax(Z),   Z = W^T X + b

    Each column of Y sums to 1: one-hot for a known class, or a share for each. It is computed from z, where no
    logarithm can meet a 0: $-log a_k = lse(z) - z_k$.

    Raises ValueError where there is no example.

    Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> cost(np.zeros((2, 3)), np.zeros((3, 1)), np.ones((2, 2)), np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])).round(4)
    np.float64(1.0986)
    """
    if X.shape[1] == 0:
        raise no_examples("cost", X=X)
    return namespace(W, b, X, Y).mean(categorical_loss(W.T @ X + b, Y))


@takes_labels(_rows, numbered=True)
@checked(dask=True)
def gradient(
    W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"], Y: Float[Array, "K m"]
) -> tuple[Float[Array, "n K"], Float[Array, "K 1"]]:
    """How the cost changes with W and b, all examples at once: `(dW, db)`.

        dZ = A - Y,   dW = X dZ^T / m,   db = dZ 1 / m

    The same three lines as for one neuron, for columns of Y that sum to 1; the difference is `categorical_slope`, which
    keeps its digits where a is 1. The rows of dW and db sum to 0: what adds
    the same to every class changes no probability.

    Raises ValueError where there is no example.

    Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> dW, db = gradient(np.zeros((1, 2)), np.zeros((2, 1)), np.array([[1.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> dW, db
    (array([[ 0.5, -0.5]]), array([[0.],
           [0.]]))
    """
    xp = namespace(W, b, X, Y)
    m = X.shape[1]
    if m == 0:
        raise no_examples("gradient", X=X)
    dZ = categorical_slope(W.T @ X + b, Y)
    dW = X @ dZ.T / m
    db = xp.sum(dZ, axis=1, keepdims=True) / m
    return dW, db


@checked(dask=True)
def hessian(W: Float[Array, "n K"], b: Float[Array, "K 1"], X: Float[Array, "n m"]) -> Float[Array, "n K n K"]:
    """The curvature of the cost in W: entry (i, k, j, l) is how $dW_ik$ changes with $W_jl$. No label enters.

        H_ikjl = 1/m sum over examples of x_i x_j a_k ((1 if k = l else 0) - a_l)

    It is positive semi-definite: $<U, H U>$ is a mean of the sum of $a_k a_l (u_k^T x - u_l^T x)^2$ over $k < l$, the
    variance of $u^T x$ over the classes. It is never definite: equal columns of U have none. With `logistic.augment(X)`,
    and $theta$ for W, it is the curvature in b and W together.

    With $k = l$, $a_k (1 - a_k)$ is the sum of $a_k a_l$ over the other l: so nothing cancels where $a_k$ is nearly 1.

    Raises ValueError where there is no example.

    Source: the cost of *Logistic Regression & Neural Networks*.

    >>> hessian(np.zeros((1, 2)), np.zeros((2, 1)), np.array([[2.0, 4.0]]))[0, :, 0, :]
    array([[ 2.5, -2.5],
           [-2.5,  2.5]])
    """
    xp = namespace(W, b, X)
    (n, K), m = W.shape, X.shape[1]
    if m == 0:
        raise no_examples("hessian", X=X)
    A = softmax(W.T @ X + b)
    R = xp.reshape(X[:, None, :] * A[None, :, :], (n * K, m))
    P = xp.reshape(R @ R.T / m, (n, K, n, K))
    same = xp.reshape(xp.eye(K, dtype=X.dtype, device=device(X)), (1, K, 1, K))
    others = (1 - same) * P
    return same * xp.sum(others, axis=3, keepdims=True) - others


# The parameters of least cost


@takes_labels(_classes, numbered=True, looks=True)
@checked(dask=True)
def fit(
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    weights: Array | None = None,
    l2: float = 0.0,
    tol: float = 1e-6,
    max_iter: int = 1000,
    progress: bool = False,
) -> Fit:
    """The W and b of least cost, by Newton's method: `unity.newton.minimise` says when it ends, and what the settings are.

        minimise J(W, b) + l2/2 ||W||^2  by  theta <- theta - H^-1 dtheta,   theta = (b, W)

    Adding a vector to every column of W, or a number to all of b, changes no cost, so W and b are sought among those whose
    rows sum to 0: the shortest of all that give the same probabilities. For $K = 2$ then $w_1 = -w_0$, and `l2` weighs as
    `l2 / 2` does in `logistic.fit`, which penalises one $w_1 - w_0$. A column of Y may share an example out among the
    classes, as in `cost`.

    With `weights`, (1, m) or (m,), an example counts as often as its weight says. The result, a `Fit`, has `W` (n, K), which
    is also its `w`, and `b` (K, 1); `gradient_norm`, the largest derivative there; `iterations` and `passes`, what the
    search took; `certified`, whether a least cost is known to exist; `interrupted`, whether Ctrl-C ended it.

    Raises NoOptimum where there is no least cost: where a class has no example, whatever the penalty, since it does not
    reach b; and with l2 = 0 where planes separate the classes, or some of them from the rest, examples on a plane
    included. Raises ValueError where a column of Y holds a negative number or another sum than 1, where there is one class,
    and what `minimise` raises.

    Source: the cost of *Logistic Regression & Neural Networks*.

    >>> X, y = np.array([[0.0, 2.0, 1.0, 3.0, 0.0, 3.0]]), np.array([0, 0, 1, 1, 2, 2])
    >>> fit(X, y).W.round(4) + 0.0
    array([[-0.3376,  0.3376,  0.    ]])
    """
    X, Y, weights = counted(X, Y, weights)
    Y, sure = _shares(X, Y)
    together = logits.categorical if sure else None
    model = LinearModel(categorical_loss, categorical_slope, _curvature, margin, _contrasts(Y.shape[0]), together)
    return minimise(model, X, Y, weights=weights, l2=l2, tol=tol, max_iter=max_iter, progress=progress)


def _curvature(Z):
    """How a_k changes with z_l, (K, K, m): a_k times the sum of the others, or -a_k a_l."""
    xp, A = namespace(Z), softmax(Z)
    products = A[:, None, :] * A[None, :, :]
    same = xp.eye(Z.shape[0], dtype=Z.dtype, device=device(Z))[:, :, None]
    others = (1 - same) * products
    return same * xp.sum(others, axis=1, keepdims=True) - others


def _shares(X, Y):
    """Labels with a share for each class, of sum 1, once it is seen that each class has some; and whether all are sure."""
    xp, K = namespace(Y), Y.shape[0]
    if K < 2:
        raise ValueError(f"fit: Y {tuple(Y.shape)} has K = {K}, expected a row for each of two classes or more")
    exact = xp.all(xp.sum(Y, axis=0) == 1)
    sure = xp.all((Y == 0) | (Y == 1))
    seen = [xp.all(are_shares(Y))[None], exact[None], sure[None], xp.any(Y > 0, axis=1)]
    shares, exact, sure, *present = to_numpy(xp.concat(seen)).tolist()
    if not shares or not exact:  # what is no share is said there
        Y = known("fit", Y, K, like=X)
    for k in range(K):
        if not present[k] and Y.shape[1]:
            raise NoOptimum(
                f"fit: no example is of class {k}, expected one of each: without one the cost falls for ever while "
                f"b_{k} does, and the penalty does not reach b"
            )
    return Y, sure


def _contrasts(K):
    """K - 1 orthonormal columns that each sum to zero: what is left of K logits when a common shift means nothing."""
    columns, _ = np.linalg.qr(np.concatenate([np.ones((K, 1)), np.eye(K, K - 1)], axis=1))
    return columns[:, 1:]
