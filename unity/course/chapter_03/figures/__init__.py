"""Gaussian classes: from densities to a sigmoid, the sigmoid itself, regions and the simplex, conics, and two fits."""

from unity.course.chapter_02.figures import plane, two_classes
from unity.course.chapter_03.figures.fits import distances_by_m, fitted_lines, stacked_apart
from unity.course.chapter_03.figures.one_measurement import (
    class_counts,
    counted_shares,
    densities_to_sigmoid,
    sigmoid_with_slope,
    stacked,
)
from unity.course.chapter_03.figures.two_measurements import class_rings, conic, regions, simplex, two_gaussians
from unity.course.style import narrow as canvas

__all__ = [
    "canvas",
    "class_counts",
    "class_rings",
    "conic",
    "counted_shares",
    "densities_to_sigmoid",
    "distances_by_m",
    "fitted_lines",
    "plane",
    "regions",
    "sigmoid_with_slope",
    "simplex",
    "stacked",
    "stacked_apart",
    "two_classes",
    "two_gaussians",
]
