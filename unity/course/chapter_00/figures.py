"""A refresher's pictures: a product's row and column, two paths and their slopes, two bells, and a stretched circle."""

import matplotlib.pyplot as plt
import numpy as np

from unity.course.chapter_11.figures.pieces import arrow, label, node, number
from unity.course.chapter_16.figures import grids_of_numbers
from unity.course.style import BLUE, INK, MUTED, PHONE, VERMILION, canvas, narrow

__all__ = ["bells", "canvas", "narrow", "paths", "row_meets_column", "stretched", "three"]

PENS = ("-", BLUE), ("--", VERMILION)
"""Line and colour, in turn."""
PLACES = {"x": (0.0, 1.0), "u": (2.6, 2.0), "v": (2.6, 0.0), "J": (5.2, 1.0)}
WAYS = ("x", "u"), ("x", "v"), ("u", "J"), ("v", "J")
HALF = 0.55  # of a node's width


def three(widths, *, height):
    """Three empty axes side by side, whose widths are in this proportion.

    >>> len(three((2, 3, 3), height=2))
    3
    """
    grid = {"width_ratios": widths}
    return plt.subplots(1, 3, figsize=(PHONE, height), layout="constrained", gridspec_kw=grid)[1]


def row_meets_column(axes, arrays, titles, *, entry):
    """Two factors and their product as numbers: frames stand around an entry, and the row and the column that make it."""
    row, column = entry
    marked = [np.zeros(array.shape, dtype=bool) for array in arrays]
    marked[0][row] = marked[1][:, column] = marked[2][entry] = True
    return grids_of_numbers(axes, arrays, titles, [None] * 3, marked)


def paths(ax, values, slopes):
    """x on its two ways to J, by u and by v: each node with its value, each arrow with its slope.

    `values` are named "x", "u", "v", "J"; `slopes` by the two ends of an arrow, ("x", "u").
    """
    for way in WAYS:
        (left, below), (right, above) = (PLACES[end] for end in way)
        tail, tip = (left + HALF, below), (right - HALF, above)
        arrow(ax, tail, tip, BLUE)
        label(ax, tail, tip, 0.5, f"slope {number(slopes[way])}", BLUE)
    for name, place in PLACES.items():
        node(ax, place, f"${name}$ = {number(values[name])}", INK)
    ax.set(xlim=(-0.9, 6.1), ylim=(-0.5, 2.5))
    ax.axis("off")
    return ax


def bells(ax, x, densities, inside):
    """Densities over x, by name, each with the area filled where its row of `inside` is true."""
    for (name, heights), within, (line, color) in zip(densities.items(), inside, PENS):
        ax.plot(x, heights, linestyle=line, color=color, label=name)
        ax.fill_between(x, heights, where=within, color=color, alpha=0.18, linewidth=0)
    ax.set(xlabel="$x$", ylabel="density", ylim=(0, None))
    ax.legend(fontsize=12, loc="upper right")
    return ax


def stretched(axes, clouds, directions):
    """A circle and what a matrix makes of it, two columns of points each, with two directions in both as arrows.

    `clouds` are two arrays (2, points), `directions` two arrays (2, 2), a column for each arrow.
    """
    most = 1.1 * max(abs(cloud).max() for cloud in clouds)
    for ax, cloud, ends, title in zip(axes, clouds, directions, ("$v$", "$H v$")):
        ax.plot(*cloud, color=MUTED, linestyle="-", linewidth=1.5)
        for end, (line, color) in zip(ends.T, PENS):
            arrow(ax, (0, 0), tuple(end), color, linestyle=line)
        ax.set(xlim=(-most, most), ylim=(-most, most), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
        ax.locator_params(nbins=4, integer=True)
        ax.set_title(title)
    return axes[-1]
