"""Chapter 14, one layer, two pictures."""

from unity.course.reasons import EXAMPLE, PICTURE

__all__ = ["SPOKEN"]

SPOKEN = {
    r"36 \to 16": EXAMPLE,
    r"16 \to 4": EXAMPLE,
    r"y_{q}": (PICTURE, 2),
    r"y_q": PICTURE,
    "y_2": "the output whose four terms the sentence adds up",
    "T": "how other books call the table",
}
