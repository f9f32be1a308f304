"""Tables of cells: what stands in a cell, how it looks, and the names before the rows and above the columns."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, VERMILION

__all__ = ["WEIGHTS", "bare", "blank", "cells", "headings", "names", "numbered", "weight_colors"]

WEIGHTS = (BLUE, "solid"), (BROWN, "dashed"), (GREEN, "dashdot"), (VERMILION, "dotted")
"""Colour and line of the weights 1 to 4."""


def bare(ax, right, bottom, *, left=0.0, top=0.0):
    """Axes in units of one cell, y pointing down, without ticks and frame."""
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.axis("off")
    return ax


def cells(ax, texts, left, top, colors, *, width=1.0, height=1.0, fontsize=13, framed=None):
    """A table of texts, its upper left corner at (left, top); `colors` holds a colour or None for each cell.

    `framed` (rows, columns) is true for the cells with a thick border.
    """
    for (r, s), text in np.ndenumerate(texts):
        face = (*to_rgb(colors[r][s]), 0.3) if colors[r][s] else "none"
        thick = framed is not None and framed[r, s]
        edge = {"edgecolor": INK, "linewidth": 2.2, "zorder": 4} if thick else {"edgecolor": MUTED, "linewidth": 0.6}
        ax.add_patch(Rectangle((left + s * width, top + r * height), width, height, facecolor=face, **edge))
        place = left + (s + 0.5) * width, top + (r + 0.5) * height
        ax.text(*place, text, ha="center", va="center", fontsize=fontsize, zorder=5)


def names(letter, numbers):
    """The names of numbered things, and 0 where the number is 0."""
    named = [f"${letter}_{{{number}}}$" if number else "0" for number in numbers.ravel()]
    return np.array(named, dtype=object).reshape(numbers.shape)


def weight_colors(numbers):
    return [[WEIGHTS[number - 1][0] if number else None for number in row] for row in numbers]


def blank(shape):
    return [[None] * shape[1]] * shape[0]


def numbered(shape):
    """The numbers from 1, row by row."""
    return np.arange(1, shape[0] * shape[1] + 1).reshape(shape)


def headings(ax, inputs, outputs, *, width, fontsize=13):
    """The names of the inputs before the rows of a table, of the outputs above its columns."""
    look = {"ha": "center", "va": "center", "color": MUTED, "fontsize": fontsize}
    for p in range(inputs):
        ax.text(-0.6, p + 0.5, f"$x_{{{p + 1}}}$", **look)
    for q in range(outputs):
        ax.text((q + 0.5) * width, -0.5, f"$y_{{{q + 1}}}$", **look)
