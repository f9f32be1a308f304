"""Chapter 04, likelihood and cross-entropy."""

__all__ = ["ACCEPTED"]

WEAKER = "It follows from the equation: h is a cost, and never negative."
ACCEPTED = {
    ("eq-squared-loss", "swap a and y", "0.1"): "A square does not see the sign.",
    ("eq-convex", "drop the left factor", "0.1.0"): WEAKER,
    ("eq-convex", "drop the left factor", "0.1.1"): WEAKER,
    ("eq-convex", "flip a sign", "0.1.1.0"): WEAKER,
    ("eq-hessian", "add a transpose", "0.1.0.1"): "D is diagonal, and its own transpose.",
    ("eq-rank", "add a transpose", "0.1.1"): "A matrix and its transpose have the same rank.",
}
