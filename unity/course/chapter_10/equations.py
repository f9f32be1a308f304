"""Chapter 10, why a hidden layer."""

__all__ = ["ACCEPTED"]

HALVES = "A whole number and a half are never equal: the edge is nowhere."
ACCEPTED = {
    ("eq-any", "move the edge", "0.1"): HALVES,
    ("eq-all", "move the edge", "0.1"): HALVES,
    ("eq-any", "drop a divisor", "0.1.0.0.1"): "A sum of zeros and ones that reaches 1/2 reaches 1.",
}
