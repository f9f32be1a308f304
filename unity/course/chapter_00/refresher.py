"""What the course takes for granted, as functions: scalar products, a slope along two paths, a bell, a stretched vector."""

import math

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["density", "scalar_products", "slope_along_both", "stretched"]


@checked
def scalar_products(W: Float[Array, "n K"], X: Float[Array, "n m"]) -> Float[Array, "K m"]:
    """Every column of W by every column of X: number times number, and added up.

        z_ki = sum over j of w_jk x_ji,   Z = W^T X

    Equation: eq-refresher-product.

    >>> scalar_products(np.array([[1.0], [2.0]]), np.array([[3.0, 0.0], [4.0, 5.0]]))
    array([[11., 10.]])
    """
    return W.T @ X


@checked
def slope_along_both(x: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """How fast J = u v changes with x, where u = x^2 and v = 3 x: the slopes multiply along a path, and paths add up.

        dJ/dx = dJ/du du/dx + dJ/dv dv/dx

    Equation: eq-refresher-paths.

    >>> slope_along_both(np.array([2.0]))
    array([36.])
    """
    u, v = x**2, 3 * x
    by_u, by_v = v * (2 * x), u * 3
    return by_u + by_v


@checked
def density(x: Float[Array, "*shape"], mean: float, deviation: float) -> Float[Array, "*shape"]:
    """The normal density of one measurement, which falls with the squared way from the mean, counted in deviations.

        p(x) = exp(-(x - mu)^2 / (2 s^2)) / (s sqrt(2 pi))

    Raises ValueError where the deviation is not positive.

    Equation: eq-refresher-bell.

    >>> density(np.array([0.0, 2.0]), 0.0, 2.0).round(4)
    array([0.1995, 0.121 ])
    """
    if not deviation > 0:
        raise ValueError(f"density: deviation = {deviation}, expected a positive number")
    steps = (x - mean) / deviation
    return namespace(x).exp(-(steps**2) / 2) / (deviation * math.sqrt(2 * math.pi))


@checked
def stretched(H: Float[Array, "n n"], v: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    """What a matrix makes of a vector. Of an eigenvector it makes a multiple, H v = lambda v.

    Equation: eq-refresher-eigen.

    >>> stretched(np.array([[3.0, 1.0], [1.0, 3.0]]), np.array([[1.0], [1.0]])).T
    array([[4., 4.]])
    """
    return H @ v
