"""Features of mean 0 and spread 1."""

from typing import NamedTuple

from unity.arrays import namespace, power_of_two
from unity.shapes import Array, Float, checked

__all__ = ["Standardised", "standardise"]


class Standardised(NamedTuple):
    """Features of mean 0 and spread 1, with the mean and the scale that made them so."""

    X: Float[Array, "n m"]
    mean: Float[Array, "n 1"]
    scale: Float[Array, "n 1"]


@checked(dask=True)
def standardise(X: Float[Array, "n m"]) -> Standardised:
    """Each feature (row) of X shifted to mean 0 and divided by its standard deviation.

        X' = (X - mean) / scale

    Test data are treated with the statistics of the training data: `(X_test - mean) / scale`. A constant feature
    has scale 1 and becomes 0. Units do not matter: each feature is first divided by a power of two near its largest
    number, so that no sum and no square overflows or vanishes.

    Raises ValueError where X is empty or holds a NaN or an infinity.

    Equations: eq-mean, eq-scale, eq-standardise.

    >>> X, mean, scale = standardise(np.array([[1.0, 3.0], [5.0, 5.0]]))
    >>> X
    array([[-1.,  1.],
           [ 0.,  0.]])
    >>> scale
    array([[1.],
           [1.]])
    """
    xp = namespace(X)
    if X.shape[1] == 0:
        raise ValueError(f"standardise: X {tuple(X.shape)} holds no example")
    if not bool(xp.all(xp.isfinite(X))):
        raise ValueError("standardise: X holds a NaN or an infinity, expected finite numbers")
    lowest, highest = xp.min(X, axis=1, keepdims=True), xp.max(X, axis=1, keepdims=True)
    # Asked of the numbers themselves: the mean of equal numbers is not always exactly that number.
    constant = lowest == highest
    unit = power_of_two(xp.where(-lowest > highest, -lowest, highest))
    mean = xp.where(constant, lowest / unit, xp.mean(X / unit, axis=1, keepdims=True))
    spread = xp.sqrt(xp.mean((X / unit - mean) ** 2, axis=1, keepdims=True))
    one = xp.ones_like(spread)
    standardised = (X / unit - mean) / xp.where(constant, one, spread)
    return Standardised(standardised, unit * mean, xp.where(constant, one, unit * spread))
