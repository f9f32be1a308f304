"""Gaussian classes: from densities to a sigmoid, the sigmoid itself, regions and the simplex, conics, and two fits."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import LogLocator

from unity.course.chapter_02.figures import arrows, boundary, plane, two_classes
from unity.course.style import BLUE, GREEN, INK, MUTED, ORANGE, VERMILION, canvas

__all__ = [
    "canvas",
    "class_counts",
    "class_rings",
    "conic",
    "counted_shares",
    "densities_to_sigmoid",
    "distances_by_m",
    "fitted_lines",
    "plane",
    "regions",
    "sigmoid_with_slope",
    "simplex",
    "stacked",
    "two_classes",
    "two_gaussians",
]

CLASSES = ((BLUE, "-", "o"), (ORANGE, "--", "^"), (GREEN, "-.", "s"))
"""How each class looks: its colour, its line, its marker."""
NAMES_STAND = ((-15, 0), (0, 14), (15, 0))
"""Where the name of each mean stands, in points from its marker."""
HALO = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}


# One measurement


def class_counts(ax, edges, counts, names, *, at, label):
    """How many examples of each class, a row of `counts` (2, slots), lie between neighbouring `edges`; `at` is marked."""
    for (color, linestyle, _), row, name in zip(CLASSES, counts, names):
        ax.stairs(row, edges, color=color, linestyle=linestyle, linewidth=2, fill=False, label=name)
        ax.stairs(row, edges, color=color, fill=True, alpha=0.15)
    ax.axvline(at, color=INK, linestyle=":", linewidth=1.6)
    ax.annotate("?", (at, counts.max()), (6, -4), textcoords="offset points", fontsize=16, weight="bold")
    ax.legend()
    ax.set(xlabel=label, ylabel="examples")
    return ax


def stacked(rows=3, *, marked=None, width=6.0, height=5.6):
    """Axes on top of each other that share what runs to the right, an array of `rows`; a dotted line stands at `marked`."""
    _, axes = plt.subplots(rows, 1, figsize=(width, height), sharex=True, layout="constrained")
    if marked is not None:
        for ax in axes:
            ax.axvline(marked, color=INK, linestyle=":", linewidth=1.2)
    return axes


def densities_to_sigmoid(axes, x, joint, z, p, *, label="$x$"):
    """Three axes: each class's prior times density `joint` (2, m), the log-odds z (1, m), the posterior p (1, m), over x."""
    top, middle, bottom = axes
    for k, ((color, linestyle, _), row) in enumerate(zip(CLASSES, joint)):
        top.plot(x[0], row, color=color, linestyle=linestyle, label=f"class {k}")
        top.fill_between(x[0], row, color=color, alpha=0.12, linewidth=0)
    top.legend()
    top.set(ylabel="prior × density", ylim=(0, None))
    middle.plot(x[0], z[0], color=INK, linestyle="-")
    middle.axhline(0, color=MUTED, linewidth=0.8)
    middle.set(ylabel="log-odds $z$")
    bottom.plot(x[0], p[0], color=VERMILION, linestyle="-")
    bottom.axhline(0.5, color=MUTED, linewidth=0.8)
    bottom.set(ylabel="$p(1 \\mid x)$", ylim=(-0.04, 1.04), yticks=[0, 0.5, 1], xlabel=label, xlim=(x[0, 0], x[0, -1]))
    return bottom


def counted_shares(ax, centres, shares):
    """What share was counted in each slot, as a ring at its centre."""
    ax.plot(centres, shares, "o", markerfacecolor="white", markeredgecolor=INK, markersize=7, zorder=4, label="counted")
    ax.legend(loc="lower right")
    return ax


def sigmoid_with_slope(ax, z, p, mirrored, slope):
    """The sigmoid p, its mirror image, and its slope over z, a row each."""
    ax.plot(z[0], p[0], color=BLUE, linestyle="-")
    ax.plot(z[0], mirrored[0], color=VERMILION, linestyle="--")
    ax.plot(z[0], slope[0], color=GREEN, linestyle="-.")
    for level in (0, 1):
        ax.axhline(level, color=MUTED, linewidth=0.8)
    for text, place, color in (
        (r"$\sigma(z)$", (3.1, 0.83), BLUE),
        (r"$\sigma(-z)$", (-4.9, 0.83), VERMILION),
        ("slope", (1.7, 0.22), GREEN),
    ):
        ax.text(*place, text, color=color, fontsize=13)
    ax.set(xlabel="score $z$", xlim=(z[0, 0], z[0, -1]), ylim=(-0.06, 1.12), yticks=[0, 0.25, 0.5, 0.75, 1])
    return ax


# Two measurements


def class_rings(ax, rings, mu):
    """Rings of equal density, (K, rings, 2, points), and the means (2, K), each class in its colour and line."""
    for k, ((color, linestyle, marker), several) in enumerate(zip(CLASSES, rings)):
        for ring in several:
            ax.plot(*ring, color=color, linestyle=linestyle, linewidth=1.4)
        ax.plot(*mu[:, k], marker, color=color, markersize=8, zorder=5)
        text = {
            "textcoords": "offset points",
            "ha": "center",
            "va": "center",
            "fontsize": 14,
            "bbox": HALO,
            "zorder": 6,
        }
        ax.annotate(f"$\\mu_{k}$", mu[:, k], NAMES_STAND[k], **text)
    return ax


