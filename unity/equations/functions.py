"""The named functions of the dialect, each in its plainest form, from NumPy alone.

They are written here once more, and not taken from the library, so that a formula and the function that it is
compared with share no code. A line in FUNCTIONS is all that a function of one
argument needs to be read, evaluated and written.
"""

import functools
import math

import numpy as np

from unity.equations.notation import current

__all__ = ["FUNCTIONS", "convolve", "correlate", "prefixed"]

_erf = np.vectorize(math.erf, otypes=[float])


def correlate(X, W):
    """Slide a kernel over an image and add up the products, at every place where it lies inside.

    X (height, width) with W (kh, kw), or X (channels, height, width, m) with W (channels, kh, kw, filters).
    """
    if X.ndim == W.ndim == 2:
        return correlate(X[None, :, :, None], W[None, :, :, None])[0, :, :, 0]
    if not (X.ndim == W.ndim == 4 and X.shape[0] == W.shape[0]):
        raise ValueError(f"cannot slide W {W.shape} over X {X.shape}")
    kh, kw = W.shape[1:3]
    height, width = X.shape[1] - kh + 1, X.shape[2] - kw + 1
    if height < 1 or width < 1:
        raise ValueError(f"the kernel {W.shape} is larger than the image {X.shape}")
    Y = np.zeros((W.shape[3], height, width, X.shape[3]), dtype=np.result_type(X, W))
    for i in range(height):
        for j in range(width):
            Y[:, i, j] = np.tensordot(W, X[:, i : i + kh, j : j + kw], axes=((0, 1, 2), (0, 1, 2)))
    return Y


def convolve(X, W):
    """Mathematics' convolution: the correlation with the kernel turned by half a turn."""
    return correlate(X, flip(W))


def flip(W):
    """A kernel turned by half a turn: its height and width axes reversed."""
    return W[::-1, ::-1] if W.ndim == 2 else W[:, ::-1, ::-1]


def softmax(Z):
    """Exponentials over their sum, over the classes of each example; a single column or row is one example."""
    axis = None if 1 in Z.shape else 1 - current().axis(Z)
    return np.exp(Z) / np.exp(Z).sum(axis=axis, keepdims=True)


def square(name, A):
    """A matrix that is square, or an error that names the operation."""
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"{name} of an array {A.shape}, expected a square matrix")
    return A


def diag(v):
    """The diagonal matrix of a column or a row; a single number stays itself."""
    if v.size > 1 and not (v.ndim == 2 and 1 in v.shape):
        raise ValueError(f"diag of an array {v.shape}, expected a column or a row")
    return np.diag(v.ravel())


def extreme(name, entrywise):
    """A maximum or minimum: of all entries of one argument, or entry by entry of several."""

    def of(*arguments):
        shapes = {a.shape for a in arguments if a.size > 1}
        if len(shapes) > 1:
            raise ValueError(f"{name} of arrays {', '.join(map(str, sorted(shapes)))}: the shapes differ")
        if len(arguments) == 1:
            return entrywise.reduce(arguments[0], axis=None)
        return functools.reduce(entrywise, [a if a.size > 1 else a.reshape(()) for a in arguments])

    return of


FUNCTIONS = {
    "\\log": np.log,
    "\\exp": np.exp,
    "\\sqrt": np.sqrt,
    "\\sin": np.sin,
    "\\cos": np.cos,
    "\\sinh": lambda z: (np.exp(z) - np.exp(-z)) / 2,
    "\\cosh": lambda z: (np.exp(z) + np.exp(-z)) / 2,
    "\\tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "\\sigma": lambda z: 1 / (1 + np.exp(-z)),
    "\\max": extreme("max", np.maximum),
    "\\min": extreme("min", np.minimum),
    "\\det": lambda A: np.linalg.det(square("det", A)),
    "\\operatorname{tr}": lambda A: np.trace(square("tr", A)),
    "\\operatorname{diag}": diag,
    "\\operatorname{sign}": lambda z: np.sign(np.real(z)),
    "\\operatorname{logit}": lambda p: np.log(p / (1 - p)),
    "\\operatorname{relu}": lambda z: np.where(z > 0, z, 0.0),
    "\\operatorname{softplus}": lambda z: np.log(1 + np.exp(z)),
    "\\operatorname{gelu}": lambda z: z * (1 + _erf(z / math.sqrt(2))) / 2,
    "\\operatorname{erf}": _erf,
    "\\operatorname{softmax}": softmax,
    "\\operatorname{flip}": flip,
    "\\operatorname{floor}": lambda z: np.floor(np.real(z)),
    "\\operatorname{rank}": lambda A: np.asarray(float(np.linalg.matrix_rank(A))),
    "\\operatorname{vec}": lambda A: A.reshape(-1, 1),
}


@functools.cache
def prefixed():
    """The commands that take the one factor behind them, in brackets or not; the others have forms of their own."""
    own = ("\\sqrt", "\\sigma", "\\max", "\\min")
    return tuple(name for name in FUNCTIONS if name[1:].isalpha() and name not in own)
