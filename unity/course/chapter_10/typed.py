"""What the exercises of chapter 10 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "10-signs-turned",
        "10.1",
        "Which lamp it is now",
        "on where both switches are alike",
        (
            Mistake("on where the switches differ", "That is the lamp as it was. Every score has changed its sign."),
            Mistake("always off", "Every score has changed its sign, so what was off is on."),
            Mistake("on where both are up", "Both down had the same score as both up, and still has."),
        ),
        ("always off", "on where both are up", "on where both switches are alike", "on where the switches differ"),
    ),
    Typed(
        "10-heap-of-one-kind",
        "10.2",
        "What the heap must cost at least",
        0,
        (
            Mistake(0.6931, "So much costs a heap of both kinds, half and half. Here both are on."),
            Mistake(0.5, "Both are on: the network may say so with a probability as near to 1 as it likes."),
        ),
    ),
)
