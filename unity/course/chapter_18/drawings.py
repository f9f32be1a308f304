"""Nerve cells drawn: two kinds of them, the place where two meet, and what an electrode in one of them records."""

import matplotlib.pyplot as plt

from unity.course.style import BLUE, BROWN, INK, MUTED, PHONE, VERMILION

__all__ = ["nerve_cell", "places", "recording", "synapse"]


def places():
    """Three empty axes without a frame: two tall ones side by side, and a wide one below them.

    >>> len(places())
    3
    """
    names = [["left", "right"], ["below", "below"]]
    shape = {"height_ratios": [1.6, 1]}
    _, axes = plt.subplot_mosaic(names, figsize=(PHONE, 6.2), layout="constrained", gridspec_kw=shape)
    for ax in axes.values():
        ax.set_aspect("equal")
        ax.axis("off")
    return [axes[name] for name in ("left", "right", "below")]


def nerve_cell(ax, title, neuron):
    """A `unity.course.chapter_18.neurons.Neuron`: its body filled, its dendrites and its axon in colours of their own."""
    for segments, color, width in ((neuron.dendrites, BLUE, 1.6), (neuron.axon, VERMILION, 2.2)):
        ax.plot(*segments, color=color, linewidth=width, linestyle="-", solid_capstyle="round")
    ax.fill(*neuron.body, facecolor=INK, edgecolor="none", zorder=3)
    ax.text(0, 4.5, "dendrites: here it hears", color=BLUE, ha="center")
    ax.text(0, -2.6, "axon: here it speaks", color=VERMILION, ha="center", va="top")
    ax.set(xlim=(-2.6, 2.6), ylim=(-3.1, 5))
    ax.set_title(title, loc="center")
    return ax


def synapse(ax, *, gap, sent):
    """An axon's end above a dendrite, `gap` apart, and what is `sent` across: (2, k), from 0 to 1 along the gap and up."""
    along = [-3, -0.5, 0.3, 1.2, 1.2, 0.3, -0.5, -3]
    up = [1.0, 1.0, 1.4, 1.4, 0.0, 0.0, 0.5, 0.5]
    ax.fill(along, [gap + y for y in up], facecolor=VERMILION, edgecolor="none", alpha=0.35)
    ax.fill([-3, 4, 4, -3], [0, 0, -0.8, -0.8], facecolor=BLUE, edgecolor="none", alpha=0.35)
    x, y = sent
    ax.plot(0.3 + 0.9 * x, gap * y, "o", color=BROWN, markersize=5, linestyle="none")
    ax.plot([1.6, 1.6], [0, gap], color=MUTED, linewidth=2, linestyle="-")
    for place, said in (((2.3, gap / 2), "the gap"), ((-1.75, gap + 0.75), "axon"), ((-1.75, -0.4), "dendrite")):
        ax.text(*place, said, ha="center", va="center")
    ax.set_title("a synapse, not to scale", loc="center")
    return ax


def recording(axes, record, rest, lags, pulses):
    """A `unity.course.chapter_18.membrane.Recording` above, and below it its spikes laid on each other: two axes.

    `rest` is the potential of a cell that gets no current; `pulses` are (spikes, L), at the milliseconds `lags` (L,) from
    their peaks.
    """
    whole, alike = axes
    whole.plot(record.times, record.V, color=BLUE, linewidth=1, linestyle="-")
    whole.plot(
        record.times[record.peaks], record.V[record.peaks] + 14, "v", color=VERMILION, markersize=5, linestyle="none"
    )
    alike.plot(lags, pulses.T, color=VERMILION, linewidth=1, linestyle="-", alpha=0.6)
    for ax, said in ((whole, "time in ms"), (alike, "ms from the peak")):
        ax.axhline(rest, color=MUTED, linewidth=1, linestyle=":")
        ax.set(xlabel=said, ylabel="millivolts", ylim=(-90, 70), yticks=[-80, -40, 0, 40])
        ax.margins(x=0)
    whole.set_title("a recording: each arrow marks a spike")
    alike.set_title(f"its {len(pulses)} spikes, laid on each other")
    alike.text(lags[-1], rest + 4, "at rest", color=MUTED, ha="right")
    return alike
