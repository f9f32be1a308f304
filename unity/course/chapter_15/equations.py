"""Chapter 15, errors flow back through a convolution."""

from unity.course.reasons import DECK, EXAMPLE

__all__ = ["ACCEPTED", "SPOKEN"]

SYMMETRIC = (
    "The table is symmetric, as the chapter says: output i and weight j meet the same pixel as output j and weight i."
)
ACCEPTED = {
    ("err-e25", "drop the left factor", "0.1.0"): "As printed, z is the loss itself, and this slope is 1.",
    ("err-e25", "swap i and j", "0.1"): (
        "As printed, the left side is the whole table of slopes, and only the names of its two axes change places."
    ),
    ("eq-local-gradients", "swap i and j", "0.0"): SYMMETRIC,
    ("eq-local-gradients", "swap i and j", "0.1"): SYMMETRIC,
    ("eq-local-gradients", "add a transpose", "1.0"): SYMMETRIC,
    ("eq-two-pixels", "swap e and w", "1.1"): "A convolution commutes: kernel and errors may change places.",
}

SPOKEN = {
    r"\operatorname{Conv}(\partial L / \partial Y * X)": DECK,
    r"P^*(W Z)": EXAMPLE,
    "e_i": "eq-sums-of-errors",
    "z": DECK,
    "X_{r + a - 1, s + b - 1}": "one place of a window, as chapter 13 counts them",
}
