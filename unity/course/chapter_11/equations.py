"""Chapter 11, errors flow back."""

from unity.course.reasons import DECK

__all__ = ["SPOKEN"]

SPOKEN = {
    r"\partial E_n / \partial w": DECK,
}
