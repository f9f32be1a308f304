"""The parameters of least cost of logistic regression."""

import numpy as np

from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import namespace, to_numpy
from unity.labelling import takes_labels
from unity.newton import Fit, LinearModel, NoOptimum, counted, minimise
from unity.shapes import Array, Float, checked

__all__ = ["fit"]


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
