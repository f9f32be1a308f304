"""One example: its computational graph, and what it does to w and b."""

from typing import NamedTuple

from unity.activations import sigmoid, softplus
from unity.arrays import namespace
from unity.families import bernoulli_slope
from unity.shapes import Array, Float, checked

__all__ = ["Graph", "graph", "push", "pushed_score"]


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

    dL/dz is the difference, not the product of the two slopes before it. So it is right for every z, and with 1 - a from
    the score it keeps its digits, while dL/da leaves float64 where |z| passes 709: there it is infinite or NaN, and NumPy warns.

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
    error = namespace(a, y).where(y == 1, -not_a, a - y)
    return Graph(
        z=z,
        a=a,
        L=y * softplus(-z) + (1 - y) * softplus(z),
        dL_da=(1 - y) / not_a - y / a,
        da_dz=a * not_a,
        dL_dz=error,
        dL_dw=error * x,
        dL_db=error,
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
    error = bernoulli_slope(w.T @ x + b, y)
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
    return z - step * bernoulli_slope(z, y) * (x.T @ x + 1)
