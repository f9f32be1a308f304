"""Chapter 05, descending."""

__all__ = ["ACCEPTED"]

SAME_CURVATURE = "The two products have the same curvatures, zeros aside."
WEAKER = "It follows from the equation for steps up to 2/B: the bracket has become smaller, or negative."
ACCEPTED = {
    ("eq-quadratic", "swap w and w^*", "0.1"): "The two signs cancel.",
    ("eq-longest-step", "swap L and \\alpha", "0.1"): "For positive numbers this says the same.",
    ("eq-distance-bound", "swap w and w^*", "1.0"): "A length does not see the sign.",
    ("eq-logistic-curvature", "swap factors", "0.1.1.1"): SAME_CURVATURE,
    ("eq-softmax-curvature", "swap factors", "0.1.1.1"): SAME_CURVATURE,
    ("eq-sufficient-decrease", "flip a sign", "0.1"): WEAKER,
    ("eq-sufficient-decrease", "drop a divisor", "0.1.1.0.1.1"): WEAKER,
    ("eq-sufficient-decrease", "turn a fraction over", "0.1.1.0.1.1"): WEAKER,
}
