"""Why a hidden layer: lamps and their lines, half-planes, a plane that is folded, starts that fail, boundaries, chains."""

import itertools

import matplotlib.pyplot as plt
import numpy as np

from unity.course.chapter_02.figures import plane
from unity.course.style import BLUE, BROWN, GREEN, HALO, INK, LEADING, MUTED, PHONE, panels
from unity.course.style import narrow as canvas

__all__ = [
    "bent_boundary",
    "canvas",
    "chains",
    "final_costs",
    "fold_of_clouds",
    "folded_plane",
    "half_plane",
    "lamp",
    "panels",
    "plane",
    "plane_and_fold",
    "two_above_one",
]


def two_above_one(*, width=PHONE, height=4.6):
    """Empty axes: two side by side, the second wider, and a third below them."""
    places = [["first", "second"], ["third", "third"]]
    _, axes = plt.subplot_mosaic(places, figsize=(width, height), layout="constrained", width_ratios=(2, 3))
    return [axes[name] for name in ("first", "second", "third")]


# Lamps and half-planes


def lamp(ax, X, y, *, line=None, size=60, bare=False):
    """A lamp over the positions X (2, m) of two switches: triangles where y (m,) is 1, circles where it is 0.

    A line (2, p) may go with it. `bare` leaves the ticks out, and says where there is no line.
    """
    if line is not None:
        ax.plot(*line, color=INK, linestyle="-", linewidth=1.6, zorder=1)
    ax.scatter(*X[:, y == 0], s=size, marker="o", facecolors="white", edgecolors=BLUE, linewidths=1.6, zorder=3)
    ax.scatter(*X[:, y == 1], s=size, marker="^", color=BROWN, edgecolors=INK, linewidths=0.6, zorder=3)
    ticks = () if bare else (0, 1)
    ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=ticks, yticks=ticks, aspect="equal")
    ax.set_title("no line" if bare and line is None else "")
    return ax


