"""Recipes for the error of a hidden neuron: what each hands on, and all four side by side."""

import numpy as np

from unity.course.chapter_11.figures.pieces import arrow, label, node, number
from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, VERMILION

__all__ = ["angles_by_layer", "costs_by_way", "shared_errors", "two_shares"]

WAYS = {
    "by_fractions": ("fractions", VERMILION, "dotted", "v"),
    "by_weights": ("weights", BROWN, "dashed", "s"),
    "by_fractions_and_slope": ("fractions and slope", GREEN, "dashdot", "^"),
    "by_weights_and_slope": ("weights and slope", BLUE, "solid", "o"),
}
"""How each way is drawn wherever it is drawn: its name, colour, line and marker."""


def shared_errors(ax, W, F, E, received):
    """Three neurons on the right share their errors E (3, 1) out to two inputs, who receive (2, 1).

    Each line carries a weight of W (2, 3) and its fraction in F; it is dashed where the fraction is not within 0 to 1.
    """
    inputs, neurons = ((0.0, 2.3), (0.0, 0.7)), ((5.0, 3.0), (5.0, 1.5), (5.0, 0.0))
    for j, right in enumerate(neurons):
        for i, left in enumerate(inputs):
            inside = 0 <= F[i, j] <= 1
            tail, tip = (right[0] - 0.62, right[1]), (left[0] + 0.62, left[1] + 0.16 * (1 - j))
            color = BLUE if inside else VERMILION
            arrow(ax, tail, tip, color, linestyle="-" if inside else "--")
            text = f"{number(W[i, j])}:  {number(F[i, j])}"
            label(ax, tail, tip, 0.24 if j != 1 else 0.3, text, color)
        node(ax, right, f"error {number(E[j, 0])}", VERMILION)
    for i, left in enumerate(inputs):
        node(ax, left, f"gets {number(received[i, 0])}", VERMILION)
    ax.text(2.5, -0.62, "on each line, weight: fraction", ha="center", va="center", color=INK)
    ax.set(xlim=(-0.9, 5.9), ylim=(-0.85, 3.4))
    ax.axis("off")
    return ax


def two_shares(ax, w, f):
    """What two inputs get of an error of 1, by the fractions f (2, 1) and by the weights w (2, 1) of the neuron they feed."""
    for values, apart, color, hatch, name in ((f, -0.2, VERMILION, "//", "fractions"), (w, 0.2, BLUE, "", "weights")):
        places = [place + apart for place in (0, 1)]
        ax.bar(places, values[:, 0], 0.36, color=color, hatch=hatch, edgecolor="white", linewidth=0, label=name)
        for place, value in zip(places, values[:, 0]):
            up = 3 if value >= 0 else -3
            ax.annotate(
                number(value), (place, value), (0, up), textcoords="offset points", ha="center",
                va="bottom" if value >= 0 else "top",
            )  # fmt: skip
    ax.axhline(0, color=INK, linewidth=0.8)
    names = [f"input {i}, weight {number(w[i - 1, 0])}" for i in (1, 2)]
    ax.set_xticks([0, 1], names)
    ax.set(ylim=(-6.2, 6.2), ylabel="gets of an error of 1")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0, ncols=2)
    return ax


def angles_by_layer(axes, tables):
    """The cosine between each way's update and the gradient, a mark for each start and layer, one network on each axes.

    `tables` is title -> (way -> (starts, layers)).
    """
    for ax, (title, cosines) in zip(axes, tables.items(), strict=True):
        for place, (way, values) in enumerate(cosines.items()):
            name, color, _, marker = WAYS[way]
            starts, layers = values.shape
            x = np.repeat(np.arange(1, layers + 1) + 0.2 * (place - 1.5), starts)
            ax.plot(x, values.T.ravel(), marker, color=color, markersize=4, alpha=0.7, markeredgewidth=0, label=name)
        ax.axhline(0, color=MUTED, linewidth=0.8)
        ax.set_xticks(range(1, layers + 1))
        ax.set(title=title, xlabel="layer", ylim=(-1.12, 1.12))
    axes[0].set_ylabel("cosine with the gradient")
    _one_legend(axes, markerscale=1.8)
    return axes[0]


def costs_by_way(axes, tables):
    """The cost after each step, on a logarithmic scale, one network on each axes; `tables` is title -> (way -> costs)."""
    for ax, (title, costs) in zip(axes, tables.items(), strict=True):
        for way, values in costs.items():
            name, color, line, _ = WAYS[way]
            ax.semilogy(values, color=color, linestyle=line, label=name, zorder=3 if line == "dotted" else 2)
        ax.set(title=title, xlabel="step")
    axes[0].set_ylabel("cost $J$")
    _one_legend(axes)
    return axes[0]


def _one_legend(axes, **style):
    style |= {"loc": "outside lower center", "ncols": 2, "handletextpad": 0.5, "columnspacing": 1.5}
    axes[0].figure.legend(*axes[0].get_legend_handles_labels(), **style)
