"""How each class looks, wherever it is drawn."""

from unity.course.style import BLUE, GREEN, ORANGE

__all__ = ["CLASSES"]

CLASSES = ((BLUE, "-", "o"), (ORANGE, "--", "^"), (GREEN, "-.", "s"))
"""How each class looks: its colour, its line, its marker."""
