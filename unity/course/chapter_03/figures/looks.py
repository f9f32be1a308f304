"""How each class looks, wherever it is drawn."""

from unity.course.style import BLUE, BROWN, GREEN

__all__ = ["CLASSES"]

CLASSES = ((BLUE, "-", "o"), (BROWN, "--", "^"), (GREEN, "-.", "s"))
"""How each class looks: its colour, its line, its marker."""
