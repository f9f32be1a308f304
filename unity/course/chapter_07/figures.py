"""All examples at once: loops beside one product, how long each takes, and what an epoch of each does to the cost."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, VERMILION, tint
from unity.course.style import narrow as canvas

__all__ = ["canvas", "costs_by_epoch", "one_product", "seconds_by_examples", "spread"]

STYLES = {
    "loops": (VERMILION, "s", "dashed"),
    "examples": (BROWN, "^", "dotted"),
    "matrices": (BLUE, "o", "solid"),
    "torch": (GREEN, "D", "dashdot"),
}


def _table(ax, values, left, top, color, *, marked=()):
    """A table of numbers as cells, its upper left corner at (left, top); `marked` cells are framed."""
    rows, columns = values.shape
    strongest = max(abs(values).max(), 1e-12)
    for j in range(rows):
        for i in range(columns):
            shade = abs(values[j, i]) / strongest
            place = (left + i, top - j - 1)
            ax.add_patch(_cell(place, color, shade, framed=(j, i) in marked))
            text = f"{values[j, i]:g}".replace("-", "−")
            ax.text(place[0] + 0.5, place[1] + 0.5, text, ha="center", va="center", fontsize=12)


def _cell(place, color, shade, *, framed):
    edge = {"edgecolor": INK, "linewidth": 2.2, "zorder": 3} if framed else {"edgecolor": "white", "linewidth": 1}
    return Rectangle(place, 1, 1, facecolor=tint(color, shade), **edge)


def one_product(ax, X, dZ, dw, row):
    """The table X (n, m), the errors dZ (1, m) laid along it, and the sums X dZ^T (n, 1), with one row of them framed."""
    n, m = X.shape
    _table(ax, dZ, 0, n + 2.2, VERMILION, marked={(0, i) for i in range(m)})
    _table(ax, X, 0, n, BLUE, marked={(row, i) for i in range(m)})
    _table(ax, dw, m + 1.6, n, GREEN, marked={(row, 0)})
    ax.text(-0.3, n + 1.7, "$dZ$", ha="right", va="center", color=VERMILION)
    ax.text(-0.3, n / 2, "$X$", ha="right", va="center", color=BLUE)
    ax.text(m + 2.1, n + 0.45, r"$X\,dZ^\top$", ha="center", va="center", color=GREEN)
    ax.annotate("", (m + 1.5, n - row - 0.5), (m + 0.1, n - row - 0.5), arrowprops={"arrowstyle": "-|>", "color": INK})
    ax.text(m / 2, -0.25, "examples", ha="center", va="top", color=MUTED)
    ax.set(xlim=(-1.2, m + 3.2), ylim=(-0.9, n + 2.5), aspect="equal")
    ax.axis("off")
    return ax


def spread(ax, row, column, table):
    """A row (1, m) minus a column (m, 1): the table (m, m) that broadcasting makes of them."""
    m = table.shape[0]
    _table(ax, row, 0, 0.5 + m / 2, BLUE)
    ax.text(m + 0.5, m / 2, "−", ha="center", va="center", fontsize=19)
    _table(ax, column, m + 1, m, VERMILION)
    ax.text(m + 2.75, m / 2, "=", ha="center", va="center", fontsize=19)
    _table(ax, table, m + 3.5, m, MUTED)
    for x, text in ((m / 2, f"(1, {m})"), (m + 1.5, f"({m}, 1)"), (1.5 * m + 3.5, f"({m}, {m})")):
        ax.text(x, -0.3, text, ha="center", va="top", color=INK)
    ax.set(xlim=(-0.3, 2 * m + 3.8), ylim=(-1.1, m + 0.3), aspect="equal")
    ax.axis("off")
    return ax


def seconds_by_examples(ax, m, seconds, names):
    """Seconds for one gradient over the number of examples, both axes logarithmic: `seconds` maps a way to its numbers.

    `names` maps the ways to their labels; a way may have fewer numbers than m.
    """
    for way, label in names.items():
        color, marker, line = STYLES[way]
        y = np.asarray(seconds[way])
        ax.loglog(m[: len(y)], y, color=color, marker=marker, linestyle=line, label=label)
    ax.set(xlabel="examples $m$", ylabel="seconds for one gradient")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), borderaxespad=0.3)
    return ax


def costs_by_epoch(ax, epochs, together, singly):
    """The cost after each epoch: one step of all examples together, or one push by each of them."""
    ax.plot(epochs, together, color=BLUE, marker="o", markersize=4, label="all examples at once: one step")
    ax.plot(
        epochs,
        singly,
        color=VERMILION,
        marker="s",
        markersize=4,
        linestyle="dashed",
        label="one after the other: $m$ pushes",
    )
    ax.set(xlabel="epochs", ylabel="cost", ylim=(0, None), xlim=(-0.3, epochs[-1] + 0.3))
    ax.legend(loc="upper right")
    return ax
