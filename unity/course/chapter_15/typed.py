"""What the exercises of chapter 15 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "15-one-stamp",
        "15.1",
        r"The gradient of the loss by \(X\), its three rows",
        ((0, 0, 0), (1, 2, 0), (3, 4, 0)),
        (
            Mistake(
                ((0, 0, 0), (4, 3, 0), (2, 1, 0)),
                "The place is right, but the kernel is turned. Sent back, each weight goes to the pixel that it was multiplied by.",
            ),
            Mistake(
                ((0, 0, 0), (0, 1, 2), (0, 3, 4)),
                "That is the fourth window. The third begins in the second row, at the first pixel.",
            ),
            Mistake(((0, 1, 2), (0, 3, 4), (0, 0, 0)), "That is the second window: outputs are counted row by row."),
        ),
    ),
    Typed(
        "15-touches-along-an-axis",
        "15.2",
        "Along one axis, how many windows see each of the six pixels",
        (1, 1, 2, 1, 1, 0),
        (
            Mistake((1, 2, 3, 3, 2, 1), "So it is with a stride of 1. Here windows start at pixels 1 and 3."),
            Mistake((1, 1, 2, 1, 2, 1), "A third window would start at pixel 5 and end beyond the image."),
        ),
    ),
)
