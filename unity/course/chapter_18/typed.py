"""What the exercises of chapter 18 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "18-rate-near-threshold",
        "18.1",
        "From 1.5 to 3, the rate",
        "more than doubles",
        (
            Mistake("doubles", "A part of the current only makes up for the leak, and that part stays."),
            Mistake(
                "less than doubles",
                "So it is far above the threshold. Near it, a part of the current only makes up for the leak.",
            ),
        ),
        ("doubles", "less than doubles", "more than doubles"),
    ),
    Typed(
        "18-rate-near-ceiling",
        "18.1",
        "From 30 to 60, the rate",
        "less than doubles",
        (
            Mistake("doubles", "After each spike there is a pause, which no current shortens."),
            Mistake(
                "more than doubles",
                "So it is near the threshold. After each spike there is a pause, which no current shortens.",
            ),
        ),
        ("doubles", "less than doubles", "more than doubles"),
    ),
    Typed(
        "18-length-at-twice-the-contrast",
        "18.2",
        "The length of its weights in the end",
        1,
        (
            Mistake(2, "The rule pulls the length to 1, whatever the neuron hears."),
            Mistake(0.5, "The rule pulls the length to 1, whatever the neuron hears."),
        ),
    ),
    Typed(
        "18-matrix-at-twice-the-contrast",
        "18.2",
        "By what the matrix is multiplied",
        4,
        (
            Mistake(2, "Each of its entries is a product of two inputs, and both double."),
            Mistake(1, "Each of its entries is a product of two inputs, and both double."),
        ),
    ),
)
