"""Chapter 05, descending."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

SAME_CURVATURE = "The two products have the same curvatures, zeros aside."
WEAKER = "It follows from the equation for steps up to 2/B: the bracket has become smaller, or negative."
ACCEPTED = {
    ("eq-quadratic", r"J(w) = \frac{1}{2} (w^* - w)^\top H (w^* - w)"): "The two signs cancel.",
    ("eq-longest-step", r"[\rho < 1] = [L < \frac{2}{\alpha}]"): "For positive numbers this says the same.",
    (
        "eq-distance-bound",
        r"r = \frac{1}{\mu} \lVert \frac{\partial J}{\partial w} \rVert, \qquad \lVert w^* - w \rVert \le r",
    ): "A length does not see the sign.",
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
