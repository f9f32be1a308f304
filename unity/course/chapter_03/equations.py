"""Chapter 03, from Gaussians to the sigmoid."""

from unity.equations.binding import Proved

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {"eq-sigmoid-tails": Proved()}

DEVIATIONS = "the deviations of a class from its mean sum to 0, so the mean times their sum adds nothing"
ACCEPTED = {
    (
        "eq-sigmoid-slope",
        r"\frac{\partial \sigma(z)}{\partial z} = (1 - \sigma(z)) \sigma(z)",
    ): "both factors are numbers",
    (
        "eq-softmax-shift",
        r"\operatorname{softmax}(z - c) = \operatorname{softmax}(z)",
    ): "c is any number, of either sign",
    ("eq-quadratic-term", r"Q^\top = \frac{1}{2} (\Sigma_{0}^{-1} - \Sigma_{1}^{-1})"): "Q is symmetric",
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} + \mu_{k}) (x^{(i)} - \mu_{k})^\top",
    ): DEVIATIONS,
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} - \mu_{k}) (x^{(i)} + \mu_{k})^\top",
    ): DEVIATIONS,
}
