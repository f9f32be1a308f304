"""The loops over the examples, as printed where they fail: sums set back once, a lost minus, a bias inside."""

import math
from typing import NamedTuple

import numpy as np
from array_api_compat import device

from unity.arrays import namespace
from unity.loops import loss, numbers, sigma
from unity.shapes import Array, Float, checked

__all__ = [
    "Trace",
    "accumulated",
    "cost_without_minus",
    "descend_accumulators_set_once",
    "descend_by_loops",
    "trace",
    "z_with_bias_inside_loop",
]


class Trace(NamedTuple):
    """A descent of T passes, a column each, in NumPy: column t of `w` and `b` is where pass t begins, the last the end.

    `J`, `dw` and `db` are what pass t holds in the variables of these names when it takes its step.
    """

    w: Float[Array, "n T+1"]
    b: Float[Array, "1 T+1"]
    J: Float[Array, "T"]
    dw: Float[Array, "n T"]
    db: Float[Array, "1 T"]


def trace(n, parameters, passes):
    """Columns from rows: (w, b) before each pass and after the last; (J, dw, db) of each pass."""
    path = np.array([[*w, b] for w, b in parameters]).T
    held = np.array([[J, *dw, db] for J, dw, db in passes]).reshape(-1, n + 2).T
    return Trace(path[:-1], path[-1:], held[0], held[1:-1], held[-1:])


@checked
def descend_by_loops(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
    step: float,
    iterations: int,
) -> Trace:
    """Gradient descent by loops, as the deck repairs it: J, dw and db start from 0 in every pass.

        repeat:  J = 0, dw = 0, db = 0
                 for each example:  J += loss,  dw += x dz,  db += dz
                 J /= m,  dw /= m,  db /= m
                 w -= step dw,  b -= step db

    The minus sign that the deck's J lacks is put right: `cost_without_minus` is about that.

    Raises ValueError where there is no example.

    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression on m examples, second version.

    >>> X, Y = np.array([[0.0, 2.0]]), np.array([[0.0, 1.0]])
    >>> trace = descend_by_loops(np.zeros((1, 1)), np.zeros((1, 1)), X, Y, step=1.0, iterations=2)
    >>> trace.dw.round(4)
    array([[-0.5   , -0.2689]])
    """
    w, b, x, y = numbers(w, b, X, Y)
    n, m = len(w), len(y)
    parameters, passes = [(w, b)], []
    for _ in range(iterations):
        J, dw, db = 0.0, [0.0] * n, 0.0
        for i in range(m):
            z = sum(w[j] * x[i][j] for j in range(n)) + b
            J += loss(z, y[i])
            dz = sigma(z) - y[i]
            for j in range(n):
                dw[j] += x[i][j] * dz
            db += dz
        J, dw, db = J / m, [dw_j / m for dw_j in dw], db / m
        w, b = [w[j] - step * dw[j] for j in range(n)], b - step * db
        parameters.append((w, b))
        passes.append((J, list(dw), db))
    return trace(n, parameters, passes)


@checked
def descend_accumulators_set_once(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
    step: float,
    iterations: int,
) -> Trace:
    """Gradient descent by loops, as the deck prints it first and asks what is wrong: J, dw and db start from 0 once.

        J = 0, dw = 0, db = 0
        repeat:  for each example:  J += loss,  dw += x dz,  db += dz
                 J /= m,  dw /= m,  db /= m
                 w -= step dw,  b -= step db

    So each pass begins with what the last one left, and divides it by m once more. That is another method, gradient
    descent with momentum 1/m (a heavy ball): with $g_t$ the gradient at $w_t$,

        dw_t = g_t + dw_(t-1) / m

    For m > 1 it reaches the same minimum and shows a J that is too large by m / (m - 1). For m = 1 nothing damps it,
    and its dw never stays small: it swings about a minimum for ever, and where there is none it runs on at full speed.

    Raises ValueError where there is no example.

    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression on m examples, first version.

    >>> X, Y = np.array([[0.0, 2.0]]), np.array([[0.0, 1.0]])
    >>> trace = descend_accumulators_set_once(np.zeros((1, 1)), np.zeros((1, 1)), X, Y, step=1.0, iterations=2)
    >>> trace.dw.round(4)
    array([[-0.5   , -0.5189]])
    """
    w, b, x, y = numbers(w, b, X, Y)
    n, m = len(w), len(y)
    parameters, passes = [(w, b)], []
    J, dw, db = 0.0, [0.0] * n, 0.0
    for _ in range(iterations):
        for i in range(m):
            z = sum(w[j] * x[i][j] for j in range(n)) + b
            J += loss(z, y[i])
            dz = sigma(z) - y[i]
            for j in range(n):
                dw[j] += x[i][j] * dz
            db += dz
        J, dw, db = J / m, [dw_j / m for dw_j in dw], db / m
        w, b = [w[j] - step * dw[j] for j in range(n)], b - step * db
        parameters.append((w, b))
        passes.append((J, list(dw), db))
    return trace(n, parameters, passes)


@checked
def cost_without_minus(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cost as the deck's loops add it up on both slides: without a minus sign, so that the best model has the most.

        J = 0;  for each example:  J += y log a + (1 - y) log(1 - a);  J /= m

    The truth is `unity.logistic.cost_by_loops`; this is its negative.

    Raises ValueError where a rounds to 0 or 1, in float64 from z = 37 on: there a logarithm meets a 0. And where there
    is no example.

    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression on m examples.

    >>> cost_without_minus(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(-0.6931)
    """
    like = w
    w, b, x, y = numbers(w, b, X, Y)
    n, m = len(w), len(y)
    J = 0.0
    for i in range(m):
        a = sigma(sum(w[j] * x[i][j] for j in range(n)) + b)
        if a in (0, 1):
            raise ValueError(f"cost_without_minus: a of example {i} is rounded to {a:.0f}, whose logarithm is needed")
        J += y[i] * math.log(a) + (1 - y[i]) * math.log(1 - a)
    return namespace(like).asarray(J / m, dtype=like.dtype, device=device(like))


@checked
def z_with_bias_inside_loop(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"]
) -> Float[Array, "1 1"]:
    """z of one example by a loop in which the line `z += b` has slipped to the right, into the loop over features.

        z = 0;  for j = 1 to n:  z += w_j x_j,  z += b;   so   z = w^T x + n b

    The indentation of the deck's loop is lost in its text; read this way, the bias counts n times.

    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing, first method.

    >>> z_with_bias_inside_loop(np.array([[1.0], [2.0]]), np.array([[10.0]]), np.array([[1.0], [1.0]]))
    array([[23.]])
    """
    z = 0.0
    for j in range(w.shape[0]):
        z += float(w[j, 0]) * float(x[j, 0])
        z += float(b[0, 0])
    return namespace(w).asarray([[z]], dtype=w.dtype, device=device(w))


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
