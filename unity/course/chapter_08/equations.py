"""Chapter 08, bending the boundary."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE, REMARK

__all__ = ["ACCEPTED", "SPOKEN"]

ACCEPTED = {
    ("eq-relu", "move the edge", "0.1"): "At 0 both cases are 0.",
    ("eq-unbent", "flip a sign", "0.0.1.0.1"): "One may walk along the boundary either way.",
    (
        "eq-feature-count",
        "swap d and n",
        "0.1",
    ): "The count is symmetric: (n + d)! / (n! d!) - 1, whichever of the two the product runs over.",
}

SPOKEN = {
    r"b = -1": EXAMPLE,
    r"w^\top x + b = 0": CONDITION,
    r"z = 0": (CONDITION, 2),
    r"\theta = (-3, 1, 1)^\top": DECK,
    r"\theta = (-1, 0, 0, 1, 1)^\top": DECK,
    r"w = (0, 0, 1, 0, 1)^\top": EXAMPLE,
    r"x_1^2 + x_2^2 \ge 1": CONDITION,
    r"f(z) = z^2": EXAMPLE,
    r"-3 + x_1^2 + x_2^2 \ge 0": DECK,
    r"x_2 / x_1": EXAMPLE,
    r"n + d": REMARK,
}
