"""Neurons side by side and layers one behind the other: a layer beside its table, a batch as one product, a small network."""

import itertools

from matplotlib.patches import Circle, Rectangle

from unity.course.chapter_02.figures import plane, two_classes
from unity.course.chapter_08.figures import curved_boundary
from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, VERMILION, tint
from unity.course.style import narrow as canvas

__all__ = [
    "batch_product",
    "boundaries",
    "canvas",
    "costs_of_networks",
    "layer_beside_table",
    "network_of_one_example",
]

PENS = ("solid", "dashed", "dashdot", "dotted")
COLORS = (BLUE, VERMILION, GREEN, BROWN)
GROUND = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}


def _number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def _cells(ax, values, left, top, color, *, framed=()):
    """A table of numbers as cells, its upper left corner at (left, top); those at the places `framed` have a frame."""
    strongest = max(abs(values).max(), 1e-12)
    for (row, column), value in zip(itertools.product(*map(range, values.shape)), values.ravel()):
        shade = abs(value) / strongest
        place = (left + column, top - row - 1)
        edge = {"edgecolor": "white", "linewidth": 1}
        if (row, column) in framed:
            edge = {"edgecolor": INK, "linewidth": 2.2, "zorder": 3}
        ax.add_patch(Rectangle(place, 1, 1, facecolor=tint(color, shade), **edge))
        middle = (place[0] + 0.5, place[1] + 0.5)
        ax.text(*middle, _number(value), ha="center", va="center", fontsize=12, zorder=4)


def _node(ax, place, text, color, *, radius=0.55, linewidth=1.4):
    ax.add_patch(Circle(place, radius, facecolor="white", edgecolor=color, linewidth=linewidth, zorder=5))
    ax.text(*place, text, ha="center", va="center", fontsize=12, zorder=6)


def _edge(ax, start, end, w, *, color, width, label=None, at=0.5):
    """A line from node to node, solid for a positive weight and dashed for a negative one, with its number at a part `at`."""
    (x, y), (x_end, y_end) = start, end
    ax.plot((x, x_end), (y, y_end), color=color, linestyle="-" if w >= 0 else "--", linewidth=width, zorder=1)
    if label:
        place = (x + at * (x_end - x), y + at * (y_end - y))
        ax.text(*place, label, ha="center", va="center", fontsize=12, bbox=GROUND, zorder=4)


def boundaries(axes, x_1, x_2, scores, points):
    """The two classes of `points` under several lines on which a score is 0, a plot each.

    `scores` is a dict from names to the values (1, q p) of a score on the grid x_1 (p,), x_2 (q,).
    """
    for ax, (name, Z) in zip(axes, scores.items()):
        plane(ax, (x_1[0], x_1[-1]), (x_2[0], x_2[-1]))
        two_classes(ax, points.X, points.y, points.classes)
        curved_boundary(ax, x_1, x_2, Z.reshape(len(x_2), len(x_1)), label=name)
        ax.get_legend().remove()
        ax.set_title(name)
    return axes[-1]


def layer_beside_table(ax, W, b, x, z, neuron):
    """Two inputs and three neurons, and beside them the table W (2, 3) with b (3, 1); one neuron stands out, counted from 0.

    Its lines carry its weights, which are a column of the table, and its node the sum z (3, 1).
    """
    inputs, neurons = [(0.0, 3.3), (0.0, 1.1)], [(4.2, 4.2), (4.2, 2.2), (4.2, 0.2)]
    for k, end in enumerate(neurons):
        chosen = k == neuron
        for j, start in enumerate(inputs):
            w = W[j, k]
            look = {"color": VERMILION, "width": 2.6} if chosen else {"color": MUTED, "width": 0.8}
            _edge(ax, start, end, w, label=_number(w) if chosen else None, at=0.38, **look)
        color, linewidth = (VERMILION, 2.8) if chosen else (MUTED, 1.2)
        _node(ax, end, f"$z_{k + 1}$", color, linewidth=linewidth)
    for j, start in enumerate(inputs):
        _node(ax, start, f"$x_{j + 1}$", INK)
        ax.text(start[0], start[1] - 0.95, _number(x[j, 0]), ha="center", va="center", fontsize=12)
    here = neurons[neuron]
    ax.text(here[0] + 0.75, here[1], f"= {_number(z[neuron, 0])}", ha="left", va="center", fontsize=12, color=VERMILION)
    left = 7.6
    _cells(ax, W, left, 3.9, VERMILION, framed={(0, neuron), (1, neuron)})
    _cells(ax, b.T, left, 1.4, GREEN, framed={(0, neuron)})
    ax.text(left - 0.3, 2.9, "$W$", ha="right", va="center", fontsize=14, color=VERMILION)
    ax.text(left - 0.3, 0.9, r"$b^\top$", ha="right", va="center", fontsize=14, color=GREEN)
    ax.text(left + 1.5, 4.25, "a column a neuron", ha="center", va="bottom", color=MUTED, fontsize=12)
    ax.set(xlim=(-0.8, left + 3.3), ylim=(-0.6, 5.0), aspect="equal")
    ax.axis("off")
    return ax


