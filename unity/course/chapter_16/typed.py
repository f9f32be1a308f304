"""What the exercises of chapter 16 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "16-length-of-the-column",
        "16.1",
        "How long the column is",
        3136,
        (
            Mistake(4096, "The second kernel has no padding: 16 becomes 14 before it is pooled."),
            Mistake(49, "That is one map. There are 64."),
            Mistake(12544, "The second pooling is missing: 14 becomes 7."),
        ),
    ),
    Typed(
        "16-order-of-mean-pooling",
        "16.2",
        "Which order gives the larger numbers",
        "the rectifier first",
        (
            Mistake("the pooling first", "There negative numbers pull the positive ones down before they are cut off."),
            Mistake(
                "both give the same",
                "That holds for the maximum. A mean lets negative numbers pull the positive ones down.",
            ),
        ),
        ("both give the same", "the pooling first", "the rectifier first"),
    ),
)
