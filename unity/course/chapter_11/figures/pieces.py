"""What the drawings of a network are made of: numbers, arrows, nodes, and labels on an arrow."""

from unity.course.style import BLUE, LEADING, arrow

__all__ = ["arrow", "label", "node", "number"]

HALO = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none"}


def number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def node(ax, place, text, color=BLUE, **style):
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": color, "linewidth": 1.4}
    ax.text(*place, text, ha="center", va="center", bbox=box, zorder=5, linespacing=LEADING, **style)


def label(ax, tail, tip, share, text, color, *, above=0.0):
    """A text on the way from tail to tip, at a share of it, or above it."""
    x, y = (a + share * (b - a) for a, b in zip(tail, tip))
    ax.text(x, y + above, text, ha="center", va="center", color=color, bbox=HALO, zorder=4)
