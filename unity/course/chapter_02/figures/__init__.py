"""Vectors and lines: a sum tip to tail, shadows on w, a boundary with its normal, distances, levels, and moves."""

from unity.course.chapter_02.figures.deep import plane_and_space, plane_in_space, space, tip_to_tail
from unity.course.chapter_02.figures.flat import (
    arrows,
    boundary,
    keyed,
    levels,
    named_points,
    perpendiculars,
    plane,
    shadows,
    two_among,
    two_classes,
)
from unity.course.style import narrow as canvas

__all__ = [
    "arrows",
    "boundary",
    "canvas",
    "keyed",
    "levels",
    "named_points",
    "perpendiculars",
    "plane",
    "plane_and_space",
    "plane_in_space",
    "shadows",
    "space",
    "tip_to_tail",
    "two_among",
    "two_classes",
]
