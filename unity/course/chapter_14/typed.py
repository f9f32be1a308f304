"""What the exercises of chapter 14 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "14-places-filled-free",
        "14.1",
        "Places, filled ones and free weights",
        (64, 16, 4),
        (
            Mistake((64, 64, 4), "Each output looks at four pixels, and is zero at the others."),
            Mistake((64, 16, 16), "The four weights are the same in each of the four columns."),
            Mistake((144, 36, 4), "With a stride of 1 there are nine outputs. Here the windows lie side by side."),
        ),
    ),
    Typed(
        "14-looks-at-each-pixel",
        "14.1",
        "How many outputs look at each pixel",
        1,
        (
            Mistake(4, "So it would be inside an image with a stride of 1. Here the windows lie side by side."),
            Mistake(2, "The windows lie side by side: none shares a pixel with another."),
        ),
    ),
    Typed(
        "14-filled-with-padding",
        "14.2",
        "How many places are filled",
        49,
        (
            Mistake(81, "Only the window in the middle sees all nine pixels: the others look at padding, too."),
            Mistake(7, "So many in one direction. Rows and columns combine freely."),
            Mistake(9, "That is how many weights are free."),
        ),
    ),
)
