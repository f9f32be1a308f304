"""Chapter 05, descending."""

from dataclasses import dataclass

import numpy as np

from unity import decks, descent, logistic, softmax
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

TWO = np.array([[2.0]])


# A cost with a gradient of its own, for one step of descent


@dataclass(frozen=True)
class Smooth:
    """A smooth cost of a column, and its slopes."""

    slope: np.ndarray
    bend: np.ndarray

    def __call__(self, w):
        return np.sum(self.slope[: w.size] * np.sin(w) + self.bend[: w.size] * np.cos(2 * w))

    def gradient(self, w):
        return self.slope[: w.size] * np.cos(w) - 2 * self.bend[: w.size] * np.sin(2 * w)


def smooth(rng, shape):
    return Smooth(rng.normal(size=(8, 1)), rng.normal(size=(8, 1)))


def one_step(J, w: Float[Array, "n 1"], alpha: float):
    return descent.gradient_descent(J.gradient, w, step=alpha, iterations=1)


def after_one_step(J, w: Float[Array, "n 1"], alpha: float):
    return one_step(J, w, alpha).parameters


def length_of_one_step(J, w: Float[Array, "n 1"], alpha: float):
    return np.asarray(one_step(J, w, alpha).step_norms[0])


SMOOTH = {"symbols": {"w_t": "w", "J": None}, "draws": {"J": smooth}}


# The deck's parabola, and quadratics of several weights


def parabola(w: Float[Array, "1 1"]):
    return descent.quadratic(w, TWO, TWO)


def parabola_slope(w: Float[Array, "1 1"]):
    return descent.quadratic_gradient(w, TWO, TWO)


def parabola_distance(w_0: Float[Array, "1 1"], t: int, alpha: float):
    return descent.quadratic_iterate(w_0, TWO, t, curvature=2.0, step=alpha) - 2


def parabola_walk(w_0: Float[Array, "1 1"], t: int, alpha: float):
    return descent.gradient_descent(lambda w: 2 * (w - 2), w_0, step=alpha, iterations=t).parameters


def minimum(w_min: Float[Array, "n 1"]):
    return w_min


def curvature(k: int, H: Float[Array, "n n"]):
    """The curvatures in falling order."""
    return np.linalg.eigh(H)[0][::-1][k - 1]


def axis(k: int, H: Float[Array, "n n"]):
    """The directions that belong to them, as columns."""
    return np.linalg.eigh(H)[1][:, ::-1][:, k - 1 : k]


