"""Errors that flow back: a network that carries its numbers, the mirror, fractions of weights, ways side by side."""

from unity.course.chapter_11.figures.mirror import mirror
from unity.course.chapter_11.figures.recipes import angles_by_layer, costs_by_way, shared_errors, two_shares
from unity.course.chapter_11.figures.wires import backward, forward, listeners
from unity.course.style import narrow as canvas

__all__ = [
    "angles_by_layer",
    "backward",
    "canvas",
    "costs_by_way",
    "forward",
    "listeners",
    "mirror",
    "shared_errors",
    "two_shares",
]
