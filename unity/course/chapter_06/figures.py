"""The gradient of one neuron: its graph, the error of K classes, its push, what checks it, where a product fails, and two loops side by side."""

import numpy as np

from unity.course.chapter_02.figures import plane
from unity.course.style import BLUE, BROWN, GREEN, HALO, INK, LEADING, VERMILION, arrow, canvas

__all__ = [
    "canvas",
    "changes_of_weights",
    "computational_graph",
    "costs_by_pass",
    "errors_by_score",
    "errors_by_step",
    "loss_and_push",
    "plane",
    "probability_label_error",
    "push_of_weights",
]

PAPER = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}


def _number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def _arrow(ax, tail, tip, color, *, linestyle="-", linewidth=2.2, zorder=3):
    arrow(ax, tail, tip, color, linestyle=linestyle, linewidth=linewidth, size=15, zorder=zorder)


# The graph of one example

PLACES = {
    "x_1": (0.0, 4.8),
    "w_1": (0.0, 3.6),
    "x_2": (0.0, 2.4),
    "w_2": (0.0, 1.2),
    "b": (0.0, 0.0),
    "z": (3.3, 2.4),
    "a": (5.7, 2.4),
    "y": (8.1, 4.8),
    "L": (8.1, 2.4),
}
FLOWS = ("x_1", "z"), ("w_1", "z"), ("x_2", "z"), ("w_2", "z"), ("b", "z"), ("z", "a"), ("a", "L"), ("y", "L")
HALF = 0.8
"""Half the width of a node."""


def computational_graph(ax, w, b, x, y, graph):
    """One example in a neuron of two inputs: each node's value in its box, the derivative of L by it in the row below.

    w, x (2, 1), b, y (1, 1), and `graph` as `unity.course.chapter_06.one_example.graph` returns it for them. A solid arrow
    carries a value forward; a dashed one leads back to each node that has a derivative, and says by which slope it multiplies.
    """
    values = {
        "x_1": x[0],
        "w_1": w[0],
        "x_2": x[1],
        "w_2": w[1],
        "b": b,
        "z": graph.z,
        "a": graph.a,
        "y": y,
        "L": graph.L,
    }
    slopes = {"w_1": "$x_1$", "w_2": "$x_2$", "b": "1", "z": _number(graph.da_dz.item())}
    derivatives = {"w_1": graph.dL_dw[0], "w_2": graph.dL_dw[1], "b": graph.dL_db, "z": graph.dL_dz, "a": graph.dL_da}
    for node, after in FLOWS:
        (x, y), (x_after, y_after) = PLACES[node], PLACES[after]
        if x == x_after:
            _arrow(ax, (x, y - HALF / 2), (x, y_after + HALF / 2), BLUE, linewidth=1.5)
            continue
        apart = 0.15 if node in derivatives else 0
        _arrow(ax, (x + HALF, y + apart), (x_after - HALF, y_after + apart), BLUE, linewidth=1.5)
        if apart:
            tail, tip = (x_after - HALF, y_after - apart), (x + HALF, y - apart)
            _arrow(ax, tail, tip, VERMILION, linestyle="--", linewidth=1.5, zorder=1)
            if node in slopes:
                on, below = (0.5, 0.3) if y == y_after else (0.72, 0.05)
                middle = (1 - on) * tail[0] + on * tip[0], (1 - on) * tail[1] + on * tip[1] - below
                ax.text(*middle, f"× {slopes[node]}", ha="center", va="center", color=VERMILION, bbox=PAPER, zorder=2)
    for node, value in values.items():
        box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1.4}
        text = f"${node} = {_number(value.item())}$"
        ax.text(*PLACES[node], text, ha="center", va="center", bbox=box, zorder=5)
    for node, slope in derivatives.items():
        x, y = PLACES[node]
        ax.text(x, y - 0.53, _number(slope.item()), ha="center", va="center", color=VERMILION, weight="bold", zorder=6)
    ax.text(8.9, 0.55, "solid: value", ha="right", color=BLUE)
    ax.text(8.9, 0.0, r"dashed: slope of $L$", ha="right", color=VERMILION)
    ax.set(xlim=(-1.0, 9.1), ylim=(-0.8, 5.2))
    ax.axis("off")
    return ax


# K classes


def probability_label_error(axes, a, y):
    """Three panels of bars, a bar for each class: its probability, its label, and the difference of the two, all (K, 1)."""
    parts = ("probability $a$", a, BLUE), ("label $y$", y, GREEN), ("error $a - y$", a - y, VERMILION)
    classes = [str(k) for k in range(1, len(a) + 1)]
    for ax, (title, column, color) in zip(axes, parts):
        bars = ax.bar(classes, column[:, 0], color=color, edgecolor=INK, linewidth=0.6)
        ax.bar_label(bars, [_number(round(float(value), 3) + 0.0) for value in column[:, 0]], padding=2)
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set(title=title, xlabel="class", ylim=(-1.25, 1.25), yticks=[-1, 0, 1])
    return axes


# The push


