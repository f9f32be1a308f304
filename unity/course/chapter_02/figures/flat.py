"""Vectors and lines in the plane: shadows on w, a boundary with its normal, distances, levels, and moves."""

import numpy as np

from unity.course import style
from unity.course.style import BLUE, BROWN, GREEN, HALO, INK, MUTED, VERMILION

__all__ = [
    "STEPS",
    "arrow",
    "arrows",
    "beside",
    "boundary",
    "keyed",
    "levels",
    "named_points",
    "perpendiculars",
    "plane",
    "shadows",
    "two_among",
    "two_classes",
]

STEPS = ((VERMILION, "--"), (GREEN, "-."), (BROWN, ":"))


# Axes


def plane(ax, x1, x2, names=("$x_1$", "$x_2$")):
    """Axes for points of the plane, over the intervals x1 and x2: a unit is as long both ways, so right angles show."""
    ax.axhline(0, color=MUTED, linewidth=0.8, zorder=0)
    ax.axvline(0, color=MUTED, linewidth=0.8, zorder=0)
    ax.set(xlim=x1, ylim=x2, xlabel=names[0], ylabel=names[1])
    ax.set_aspect("equal", adjustable="box")
    return ax


# Vectors


def arrow(ax, tail, tip, color, *, linestyle="-", linewidth=2.2):
    """An arrow between two points (2,)."""
    style.arrow(ax, tail, tip, color, linestyle=linestyle, linewidth=linewidth, size=16, zorder=4)


def beside(ax, label, point, offset, **text):
    """A label at `point`, shifted by `offset` in points, that can be read over what it covers."""
    ax.annotate(label, point, offset, textcoords="offset points", va="center", **HALO, zorder=7, **text)


def arrows(ax, tails, tips, labels):
    """An arrow from each column of `tails` to the same column of `tips`, with its label beside the tip."""
    for tail, tip, label, (color, linestyle) in zip(tails.T, tips.T, labels, STEPS):
        arrow(ax, tail, tip, color, linestyle=linestyle, linewidth=2.6)
        beside(ax, label, tip, (8, -4))
    return ax


def _right_angle(ax, corner, one, other):
    """A small square in the corner between the directions of two other points."""
    legs = [end - corner for end in (one, other)]
    a, b = (0.25 * leg / np.linalg.norm(leg) for leg in legs)
    ax.plot(*np.transpose([corner + a, corner + a + b, corner + b]), color=MUTED, linewidth=1, linestyle="-")


def shadows(ax, w, X, feet, p):
    """What the columns of X cast on the line along w: their feet there, the right angles, and their reaches p (1, m)."""
    origin = np.zeros(2)
    ax.axline(origin, w[:, 0], color=MUTED, linewidth=1, linestyle=":")
    for x, foot, reach in zip(X.T, feet.T, p[0]):
        ax.plot(*np.transpose([x, foot]), color=VERMILION, linewidth=1.4, linestyle="--")
        _right_angle(ax, foot, x, origin)
        _away(ax, f"$p = {reach:g}$", x, foot)
    arrow(ax, origin, w[:, 0], BLUE, linewidth=3)
    beside(ax, "$w$", w[:, 0], (9, 0), fontsize=16, color=BLUE)
    ax.plot(*X, "o", color=INK, markersize=7, zorder=5)
    ax.plot(*feet, "o", markerfacecolor="white", markeredgecolor=INK, markersize=7, zorder=5)
    return ax


def _away(ax, label, x, foot, **text):
    """A label on that side of x where its foot is not."""
    left = x[0] < foot[0]
    beside(ax, label, x, (-12 if left else 12, 0), ha="right" if left else "left", **text)


# Boundaries and points


def boundary(ax, ends, start, u):
    """The line through the columns of `ends` (2, m), and the unit normal u (2, 1) from `start` (2, 1)."""
    tip = start + u
    ax.plot(*ends, color=INK, linestyle="-")
    arrow(ax, start[:, 0], tip[:, 0], BLUE, linewidth=3)
    beside(ax, "$u$", tip[:, 0], 13 * u[:, 0], fontsize=16, color=BLUE, ha="center")
    return ax


def perpendiculars(ax, X, feet, d):
    """The columns of X, triangles where d (1, m) is positive, with the perpendiculars to their feet and the numbers d."""
    for x, foot, distance in zip(X.T, feet.T, d[0]):
        marker, color = ("^", GREEN) if distance > 0 else ("o", VERMILION)
        ax.plot(*np.transpose([x, foot]), color=color, linewidth=1.6, linestyle="--")
        ax.plot(*x, marker, color=color, markersize=9, zorder=6)
        _away(ax, f"{distance:+.3g}".replace("-", "−"), x, foot)
    ax.plot(*feet, "o", markerfacecolor="white", markeredgecolor=INK, markersize=6, zorder=5)
    return ax


def levels(ax, lines, P):
    """Lines (K, 2, m) on each of which a probability is one number of P (K,); the line of 0.5 is thick."""
    for line, value in zip(lines, P):
        half = value == 0.5
        ax.plot(*line, color=INK if half else MUTED, linewidth=2 if half else 1.2, linestyle="-", zorder=1)
        ax.annotate(f"{value:g}", line[:, -1], ha="center", va="center", **HALO)
    return ax


def two_classes(ax, X, y, names):
    """Examples as points: the columns of X (2, m) are open circles where y (m,) is 0, triangles where it is 1."""
    looks = ({"marker": "o", "facecolors": "none", "edgecolors": BLUE}, {"marker": "^", "color": BROWN})
    for k, name in enumerate(names):
        ax.scatter(*X[:, y == k], s=18, linewidths=0.8, label=name, zorder=2, **looks[k])
    return keyed(ax)


def keyed(ax):
    """The legend beside the axes, where it covers nothing."""
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), handlelength=1.4, handletextpad=0.5)
    return ax


def named_points(ax, X, names):
    """A ring round each column of X, with its name above."""
    ax.plot(*X, "o", markerfacecolor="white", markeredgecolor=INK, markeredgewidth=2, markersize=14, zorder=5)
    for x, name in zip(X.T, names):
        beside(ax, name, x, (0, 18), ha="center", fontsize=15, weight="bold")
    return ax


def two_among(ax, tumours, X, pair):
    """Tumours, placed by their first two measurements, the columns of X (2, m), and A and B, the columns of `pair`."""
    plane(ax, (-3, 5), (-3, 5), tumours.features[:2])
    two_classes(ax, X, tumours.y, tumours.classes)
    return named_points(ax, pair, "AB")
