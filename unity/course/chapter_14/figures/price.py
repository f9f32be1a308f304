"""What a table costs and what a step makes of it: weights counted, values in their places, errors on new images."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.chapter_14.figures.cells import bare, headings
from unity.course.style import BLUE, BROWN, MUTED, VERMILION, tint

__all__ = ["errors_by_images", "tables_of_values", "weights_by_layer"]

WAYS = {"dense": (VERMILION, "s"), "local": (BROWN, "^"), "shared": (BLUE, "o")}
"""Colour and marker of a layer whose places are all filled, filled where it looks, and filled with shared weights."""


def weights_by_layer(ax, names, counts):
    """For each layer the places of its table, those that are filled, and its free weights, on a logarithmic scale."""
    for place, (places, filled, free) in enumerate(counts):
        ax.plot([free, places], [place, place], color=MUTED, linewidth=1, linestyle="-", zorder=1)
        for (color, marker), number, name in zip(WAYS.values(), (places, filled, free), WAYS):
            label = name if place == 0 else None
            ax.plot([number], [place], marker, color=color, markersize=8, linestyle="none", label=label, zorder=2)
            side = {"xytext": (0, -7), "va": "top"} if name == "local" else {"xytext": (0, 7), "va": "bottom"}
            where = {"textcoords": "offset points", "ha": "center"} | side
            ax.annotate(_count(number), (number, place), fontsize=12, **where)
    ax.set(xscale="log", xlim=(1, 2e12), ylim=(len(names) - 0.45, -0.9), xlabel="weights, without biases")
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.legend(loc="upper right", ncols=3, bbox_to_anchor=(1, 1.14), handletextpad=0.1)
    return ax


def _count(number):
    """A count in a few characters."""
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if number >= unit:
            return f"{number / unit:.3g}{name}"
    return f"{number:,}"


def tables_of_values(axes, tables, titles):
    """Tables of numbers (inputs, outputs), one on each of the axes; empty places are blank, large numbers dark."""
    most, width = max(abs(table).max() for table in tables), 2.0  # a cell is twice as wide as high
    for ax, table, title in zip(axes, tables, titles):
        for (p, q), value in np.ndenumerate(table):
            color = tint(BLUE if value > 0 else BROWN, abs(value) / most) if value else "none"
            ax.add_patch(Rectangle((width * q, p), width, 1, facecolor=color, edgecolor=MUTED, linewidth=0.6))
            if value:
                text = f"{value:.1f}".replace("-", "−")
                ax.text(width * (q + 0.5), p + 0.5, text, ha="center", va="center", fontsize=11)
        headings(ax, *table.shape, width=width, fontsize=12)
        bare(ax, width * table.shape[1] + 0.1, table.shape[0] + 0.1, left=-1.2, top=-1.1)
        ax.set_title(title)
    return axes[-1]


def errors_by_images(ax, images, errors, least):
    """The error on new images over the number of training images: `errors` maps "dense", "local", "shared" to numbers.

    What is smaller than `least` is drawn there.
    """
    for way, values in errors.items():
        color, marker = WAYS[way]
        line = {"dense": "solid", "local": "dashed", "shared": "dashdot"}[way]
        ax.plot(images, np.maximum(values, least), color=color, marker=marker, markersize=5, linestyle=line, label=way)
    ax.axhline(least, color=MUTED, linewidth=0.8, linestyle=":")
    below = {"textcoords": "offset points", "ha": "right", "va": "top", "color": MUTED}
    ax.annotate("exact, but for rounding", (images[-1], least), (0, -5), **below)
    ax.set(xscale="log", yscale="log", xlabel="images to learn from", ylabel="error on new images", ylim=(least / 4, 5))
    ax.set_xticks([1, 2, 4, 8, 16, 32, 64, 128], ["1", "2", "4", "8", "16", "32", "64", "128"])
    ax.minorticks_off()
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.92))
    return ax