def push_of_weights(ax, w, x, y, w_after):
    """w before and after one example x of label y has pushed it, all but y (2, 1), on axes for the plane."""
    _arrow(ax, (0, 0), x[:, 0], INK, linestyle=":", linewidth=1.6)
    _arrow(ax, (0, 0), w[:, 0], BLUE)
    _arrow(ax, (0, 0), w_after[:, 0], GREEN, linestyle="-.")
    _arrow(ax, w[:, 0], w_after[:, 0], VERMILION, linewidth=2.8, zorder=4)
    for tip, name, color in ((x, "$x$", INK), (w, "$w_t$", BLUE), (w_after, "$w_{t+1}$", GREEN)):
        ax.annotate(name, tuple(tip[:, 0]), (5, 5), textcoords="offset points", fontsize=14, color=color, **HALO)
    ax.set_title("$y = 1$: towards $x$" if y.item() == 1 else "$y = 0$: away from $x$")
    return ax


def loss_and_push(ax, scores, losses, at, z_after):
    """The loss over the score, a row each; for one example `at` (a `Graph`) its tangent, and where a push takes its z."""
    z, loss, error = at.z.item(), at.L.item(), at.dL_dz.item()
    ax.plot(scores[0], losses[0], color=BLUE, linestyle="-")
    ax.axline((z, loss), slope=error, color=VERMILION, linestyle="--", linewidth=1.5)
    ax.plot([z], [loss], "o", color=INK, markersize=8, zorder=5)
    ax.plot([z], [-0.7], "o", color=GREEN, markersize=6, zorder=5)
    _arrow(ax, (z, -0.7), (z_after.item(), -0.7), GREEN, linewidth=3)
    ax.set_yticks([-0.7, 0, 2, 4, 6], ["push", "0", "2", "4", "6"])
    ax.set(xlim=(scores[0, 0], scores[0, -1]), ylim=(-1.2, 6.5), xlabel="score $z$", ylabel="loss $L$")
    ax.set_title(f"$z$ = {_number(z)},  loss {_number(loss)},  error $a - y$ = {_number(error)}")
    return ax


def changes_of_weights(ax, changes, names):
    """A bar for each weight's change (n,), in the order of the features; the longest bar each way has its name."""
    colors = [BLUE if change > 0 else VERMILION for change in changes]
    ax.bar(range(len(changes)), changes, color=colors, edgecolor=INK, linewidth=0.6)
    ax.axhline(0, color=INK, linewidth=0.8)
    for j, va in ((np.argmax(changes), "bottom"), (np.argmin(changes), "top")):
        apart = 4 if va == "bottom" else -4
        ax.annotate(names[j], (j, changes[j]), (0, apart), textcoords="offset points", ha="center", va=va)
    ax.margins(y=0.15)
    ax.set(xlabel=f"weight $j$, from 1 to {len(changes)}", ylabel="change of $w_j$", xticks=[])
    return ax


# What checks the gradient, and where a product of slopes fails


def errors_by_step(ax, steps, errors):
    """How far differences lie from the derived gradient, over their step, both on logarithmic scales."""
    ax.loglog(steps, errors, "o-", color=BLUE, markersize=4, linewidth=1.2)
    ax.text(0.03, 0.8, "too small:\nrounding", transform=ax.transAxes, linespacing=LEADING)
    ax.text(0.98, 0.06, "too large:\nthe cost bends", transform=ax.transAxes, ha="right", linespacing=LEADING)
    ax.set(xlabel="step $h$ of the differences", ylabel="largest deviation")
    return ax


def errors_by_score(ax, scores, difference, product, guarded):
    """The derivative of an example's loss over its score, computed in three ways; a line ends where its values are NaN.

    All are rows (1, m).
    """
    scores, difference, product, guarded = (row[0] for row in (scores, difference, product, guarded))
    ax.plot(scores, product, color=BROWN, linestyle="-", linewidth=6, solid_capstyle="butt")
    ax.plot(scores, guarded, color=VERMILION, linestyle="--")
    ax.plot(scores, difference, color=INK, linestyle="-", linewidth=1.2)
    finite = np.isfinite(product)
    end = scores[finite][-1], product[finite][-1]
    ax.plot(*end, "X", color=INK, markersize=9)
    place = {"textcoords": "offset points", "va": "top", "ha": "center"}
    ax.annotate("product of slopes:\nNaN from here", end, (0, -8), linespacing=LEADING, **place)
    ax.annotate("$a - y$", (scores[-1], difference[-1]), (0, 6), textcoords="offset points", ha="right")
    ax.annotate(r"product with $\epsilon$", (scores[-1], guarded[-1]), (0, 6), textcoords="offset points", ha="right")
    ax.set(xlabel="score $z$ of an example with $y = 0$", ylabel="slope of $L$", ylim=(-0.06, 1.15))
    return ax


# The loops


def costs_by_pass(ax, passes, repaired, faulty, m):
    """J of m examples as two loops hold it, over the passes: sums set back in every pass, and sums set once."""
    ax.plot(passes, faulty, color=VERMILION, linestyle="--", label="sums set once")
    ax.plot(passes, repaired, color=BLUE, linestyle="-", label="set in each pass")
    ax.set(title=f"$m$ = {m}", xlabel="pass", ylabel="$J$ as the loop holds it")
    ax.legend()
    return ax
