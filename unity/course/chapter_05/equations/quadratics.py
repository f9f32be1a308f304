"""The deck's parabola, and quadratics of several weights."""

import numpy as np

from unity import descent
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

TWO = np.array([[2.0]])


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

ENTRIES = {
    "eq-parabola": Entry(value=parabola),
    "eq-parabola-slope": Entry(value=parabola_slope, symbols={"J": "(w - 2)^2"}, shapes={"w": "1 1"}),
    "eq-iterate": Entry(value=parabola_distance, symbols={"w_t": parabola_walk}),
    "eq-quadratic": Entry(symbols={"w^*": minimum}, **DEFINITE),
    "eq-quadratic-slope": Entry(symbols=BOWL, **DEFINITE),
    "eq-largest-curvature": Entry(symbols={"lambda_k": curvature, "v_k": axis}, **DEFINITE),
    "eq-along-axis": Entry(value=walk_along_axis, symbols=QUADRATIC | {"w_t": walk}, **DEFINITE),
    "eq-contraction": Entry(symbols=QUADRATIC, **DEFINITE),
    "eq-longest-step": Entry(
        value=shrinks,
        symbols=QUADRATIC | {"rho": r"\max_k \lvert 1 - \alpha \lambda_k \rvert"},
        **DEFINITE,
    ),
    "eq-distance-bound": Entry(value=reach, symbols=BOWL, **DEFINITE),
}

ACCEPTED = {
    ("eq-quadratic", r"J(w) = \frac{1}{2} (w^* - w)^\top H (w^* - w)"): "The two signs cancel.",
    ("eq-longest-step", r"[\rho < 1] = [L < \frac{2}{\alpha}]"): "For positive numbers this says the same.",
    (
        "eq-distance-bound",
        r"r = \frac{1}{\mu} \lVert \frac{\partial J}{\partial w} \rVert, \qquad \lVert w^* - w \rVert \le r",
    ): "A length does not see the sign.",
}
