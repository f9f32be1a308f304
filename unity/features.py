"""Features made of features: with powers and products of its inputs a neuron draws curves."""

import itertools
import math

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["exponents", "polynomial"]


def _products(operation, n, degree):
    """Which of n inputs each monomial multiplies, from degree 1 to `degree`; within a degree, earlier inputs first."""
    if degree < 1:
        raise ValueError(f"{operation}: degree = {degree}, expected 1 or more")
    each = range(1, degree + 1)
    return itertools.chain.from_iterable(itertools.combinations_with_replacement(range(n), d) for d in each)


def exponents(n: int, degree: int) -> tuple[tuple[int, ...], ...]:
    """The monomials of n inputs up to a degree, in the order of the rows of `polynomial`: the power of each input.

        x_1^e_1 x_2^e_2 ... x_n^e_n,   1 <= e_1 + ... + e_n <= degree

    They come degree by degree, and within one degree with the powers of x_1 falling, then those of x_2. There are
    (n + degree)! / (n! degree!) - 1 of them: the constant is not one, because b is there for it.

    Raises ValueError where the degree is less than 1.

    Equation: eq-feature-count.

    >>> exponents(2, 2)
    ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    """
    return tuple(tuple(chosen.count(j) for j in range(n)) for chosen in _products("exponents", n, degree))


@checked
def polynomial(X: Float[Array, "n m"], degree: int) -> Float[Array, "N m"]:
    """All products of up to `degree` inputs, for each column of X: x_1, x_2, x_1^2, x_1 x_2, x_2^2, x_1^3, ...

        phi(x)_j = x_1^e_1 ... x_n^e_n,   e = exponents(n, degree)[j]

    A plane w^T phi(x) + b = 0 among these features is a curve among the inputs: with w = (0, 0, 1, 0, 1) and b = -1 it
    is the circle x_1^2 + x_2^2 = 1.

    Raises ValueError where the degree is less than 1.

    Equations: eq-circle, eq-features.
    Source: *Deep Learning: Logistic Regression Classifier*, non-linear decision boundaries.

    >>> polynomial(np.array([[2.0], [3.0]]), 2)
    array([[2.],
           [3.],
           [4.],
           [6.],
           [9.]])
    """
    rows = [X[j : j + 1, :] for j in range(X.shape[0])]
    monomials = [
        math.prod((rows[j] for j in others), start=rows[first])
        for first, *others in _products("polynomial", len(rows), degree)
    ]
    return namespace(X).concat(monomials, axis=0) if monomials else X
