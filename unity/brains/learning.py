"""Learning on the spot: rules that need no more than what meets at a synapse."""

from collections.abc import Callable

from unity.arrays import length, namespace
from unity.shapes import Array, Float, checked

__all__ = ["cosine", "hebb_step", "hebbian", "learn", "oja_step"]


@checked
def hebbian(A: Float[Array, "n m"], Z: Float[Array, "k m"]) -> Float[Array, "n k"]:
    """What Hebb's rule adds to the weights: how much what came in and what went out were active together.

        C = 1/m A Z^T

    Equation: eq-hebb.

    >>> hebbian(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[2.0, 4.0]]))
    array([[1.],
           [3.]])
    """
    return A @ Z.T / A.shape[1]


@checked
def hebb_step(w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float) -> Float[Array, "n 1"]:
    """Hebb's rule for one linear neuron, on all examples at once: its weights only grow.

        w_(t+1) = w_t + alpha/m X Z^T,   Z = w_t^T X

    >>> hebb_step(np.array([[1.0], [0.0]]), np.array([[1.0], [1.0]]), step=0.5)
    array([[1.5],
           [0.5]])
    """
    return w + step * hebbian(X, w.T @ X)


@checked
def oja_step(w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float) -> Float[Array, "n 1"]:
    """Hebb's rule for one linear neuron, with a forgetting that keeps its weights at length 1.

        w_(t+1) = w_t + alpha/m (X Z^T - w_t Z Z^T),   Z = w_t^T X

    Equations: eq-oja, eq-oja-mean.
    Source: Oja, *A simplified neuron model as a principal component analyzer*, 1982, on all examples at once.

    >>> oja_step(np.array([[1.0], [0.0]]), np.array([[1.0], [1.0]]), step=0.5)
    array([[1. ],
           [0.5]])
    """
    Z = w.T @ X
    return w + step * (hebbian(X, Z) - w @ hebbian(Z, Z))


@checked
def learn(
    rule: Callable[..., Array], w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float, steps: int
) -> Float[Array, "n ..."]:
    """The weights of one neuron on their way by a rule such as `oja_step`: a column before each step and after the last.

    >>> learn(hebb_step, np.array([[1.0]]), np.array([[1.0, -1.0]]), step=0.5, steps=2)
    array([[1.  , 1.5 , 2.25]])
    """
    path = [w]
    for _ in range(steps):
        path.append(rule(path[-1], X, step=step))
    return namespace(w).concat(path, axis=1)


@checked
def cosine(A: Float[Array, "*shape"], B: Float[Array, "*shape"]) -> Float[Array, ""]:
    """The cosine of the angle between two arrays of one shape, each taken as one vector.

        <A, B> / (||A|| ||B||) = <A / ||A||, B / ||B||>

    NaN where one of them is 0.

    >>> cosine(np.array([[1.0, 0.0]]), np.array([[3.0, 4.0]])).round(2)
    np.float64(0.6)
    """
    return namespace(A, B).sum(A / length(A) * (B / length(B)))
