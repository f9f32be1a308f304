"""Errors that flow back: a hidden layer that nobody corrects, fractions of weights, the mirror, and ways side by side."""

import numpy as np

from unity.course.style import BLUE, GREEN, INK, MUTED, ORANGE, VERMILION, canvas

__all__ = ["angles_by_layer", "canvas", "costs_by_way", "mirror", "shared_errors", "two_shares", "uncorrected"]

WAYS = {
    "by_fractions": ("fractions", VERMILION, "dotted", "v"),
    "by_weights": ("weights", ORANGE, "dashed", "s"),
    "by_fractions_and_slope": ("fractions and slope", GREEN, "dashdot", "^"),
    "by_weights_and_slope": ("weights and slope", BLUE, "solid", "o"),
}
"""How each way is drawn wherever it is drawn: its name, colour, line and marker."""

HALO = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}


def _number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def _arrow(ax, tail, tip, color, *, linestyle="-", linewidth=1.6):
    pen = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13, "color": color}
    ax.annotate("", xy=tip, xytext=tail, arrowprops=pen | {"linestyle": linestyle, "linewidth": linewidth})


def _node(ax, place, text, color=BLUE, **style):
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": color, "linewidth": 1.4}
    ax.text(*place, text, ha="center", va="center", bbox=box, zorder=5, **style)


def _label(ax, tail, tip, share, text, color):
    """A text on the way from tail to tip, at a share of it."""
    x, y = (a + share * (b - a) for a, b in zip(tail, tip))
    ax.text(x, y, text, ha="center", va="center", color=color, bbox=HALO, zorder=4)


# A layer by itself


def uncorrected(ax, said, W, probability, error):
    """What three hidden neurons said (3, 1), the weights (3, 1) by which the output heard them, and what is known of it.

    The output's probability and its error are (1, 1).
    """
    out = (4.4, 1.5)
    for j, y in enumerate((3.0, 1.5, 0.0)):
        _arrow(ax, (1.2, y), (out[0] - 0.95, out[1] + 0.25 * (y - 1.5)), BLUE)
        _label(ax, (1.2, y), (out[0] - 0.95, out[1] + 0.25 * (y - 1.5)), 0.4, f"× {_number(W[j, 0])}", BLUE)
        _node(ax, (0.5, y), f"says {_number(said[j, 0])}")
        ax.text(-0.75, y, "error ?", ha="center", va="center", color=VERMILION, weight="bold")
    _node(ax, out, f"gives {_number(probability.item())}")
    ax.text(
        out[0],
        out[1] - 0.62,
        f"error {_number(error.item())}",
        ha="center",
        va="center",
        color=VERMILION,
        weight="bold",
    )
    ax.set(xlim=(-1.3, 5.4), ylim=(-0.5, 3.5))
    ax.axis("off")
    return ax


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
            _arrow(ax, tail, tip, color, linestyle="-" if inside else "--")
            text = f"{_number(W[i, j])}:  {_number(F[i, j])}"
            _label(ax, tail, tip, 0.24 if j != 1 else 0.3, text, color)
        _node(ax, right, f"error {_number(E[j, 0])}", VERMILION)
    for i, left in enumerate(inputs):
        _node(ax, left, f"gets {_number(received[i, 0])}", VERMILION)
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
                _number(value), (place, value), (0, up), textcoords="offset points", ha="center",
                va="bottom" if value >= 0 else "top",
            )  # fmt: skip
    ax.axhline(0, color=INK, linewidth=0.8)
    names = [f"input {i}, weight {_number(w[i - 1, 0])}" for i in (1, 2)]
    ax.set_xticks([0, 1], names)
    ax.set(ylim=(-6.2, 6.2), ylabel="gets of an error of 1")
    ax.legend(loc="upper left", ncols=2)
    return ax


# Forward and backward


def mirror(ax, passed, errors, slopes, gradients):
    """A network of two layers: what each step gives, above; the slope of J by it, below; between them the gradients.

    `passed` is a `unity.decks.ForwardPass`, `errors` are E_1 and E_2, `slopes` those by A_1 and A_2, `gradients` as
    `unity.decks.back_propagate` gives them. Only their shapes are shown.
    """
    top, middle, bottom, columns = 3.6, 1.8, 0.0, (0.0, 2.5, 4.3, 6.8)
    names = ("A_1", "Z_1", "A_2", "Z_2")
    above = passed.A[0], passed.Z[0], passed.A[1], passed.Z[1]
    below = slopes[0], errors[0], slopes[1], errors[1]
    under = r"\partial J / \partial A_1", "E_1", r"\partial J / \partial A_2", "E_2"
    forward = r"$W_1^\top A_1 + b_1$", "$f$", r"$W_2^\top A_2 + b_2$"
    back = "$W_1 E_1$", r"$\odot\, f'(Z_1)$", "$W_2 E_2$"
    ax.axhline(middle, color=MUTED, linestyle=":", linewidth=1, zorder=0)
    for x, name, array, slope_name, slope in zip(columns, names, above, under, below, strict=True):
        _node(ax, (x, top), f"${name}$\n{tuple(array.shape)}")
        _node(ax, (x, bottom), f"${slope_name}$\n{tuple(slope.shape)}", VERMILION)
    for x, after, there, here in zip(columns, columns[1:], forward, back):
        left, right = x + 0.68, after - 0.68
        _arrow(ax, (left, top), (right, top), BLUE)
        _arrow(ax, (right, bottom), (left, bottom), VERMILION, linestyle="--")
        ax.text((x + after) / 2, top + 0.55, there, ha="center", va="bottom", color=BLUE, fontsize=13)
        ax.text((x + after) / 2, bottom - 0.6, here, ha="center", va="top", color=VERMILION, fontsize=13)
    for n, (x, after) in enumerate(((columns[0], columns[1]), (columns[2], columns[3])), 1):
        centre = (x + after) / 2
        _arrow(ax, (x + 0.3, top - 0.6), (centre - 0.3, middle + 0.58), GREEN)
        _arrow(ax, (after - 0.3, bottom + 0.6), (centre + 0.3, middle - 0.58), GREEN)
        text = f"$dW_{n} = A_{n} E_{n}^\\top$\n{tuple(gradients[n - 1][0].shape)}"
        _node(ax, (centre, middle), text, GREEN)
    end = columns[-1] + 1.2
    _node(ax, (end, middle), "$J$", INK)
    _arrow(ax, (columns[-1] + 0.5, top - 0.55), (end - 0.08, middle + 0.42), BLUE)
    _arrow(ax, (end - 0.08, middle - 0.42), (columns[-1] + 0.5, bottom + 0.55), VERMILION, linestyle="--")
    ax.text(end + 0.28, bottom + 0.75, r"$\frac{A - Y}{m}$", ha="center", va="center", color=VERMILION, fontsize=15)
    between = (columns[1] + columns[2]) / 2
    ax.text(between, middle + 0.2, "forward", ha="center", va="bottom", color=BLUE)
    ax.text(between, middle - 0.2, "back", ha="center", va="top", color=VERMILION)
    ax.set(xlim=(-0.85, end + 0.75), ylim=(-1.3, 4.75))
    ax.axis("off")
    return ax


# Ways side by side


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
            ax.semilogy(values, color=color, linestyle=line, label=name)
        ax.set(title=title, xlabel="step")
    axes[0].set_ylabel("cost $J$")
    _one_legend(axes)
    return axes[0]


def _one_legend(axes, **style):
    style |= {"loc": "outside lower center", "ncols": 4, "handletextpad": 0.5, "columnspacing": 1.5}
    axes[0].figure.legend(*axes[0].get_legend_handles_labels(), **style)
