"""What the exercises of chapter 04 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "04-cost-of-zero",
        "4.1",
        "The cost, to three decimals",
        0.693147,
        (
            Mistake(0, "A cost of 0 needs certainty about every label. This neuron says 1/2 to everyone."),
            Mistake(0.5, "That is what it says to everyone. The cost is minus the logarithm of it."),
            Mistake(1, "That is the logarithm of 2 to base 2: here logarithms are natural."),
            Mistake(394.4, "That is the sum over all patients. The cost is their mean."),
        ),
        tolerance=1e-3,
    ),
    Typed(
        "04-twice-likelihood",
        "4.2",
        "The likelihood",
        "is squared",
        (
            Mistake("stays", "Probabilities of independent patients are multiplied, and each stands there twice."),
            Mistake(
                "doubles", "So does its logarithm. The likelihood is a product, and each factor stands there twice."
            ),
        ),
        ("doubles", "is squared", "stays"),
    ),
    Typed(
        "04-twice-log-likelihood",
        "4.2",
        "By what the log-likelihood is multiplied",
        2,
        (Mistake(1, "It is a sum over the patients, and each is in it twice."),),
    ),
    Typed(
        "04-twice-parameters",
        "4.2",
        r"The cost, and the best \(w\) and \(b\)",
        "stay",
        (
            Mistake("double", "The cost is a mean: twice the sum over twice the number. What makes it small stays."),
            Mistake(
                "are halved", "The cost is a mean: twice the sum over twice the number. What makes it small stays."
            ),
        ),
        ("are halved", "double", "stay"),
    ),
)