def batch_product(ax, W, A, b, Z, neuron, example):
    """W^T A + b = Z as tables in two rows, with one neuron's row, one example's columns and the sum where they meet framed.

    W (n_in, n_out), A (n_in, m), b (n_out, 1), Z (n_out, m); the neuron and the example count from 0.
    """
    n_in, n_out = W.shape
    m = A.shape[1]
    below = -(n_out + 2.0)
    tables = (
        (W.T, VERMILION, r"$W^\top$", {(neuron, j) for j in range(n_in)}, (0.0, 0.0)),
        (A, BLUE, "$A$", {(j, example) for j in range(n_in)}, (n_in + 1.2, 0.0)),
        (b, GREEN, "$b$", {(neuron, 0)}, (n_in - 1.0, below)),
        (Z, MUTED, "$Z$", {(neuron, example)}, (n_in + 1.2, below)),
    )
    for values, color, name, framed, (left, base) in tables:
        rows, columns = values.shape
        _cells(ax, values, left, base + (n_out + rows) / 2, color, framed=framed)
        ax.text(left + columns / 2, base + n_out + 0.2, name, ha="center", va="bottom", fontsize=14)
        ax.text(left + columns / 2, base - 0.2, f"({rows}, {columns})", ha="center", va="top", fontsize=12)
    for sign, x in (("+", n_in - 1.6), ("=", n_in + 0.6)):
        ax.text(x, below + n_out / 2, sign, ha="center", va="center", fontsize=16.5)
    ax.set(xlim=(-0.2, n_in + m + 1.4), ylim=(below - 0.9, n_out + 1.0), aspect="equal")
    ax.axis("off")
    return ax


def network_of_one_example(ax, W, A, Z, a):
    """One example on its way through layers: what each hears in the nodes, its sums below them, the weights as lines.

    W a table for each layer, A (n, 1) what each hears, Z (n, 1) what each sums, a (K, 1) the end. A line is the wider
    the further its weight is from 0, and dashed where the weight is negative.
    """
    columns = [*A, a]
    tallest = max(len(column) for column in columns)
    places = [
        [(3.6 * n, 1.9 * ((tallest - len(column)) / 2 + len(column) - 1 - k)) for k in range(len(column))]
        for n, column in enumerate(columns)
    ]
    strongest = max(abs(table).max() for table in W)
    for n, table in enumerate(W):
        for (j, k), w in zip(itertools.product(*map(range, table.shape)), table.ravel()):
            color, width = BLUE if w >= 0 else VERMILION, 0.6 + 3.4 * abs(w) / strongest
            _edge(ax, places[n][j], places[n + 1][k], w, color=color, width=width)
    for n, column in enumerate(columns):
        for k, value in enumerate(column[:, 0]):
            _node(ax, places[n][k], _number(value), INK, radius=0.62)
            if n:
                x, y = places[n][k]
                below = f"$z$ = {_number(Z[n - 1][k, 0])}"
                ax.text(x, y - 0.88, below, ha="center", va="center", fontsize=12, color=INK, bbox=GROUND, zorder=4)
    top = 1.9 * (tallest - 1) + 1.0
    names = ["$A_1 = x$", *(f"$A_{n}$" for n in range(2, len(columns))), "$a$"]
    for n, name in enumerate(names):
        ax.text(3.6 * n, top, name, ha="center", va="bottom", fontsize=14)
    ax.set(xlim=(-0.9, 3.6 * (len(columns) - 1) + 0.9), ylim=(-1.2, top + 0.7), aspect="equal")
    ax.axis("off")
    return ax


def costs_of_networks(ax, costs, floor):
    """The cost after each epoch, `costs` a dict from names to rows of numbers, over the least cost of a single neuron."""
    ax.axhline(floor, color=INK, linewidth=1, linestyle="-")
    for color, pen, (name, row) in zip(COLORS, PENS, costs.items()):
        ax.plot(range(len(row)), row, color=color, linestyle=pen, label=name)
    last = max(len(row) for row in costs.values()) - 1
    ax.annotate("least cost of a neuron", (last, floor), (0, 4), textcoords="offset points", ha="right", va="bottom")
    ax.set(xlabel="epochs", ylabel="cost", xlim=(0, last), ylim=(0, None))
    ax.legend(loc="upper right")
    return ax
