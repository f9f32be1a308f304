"""Chapter 04, likelihood and cross-entropy."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE, REMARK

__all__ = ["ACCEPTED", "SPOKEN"]

WEAKER = "It follows from the equation: h is a cost, and never negative."
ACCEPTED = {
    ("eq-squared-loss", "swap a and y", "0.1"): "A square does not see the sign.",
    ("eq-convex", "drop the left factor", "0.1.0"): WEAKER,
    ("eq-convex", "drop the left factor", "0.1.1"): WEAKER,
    ("eq-hessian", "add a transpose", "0.1.0.1"): "D is diagonal, and its own transpose.",
    ("eq-rank", "add a transpose", "0.1.1"): "A matrix and its transpose have the same rank.",
}

SPOKEN = {
    r"x = -1": EXAMPLE,
    r"x = 1": EXAMPLE,
    r"w = 0": (EXAMPLE, 2),
    r"b = 0": EXAMPLE,
    r"\pm 1000": EXAMPLE,
    r"a < 1/3": CONDITION,
    r"a > 2/3": CONDITION,
    r"z = 710": EXAMPLE,
    r"\epsilon": DECK,
    r"u \in \mathrm{X}": DECK,
    r"v^\top x = 0": CONDITION,
    r"e^{-J}": REMARK,
    r"z = v \tanh(w x)": EXAMPLE,
    r"0 \le \lambda \le 1": CONDITION,
    r"\lambda > 0": CONDITION,
}
