"""Chapter 10, why a hidden layer."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    ("eq-any", "drop a divisor", "0.1.0.0.1"): "A sum of zeros and ones that reaches 1/2 reaches 1.",
}
