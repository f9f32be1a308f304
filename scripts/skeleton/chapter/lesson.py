"""A straight walk from one point to another: what the equations of chapter <number> are computed by."""

from unity.shapes import Array, Float, checked

__all__ = ["between"]


@checked
def between(p: Float[Array, "n 1"], q: Float[Array, "n 1"], t: Float[Array, "1 m"]) -> Float[Array, "n m"]:
    """Points on the way from p to q, one for each share of it that is done.

        X = p (1 - t) + q t

    Equation: eq-between.

    >>> between(np.array([[0.0], [0.0]]), np.array([[6.0], [8.0]]), np.array([[0.0, 0.5]]))
    array([[0., 3.],
           [0., 4.]])
    """
    return p @ (1 - t) + q @ t
