"""Vectors in space: a sum tip to tail, in the plane too, and a plane with its normal and one distance."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from unity.course.chapter_02.figures.flat import STEPS, arrow, plane
from unity.course.style import BLUE, GREEN, HALO, INK, MUTED, PHONE, SKY

__all__ = ["plane_and_space", "plane_in_space", "space", "tip_to_tail"]

NUDGES = {  # where the labels of the steps, and last of w, stand beside the middles of their arrows
    2: ((0.4, 0.6), (1.2, 0.0), (-0.7, 0.4)),
    3: ((-0.2, -1.5, 0.0), (1.5, 0.0, -0.2), (1.3, 0.0, 0.0), (-1.2, 0.0, 0.4)),
}


def space(x1, x2, x3):
    """Empty axes with depth, over three intervals."""
    figure = plt.figure(figsize=(5.0, 4.0))
    figure.subplots_adjust(left=0, right=0.94, bottom=0.1, top=1)
    return _deepened(figure.add_subplot(projection="3d"), x1, x2, x3)


def plane_and_space(x1, x2, x3):
    """Two axes side by side: a plane over the intervals x1 and x2, and a space over all three."""
    figure = plt.figure(figsize=(PHONE, 3.2))
    left, right = figure.add_axes((0.09, 0.16, 0.34, 0.8)), figure.add_axes((0.43, 0.12, 0.5, 0.88), projection="3d")
    right.patch.set_visible(False)  # it would cover a part of the plane
    left.xaxis.set_major_locator(plt.MaxNLocator(4, integer=True))
    return plane(left, x1, x2), _deepened(right, x1, x2, x3)


def _deepened(ax, x1, x2, x3):
    ax.set(xlim=x1, ylim=x2, zlim=x3, xlabel="$x_1$", ylabel="$x_2$", zlabel="$x_3$", box_aspect=(1, 1, 1))
    ax.view_init(elev=22, azim=-62)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_rotate_label(False)  # a letter stands upright
        axis.label.set_rotation(0)
        axis.set_major_locator(plt.MaxNLocator(4, integer=True))
        axis.set_pane_color((1, 1, 1, 0))
    return ax


def _arrow_with_depth(ax, tail, tip, color, *, linestyle="-", linewidth=2.2):
    step = tip - tail
    head = 0.7 / np.linalg.norm(step)
    ax.quiver(*tail, *step, color=color, linestyle=linestyle, linewidth=linewidth, arrow_length_ratio=head)


def tip_to_tail(ax, corners):
    """w as the sum of its axis vectors: a step to each column of `corners` (n, n), n = 2 or 3, and w to the last one.

    In space a dotted line joins the origin to the second corner: with it both right triangles can be seen.
    """
    n = corners.shape[0]
    draw = arrow if n == 2 else _arrow_with_depth
    path = [np.zeros(n), *corners.T]
    look = {"ha": "center", "va": "center", "fontsize": 14, **HALO, "zorder": 9}
    for k, (tail, tip) in enumerate(itertools.pairwise(path)):
        color, linestyle = STEPS[k]
        draw(ax, tail, tip, color, linestyle=linestyle)
        ax.text(*((tail + tip) / 2 + NUDGES[n][k]), f"$w_{k + 1}\\,e_{k + 1}$", **look)
    if n == 3:
        ax.plot(*np.transpose([path[0], path[2]]), color=MUTED, linestyle=":")
    draw(ax, path[0], path[-1], BLUE, linewidth=3)
    ax.text(*(path[-1] / 2 + NUDGES[n][-1]), "$w$", color=BLUE, **look | {"fontsize": 16})
    return ax


def plane_in_space(ax, sheet, start, u, x, foot):
    """A part of a plane, whose corners are the columns of `sheet` (3, k), its unit normal u (3, 1) from `start` (3, 1).

    From the point x (3, 1) a dashed line goes to its foot (3, 1).
    """
    ax.view_init(elev=22, azim=-12)  # so that the sheet is seen from above, and neither it nor u from its edge
    ax.add_collection3d(Poly3DCollection([sheet.T], facecolor=SKY, edgecolor=MUTED, alpha=0.35))
    _arrow_with_depth(ax, start[:, 0], (start + u)[:, 0], BLUE, linewidth=3)
    ax.text(*(start + 1.3 * u)[:, 0], "$u$", fontsize=16, color=BLUE, ha="center")
    ax.plot(*np.hstack([x, foot]), color=GREEN, linestyle="--")
    ax.plot(*x, "^", color=GREEN, markersize=9)
    ax.plot(*foot, "o", markerfacecolor="white", markeredgecolor=INK, markersize=6)
    above = {"zorder": 9}  # the sheet, too
    ax.text(*(x[:, 0] + (0, 0.45, -0.15)), "$x$", **above)
    ax.text(*(foot[:, 0] - (0, 0, 0.55)), "foot", ha="center", **above)
    return ax
