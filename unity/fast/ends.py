"""The slope of the cost in the logits, and the losses, in place: for each family the numbers that it gives itself.

Each is made for batches of one size and takes `(Z, Y)`, (K, m) each. What it gives is overwritten when it is asked again.
"""

import numpy as np

__all__ = ["bernoulli_slope", "categorical_loss", "categorical_slope", "gaussian_slope"]


def categorical_slope(room, K, m):
    """a - y of a = softmax(z), and where y is 1 and a the largest, minus the sum of the other a: nothing cancels.

    >>> from unity.fast.steps import Room
    >>> categorical_slope(Room(float), 2, 1)(np.array([[40.0], [0.0]]), np.array([[1.0], [0.0]]))
    array([[-4.24835426e-18],
           [ 4.24835426e-18]])
    """
    A, E, total = room("A", K, m), room("E", K, m), room("total", 1, m)
    top, sure = room.truths("top", K, m), room.truths("sure", K, m)

    def slope(Z, Y):
        np.subtract(Z, np.maximum.reduce(Z, axis=0, out=total, keepdims=True), out=A)
        np.equal(A, 0, out=top)
        np.exp(A, out=A)
        np.divide(A, np.add.reduce(A, axis=0, out=total, keepdims=True), out=A)
        np.subtract(A, Y, out=E)
        np.logical_and(np.equal(Y, 1, out=sure), top, out=sure)
        np.copyto(A, 0, where=sure)
        np.negative(np.add.reduce(A, axis=0, out=total, keepdims=True), out=total)
        np.copyto(E, total, where=sure)
        return E

    return slope


def categorical_loss(room, K, m):
    """$log(1 + r) - <y, s>$ with $s = z - z_max$, and r the sum of all $e^s$ but the largest.

    >>> from unity.fast.steps import Room
    >>> categorical_loss(Room(float), 2, 1)(np.array([[40.0], [0.0]]), np.array([[1.0], [0.0]]))
    array([[4.24835426e-18]])
    """
    S, A, top = room("A", K, m), room("E", K, m), room.truths("top", K, m)
    total, more = room("total", 1, m), room("more", 1, m)

    def loss(Z, Y):
        np.subtract(Z, np.maximum.reduce(Z, axis=0, out=total, keepdims=True), out=S)
        np.equal(S, 0, out=top)
        np.copyto(np.exp(S, out=A), 0, where=top)
        np.add.reduce(A, axis=0, out=total, keepdims=True)
        np.add.reduce(top, axis=0, out=more, keepdims=True, dtype=more.dtype)
        np.add(total, np.subtract(more, 1, out=more), out=total)  # others as large as the largest
        np.log1p(total, out=total)
        np.add.reduce(np.multiply(Y, S, out=S), axis=0, out=more, keepdims=True)
        return np.subtract(total, more, out=total)

    return loss


def bernoulli_slope(room, K, m):
    """$sigma(z) - y$, and $-sigma(-z)$ where y is 1: nothing cancels.

    >>> from unity.fast.steps import Room
    >>> bernoulli_slope(Room(float), 1, 3)(np.array([[0.0, 40.0, 40.0]]), np.array([[1.0, 1.0, 0.0]]))
    array([[-5.00000000e-01, -4.24835426e-18,  1.00000000e+00]])
    """
    A, E, sure, below = room("A", K, m), room("E", K, m), room.truths("sure", K, m), room.truths("below", K, m)

    def slope(Z, Y):
        np.equal(Y, 1, out=sure)
        np.copyto(E, Z)
        np.negative(Z, out=E, where=sure)
        np.less(E, 0, out=below)
        np.exp(np.negative(np.abs(E, out=A), out=A), out=A)
        np.copyto(E, 1)
        np.copyto(E, A, where=below)
        np.divide(E, np.add(A, 1, out=A), out=A)
        np.subtract(A, Y, out=E)
        np.negative(A, out=E, where=sure)
        return E

    return slope


def gaussian_slope(room, K, m):
    """z - y

    >>> from unity.fast.steps import Room
    >>> gaussian_slope(Room(float), 1, 1)(np.array([[3.0]]), np.array([[1.0]]))
    array([[2.]])
    """
    E = room("E", K, m)
    return lambda Z, Y: np.subtract(Z, Y, out=E)
