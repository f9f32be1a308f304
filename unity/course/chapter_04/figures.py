"""Likelihood and cross-entropy: probabilities beside labels, the loss and its branches, landscapes, digits, runaways."""

from unity.course.style import BLUE, BROWN, GREEN, HALO, INK, LEADING, MUTED, VERMILION
from unity.course.style import narrow as canvas

__all__ = [
    "canvas",
    "cost_landscape",
    "growing_weight",
    "loss_branches",
    "losses_of_a_wrong_answer",
    "penalised_costs",
    "probability_curves",
    "tiny_losses",
    "valleys_and_chord",
]

LOOKS = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (BROWN, ":"))


def _number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def _ring(ax, x, y):
    """A ring that marks a minimum."""
    ax.plot([x], [y], "o", markerfacecolor="white", markeredgecolor=INK, markeredgewidth=1.8, markersize=8, zorder=6)


# Probabilities and labels


def probability_curves(ax, distances, curves, names, marks, labels):
    """Probabilities of class 1 over the signed distance, a row of `curves` (K, m) for each name.

    `marks` (M,) are the distances of examples, drawn as ticks: at the top where `labels` (M,) is 1, else at the bottom.
    """
    for k, height in ((0, -0.13), (1, 1.13)):
        own = marks[labels == k]
        ax.plot(own, [height] * len(own), "|", color=MUTED, markersize=9, markeredgewidth=0.8, zorder=1)
    for curve, name, (color, linestyle) in zip(curves, names, LOOKS):
        ax.plot(distances, curve, color=color, linestyle=linestyle, label=name, zorder=3)
    ax.set_yticks([-0.13, 0, 0.5, 1, 1.13], ["benign", "0", "0.5", "1", "malignant"])
    ax.set(xlim=(distances[0], distances[-1]), ylim=(-0.2, 1.2))
    ax.set(xlabel="signed distance from the line", ylabel="probability $a$")
    ax.legend(loc="center right")
    return ax


def loss_branches(ax, a, ones, zeros):
    """The loss over the probability a, for examples of either label; all three are rows (1, m)."""
    for losses, y, (color, linestyle), place in ((ones, 1, LOOKS[0], 0.12), (zeros, 0, LOOKS[1], 0.88)):
        ax.plot(a[0], losses[0], color=color, linestyle=linestyle)
        ax.text(place, 3.2, f"$y = {y}$", color=color, ha="center", fontsize=14, **HALO)
    ax.set(xlim=(0, 1), ylim=(0, 5), xlabel="probability $a$ of class 1", ylabel="loss $L$")
    return ax


# Landscapes


def valleys_and_chord(ax, w, costs, ends, name):
    """The cost over one weight, both (m,), with rings at its valleys; a chord joins two of the curve's places, `ends`.

    A place is an index into w. The dotted line leads from the chord's middle to the curve above or below it.
    """
    i, j = ends
    ax.plot(w, costs, color=BLUE, linestyle="-", zorder=3)
    ax.plot(w[[i, j]], costs[[i, j]], "o--", color=VERMILION, markersize=6, linewidth=1.6, zorder=4)
    middle = (i + j) // 2
    ax.plot([w[middle]] * 2, [(costs[i] + costs[j]) / 2, costs[middle]], ":", color=INK, linewidth=1.6, zorder=4)
    for k in range(1, len(w) - 1):
        if costs[k] < costs[k - 1] and costs[k] < costs[k + 1]:
            _ring(ax, w[k], costs[k])
    ax.set(title=name, xlabel="weight $w$", xlim=(w[0], w[-1]))
    return ax


def cost_landscape(ax, w, b, costs, least, name):
    """Contours of a cost (B, W) over weights w (W,) and biases b (B,); where it curves down is hatched, a ring the least.

    `least` (B, W) is the smallest curvature at each place.
    """
    if (least < 0).any():
        ax.contourf(w, b, least, levels=[least.min() - 1, 0], colors=["none"], hatches=["///"], zorder=0)
        for collection in ax.collections:
            collection.set_edgecolor(BROWN)
            collection.set_linewidth(0)
    ax.contour(w, b, costs, levels=12, colors=BLUE, linewidths=1.1, linestyles="solid", zorder=2)
    row, column = divmod(int(costs.argmin()), costs.shape[1])
    _ring(ax, w[column], b[row])
    ax.set(title=name, xlabel="weight $w$", ylabel="bias $b$")
    return ax


def losses_of_a_wrong_answer(ax, scores, from_a, from_z):
    """The loss of an example with y = 0 over its score, computed in two ways, all (m,); a line ends where it is infinite."""
    ax.plot(scores, from_z, color=BLUE, linestyle="-", linewidth=5, alpha=0.45, label="from $z$")
    ax.plot(scores, from_a, color=VERMILION, linestyle="--", linewidth=1.6, label="from $a$")
    finite = from_a < float("inf")
    end = scores[finite][-1], from_a[finite][-1]
    ax.plot(*end, "X", color=INK, markersize=9, zorder=5)
    ax.annotate("infinite\nfrom here", end, (9, -4), textcoords="offset points", va="top", linespacing=LEADING)
    ax.set(title="surely wrong: $y = 0$", xlabel="score $z$", ylabel="loss $L$")
    ax.legend(loc="upper left")
    return ax


def tiny_losses(ax, scores, from_a, from_z):
    """The loss of an example with y = 1 over its score, on a logarithmic scale, computed in two ways, all (m,)."""
    ax.plot(scores, from_z, color=BLUE, linestyle="-", linewidth=5, alpha=0.45, label="from $z$")
    positive = from_a > 0
    ax.plot(scores[positive], from_a[positive], color=VERMILION, linestyle="--", linewidth=1.6, label="from $a$")
    end = scores[positive][-1], from_a[positive][-1]
    ax.plot(*end, "X", color=INK, markersize=9, zorder=5)
    ax.annotate("0 from here", end, (7, 3), textcoords="offset points", va="bottom")
    ax.set_yscale("log")
    ax.set(title="surely right: $y = 1$", xlabel="score $z$")
    ax.legend(loc="lower left")
    return ax


# Separable data


def growing_weight(ax, steps, w, guide):
    """A weight over the steps of a walk downhill, and the logarithm that it follows; all (T,), steps logarithmic."""
    ax.semilogx(steps, w, color=BLUE, linestyle="-", label="$w$ after $t$ steps")
    ax.semilogx(steps, guide, color=VERMILION, linestyle="--", linewidth=1.6, label=r"$\log t$")
    ax.set(title="a walk without an end", xlabel="step $t$", ylabel="weight $w$")
    ax.legend(loc="upper left")
    return ax


def penalised_costs(ax, w, curves, minima, penalties):
    """The cost with a penalty over the weight, a row of `curves` (K, m) for each penalty; a ring at each minimum.

    A minimum is a pair (w, cost), None where there is none.
    """
    for curve, minimum, penalty, (color, linestyle) in zip(curves, minima, penalties, LOOKS):
        ax.plot(w, curve, color=color, linestyle=linestyle, label=rf"$\lambda = {_number(penalty)}$")
        if minimum is not None:
            _ring(ax, *minimum)
    ax.set(title="a penalty makes a minimum", xlabel="weight $w$", ylabel=r"$J_\lambda$", ylim=(0, 1.05))
    ax.legend(loc="center right", bbox_to_anchor=(1.04, 0.6), handlelength=2, fontsize=12)
    return ax
