"""A network that sees: pooling there and back, a digit on its way, what weights buy, and what a move costs."""

import matplotlib.pyplot as plt
import numpy as np

from unity.course.chapter_12.figures import confusion_table, image_sheet, mistakes, weight_sheet
from unity.course.style import BLUE, BROWN, GREEN, INK, LEADING, MUTED, PHONE, VERMILION, canvas, narrow

__all__ = [
    "canvas",
    "confusion_table",
    "grids_of_numbers",
    "image_sheet",
    "mistakes",
    "narrow",
    "on_its_way",
    "panels",
    "pooled_and_back",
    "probability_bars",
    "shares_by_parameters",
    "shares_when_moved",
    "weight_sheet",
]

PENS = ("-", "o", BLUE), ("--", "s", VERMILION), ("-.", "^", GREEN), (":", "D", BROWN)
"""Line, marker and colour, in turn."""
ARROWS = {"up": ("^", -0.26), "down": ("v", -0.13), "left": ("<", 0.13), "right": (">", 0.26)}
"""The marker of each side, and how far below its row it is drawn."""


def panels(rows, columns, *, height):
    """Empty axes in rows, in reading order, no wider than a phone can show with readable letters.

    >>> len(panels(2, 3, height=3))
    6
    """
    return plt.subplots(rows, columns, figsize=(PHONE, height), layout="constrained")[1].ravel()


def _written(number):
    return f"{number:g}".replace("-", "−")


def grids_of_numbers(axes, grids, titles, windows, marked):
    """Arrays (rows, columns) as numbers, side by side; heavy lines part the windows, where `windows` gives their size.

    `windows` holds a pair (rows, columns) for each grid, or None; `marked`, an array of truth values for each grid or
    None, says which numbers stand in a frame.
    """
    for ax, grid, title, window, frames in zip(axes, grids, titles, windows, marked):
        rows, columns = grid.shape
        ax.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal", xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.set_title(title, loc="center")
        high, wide = window or (rows, columns)
        for r in range(rows + 1):
            heavy = r % high == 0
            ax.plot([0, columns], [r, r], color=INK if heavy else MUTED, linestyle="-", linewidth=1.6 if heavy else 0.4)
        for s in range(columns + 1):
            heavy = s % wide == 0
            ax.plot([s, s], [0, rows], color=INK if heavy else MUTED, linestyle="-", linewidth=1.6 if heavy else 0.4)
        for (r, s), number in np.ndenumerate(grid):
            inside = frames is not None and frames[r, s]
            box = {"boxstyle": "circle,pad=0.18", "facecolor": "none", "edgecolor": VERMILION, "linewidth": 1.3}
            color, weight = (VERMILION, "bold") if inside else (INK, None)
            ax.text(
                s + 0.5,
                r + 0.5,
                _written(number),
                ha="center",
                va="center",
                color=color,
                weight=weight,
                bbox=box if inside else None,
            )
    return axes[-1]


def pooled_and_back(axes, image, ahead, E, back, won):
    """An image (rows, columns), its largest numbers and means by windows of 2 x 2, the errors, and both on their way back.

    `ahead` and `back` hold an array for max-pooling and one for mean-pooling; `won`, of truth values, marks the winners.
    """
    grids = image, *ahead, E, *back
    titles = "image", "largest", "mean", "errors", "back: largest", "back: mean"
    windows = [(2, 2), None, None, None, (2, 2), (2, 2)]
    return grids_of_numbers(axes, grids, titles, windows, [won, None, None, None, won, None])


def on_its_way(axes, image, maps, pooled, probabilities, label):
    """An image (height, width), its maps and pooled maps (filters, height, width), and what the classes get.

    Maps are grey from 0 to the largest number among them, pooled maps on the same scale.
    """
    names, most = [str(k) for k in range(1, len(maps) + 1)], maps.max()
    image_sheet(axes[0], image[None], ["image"], columns=1)
    for ax, sheet in zip(axes[1:3], (maps, pooled)):
        image_sheet(ax, sheet / most, names, columns=4, high=1.8)
    return probability_bars(axes[3], {"": probabilities}, label)


def probability_bars(ax, readings, label):
    """Bars of what each network (a name) gives to the classes, side by side; the true class is named below them."""
    width = 0.8 / len(readings)
    for place, ((name, shares), (_, _, color)) in enumerate(zip(readings.items(), PENS)):
        at = np.arange(len(shares)) + (place - (len(readings) - 1) / 2) * width
        hatch = ("", "////", "....")[place]
        ax.bar(at, shares, width, label=name, color=color if not place else "white", edgecolor=color, hatch=hatch)
    ax.set(ylim=(0, 1.05), xticks=range(len(shares)), xlabel=f"digit (it is a {label})", ylabel="probability")
    if len(readings) > 1:
        ax.legend(fontsize=12, loc="upper right", bbox_to_anchor=(1, 1.28), ncols=len(readings))
    return ax


def shares_by_parameters(ax, kinds):
    """For each kind of network (a name): how many weights, and the mean and spread of the shares in percent, three rows."""
    for (name, (parameters, mean, spread)), (line, marker, color) in zip(kinds.items(), PENS):
        pen = {"linestyle": line if len(mean) > 1 else "none", "marker": marker, "color": color, "markersize": 6}
        ax.errorbar(parameters, mean, yerr=spread, label=name, capsize=3, linewidth=1.5, elinewidth=1, **pen)
    ax.set(xscale="log", xlabel="weights and biases", ylabel="test images read rightly, in percent")
    ax.legend(loc="lower right", fontsize=12)
    return ax


def shares_when_moved(ax, rows):
    """For each network (a name) its shares in percent: of the images as they are, "share", and moved to each side."""
    for place, found in enumerate(rows.values()):
        moved = [found[side] for side in ARROWS]
        ax.plot([min(moved), found["share"]], [place, place], color=MUTED, linewidth=1, linestyle="-", zorder=1)
        ax.plot(found["share"], place, "o", color=INK, markersize=8)
        for side, (marker, below) in ARROWS.items():
            color = BLUE if below > 0 else VERMILION
            ax.plot(found[side], place + below, marker, color=color, markersize=7, linestyle="none")
    ax.set_yticks(range(len(rows)), rows, linespacing=LEADING)
    ax.set(xlim=(0, 102), ylim=(len(rows) - 0.5, -0.5), xlabel="test images read rightly, in percent")
    return ax
