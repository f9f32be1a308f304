"""What bends a boundary and what does not: activations over the plane, their curves, boundaries by features, costs by degree."""

import numpy as np

from unity.course.chapter_02.figures import keyed, plane, space, two_classes
from unity.course.style import BLUE, INK, MUTED, SKY, VERMILION, panels
from unity.course.style import narrow as canvas

__all__ = [
    "activation_curves",
    "canvas",
    "costs_by_degree",
    "curved_boundary",
    "panels",
    "plane",
    "space",
    "surface",
    "tones",
    "two_classes",
]

PENS = ("solid", "dashed", "dashdot", "dotted", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (8, 2)))


def tones(ax, x_1, x_2, values, title):
    """A number for each point of a grid, as shades of grey with thin lines of equal value: x_1 (p,), x_2 (q,), values (q, p)."""
    levels = np.linspace(values.min(), values.max(), 11)
    ax.contourf(x_1, x_2, values, levels=levels, cmap="Greys", alpha=0.75)
    # Not at the ends: a rectifier is 0 on a whole half-plane, and a line there would go anywhere.
    ax.contour(x_1, x_2, values, levels=levels[1:-1], colors=MUTED, linewidths=0.6, linestyles="solid")
    ax.set(title=title, aspect="equal", xticks=(), yticks=(), xlabel="$x_1$", ylabel="$x_2$")
    return ax


def surface(ax, x_1, x_2, heights):
    """A number for each point of a grid as a height over it: x_1 (p,), x_2 (q,), heights (q, p).

    Lines of equal height run over the surface, and once more on the ground.
    """
    place = np.meshgrid(x_1, x_2)
    ax.plot_surface(*place, heights, color=SKY, alpha=0.55, linewidth=0, rcount=len(x_2), ccount=len(x_1))
    levels = heights.min() + np.ptp(heights) * np.arange(1, 6) / 6
    ax.contour(*place, heights, levels=levels, colors=INK, linewidths=1.6)
    ax.contour(*place, heights, levels=levels, colors=MUTED, linewidths=1, zdir="z", offset=ax.get_zlim()[0])
    ax.set_zlabel("output")
    return ax


def activation_curves(axes, z, values, slopes):
    """Activations on the first axes and their slopes on the second, over the scores z (p,): dicts from names to numbers (p,)."""
    curves, below = axes
    for pen, name in zip(PENS, values):
        # Dots are seen least: they are thick, and lie above the others.
        look = (
            {"linestyle": pen, "linewidth": 3, "zorder": 3} if pen == "dotted" else {"linestyle": pen, "linewidth": 1.8}
        )
        curves.plot(z, values[name], **look, label=name)
        below.plot(z, slopes[name], **look)
    for ax, title in ((curves, "activation"), (below, "slope")):
        ax.axhline(0, color=MUTED, linewidth=0.6, zorder=0)
        ax.set(title=title, xlabel="$z$", xlim=(z[0], z[-1]))
    curves.set_ylim(-1.4, 3)
    curves.legend(fontsize=12, loc="upper left", handlelength=3.2, labelspacing=0.2, borderaxespad=0.1)
    return below


def curved_boundary(ax, x_1, x_2, Z, *, label):
    """The lines on which a score is zero, from its values Z (q, p) on the grid x_1 (p,), x_2 (q,)."""
    ax.contour(x_1, x_2, Z, levels=[0], colors=INK, linewidths=2)
    ax.plot([], [], color=INK, label=label)
    return keyed(ax)


def costs_by_degree(ax, degrees, training, held_out):
    """The cost on the examples that a fit has seen, and on others, over the degree of its features."""
    ax.plot(degrees, held_out, color=VERMILION, marker="s", markersize=5, linestyle="dashed", label="held out")
    ax.plot(degrees, training, color=BLUE, marker="o", markersize=5, label="training")
    ax.set(xlabel="degree", ylabel="cost", ylim=(0, None), xticks=np.asarray(degrees))
    ax.legend(loc="center right")
    return ax
