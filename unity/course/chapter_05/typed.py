"""What the exercises of chapter 05 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "05-after-three-jumps",
        "5.1",
        "Where you are after three steps, seen from the minimum",
        -2.56,
        (
            Mistake(
                2.56, "So far, yes, but on the other side: each step changes the side, and three are an odd number."
            ),
            Mistake(-0.56, "That is the place on the axis: seen from the minimum it is 2 less."),
            Mistake(3.2, "That is after two steps."),
        ),
    ),
    Typed(
        "05-jumps-until-near",
        "5.1",
        "The number of steps until you are within 0.01",
        28,
        (
            Mistake(27, "After 27 steps you are at 5 times 0.8 to the power of 27, a little more than 0.01."),
            Mistake(29, "One step fewer is enough: 5 times 0.8 to the power of 28 is below 0.01."),
        ),
    ),
    Typed(
        "05-safe-step-unscaled",
        "5.2",
        "The safe step",
        "shrinks by a few hundred thousand",
        (
            Mistake("stays", "The curvature is led by the mean square of the area, and that is far from 1 now."),
            Mistake("shrinks by some hundreds", "Some hundreds is the area itself. The curvature has its square."),
            Mistake(
                "grows by a few hundred thousand",
                "Large measurements make the cost steep and curved: a long step overshoots.",
            ),
        ),
        (
            "grows by a few hundred thousand",
            "shrinks by a few hundred thousand",
            "shrinks by some hundreds",
            "stays",
        ),
    ),
)