def two_gaussians(ax, classes, ends, u, P):
    """Rings and means of two classes, the way between the means, the boundary with its normal u (2, 1), and a point P (2, 1).

    `classes` are the rings (2, rings, 2, points) and the means (2, 2); `ends` (2, 3) are points of the boundary, the
    normal starting from the middle one.
    """
    rings, mu = classes
    class_rings(ax, rings, mu)
    arrows(ax, mu[:, [0]], mu[:, [1]], [r"$\mu_1 - \mu_0$"])
    boundary(ax, ends, ends[:, [1]], u)
    ax.plot(*P, "X", color=INK, markersize=9, zorder=6)
    ax.annotate("P", P[:, 0], (0, 12), textcoords="offset points", ha="center", weight="bold", bbox=HALO, zorder=6)
    return ax


def regions(ax, x1, x2, decided, X, y):
    """The class that is decided for at each place of a grid, row by row of x2, under the examples X (2, m) of classes y."""
    decided = np.reshape(decided, (len(x2), len(x1)))
    K = decided.max() + 1
    colors = [look[0] for look in CLASSES[:K]]
    ax.contourf(x1, x2, decided, levels=np.arange(K + 1) - 0.5, colors=colors, alpha=0.16, antialiased=False)
    ax.contour(x1, x2, decided, levels=np.arange(K - 1) + 0.5, colors=INK, linewidths=1.2)
    for k, (color, _, marker) in enumerate(CLASSES[:K]):
        ax.plot(*X[:, y == k], marker, color=color, markersize=4, markerfacecolor="none", linestyle="none")
    ax.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]), xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal", adjustable="box")
    return ax


CORNERS = np.array([[0.0, 1.0, 0.5], [0.0, 0.0, 3**0.5 / 2]])
"""Where the three certainties lie in the plane: a triangle with sides of length 1."""


def simplex(ax, A, y):
    """Probabilities of three classes, the columns of A (3, m), as points of a triangle; y (m,) says what each one is.

    A corner is certainty. The three lines lead from the centre, where all classes are equally probable, to the middles of
    the sides.
    """
    around = CORNERS[:, [0, 1, 2, 0]]
    ax.plot(*around, color=INK, linestyle="-", linewidth=1.4)
    centre = CORNERS.mean(axis=1)
    for k in range(3):
        middle = np.delete(CORNERS, k, axis=1).mean(axis=1)
        neighbours = [np.delete(CORNERS, j, axis=1).mean(axis=1) for j in range(3) if j != k]
        ax.fill(
            *np.transpose([centre, neighbours[0], CORNERS[:, k], neighbours[1]]), color=CLASSES[k][0], alpha=0.16, lw=0
        )
        ax.plot(*np.transpose([centre, middle]), color=INK, linestyle="-", linewidth=1.2)
    points = CORNERS @ A
    for k, (color, _, marker) in enumerate(CLASSES):
        ax.plot(*points[:, y == k], marker, color=color, markersize=4, markerfacecolor="none", linestyle="none")
        below = k < 2
        offset, va = ((0, -6), "top") if below else ((0, 6), "bottom")
        ax.annotate(
            f"$p({k} \\mid x) = 1$", CORNERS[:, k], offset, textcoords="offset points", ha="center", va=va, fontsize=12
        )
    ax.set(xlim=(-0.2, 1.2), ylim=(-0.16, 1.02))
    ax.set_aspect("equal", adjustable="box")
    ax.axis("off")
    return ax


def conic(ax, x1, x2, log_odds):
    """Where the log-odds, given at each place of a grid, row by row of x2, are zero; the side of class 1 is shaded."""
    log_odds = np.reshape(log_odds, (len(x2), len(x1)))
    ax.contourf(x1, x2, log_odds, levels=[0, log_odds.max()], colors=[ORANGE], alpha=0.16)
    ax.contour(x1, x2, log_odds, levels=[0], colors=INK, linewidths=2)
    ax.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]), xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal", adjustable="box")
    return ax


# Two fits


def distances_by_m(ax, m, generative, discriminative):
    """How far the w of two fits lie from the true one, over the number of examples, both on logarithmic scales."""
    ax.loglog(m, discriminative, "^--", color=VERMILION, markersize=6, label="discriminative")
    ax.loglog(m, generative, "o-", color=BLUE, markersize=6, label="generative")
    ax.set(xlabel="examples $m$", ylabel="distance from the true $w$", title="where the model is true")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter("")
    ax.legend()
    return ax


def fitted_lines(ax, generative, discriminative):
    """The boundaries of two fits, (2, points) each."""
    ax.plot(*discriminative, color=VERMILION, linestyle="--", linewidth=2.4, zorder=4, label="discriminative")
    ax.plot(*generative, color=INK, linestyle="-", linewidth=2.4, zorder=4, label="generative")
    ax.legend(loc="upper right", handlelength=1.4, borderpad=0.2, frameon=True, framealpha=0.9, edgecolor="none")
    ax.set_title("where it is not")
    return ax
