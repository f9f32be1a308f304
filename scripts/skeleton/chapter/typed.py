"""What the exercises of chapter <number> ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "NN-beyond",
        "<number>.1",
        "The place, as its two numbers",
        (12, 16),
        (
            Mistake((6, 8), "That is q itself, to which the share 1 leads."),
            Mistake((18, 24), "This walks the whole way twice more, from q on. Begin at p."),
        ),
    ),
    Typed(
        "NN-back",
        "<number>.2",
        "The share that you walk now",
        "1 - t",
        (
            Mistake("t", "So you end as far from q as you were from p."),
            Mistake("-t", "That leads away from both houses."),
        ),
        ("-t", "1 - t", "t"),
    ),
)
