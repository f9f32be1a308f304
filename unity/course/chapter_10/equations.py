"""Chapter 10, why a hidden layer."""

from unity.course.reasons import EXAMPLE

__all__ = ["ACCEPTED", "SPOKEN"]

HALVES = "A whole number and a half are never equal: the edge is nowhere."
ACCEPTED = {
    ("eq-any", "move the edge", "0.1"): HALVES,
    ("eq-all", "move the edge", "0.1"): HALVES,
    ("eq-any", "drop a divisor", "0.1.0.0.1"): "A sum of zeros and ones that reaches 1/2 reaches 1.",
}

SPOKEN = {
    r"w = (1, 1)^\top": EXAMPLE,
    r"b = -1": EXAMPLE,
}
