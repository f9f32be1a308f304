"""What the exercises of chapter 11 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "11-errors-of-two-neurons",
        "11.1",
        "The error of each of the two neurons, to two decimals",
        (0.15, -0.03),
        (
            Mistake((0.19, -0.38), "These are the slopes by what the neurons say. The slope of the tanh is missing."),
            Mistake(
                (-0.15, 0.03), "The signs are those of a weight without its error: the error of the output is negative."
            ),
        ),
        tolerance=0.04,
    ),
    Typed(
        "11-silent-neuron",
        "11.2",
        "The gradient of its weights",
        0,
        (Mistake(-0.75, "That is what the deck's second recipe gives: it leaves out the slope, which is 0 here."),),
    ),
)
