"""One measurement: how often it comes, from densities to a sigmoid, and the sigmoid itself."""

import matplotlib.pyplot as plt

from unity.course.chapter_03.figures.looks import CLASSES
from unity.course.style import BLUE, GREEN, INK, MUTED, PHONE, VERMILION

__all__ = ["class_counts", "counted_shares", "densities_to_sigmoid", "sigmoid_with_slope", "stacked"]


def class_counts(ax, edges, counts, names, *, at, label):
    """How many examples of each class, a row of `counts` (2, slots), lie between neighbouring `edges`; `at` is marked."""
    for (color, linestyle, _), row, name in zip(CLASSES, counts, names):
        ax.stairs(row, edges, color=color, linestyle=linestyle, linewidth=2, fill=False, label=name)
        ax.stairs(row, edges, color=color, fill=True, alpha=0.15)
    ax.axvline(at, color=INK, linestyle=":", linewidth=1.6)
    ax.annotate("?", (at, counts.max()), (6, -4), textcoords="offset points", fontsize=19, weight="bold")
    ax.legend()
    ax.set(xlabel=label, ylabel="examples")
    return ax


def stacked(rows=3, *, marked=None, width=PHONE, height=5.6):
    """Axes on top of each other that share what runs to the right, an array of `rows`; a dotted line stands at `marked`."""
    _, axes = plt.subplots(rows, 1, figsize=(width, height), sharex=True, layout="constrained")
    if marked is not None:
        for ax in axes:
            ax.axvline(marked, color=INK, linestyle=":", linewidth=1.2)
    return axes


def densities_to_sigmoid(axes, x, joint, z, p, *, label="$x$"):
    """Three axes: each class's prior times density `joint` (2, m), the log-odds z (1, m), the posterior p (1, m), over x."""
    top, middle, bottom = axes
    for k, ((color, linestyle, _), row) in enumerate(zip(CLASSES, joint)):
        top.plot(x[0], row, color=color, linestyle=linestyle, label=f"class {k}")
        top.fill_between(x[0], row, color=color, alpha=0.12, linewidth=0)
    top.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    top.set(ylabel="prior × density", ylim=(0, None))
    middle.plot(x[0], z[0], color=INK, linestyle="-")
    middle.axhline(0, color=MUTED, linewidth=0.8)
    middle.set(ylabel="log-odds $z$")
    bottom.plot(x[0], p[0], color=VERMILION, linestyle="-")
    bottom.axhline(0.5, color=MUTED, linewidth=0.8)
    bottom.set(ylabel="$p(1 \\mid x)$", ylim=(-0.04, 1.04), yticks=[0, 0.5, 1], xlabel=label, xlim=(x[0, 0], x[0, -1]))
    return bottom


def counted_shares(ax, centres, shares):
    """What share was counted in each slot, as a ring at its centre."""
    ax.plot(centres, shares, "o", markerfacecolor="white", markeredgecolor=INK, markersize=7, zorder=4, label="counted")
    ax.legend(loc="lower right")
    return ax


def sigmoid_with_slope(ax, z, p, mirrored, slope):
    """The sigmoid p, its mirror image, and its slope over z, a row each."""
    ax.plot(z[0], p[0], color=BLUE, linestyle="-")
    ax.plot(z[0], mirrored[0], color=VERMILION, linestyle="--")
    ax.plot(z[0], slope[0], color=GREEN, linestyle="-.")
    for level in (0, 1):
        ax.axhline(level, color=MUTED, linewidth=0.8)
    for text, place, color in (
        (r"$\sigma(z)$", (3.1, 0.83), BLUE),
        (r"$\sigma(-z)$", (-4.9, 0.83), VERMILION),
        ("slope", (1.7, 0.22), GREEN),
    ):
        ax.text(*place, text, color=color, fontsize=14)
    ax.set(xlabel="score $z$", xlim=(z[0, 0], z[0, -1]), ylim=(-0.06, 1.12), yticks=[0, 0.25, 0.5, 0.75, 1])
    return ax
