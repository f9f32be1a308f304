"""Chapter 04, likelihood and cross-entropy."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

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
