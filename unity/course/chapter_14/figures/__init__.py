"""A convolution as a table: a window on an image, wires, the window beside its column, counts, and what the table costs."""

from unity.course.chapter_14.figures.field import reach
from unity.course.chapter_14.figures.one_layer import (
    above_each_other,
    dense_table,
    image_kernel_map,
    kernel_beside_column,
    wires,
)
from unity.course.chapter_14.figures.price import errors_by_images, tables_of_values, weights_by_layer
from unity.course.style import canvas, narrow

__all__ = [
    "above_each_other",
    "canvas",
    "dense_table",
    "errors_by_images",
    "image_kernel_map",
    "kernel_beside_column",
    "narrow",
    "reach",
    "tables_of_values",
    "weights_by_layer",
    "wires",
]
