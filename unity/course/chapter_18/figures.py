"""Brains and machines: cells drawn apart, voltages and rates, published sizes, and what two rules of learning find."""

import matplotlib.pyplot as plt

from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, PHONE, VERMILION, canvas, narrow

__all__ = [
    "canvas",
    "first_direction",
    "narrow",
    "one_above_two",
    "panels",
    "rate_curve",
    "sizes",
    "two_doctrines",
    "two_feedbacks",
    "voltages",
]

MARKS = {"neurons": ("o", BLUE), "synapses": ("D", VERMILION), "units": ("s", GREEN), "weights": ("^", BROWN)}


def panels(rows, *, height):
    """Empty axes one below the other, no wider than a phone can show with readable letters.

    >>> len(panels(2, height=5))
    2
    """
    return plt.subplots(rows, 1, figsize=(PHONE, height), layout="constrained")[1]


def one_above_two():
    """Three empty axes: one as wide as a phone, two below it.

    >>> len(one_above_two())
    3
    """
    places = [["above", "above"], ["left", "right"]]
    _, axes = plt.subplot_mosaic(places, figsize=(PHONE, 5.2), layout="constrained")
    return [axes[name] for name in ("above", "left", "right")]


def two_doctrines(axes, cells):
    """The same cells (`unity.brains.Arbours`) twice: where two tips meet they are one, or stay apart. Two axes."""
    for ax, title in zip(axes, ("Golgi: one continuous net", "Cajal: separate cells")):
        for i, j in cells.branches.T:
            ax.plot(*cells.points[:, [i, j]], color=INK, linewidth=1.4, linestyle="-")
        bodies = cells.points[:, :: cells.points.shape[1] // cells.cells]
        ax.plot(*bodies, "o", color=INK, markersize=8, linestyle="none")
        ax.set_title(title)
        ax.set_aspect("equal")
        ax.axis("off")
    joined, apart = axes
    for i, j in cells.meetings.T:
        joined.plot(*cells.points[:, [i, j]], color=BLUE, linewidth=3, linestyle="-")
        tips = cells.points[:, [i, j]]
        apart.plot(*tips, "o", color=VERMILION, markersize=3, linestyle="none", zorder=4)
    return apart


def voltages(axes, times, V, spikes, currents):
    """A voltage over time for each current, on axes of its own, a bar above the threshold wherever the cell fires.

    times (T,) in seconds, V and spikes (n, T), currents (n, 1).
    """
    for ax, v, fired, current in zip(axes, V, spikes, currents):
        ax.plot(1000 * times, v, color=BLUE, linewidth=1.2, linestyle="-")
        ax.axhline(1, color=MUTED, linewidth=1, linestyle=":")
        ax.vlines(1000 * times[fired > 0], 1, 1.7, color=VERMILION, linewidth=1.8)
        ax.set(title=f"current {current.item():g}", xlabel="time in ms", ylim=(-0.05, 1.8), yticks=[0, 1])
    axes[0].set_ylabel("voltage")
    return axes[-1]


def rate_curve(ax, currents, measured, exact, ramp):
    """Rates over currents, all (n, 1): counted ones as dots, the formula's as a line, and a ramp beside them."""
    ax.plot(currents, ramp, color=MUTED, linestyle="--", linewidth=1.6, label="a ReLU")
    ax.plot(currents, exact, color=BLUE, linestyle="-", label="formula, no noise")
    ax.plot(currents, measured, "o", color=VERMILION, markersize=4.5, linestyle="none", label="counted spikes")
    ax.set(xlabel="current $I$", ylabel="spikes a second", ylim=(-4, 105))
    ax.legend(loc="upper left")
    return ax


def sizes(axes, counts):
    """Published counts (`unity.brains.Count`) on one logarithmic scale: brains on the first axes, networks on the second.

    A range is drawn as a bar from its low to its high end, between two marks. Whoever has neurons is a brain; names stand in
    their order, from below.
    """
    everyone, brains = ({c.who: None for c in counts if c.what in what} for what in (MARKS, ("neurons",)))
    networks = [who for who in everyone if who not in brains]
    for ax, title, names in zip(axes, ("brains", "networks"), ([*brains], networks)):
        shown = []
        for count in counts:
            if count.who not in names:
                continue
            marker, color = MARKS[count.what]
            y = names.index(count.who)
            label = None if count.what in shown else count.what
            shown.append(count.what)
            ax.plot([count.low, count.high], [y, y], color=color, linewidth=3, linestyle="-")
            ends = [count.low] if count.low == count.high else [count.low, count.high]
            ax.plot(ends, [y] * len(ends), marker, color=color, markersize=8, linestyle="none", label=label)
        ax.set(xscale="log", xlim=(80, 4e15), ylim=(-0.6, len(names) - 0.4), title=title, xlabel="how many")
        ax.set_yticks(range(len(names)), names)
        ax.set_xticks([1e3, 1e6, 1e9, 1e12, 1e15], [f"$10^{{{power}}}$" for power in (3, 6, 9, 12, 15)])
        ax.minorticks_off()
        ax.grid(axis="x", color=MUTED, linewidth=0.4, alpha=0.5)
        ax.legend(loc="lower right", fontsize=12, frameon=True, framealpha=1, facecolor="white", edgecolor="none")
    return axes[-1]


def first_direction(axes, lengths, cosines, pictures):
    """What Hebb's rule does alone and with Oja's forgetting: three axes.

    `lengths` are the lengths of w over the steps by the name of the rule, `cosines` the last cosine with the first principal
    direction; `pictures` are that direction and Oja's w, of 64 numbers each.
    """
    left, *images = axes
    for (name, values), color, line in zip(lengths.items(), (VERMILION, BLUE), ("--", "-")):
        left.semilogy(values, color=color, linestyle=line, label=f"{name}: cosine {cosines[name]:.3f}")
    left.set(xlabel="step", ylabel="length of $w$", ylim=(0.1, 1e11))
    left.legend(loc="upper left", fontsize=12)
    top = max(abs(picture).max() for picture in pictures)
    for ax, title, picture in zip(images, ("first direction", "Oja’s $w$"), pictures):
        ax.imshow(picture.reshape(8, 8), cmap="gray", vmin=-top, vmax=top, interpolation="none")
        ax.set_title(title)
        ax.set(xticks=[], yticks=[])
    return axes[-1]


def two_feedbacks(axes, steps, costs, cosines):
    """Costs by the name of the way back, over the steps, and the cosine of one way's update with the gradient: two axes."""
    left, right = axes
    looks = ((BLUE, "-", "o"), (VERMILION, "--", "s"), (MUTED, ":", "^"))
    for (name, values), (color, line, marker) in zip(costs.items(), looks):
        left.semilogy(steps, values, color=color, linestyle=line, marker=marker, markersize=4, label=name)
    left.set(xlabel="step", ylabel="training cost", ylim=(None, 6))
    left.legend(loc="upper right")
    right.plot(steps, cosines, color=VERMILION, linestyle="--", marker="s", markersize=4)
    right.axhline(0, color=MUTED, linewidth=1, linestyle="-")
    right.set(xlabel="step", ylabel="cosine with the gradient", ylim=(-0.15, 1))
    right.set_title("first layer, fixed weights back")
    return right
