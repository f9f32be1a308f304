"""Chapter 01, examples as columns."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE

__all__ = ["ACCEPTED", "SPOKEN"]

ACCEPTED = {
    ("eq-accuracy", "swap \\hat{k} and y", "0.1"): "Equality has no direction.",
    ("eq-augmented", "swap w and x", "0.1"): "The score is symmetric in w and x.",
}

SPOKEN = {
    r"n = 30": EXAMPLE,
    r"z < 0": CONDITION,
    r"z > 0": CONDITION,
    r"\hat y = w^T x + b": DECK,
    r"\hat y = w^T x": DECK,
    "x_0": "the same score with one more feature, which is always 1: only this sentence names it",
    "w_0": "the same score with one more feature, which is always 1: only this sentence names it",
    r"\hat y": DECK,
}
