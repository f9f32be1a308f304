"""Two fits beside each other, where the model is true and where it is not."""

import matplotlib.pyplot as plt
from matplotlib.ticker import LogLocator

from unity.course.chapter_02.figures import keyed
from unity.course.style import INK, PHONE, VERMILION

__all__ = ["distances_by_m", "fitted_lines", "stacked_apart"]


def distances_by_m(ax, m, generative, discriminative):
    """How far the w of two fits lie from the true one, over the number of examples, both on logarithmic scales."""
    ax.loglog(m, discriminative, "^--", color=VERMILION, markersize=6, label="discriminative")
    ax.loglog(m, generative, "o-", color=INK, markersize=6, label="generative")
    ax.set(xlabel="examples $m$", ylabel="distance from the true $w$", title="where the model is true")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter("")
    ax.legend()
    return ax


def fitted_lines(ax, generative, discriminative):
    """The boundaries of two fits, (2, points) each; the legend stands beside the axes, where it hides no point."""
    ax.plot(*discriminative, color=VERMILION, linestyle="--", linewidth=2.4, zorder=4, label="discriminative")
    ax.plot(*generative, color=INK, linestyle="-", linewidth=2.4, zorder=4, label="generative")
    ax.set_title("where it is not")
    return keyed(ax)


def stacked_apart(*, height):
    """Two axes on top of each other that share no axis, the lower one half as high again; the height in inches."""
    ratios = {"height_ratios": (2, 3)}
    _, axes = plt.subplots(2, 1, figsize=(PHONE, height), layout="constrained", gridspec_kw=ratios)
    return axes
