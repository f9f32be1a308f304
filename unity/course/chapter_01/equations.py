"""Chapter 01, examples as columns."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    ("eq-accuracy", "swap \\hat{k} and y", "0.1"): "Equality has no direction.",
    ("eq-augmented", "swap w and x", "0.1"): "The score is symmetric in w and x.",
}
