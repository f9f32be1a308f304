"""Chapter 04, likelihood and cross-entropy."""

import numpy as np

from unity import families, logistic
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

W, B, ONE, ROW, TABLE = (
    Float[Array, "n 1"],
    Float[Array, "1 1"],
    Float[Array, "1 1"],
    Float[Array, "1 m"],
    Float[Array, "n m"],
)

P = r"a^y (1 - a)^{1 - y}"
P_I = r"(a^{(i)})^{y^{(i)}} (1 - a^{(i)})^{1 - y^{(i)}}"
P_ALL = rf"\prod_{{i=1}}^{{m}} {P_I}"
L = r"-(y \log a + (1 - y) \log(1 - a))"


def labels(rng, shape):
    """Zeros and ones."""
    return rng.integers(0, 2, shape).astype(float)


def likelihood(w: W, b: B, x: W, y: ONE):
    return logistic.likelihood(w, b, x, y)


def training_likelihood(w: W, b: B, X: TABLE, Y: ROW):
    return np.exp(logistic.log_likelihood(w, b, X, Y))


def loss(z: ONE, y: ONE):
    return families.bernoulli_loss(z, y)


def plain_cost(w: W, b: B, X: TABLE, Y: ROW):
    """The cost, as it is defined."""
    Z = w.T @ X + b
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z)


def plain_cost_without_bias(theta: W, X: TABLE, Y: ROW):
    return plain_cost(theta, np.zeros((1, 1)), X, Y)


def cost_between(t: float, u: W, v: W, X: TABLE, Y: ROW):
    return logistic.cost(t * u + (1 - t) * v, np.zeros((1, 1)), X, Y)


def curvature(z: ONE):
    """The Hessian of a neuron whose one input is 1."""
    return logistic.hessian(z, 0 * z, np.ones((1, 1)))


def along(v: W, w: W, b: B, X: TABLE):
    return v.T @ logistic.hessian(w, b, X) @ v


def rank(w: W, b: B, X: TABLE):
    return np.linalg.matrix_rank(logistic.hessian(w, b, X))


def squared_loss(z: ONE, y: ONE):
    return families.sigmoid_squared_loss(z, y)


def squared_curvature(z: ONE, y: ONE):
    return families.sigmoid_squared_curvature(z, y)


def separated_cost(w: ONE):
    """Two examples, at -1 with the label 0 and at 1 with the label 1."""
    return logistic.cost(w, 0 * w, np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]]))


ENTRIES = {
    "eq-likelihood": Entry(value=likelihood),
    "eq-training-likelihood": Entry(value=training_likelihood, symbols={"p(y^(i)|x^(i))": P_I}),
    "eq-log-likelihood": Entry(symbols={"p(Y|X)": P_ALL}),
    "eq-cross-entropy": Entry(value=loss, symbols={"p(y|x)": P}),
    "eq-loss-branches": Entry(value=loss, draws={"y": labels}),
    "eq-cost": Entry(symbols={"p(Y|X)": P_ALL}),
    "eq-squared-loss": Entry(value=squared_loss),
    "eq-squared-curvature": Entry(value=squared_curvature, symbols={"S": r"\frac{1}{2} (a - y)^2", "z": None}),
    "eq-convex": Entry(
        value=cost_between,
        symbols={"h": plain_cost_without_bias, "t": r"\lambda", "u": None},
        shapes={"u": "n 1", "v": "n 1"},
        functions=("h",),
    ),
    "eq-curvature": Entry(value=curvature, symbols={"L": L, "z": None}),
    "eq-hessian": Entry(symbols={"J": plain_cost}, sizes={"n": 2}),
    "eq-never-negative": Entry(value=along, symbols={"H": logistic.hessian}),
    "eq-rank": Entry(value=rank, symbols={"H": logistic.hessian}),
    "eq-loss-from-score": Entry(value=loss, symbols={"z": None}),
    "eq-separated-cost": Entry(value=separated_cost, shapes={"w": "1 1"}),
    "eq-penalty": Entry(symbols={"J": plain_cost, "l2": r"\lambda"}),
}

WEAKER = "It follows from the equation: h is a cost, and never negative."
ACCEPTED = {
    ("eq-squared-loss", r"S = \frac{1}{2} (y - a)^{2}"): "A square does not see the sign.",
    ("eq-convex", r"h(\lambda u + (1 - \lambda) v) \le h(u) + (1 - \lambda) h(v)"): WEAKER,
    ("eq-convex", r"h(\lambda u + (1 - \lambda) v) \le \lambda h(u) + h(v)"): WEAKER,
    ("eq-convex", r"h(\lambda u + (1 - \lambda) v) \le \lambda h(u) + (1 + \lambda) h(v)"): WEAKER,
    (
        "eq-hessian",
        r"\nabla_{w}^2 J = \frac{1}{m} X D^\top X^\top, \qquad D = \operatorname{diag}(A \odot (1 - A))",
    ): "D is diagonal, and its own transpose.",
    (
        "eq-rank",
        r"\operatorname{rank}(H) = \operatorname{rank}(X^\top)",
    ): "A matrix and its transpose have the same rank.",
}
