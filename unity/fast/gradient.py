"""The gradient of logistic regression for many examples: X is read from memory once, not twice.

The formula reads X for the scores and once more for the weights. What takes time is the way from memory: a product of a
matrix and a vector multiplies each number once. So the examples are taken in blocks that a core's own cache holds, and
each is read for the second time from there. What a label says is one sign s, 1 for 0 and -1 for 1, and the error
$a - y$ is $s sigma(s z)$, which keeps its digits where a is y.
"""

import numpy as np
from array_api_compat import is_numpy_array

from unity.fast.tiles import LEAST, pieces

__all__ = ["logistic_gradient"]

BLOCK = 2**20  # bytes of X that are read twice; its other half is left for what is made of them
FEWEST = 2**22  # bytes of X; a cache holds less, and the formula is as fast


def logistic_gradient(w, b, X, Y):
    """`(dw, db)`, as `unity.logistic.gradient`; NotImplemented where it is no faster, or a label lies between 0 and 1.

    >>> gradient = lambda m: logistic_gradient(np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, m)), np.ones((1, m)))
    >>> gradient(4)
    NotImplemented
    >>> gradient(2**20)
    (array([[-0.5]]), array([[-0.5]]))
    """
    if not all(map(is_numpy_array, (w, b, X, Y))) or X.nbytes < FEWEST or not w.dtype == b.dtype == X.dtype == Y.dtype:
        return NotImplemented
    signs = 1 - 2 * Y
    if not np.all(np.abs(signs) == 1):
        return NotImplemented
    m, (dw, db) = X.shape[1], (np.zeros_like(w), np.zeros_like(b))
    for some in pieces(m, max(LEAST, BLOCK // (X.itemsize * len(w)))):
        x, s = X[:, some], signs[:, some]
        e = w.T @ x
        e += b
        e *= s
        np.negative(e, out=e)
        with np.errstate(over="ignore"):
            np.exp(e, out=e)  # 1 / (1 + infinity) is 0
        e += 1
        np.divide(s, e, out=e)
        dw += x @ e.T
        db += np.sum(e, axis=1, keepdims=True)
    return dw / m, db / m
