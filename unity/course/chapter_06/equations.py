"""Chapter 06, the gradient of one neuron."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE, REMARK

__all__ = ["ACCEPTED", "SPOKEN"]

ACCEPTED = {
    (
        "eq-softmax-slope",
        "swap j and k",
        "0.0",
    ): "The matrix of slopes is symmetric: a_k answers to z_j as a_j does to z_k.",
    (
        "eq-loss-of-scores",
        "drop the left factor",
        "0.1.0",
    ): "A label column sums to 1, so its sum may go: the next equation says so.",
    (
        "eq-class-error",
        "drop the left factor",
        "0.1.0",
    ): "A label column sums to 1, so its sum may go: that is the second step of the equation itself.",
}

SPOKEN = {
    r"b = 0": (EXAMPLE, 2),
    r"z = -10": EXAMPLE,
    r"\sigma(wx + b)": DECK,
    "j = k": (CONDITION, 2),
    "a = y": (CONDITION, 2),
    "(1, 1, 0)": EXAMPLE,
    "m = 50": (EXAMPLE, 3),
    "2 a_k - y_k": "the sum of this label column is 2, and that of every column that is drawn 1",
    "m / (m - 1)": REMARK,
    r"\pm 40": "the check of the exercise draws so far",
    r"\epsilon > 0": CONDITION,
    "d": DECK,
}
