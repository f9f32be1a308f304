"""Chapter 14, one layer, two pictures."""

from unity.course.reasons import CONDITION, EXAMPLE, PICTURE

__all__ = ["SPOKEN"]

SPOKEN = {
    r"36 \to 16": EXAMPLE,
    r"16 \to 4": EXAMPLE,
    r"t_l (\Phi - 1)": "a step of a proof by counting",
    r"t_l (\Phi - 1) + h_l": "a step of a proof by counting",
    r"t_l > h_l": CONDITION,
    r"y_{q}": PICTURE,
    r"y_q": PICTURE,
    "y_2": "the output whose four terms the sentence adds up",
    "T": "how other books call the table",
}