def half_plane(ax, x_1, x_2, inside, edges, title):
    """The part of the plane where `inside` (q, p) is 1, over the grid x_1 (p,), x_2 (q,), shaded; its edges are lines (2, t)."""
    ax.contourf(x_1, x_2, inside, levels=[0.5, 1.5], colors=[BROWN], alpha=0.3, zorder=0)
    for edge in edges:
        ax.plot(*edge, color=INK, linestyle="-", linewidth=1.8, zorder=1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.set_title(title)
    return ax


# Folding


def folded_plane(ax, lines, inside):
    """Lines of a grid (2, L, p), wherever they have been taken, in two pens: the thick one where `inside` (L, p) is true."""
    for line, within in zip(np.moveaxis(lines, 1, 0), inside):
        # A piece ends where the pen changes; its last point is the first of the next piece, so that no gap shows.
        edges = [0, *np.flatnonzero(within[1:] != within[:-1]) + 1, len(within) - 1]
        for start, end in itertools.pairwise(edges):
            thick = within[start]
            pen = {"color": BROWN, "linewidth": 2.2} if thick else {"color": BLUE, "linewidth": 0.9}
            ax.plot(*line[:, start : end + 1], linestyle="-", zorder=2 if thick else 1, **pen)
    return ax


def plane_and_fold(axes, sheets, inside, positions, y, lines):
    """The plane, the paper folded, and what a layer keeps of it: for each its grid lines (2, L, p), the positions (2, m), a line (2, t).

    The first line is the crease, the others are cuts. `inside` (L, p) says where the score is positive, y (m,) where the
    lamp burns.
    """
    titles = "the plane and its crease", "the paper, folded", "what the network keeps"
    names = (("$x_1$", "$x_2$"), ("along the crease", "beside it"), ("$a_1$", "$a_2$"))
    for ax, sheet, points, line, title, (across, up) in zip(axes, sheets, positions, lines, titles, names, strict=True):
        folded_plane(ax, sheet, inside)
        _line(ax, line, dashed=line is lines[0])
        ax.scatter(*points[:, y == 0], s=90, marker="o", facecolors="white", edgecolors=BLUE, linewidths=1.8, zorder=5)
        ax.scatter(*points[:, y == 1], s=90, marker="^", color=BROWN, edgecolors=INK, linewidths=0.8, zorder=5)
        for point, shared in _names(points).items():
            below = ax is axes[2] and "," in shared  # beside it, it would be the next circle's
            place = {"xytext": (0, -17), "ha": "center"} if below else {"xytext": (11, 9)}
            ax.annotate(shared, point, textcoords="offset points", va="center", **HALO, zorder=6, **place)
        ax.set_title(title)
        ax.set(xlabel=across, ylabel=up, aspect="equal")
    for ax in (axes[0], axes[2]):
        ax.set(xlim=(-0.6, 1.9), ylim=(-0.6, 1.9), xticks=(0, 1), yticks=(0, 1))
    axes[1].set(xlim=(-2.1, 2.1), ylim=(-0.5, 2.1), xticks=(-1, 0, 1), yticks=(0, 1))
    return axes[2]


def _names(points):
    """Which switches lead to each place, as "00": places that several share have several names."""
    shared = {}
    for name, point in zip(("00", "01", "10", "11"), points.T):
        shared.setdefault(tuple(point), []).append(name)
    return {point: ", ".join(names) for point, names in shared.items()}


def _line(ax, line, *, dashed):
    ax.plot(*line, color=GREEN if dashed else INK, linestyle="--" if dashed else "-", linewidth=2, zorder=4)


def fold_of_clouds(ax, lines, inside, X, y, *, cut=None):
    """A plane on its way through a layer: grid lines (2, L, p), examples X (2, m) of two classes, and at the end a cut (2, t)."""
    folded_plane(ax, lines, inside)
    ax.scatter(*X[:, y == 0], s=22, marker="o", facecolors="white", edgecolors=BLUE, linewidths=1, zorder=5)
    ax.scatter(*X[:, y == 1], s=22, marker="^", color=BROWN, edgecolors=INK, linewidths=0.4, zorder=5)
    if cut is not None:
        _line(ax, cut, dashed=False)
    ax.set(xlabel=r"$x_1 \to a_1$", ylabel=r"$x_2 \to a_2$")
    return ax


# What training finds


def final_costs(ax, costs, right, widths, levels):
    """The last cost of every start, a column of marks for each width: costs (W, S), right (W, S); dotted lines at `levels`."""
    for level in levels:
        ax.axhline(level, color=MUTED, linestyle=":", linewidth=1.4, zorder=0)
    for place, (several, good) in enumerate(zip(costs, right)):
        across = place + 0.35 * np.linspace(-1, 1, len(several))
        ax.plot(across[good], several[good], "^", color=BROWN, markeredgecolor=INK, markeredgewidth=0.5, markersize=7)
        ax.plot(across[~good], several[~good], "x", color=BLUE, markeredgewidth=1.8, markersize=7)
    labels = [f"{width} neurons\n{good.sum()} of {good.size}" for width, good in zip(widths, right)]
    ax.set_xticks(range(len(widths)), labels, linespacing=LEADING)
    ax.set(ylabel="cost at the end", ylim=(-0.04, 0.76))
    return ax


def bent_boundary(ax, examples, side, Z, creases):
    """Two classes in the plane, where the score Z (q, q) on the grid side x side is zero, and the hidden lines, each (2, t)."""
    X, y = examples.X, examples.y
    ax.scatter(*X[:, y == 0], s=9, marker="o", facecolors="none", edgecolors=BLUE, linewidths=0.7, zorder=2)
    ax.scatter(*X[:, y == 1], s=9, marker="^", color=BROWN, linewidths=0, zorder=2)
    for crease in creases:
        ax.plot(*crease, color=GREEN, linestyle="--", linewidth=1.1, zorder=3)
    ax.contour(side, side, Z, levels=[0], colors=INK, linewidths=2, zorder=4)
    ax.set(xlim=(side[0], side[-1]), ylim=(side[0], side[-1]), xticks=(), yticks=(), aspect="equal")
    ax.set_title("1 neuron" if len(creases) == 1 else f"{len(creases)} neurons")
    return ax


# A sum of bent lines


def chains(axes, x, curve, sums, creases):
    """A curve (p,) over x (p,), and on each axes a sum of bent lines (p,) with its creases (K,) marked."""
    for ax, chain, places in zip(axes, sums, creases, strict=True):
        ax.plot(x, curve, color=MUTED, linestyle="-", linewidth=3.5, alpha=0.8)
        ax.plot(x, chain, color=BLUE, linestyle="-", linewidth=1.8)
        ax.plot(places, np.interp(places, x, chain), "o", color=GREEN, markersize=5)
        ax.set_title(f"{len(places)} neurons")
        ax.set(xlabel="$x$", xticks=(0, 1), yticks=(-1, 0, 1))
    return axes[-1]
