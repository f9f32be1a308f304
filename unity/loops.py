"""The cost of one neuron and its gradient by loops, as a deck writes them: one example and one feature at a time.

Plain Python, number by number: what the matrices of `unity.logistic` are compared with, and timed against.
"""

import math

import numpy as np
from array_api_compat import device

from unity.arrays import move, namespace, no_examples, to_numpy
from unity.shapes import Array, Float, checked

__all__ = ["cost_by_loops", "gradient_by_loops", "loss", "numbers", "sigma"]


def sigma(z: float) -> float:
    """The sigmoid of one number."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def loss(z: float, y: float) -> float:
    """$-y log a - (1 - y) log(1 - a)$ of $a = sigma(z)$, from z."""
    return math.log1p(math.exp(-abs(z))) + (y * max(-z, 0.0) + (1 - y) * max(z, 0.0))


def numbers(w, b, X, Y):
    """w as a list, b as a number, X as a list of examples, Y as a list of labels: at least one of them."""
    if X.shape[1] == 0:
        raise no_examples("loops over examples", X=X)
    return to_numpy(w)[:, 0].tolist(), float(b[0, 0]), to_numpy(X).T.tolist(), to_numpy(Y)[0].tolist()


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
    w, b, x, y = numbers(w, b, X, Y)
    n, m = len(w), len(y)
    J = 0.0
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j] * x[i][j]
        J += loss(z, y[i])
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
    w, b, x, y = numbers(w, b, X, Y)
    n, m = len(w), len(y)
    dw, db = [0.0] * n, 0.0
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j] * x[i][j]
        dz = -sigma(-z) if y[i] == 1 else sigma(z) - y[i]
        for j in range(n):
            dw[j] += x[i][j] * dz
        db += dz
    return move((np.array([dw]).T / m, np.array([[db / m]])), like=like)
