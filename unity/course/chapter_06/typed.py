"""What the exercises of chapter 06 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "06-push-of-weights",
        "6.1",
        r"What becomes of \(w\)",
        "it stays",
        (
            Mistake("every weight rises by 1/2", "A weight moves by error times input, and every input is 0."),
            Mistake("every weight falls by 1/2", "A weight moves by error times input, and every input is 0."),
        ),
        ("every weight falls by 1/2", "every weight rises by 1/2", "it stays"),
    ),
    Typed(
        "06-push-of-bias",
        "6.1",
        r"By how much \(b\) changes",
        0.5,
        (
            Mistake(-0.5, "That is the error a - y. The push goes against it."),
            Mistake(1, "The neuron said 1/2, so half is missing."),
            Mistake(0, "The inputs are 0, but the bias has an input of its own, and that is 1."),
        ),
    ),
)
