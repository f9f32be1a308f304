"""What the exercises of chapter 08 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "08-lines-of-a-sine",
        "8.1",
        "How many lines the boundary has",
        "infinitely many",
        (
            Mistake("one", "So it would be for an activation that only rises. The sine comes back to one half."),
            Mistake("two", "Two in each period, and there is no last period."),
        ),
        ("infinitely many", "one", "two"),
    ),
    Typed(
        "08-curve-of-a-sine",
        "8.1",
        "Does it contain a curve",
        "no",
        (Mistake("yes", "Where z has one value, the score is constant: that is a straight line."),),
        ("no", "yes"),
    ),
    Typed(
        "08-features-grow",
        "8.2",
        "The factors of the three features, in their order",
        (10, 100, 100),
        (
            Mistake((10, 100, 10), "Both factors of the last feature grow tenfold."),
            Mistake((10, 10, 10), "The last two have two factors each, and both grow tenfold."),
            Mistake((10, 20, 20), "Factors are multiplied: ten times ten."),
        ),
    ),
)
