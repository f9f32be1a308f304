"""The figure of a class's marks."""

from unity.figures.style import BLUE

__all__ = ["histogram"]


def histogram(ax, scores, points):
    """How many students have how many of the points: ten bars from none to all."""
    ax.hist(scores, bins=[points * i / 10 for i in range(11)], color=BLUE, edgecolor="white")
    ax.set(xlabel=f"points, of {points:g}", ylabel="students", xlim=(0, points))
    ax.yaxis.get_major_locator().set_params(integer=True)
    return ax
