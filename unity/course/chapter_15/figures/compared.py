"""The table from both sides, two ways back and their difference, and a digit with the slopes of its pixels."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.chapter_15.figures.cells import bare
from unity.course.style import BLUE, BROWN, INK, LEADING, MUTED, VERMILION

__all__ = ["slopes_of_pixels", "table_from_both_sides", "two_ways_back"]


def table_from_both_sides(ax, numbers, row, column):
    """Which weight joins pixel and output, `numbers` (inputs, outputs) with 0 for none; a row and a column are framed."""
    inputs, outputs = numbers.shape
    bare(ax, inputs, outputs).set(xlim=(-1.1, outputs + 4.6), ylim=(inputs + 0.3, -1))
    for (r, c), number in np.ndenumerate(numbers):
        ax.add_patch(Rectangle((c, r), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6))
        text, color = (f"$w_{number}$", INK) if number else ("0", MUTED)
        ax.text(c + 0.5, r + 0.5, text, ha="center", va="center", fontsize=14, color=color)
    for r in range(inputs):
        ax.text(-0.25, r + 0.5, f"$x_{r + 1}$", ha="right", va="center", fontsize=14)
    for c in range(outputs):
        ax.text(c + 0.5, -0.25, f"$y_{c + 1}$", ha="center", va="bottom", fontsize=14)
    look = {"facecolor": "none", "linewidth": 2.8, "zorder": 4}
    ax.add_patch(Rectangle((column, 0), 1, inputs, edgecolor=BLUE, **look))
    ax.add_patch(Rectangle((0, row), outputs, 1, edgecolor=VERMILION, linestyle="--", **look))
    notes = (
        (1.2, f"forward: down a column,\n$y_{column + 1}$ gathers its window", BLUE),
        (row + 0.5, f"back: along a row,\n$x_{row + 1}$ hears every output\nthat it touched", VERMILION),
    )
    for y, text, color in notes:
        ax.text(outputs + 0.3, y, text, va="center", fontsize=12.5, color=color, linespacing=LEADING)
    return ax


def two_ways_back(axes, E, one, other, difference):
    """Errors E on a scale of their own; the error sent back in two ways and the difference, on one scale: four axes."""
    largest = np.abs(one).max()
    pictures = (E, np.abs(E).max()), (one, largest), (other, largest), (difference, largest)
    titles = "errors $E$", "flipped kernel\nover padded $E$", "table times $E$", "difference"
    for ax, (picture, scale), title in zip(axes, pictures, titles):
        height, width = picture.shape
        bare(ax, height, width)
        for (r, c), value in np.ndenumerate(picture):
            _signed(ax, r, c, value / scale)
        ax.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        ax.set_title(title, loc="center", fontsize=12.5, linespacing=LEADING)
    return axes[-1]


def _signed(ax, row, column, share):
    """A square as large as the share (its area is), filled where it is positive, open where it is negative."""
    side = 0.92 * min(abs(share), 1) ** 0.5
    if side < 0.02:
        return
    look = {"facecolor": BROWN, "edgecolor": INK} if share > 0 else {"facecolor": "none", "edgecolor": BLUE}
    inset = (1 - side) / 2
    linewidth = 0.4 if share > 0 else 1.3
    ax.add_patch(Rectangle((column + inset, row + inset), side, side, linewidth=linewidth, **look))


def slopes_of_pixels(axes, before, slopes, after):
    """An image in grey, how a score answers to each of its pixels, and the image after a step: three axes.

    A square is as large as the slope: filled where more ink raises the score, open where it lowers it.
    """
    for ax, image in ((axes[0], before), (axes[2], after)):
        height, width = image.shape
        bare(ax, height, width)
        ax.imshow(image, cmap="Greys", vmin=0, vmax=1, interpolation="nearest", extent=(0, width, height, 0))
    ax = bare(axes[1], *slopes.shape)
    ax.imshow(before, cmap="Greys", vmin=0, vmax=2.5, interpolation="nearest", extent=(0, width, height, 0))
    for (r, c), slope in np.ndenumerate(slopes):
        _signed(ax, r, c, slope / np.abs(slopes).max())
    for ax, title in zip(axes, ("before", "slopes by its pixels", "after a step")):
        ax.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        ax.set_title(title, loc="center", fontsize=12.5)
    return axes[-1]
