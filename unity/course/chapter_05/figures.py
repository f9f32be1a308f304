"""Descent: walks on a curve and on contours, what the step size makes of them, and how many steps it takes."""

import matplotlib.ticker
import numpy as np

from unity.course.style import BLUE, BROWN, GREEN, INK, LEADING, MUTED, VERMILION
from unity.course.style import narrow as canvas

__all__ = [
    "canvas",
    "contours",
    "cost_curve",
    "costs_along",
    "costs_by_step_size",
    "own_axes",
    "stairs_in_plane",
    "steps_needed",
    "walk_in_plane",
    "walk_on_curve",
]

LOOKS = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": BROWN, "linestyle": ":", "marker": "D"},
)


# One weight


def cost_curve(ax, w, J):
    """The cost J (k,) over one weight w (k,)."""
    ax.plot(w, J, color=INK, linestyle="-", linewidth=1.4, zorder=1)
    ax.set(xlim=(w[0], w[-1]), ylim=ax.get_ylim(), xlabel="$w$", ylabel="$J$")
    return ax


def walk_on_curve(ax, w, J, slope=None, *, look=0):
    """A walk on a cost curve: its places w (T + 1,) at their heights J, the first one large.

    A `slope`, where it is given, belongs to the first place, which then has its tangent and the slope's sign.
    """
    pen = LOOKS[look]
    ax.plot(w, J, **pen, linewidth=1, markersize=5, zorder=4)
    ax.plot(w[:1], J[:1], **pen, markersize=10, zorder=5)
    if slope is not None:
        left, right = ax.get_xlim()
        ends = 0.09 * (right - left) * np.array([-1, 1])
        ax.plot(w[0] + ends, J[0] + slope * ends, color=pen["color"], linestyle=pen["linestyle"], zorder=3)
        sign, away, side = ("negative", 14, "left") if slope < 0 else ("positive", -14, "right")
        place = {"textcoords": "offset points", "ha": side, "va": "center", "linespacing": LEADING}
        ax.annotate(f"slope\n{sign}", (w[0], J[0]), (away, 0), color=pen["color"], **place)
    return ax


# Two parameters


def contours(ax, b, w, J, *, title=""):
    """Seven lines of equal cost: J (k, l) at the places w (k,) and b (l,), and a cross at the origin.

    Their levels are squares apart, so the lines of a bowl are evenly spaced.
    """
    levels = np.max(J) * (np.arange(1, 8) / 8) ** 2
    ax.contour(b, w, J, levels=levels, colors=MUTED, linewidths=0.8, zorder=0)
    ax.plot([0], [0], "P", color=INK, markersize=7, zorder=9)
    ax.set(xlim=(b[0], b[-1]), ylim=(w[0], w[-1]), xlabel="$b$", ylabel="$w$", title=title)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(matplotlib.ticker.MultipleLocator(1))
    ax.set_aspect("equal", adjustable="box")
    ax.label_outer()
    return ax


def own_axes(ax, directions, names):
    """Arrows from the origin along the columns of `directions` (2, K), two units long, each with its name."""
    for direction, name, pen in zip(directions.T, names, LOOKS):
        tip, style = 2 * direction, {"arrowstyle": "-|>", "color": pen["color"], "linewidth": 2}
        ax.annotate("", tip, (0, 0), arrowprops={**style, "shrinkA": 0, "shrinkB": 0}, zorder=8)
        ax.annotate(name, tip, 12 * direction, textcoords="offset points", ha="center", va="center", fontsize=14)
    return ax


def costs_along(ax, s, rows, names):
    """The cost along several directions: a row of `rows` (K, k) over the places s (k,) for each, with its name at its end."""
    for row, name, pen in zip(rows, names, LOOKS):
        ax.plot(s, row, color=pen["color"], linestyle=pen["linestyle"])
        ax.annotate(name, (s[-1], row[-1]), (4, 0), textcoords="offset points", va="center", fontsize=14)
    ax.set(xlabel="distance from the minimum", ylabel="$J$", ylim=(0, None))
    return ax


def walk_in_plane(ax, walk, name="", *, look=0):
    """A walk over contours, one place a column (2, T + 1), the first one large; `name` is what the legend calls it."""
    return _in_plane(ax, walk, name, look, "default")


def stairs_in_plane(ax, walk, name="", *, look=0):
    """The same for a walk each of whose steps goes along the first axis, then along the second."""
    return _in_plane(ax, walk, name, look, "steps-post")


def _in_plane(ax, walk, name, look, drawstyle):
    pen = LOOKS[look]
    ax.plot(*walk, **pen, linewidth=1.4, markersize=4, zorder=4 + look, label=name or None, drawstyle=drawstyle)
    ax.plot(*walk[:, :1], **pen, markersize=9, zorder=4 + look)
    if name:
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=2.6
        )  # above the axes, where it covers nothing
    return ax


# Many walks


def costs_by_step_size(ax, costs, sizes):
    """The cost of several walks over their steps, a row of `costs` (K, T + 1) each, with its step size at its end."""
    for row, size, pen in zip(costs, sizes, LOOKS):
        ax.plot(range(len(row)), row, **pen, linewidth=1.4, markersize=4)
        end, text = (len(row) - 1, row[-1]), f"$\\alpha = {size:g}$"
        ax.annotate(text, end, (8, 0), textcoords="offset points", va="center", color=pen["color"])
    ax.set(xlabel="step", ylabel="cost $J$", ylim=(0, None))
    ax.margins(x=0.03)
    return ax


def steps_needed(ax, sizes, needed, limits):
    """How many steps a walk needs over its step size, both logarithmic; a cross on top where it is NaN: it never arrives.

    sizes, needed (k,). `limits` maps a name to the step size where a vertical line carries it.
    """
    never = np.isnan(needed)
    top = 3 * np.nanmax(needed)
    ax.loglog(sizes[~never], needed[~never], color=BLUE, linestyle="-", marker="o", markersize=4, linewidth=1.4)
    ax.loglog(sizes[never], np.full(never.sum(), top), "X", color=VERMILION, markersize=8)
    ax.annotate("never", (sizes[never][-1], top), (0, -12), textcoords="offset points", ha="right", va="top")
    for name, limit in limits.items():
        ax.axvline(limit, color=INK, linestyle="--", linewidth=1.2)
        ax.annotate(name, (limit, 0.97), (-5, 0), ("data", "axes fraction"), "offset points", ha="right", va="top")
    ax.xaxis.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    ax.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    ax.set(xlabel=r"step size $\alpha$", ylabel="steps until the gradient is small")
    return ax
