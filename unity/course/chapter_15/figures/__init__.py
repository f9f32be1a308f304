"""How errors go back through a convolution: over the image, over the padded error, by stamps, by a table, to a digit."""

from unity.course.chapter_15.figures.compared import slopes_of_pixels, table_from_both_sides, two_ways_back
from unity.course.chapter_15.figures.sliding import (
    convolution_with_errors,
    dilated_error,
    error_over_image,
    kernel_over_error,
    large_between_two,
    stamps_that_add_up,
)
from unity.course.style import canvas, narrow

__all__ = [
    "canvas",
    "convolution_with_errors",
    "dilated_error",
    "error_over_image",
    "kernel_over_error",
    "large_between_two",
    "narrow",
    "slopes_of_pixels",
    "stamps_that_add_up",
    "table_from_both_sides",
    "two_ways_back",
]
