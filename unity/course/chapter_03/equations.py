"""Chapter 03, from Gaussians to the sigmoid."""

from unity.course.reasons import DECK, EXAMPLE
from unity.equations.states import Proved

__all__ = ["ACCEPTED", "ENTRIES", "SPOKEN"]

ENTRIES = {"eq-sigmoid-tails": Proved()}

DEVIATIONS = "the deviations of a class from its mean sum to 0, so the mean times their sum adds nothing"
ACCEPTED = {
    ("eq-softmax-shift", "flip a sign", "0.0.1"): "c is any number, of either sign",
    ("eq-quadratic-term", "add a transpose", "0.0"): "Q is symmetric",
    ("eq-shared-covariance", "flip a sign", "0.1.1.3.1.0.1"): DEVIATIONS,
    ("eq-shared-covariance", "flip a sign", "0.1.1.3.1.1.0"): DEVIATIONS,
}

SPOKEN = {
    r"k = 1": EXAMPLE,
    r"0 \le \hat y \le 1": DECK,
    r"\pm 1000": EXAMPLE,
    r"1 / \lvert \Sigma \rvert": DECK,
    r"\lambda_0 e^{-\lambda_0 x}": EXAMPLE,
    r"\lambda_1 e^{-\lambda_1 x}": EXAMPLE,
    r"\theta": DECK,
}
