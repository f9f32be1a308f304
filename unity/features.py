"""Features made of features: with powers and products of its inputs a neuron draws curves."""

import itertools

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["exponents", "polynomial"]


def _check_degree(operation, degree):
    if degree < 1:
        raise ValueError(f"{operation}: degree = {degree}, expected 1 or more")


def exponents(n: int, degree: int) -> tuple[tuple[int, ...], ...]:
    """The monomials of n inputs up to a degree, in the order of the rows of `polynomial`: the power of each input.

        x_1^e_1 x_2^e_2 ... x_n^e_n,   1 <= e_1 + ... + e_n <= degree

    They come degree by degree, and within one degree with the powers of $x_1$ falling, then those of $x_2$. There are
    (n + degree)! / (n! degree!) - 1 of them: the constant is not one, because b is there for it.

    Raises ValueError where the degree is less than 1.

    Equation: eq-feature-count.

    >>> exponents(2, 2)
    ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    """
    _check_degree("exponents", degree)
    products = (itertools.combinations_with_replacement(range(n), d) for d in range(1, degree + 1))
    return tuple(tuple(product.count(j) for j in range(n)) for product in itertools.chain.from_iterable(products))


@checked
def polynomial(X: Float[Array, "n m"], degree: int) -> Float[Array, "N m"]:
    """All products of up to `degree` inputs, for each column of X: $x_1$, $x_2$, $x_1^2$, $x_1 x_2$, $x_2^2$, $x_1^3$, ...

        phi(x)_j = x_1^e_1 ... x_n^e_n,   e = exponents(n, degree)[j]

    A plane $w^T phi(x) + b = 0$ among these features is a curve among the inputs: with $w = (0, 0, 1, 0, 1)$
    and $b = -1$ it is the circle $x_1^2 + x_2^2 = 1$.

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
    _check_degree("polynomial", degree)
    xp, n = namespace(X), X.shape[0]
    monomials, starts = [X], range(n)  # those of a degree, and where the ones without x_1, ..., x_j begin among them
    for _ in range(degree - 1 if n else 0):
        products = [X[j : j + 1, :] * monomials[-1][start:, :] for j, start in enumerate(starts)]
        starts = [0, *itertools.accumulate(product.shape[0] for product in products)][:n]
        monomials.append(xp.concat(products, axis=0))
    return xp.concat(monomials, axis=0)
