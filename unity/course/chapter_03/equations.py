"""Chapter 03, from Gaussians to the sigmoid."""

from unity.equations.states import Proved

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {"eq-sigmoid-tails": Proved()}

DEVIATIONS = "the deviations of a class from its mean sum to 0, so the mean times their sum adds nothing"
ACCEPTED = {
    ("eq-softmax-shift", "flip a sign", "0.0.1"): "c is any number, of either sign",
    ("eq-quadratic-term", "add a transpose", "0.0"): "Q is symmetric",
    ("eq-shared-covariance", "flip a sign", "0.1.1.3.1.0.1"): DEVIATIONS,
    ("eq-shared-covariance", "flip a sign", "0.1.1.3.1.1.0"): DEVIATIONS,
}
