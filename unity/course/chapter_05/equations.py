"""Chapter 05, descending."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE, REMARK

__all__ = ["ACCEPTED", "SPOKEN"]

SAME_CURVATURE = "The two products have the same curvatures, zeros aside."
EDGE = "At the edge the radius is 1 but for its rounding, which says on which side it lies."
ACCEPTED = {
    ("eq-quadratic", "swap w and w^*", "0.1"): "The two signs cancel.",
    ("eq-longest-step", "move the edge", "0.0"): EDGE,
    ("eq-longest-step", "move the edge", "0.1"): EDGE,
    ("eq-longest-step", "swap L and \\alpha", "0.1"): "For positive numbers this says the same.",
    ("eq-distance-bound", "swap w and w^*", "1.0"): "A length does not see the sign.",
    ("eq-logistic-curvature", "swap factors", "0.1.1.1"): SAME_CURVATURE,
    ("eq-softmax-curvature", "swap factors", "0.1.1.1"): SAME_CURVATURE,
}

SPOKEN = {
    r"w = 2": EXAMPLE,
    r"\alpha = 1/2": (EXAMPLE, 2),
    r"\alpha = 1": (EXAMPLE, 3),
    r"\alpha < 2/\bar L": CONDITION,
    r"\partial J / \partial w < 0": CONDITION,
    r"\alpha = 0.9": (EXAMPLE, 2),
    r"\alpha = 0.6": (EXAMPLE, 2),
    r"w = 12": EXAMPLE,
    r"\lVert w^{t+1} - w^t \rVert_2 \le \varepsilon": DECK,
    r"\lVert dw \rVert \le \varepsilon = 10^{-4}": DECK,
    r"10^{-4}": DECK,
    r"2/L^*": REMARK,
    r"\alpha > 0": CONDITION,
    r"0 < \alpha < 2/L": CONDITION,
}
