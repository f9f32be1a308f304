"""The course's figures. Each takes axes and finished numbers, draws them, returns the axes and computes nothing.

Colours are Okabe and Ito's, which the colour-blind tell apart; what a colour says, a marker, a line style or a
label says too, so that a figure reads in grey.
"""

from unity.figures.gradient import (
    changes_of_weights,
    computational_graph,
    costs_by_pass,
    errors_by_score,
    errors_by_step,
    loss_and_push,
    push_of_weights,
)
from unity.figures.style import BLUE, GREEN, INK, MUTED, ORANGE, SKY, VERMILION, canvas
from unity.figures.vectors import (
    arrows,
    boundary,
    levels,
    named_points,
    perpendiculars,
    plane,
    shadows,
    space,
    tip_to_tail,
    two_classes,
)

__all__ = [
    "BLUE",
    "GREEN",
    "INK",
    "MUTED",
    "ORANGE",
    "SKY",
    "VERMILION",
    "arrows",
    "boundary",
    "canvas",
    "changes_of_weights",
    "computational_graph",
    "costs_by_pass",
    "errors_by_score",
    "errors_by_step",
    "levels",
    "loss_and_push",
    "named_points",
    "perpendiculars",
    "plane",
    "push_of_weights",
    "shadows",
    "space",
    "tip_to_tail",
    "two_classes",
]
