"""Chapter 16, a network that sees."""

from unity.course.reasons import CONDITION

__all__ = ["SPOKEN"]

SPOKEN = {
    r"f(u) \le f(v)": CONDITION,
    r"u \le v": CONDITION,
    r"u < v": CONDITION,
    r"f(u) > f(v)": CONDITION,
}
