"""What the exercises of chapter 02 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "02-change-of-distance",
        "2.1",
        "By how much each signed distance changes",
        2,
        (
            Mistake(10, "That is the change of the score. A distance divides it by the length of w."),
            Mistake(-2, "The bias grows, and every score with it: the other way."),
            Mistake(0.4, "This divides by the square of the length of w. Divide by the length itself."),
        ),
    ),
    Typed(
        "02-distances-with-bias-0",
        "2.1",
        r"The four signed distances, with \(b = 0\)",
        (3, 0, 1, 7),
        (
            Mistake((1, -2, -1, 5), "These are the distances before."),
            Mistake((-1, -4, -3, 3), "The bias grows by 10, and every distance with it: the other way."),
            Mistake((15, 0, 5, 35), "These are the scores. A distance divides them by the length of w."),
        ),
    ),
    Typed(
        "02-unit-of-measurement",
        "2.2",
        "Which of the three change",
        "the signed distances alone",
        (
            Mistake("the scores alone", "What the weight loses, the measurement gains: their product stays."),
            Mistake(
                "all three", "The scores stay, for the product of weight and measurement does, and with them the sides."
            ),
            Mistake(
                "none of them",
                "The scores stay. But a distance is measured in the units of X, and those of one axis are new.",
            ),
        ),
        ("all three", "none of them", "the scores alone", "the signed distances alone"),
    ),
)
