"""Two measurements: rings of equal density, regions, the simplex, and conics."""

import numpy as np

from unity.course.chapter_02.figures.flat import arrow, beside, boundary
from unity.course.chapter_03.figures.looks import CLASSES
from unity.course.style import BROWN, HALO, INK, VERMILION

__all__ = ["class_rings", "conic", "regions", "simplex", "two_gaussians"]

NAMES_STAND = ((-15, 0), (0, 14), (15, 0))
"""Where the name of each mean stands, in points from its marker."""


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
            **HALO,
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
    arrow(ax, *mu.T, VERMILION, linestyle="--", linewidth=2.6)
    beside(
        ax, r"$\mu_1 - \mu_0$", mu.mean(axis=1), (-6, 16), ha="right", fontsize=14
    )  # at the tip it would name that point
    boundary(ax, ends, ends[:, [1]], u)
    ax.plot(*P, "X", color=INK, markersize=9, zorder=6)
    ax.annotate("P", P[:, 0], (0, 12), textcoords="offset points", ha="center", weight="bold", **HALO, zorder=6)
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
            f"$p({k} \\mid x) = 1$", CORNERS[:, k], offset, textcoords="offset points", ha="center", va=va, fontsize=14
        )
    ax.set(xlim=(-0.2, 1.2), ylim=(-0.16, 1.02))
    ax.set_aspect("equal", adjustable="box")
    ax.axis("off")
    return ax


def conic(ax, x1, x2, log_odds):
    """Where the log-odds, given at each place of a grid, row by row of x2, are zero; the side of class 1 is shaded."""
    log_odds = np.reshape(log_odds, (len(x2), len(x1)))
    ax.contourf(x1, x2, log_odds, levels=[0, log_odds.max()], colors=[BROWN], alpha=0.16)
    ax.contour(x1, x2, log_odds, levels=[0], colors=INK, linewidths=2)
    ax.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]), xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal", adjustable="box")
    return ax
