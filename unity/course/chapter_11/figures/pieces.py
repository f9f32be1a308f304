"""What the drawings of a network are made of: numbers, arrows, nodes, and labels on an arrow."""

from unity.course.style import BLUE

__all__ = ["arrow", "label", "node", "number"]

HALO = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}


def number(value):
    """A number as it stands in a figure: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def arrow(ax, tail, tip, color, *, linestyle="-", linewidth=1.6):
    pen = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13, "color": color}
    ax.annotate("", xy=tip, xytext=tail, arrowprops=pen | {"linestyle": linestyle, "linewidth": linewidth})


def node(ax, place, text, color=BLUE, **style):
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": color, "linewidth": 1.4}
    ax.text(*place, text, ha="center", va="center", bbox=box, zorder=5, **style)


def label(ax, tail, tip, share, text, color):
    """A text on the way from tail to tip, at a share of it."""
    x, y = (a + share * (b - a) for a, b in zip(tail, tip))
    ax.text(x, y, text, ha="center", va="center", color=color, bbox=HALO, zorder=4)
