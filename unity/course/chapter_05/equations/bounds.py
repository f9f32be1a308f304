"""How much a cost of real examples bends at most: X has its row of ones, and w begins with the bias."""

import numpy as np

from unity import descent, logistic, softmax
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]


def ones_on_top(rng, shape):
    X = rng.normal(size=shape)
    X[0] = 1
    return X


def steepest(H: Float[Array, "k k"]):
    return np.linalg.eigvalsh(H)[-1]


def logistic_bound(X: Float[Array, "n m"]):
    return descent.logistic_curvature(X[1:])


def softmax_bound(X: Float[Array, "n m"]):
    return descent.softmax_curvature(X[1:])


def logistic_hessian(w: Float[Array, "n 1"], X: Float[Array, "n m"]):
    return logistic.hessian(w, np.zeros((1, 1)), X)


def softmax_hessian(W: Float[Array, "n K"], X: Float[Array, "n m"]):
    n, K = W.shape
    return softmax.hessian(W, np.zeros((K, 1)), X).reshape(n * K, n * K)


def cost_after_one_step(w: Float[Array, "n 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"], alpha: float):
    slope = lambda w, b: logistic.gradient(w, b, X[1:], Y)
    walk = descent.gradient_descent(slope, (w[1:], w[:1]), step=alpha, iterations=1)
    return logistic.cost(*walk.parameters, X[1:], Y)


def nearly_one_direction(rng, shape):
    """Examples that are almost alike, small or large: the bound on the decrease is then almost reached."""
    X = rng.choice([0.05, 5.0]) * (rng.normal(size=(shape[0], 1)) + 0.01 * rng.normal(size=shape))
    X[0] = 1
    return X


def undecided(rng, shape):
    """Soft labels on one side of a half: errors that add up and stay small."""
    return rng.uniform(0.6, 0.65, size=shape)


def near_zero(rng, shape):
    return rng.normal(scale=1e-3, size=shape)


def share_of_the_bound(rng, shape):
    return rng.uniform(0.3, 1.0, size=shape)


def step_below_the_bound(share: float, X: Float[Array, "n m"]):
    """A step between 0 and 2/B."""
    return 8 * share * X.shape[1] / np.linalg.eigvalsh(X @ X.T)[-1]


def plain_cost(w: Float[Array, "n 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
    Z = w.T @ X
    return np.mean(np.log(1 + np.exp(Z)) - Y * Z)


def plain_gradient(w: Float[Array, "n 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
    return X @ (1 / (1 + np.exp(-w.T @ X)) - Y).T / X.shape[1]


ONES = {"draws": {"X": ones_on_top}}

ENTRIES = {
    "eq-logistic-curvature": Entry(value=logistic_bound, symbols={"L": steepest, "H": logistic_hessian}, **ONES),
    "eq-softmax-curvature": Entry(value=softmax_bound, symbols={"L": steepest, "H": softmax_hessian}, **ONES),
    "eq-sufficient-decrease": Entry(
        value=cost_after_one_step,
        symbols={
            "J_t": plain_cost,
            "g_t": plain_gradient,
            "B": r"\frac{1}{4 m} L(X X^\top)",
            "L": steepest,
            "alpha": step_below_the_bound,
        },
        draws={"X": nearly_one_direction, "Y": undecided, "share": share_of_the_bound, "w": near_zero},
    ),
}

SAME_CURVATURE = "The two products have the same curvatures, zeros aside."
WEAKER = "It follows from the equation for steps up to 2/B: the bracket has become smaller, or negative."
ACCEPTED = {
    ("eq-logistic-curvature", r"B = \frac{1}{4 m} L(X^\top X), \qquad L(H) \le B"): SAME_CURVATURE,
    ("eq-softmax-curvature", r"B = \frac{1}{2 m} L(X^\top X), \qquad L(H) \le B"): SAME_CURVATURE,
    (
        "eq-sufficient-decrease",
        r"J_{t + 1} \le J_{t} + \alpha (1 - \frac{\alpha B}{2}) \lVert g_{t} \rVert^{2}",
    ): WEAKER,
    ("eq-sufficient-decrease", r"J_{t + 1} \le J_{t} - \alpha (1 - \alpha B) \lVert g_{t} \rVert^{2}"): WEAKER,
    (
        "eq-sufficient-decrease",
        r"J_{t + 1} \le J_{t} - \alpha (1 - \frac{2}{\alpha B}) \lVert g_{t} \rVert^{2}",
    ): WEAKER,
}
