"""Grids of numbers: squares, a window that covers some of them, and small numbers in their corners."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.style import INK, MUTED, VERMILION

__all__ = ["bare", "grid", "in_corners", "window", "written"]


def bare(ax, height, width, *, span=0):
    """Axes for a grid of unit squares, rows downwards, at the top of at least `span` of them; no ticks, no frame."""
    edge, side = 0.06, max(span - width, 0) / 2
    ax.set(xticks=[], yticks=[], aspect="equal")
    ax.set(xlim=(-side - edge, width + side + edge), ylim=(max(span, height) + edge, -edge))
    ax.spines[:].set_visible(False)
    return ax


def written(value):
    """A number as it stands in a grid: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def grid(ax, numbers, *, left=0, top=0, color=INK, faint=None, fontsize=14):
    """The numbers of an array (rows, columns) in squares; where `faint` is true they are grey."""
    for (row, column), number in np.ndenumerate(numbers):
        x, y = left + column, top + row
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        shade = MUTED if faint is not None and faint[row, column] else color
        ax.text(x + 0.5, y + 0.5, written(number), ha="center", va="center", fontsize=fontsize, color=shade)


def window(ax, row, column, size, *, color=VERMILION, fill=0.16, linewidth=2.6):
    """A window of `size` = (rows, columns) whose upper left square is (row, column)."""
    height, width = size
    look = {"linewidth": linewidth, "zorder": 4}
    ax.add_patch(Rectangle((column, row), width, height, facecolor=color, alpha=fill, zorder=0.5))
    ax.add_patch(Rectangle((column, row), width, height, facecolor="none", edgecolor=color, **look))


def in_corners(ax, numbers, row, column, color, *, fontsize=11):
    """Small numbers in the corners of the squares that a window covers; what stands in their middle makes room."""
    look = {"ha": "right", "va": "bottom", "fontsize": fontsize, "color": color, "weight": "bold"}
    for (r, c), number in np.ndenumerate(numbers):
        ax.text(column + c + 0.92, row + r + 0.92, written(number), **look)
    covered = {(column + c + 0.5, row + r + 0.5) for r, c in np.ndindex(numbers.shape)}
    for text in ax.texts:
        if text.get_position() in covered:
            text.set_va("baseline")