def walk(w_0: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"], t: int, alpha: float):
    return descent.gradient_descent(lambda w: H @ (w - w_min), w_0, step=alpha, iterations=t).parameters


def walk_along_axis(
    k: int, w_0: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"], t: int, alpha: float
):
    return axis(k, H).T @ (walk(w_0, w_min, H, t, alpha) - w_min)


def shrinks(H: Float[Array, "n n"], alpha: float):
    return np.asarray(float(descent.contraction(H, step=alpha) < 1))


def positive_definite(rng, shape):
    """Curvatures between 1/2 and about 5."""
    A = rng.normal(size=shape)
    return A @ A.T / shape[0] + np.eye(shape[0]) / 2


def around_two_over_L(rng, shape):
    """Steps on both sides of 2/L."""
    return rng.uniform(0.05, 1.0, size=shape)


def reach(w: Float[Array, "n 1"], w_min: Float[Array, "n 1"], H: Float[Array, "n n"]):
    return descent.distance_bound(H @ (w - w_min), H)


QUADRATIC = {"w^*": minimum, "lambda_k": curvature, "v_k": axis, "L": r"\max_k \lambda_k", "mu": r"\min_k \lambda_k"}
BOWL = QUADRATIC | {"J": r"\frac{1}{2} (w - w^*)^\top H (w - w^*)"}
DEFINITE = {"draws": {"H": positive_definite, "alpha": around_two_over_L}, "ranges": {"k": "n"}}


# All weights at once, or one after the other: J = (P b^2 + 2 Q b w + R w^2) / 2 + p b + q w


def cost(b: float, w: float, P: float, Q: float, R: float, p: float, q: float):
    return (P * b**2 + 2 * Q * b * w + R * w**2) / 2 + p * b + q * w


def slope_b(b: float, w: float, P: float, Q: float, p: float):
    return P * b + Q * w + p


def slope_w(b: float, w: float, Q: float, R: float, q: float):
    return Q * b + R * w + q


def updated(update, place):
    """b or w after a step of one of the two kinds."""

    def value(b: float, w: float, P: float, Q: float, R: float, p: float, q: float, alpha: float):
        slopes = lambda b, w: (slope_b(b, w, P, Q, p), slope_w(b, w, Q, R, q))
        return np.asarray(update(slopes, (b, w), step=alpha)[place])

    return value


def gap(b: float, w: float, P: float, Q: float, R: float, p: float, q: float, alpha: float):
    in_turn, at_once = (
        updated(update, 1)(b, w, P, Q, R, p, q, alpha)
        for update in (decks.sequential_update, decks.simultaneous_update)
    )
    return in_turn - at_once


TWO_WEIGHTS = {
    "J": cost,
    "J_b": slope_b,
    "J_w": slope_w,
    "b'": r"b - \alpha J_b",
    "w'": updated(decks.simultaneous_update, 1),
    "tilde_w": updated(decks.sequential_update, 1),
    "p": None,
}
NUMBERS = {"b": "", "w": "", "P": "", "Q": "", "R": "", "p": "", "q": ""}


# How much a cost of real examples bends at most: X has its row of ones, and w begins with the bias


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
    "eq-parabola": Entry(value=parabola),
    "eq-parabola-slope": Entry(value=parabola_slope, symbols={"J": "(w - 2)^2"}, shapes={"w": "1 1"}),
    "eq-descent-step": Entry(value=after_one_step, **SMOOTH),
    "eq-iterate": Entry(value=parabola_distance, symbols={"w_t": parabola_walk}),
    "eq-quadratic": Entry(symbols={"w^*": minimum}, **DEFINITE),
    "eq-quadratic-slope": Entry(symbols=BOWL, **DEFINITE),
    "eq-simultaneous": Entry(value=updated(decks.simultaneous_update, 0), symbols=TWO_WEIGHTS, shapes=NUMBERS),
    "eq-sequential": Entry(value=updated(decks.sequential_update, 1), symbols=TWO_WEIGHTS, shapes=NUMBERS),
    "eq-sequential-gap": Entry(value=gap, symbols=TWO_WEIGHTS, shapes=NUMBERS),
    "eq-largest-curvature": Entry(symbols={"lambda_k": curvature, "v_k": axis}, **DEFINITE),
    "eq-along-axis": Entry(value=walk_along_axis, symbols=QUADRATIC | {"w_t": walk}, **DEFINITE),
    "eq-contraction": Entry(symbols=QUADRATIC, **DEFINITE),
    "eq-longest-step": Entry(
        value=shrinks,
        symbols=QUADRATIC | {"rho": r"\max_k \lvert 1 - \alpha \lambda_k \rvert"},
        **DEFINITE,
    ),
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
    "eq-step-length": Entry(
        value=length_of_one_step, **{**SMOOTH, "symbols": {**SMOOTH["symbols"], "w_{t+1}": after_one_step}}
    ),
    "eq-distance-bound": Entry(value=reach, symbols=BOWL, **DEFINITE),
}

SAME_CURVATURE = "The two products have the same curvatures, zeros aside."
WEAKER = "It follows from the equation for steps up to 2/B: the bracket has become smaller, or negative."
ACCEPTED = {
    ("eq-quadratic", r"J(w) = \frac{1}{2} (w^* - w)^\top H (w^* - w)"): "The two signs cancel.",
    ("eq-longest-step", r"[\rho < 1] = [L < \frac{2}{\alpha}]"): "For positive numbers this says the same.",
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
    (
        "eq-distance-bound",
        r"r = \frac{1}{\mu} \lVert \frac{\partial J}{\partial w} \rVert, \qquad \lVert w^* - w \rVert \le r",
    ): "A length does not see the sign.",
}
