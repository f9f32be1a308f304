"""A walk from one point to another, drawn."""

from unity.course.style import MUTED, VERMILION
from unity.course.style import narrow as canvas

__all__ = ["canvas", "walk"]


def walk(ax, p, q, X):
    """A dashed line from p to q, (2, 1) both, and the points X (2, m) on it."""
    ax.plot([p[0, 0], q[0, 0]], [p[1, 0], q[1, 0]], color=MUTED, linestyle="--")
    ax.plot(*X, "o", color=VERMILION, linestyle="none")
    for end, name in ((p, "p"), (q, "q")):
        ax.annotate(name, end[:, 0], xytext=(8, -4), textcoords="offset points")
    ax.set_aspect("equal")
    return ax
