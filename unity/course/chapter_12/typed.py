"""What the exercises of chapter 12 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "12-blank-from-zero",
        "12.1",
        "Their weights, from a start at zero",
        "are zero",
        (
            Mistake("are small, but not zero", "Error times input: the input is 0 in every image."),
            Mistake("are negative", "Error times input: the input is 0 in every image."),
        ),
        ("are negative", "are small, but not zero", "are zero"),
    ),
    Typed(
        "12-blank-from-noise",
        "12.1",
        "Their weights, from a drawn start",
        "are as they were drawn",
        (
            Mistake("come near zero", "Error times input: the input is 0, so nothing moves them, not even to zero."),
            Mistake("are zero", "Error times input: the input is 0, so nothing moves them, not even to zero."),
        ),
        ("are as they were drawn", "are zero", "come near zero"),
    ),
    Typed(
        "12-doubled-seven-times",
        "12.2",
        "By what factor the logits grow",
        128,
        (
            Mistake(64, "Six hidden layers, and one that makes the logits."),
            Mistake(14, "Seven layers, each of which doubles: the factors are multiplied."),
            Mistake(2, "Each layer doubles what the one before it has doubled."),
        ),
    ),
)
