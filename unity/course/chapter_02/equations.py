"""Chapter 02, the sum of vectors."""

from unity.course.reasons import CONDITION, DECK, EXAMPLE, PICTURE

__all__ = ["SPOKEN"]

SPOKEN = {
    r"b = -10": (EXAMPLE, 2),
    r"w = (4, 1)^\top": EXAMPLE,
    r"b = -0.7": EXAMPLE,
    r"w^\top x = 8": EXAMPLE,
    r"(7, -4)": EXAMPLE,
    r"(1, 3)": EXAMPLE,
    r"3 x_1 + 4 x_2 = 10": EXAMPLE,
    r"w = (3, 4)^\top": (EXAMPLE, 2),
    r"w^\top X = 0": DECK,
    r"\langle w_1, w_2 \rangle / \lVert w \rVert": DECK,
    r"w \cdot X > c": DECK,
    r"w \cdot X < c": DECK,
    r"w_k\,e_k": PICTURE,
    "b = 0": CONDITION,
}
