"""Chapter 08, bending the boundary."""

import numpy as np

from unity import features, geometry, logistic
from unity.course.errata import circle
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]


def any_activation(rng, shape):
    """A function of a score that is neither monotone nor odd."""
    a, b, c = rng.normal(size=3)
    return lambda z: a * np.sin(z) + b * np.cos(2 * z) + c * z


def moved_along(w: Float[Array, "n 1"], b: Float[Array, "1 1"], x: Float[Array, "n 1"], q: Float[Array, "n 1"], f):
    return f(logistic.forward(w, b, x + geometry.across(w, q)))


def of_features(w: Float[Array, "5 1"], b: Float[Array, "1 1"], x: Float[Array, "2 1"]):
    return logistic.forward(w, b, features.polynomial(x, 2))


def feature_count(n: int, d: int):
    return len(features.exponents(n, d))


def straight(x: Float[Array, "2 1"]):
    return logistic.forward(np.array([[1.0], [1.0]]), np.array([[-3.0]]), x)


ENTRIES = {
    "eq-unbent": Entry(value=moved_along, symbols={"q_perp": r"q - u u^\top q"}, draws={"f": any_activation}),
    "eq-straight": Entry(value=straight),
    "eq-circle": Entry(value=circle),
    "eq-features": Entry(value=of_features),
    "eq-feature-count": Entry(value=feature_count, symbols={"d": None}),
}

ACCEPTED = {
    ("eq-unbent", r"f(w^\top (x - q_{\perp}) + b) = f(w^\top x + b)"): "One may walk along the boundary either way.",
    (
        "eq-feature-count",
        r"N = \prod_{k=1}^{n} \frac{d + k}{k} - 1",
    ): "The count is symmetric: (n + d)! / (n! d!) - 1, whichever of the two the product runs over.",
}
