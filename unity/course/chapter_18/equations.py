"""Chapter 18, brains and machines."""

from unity.course.reasons import CONDITION, EXAMPLE, EXPECTED, NUMBERS

__all__ = ["ACCEPTED", "SPOKEN"]

ACCEPTED = {
    ("eq-oja-mean", "swap factors", "0.1.1"): "The bracket holds a single number, which may stand on either side of w.",
}

SPOKEN = {
    r"I > 1": CONDITION,
    r"10^6": (NUMBERS, 2),
    r"10^{11}": (NUMBERS, 2),
    r"10^{15}": NUMBERS,
    r"I = 0.9": EXAMPLE,
    r"s / h": EXPECTED,
    r"e^{-s / \tau}": EXPECTED,
    r"I (1 - e^{-s / \tau})": EXPECTED,
    r"e^{s / \tau}": EXPECTED,
}
