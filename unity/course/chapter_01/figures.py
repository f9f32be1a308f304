"""Examples as columns: an image as numbers, as planes and as a column, a table of examples, and rules that decide."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, BROWN, GREEN, HALO, INK, LEADING, MUTED, VERMILION
from unity.course.style import narrow as canvas

__all__ = [
    "canvas",
    "column_of_pixels",
    "number_grid",
    "planes",
    "scores_of_classes",
    "side_by_side",
    "threshold_on_one_row",
    "two_means",
]

PLANES = (("red", VERMILION), ("green", GREEN), ("blue", BLUE))
LOOKS = (BLUE, "o", "none"), (BROWN, "^", BROWN)
"""Colour, marker and filling of class 0 and class 1, as in `figures.two_classes`."""


def _bare(ax):
    """Axes without ticks and frame, for what has no scale."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def _square(ax, x, y, side, **look):
    """A square whose upper left corner is (x, y) on axes where y points down."""
    ax.add_patch(Rectangle((x, y), side, side, **look))


# Images


def number_grid(ax, numbers):
    """The whole numbers of an array (height, width), each in its place."""
    height, width = numbers.shape
    _bare(ax).set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    for (row, column), number in np.ndenumerate(numbers):
        _square(ax, column, row, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6, clip_on=False)
        ax.text(column + 0.5, row + 0.5, f"{number:d}", ha="center", va="center")
    return ax


def planes(axes, image):
    """A colour image (3, height, width), from 0 to 1, and beside it each of its planes, white where it is 1: four axes."""
    pictures = [np.moveaxis(image, 0, -1), *image]
    for ax, picture, title in zip(axes, pictures, ("image", "q = 0, red", "q = 1, green", "q = 2, blue")):
        _bare(ax).imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(title)
    return axes[-1]


def column_of_pixels(ax, image, x):
    """The planes of a small image (3, 2, 2), one below the other, and its column x (12, 1) to their right."""
    _bare(ax).set(xlim=(-2.4, 9.4), ylim=(12.9, -1.2), aspect="equal")
    for q, ((name, color), plane) in enumerate(zip(PLANES, image)):
        top = 4 * q
        ax.text(-0.4, top + 2, f"{name}\n$q = {q}$", ha="right", va="center", color=color, linespacing=LEADING)
        for (r, v), number in np.ndenumerate(plane):
            _square(ax, 1.6 * v, top + 0.4 + 1.6 * r, 1.6, facecolor="none", edgecolor=color, linewidth=1.6)
            ax.text(1.6 * v + 0.8, top + 1.2 + 1.6 * r, f"{number:g}", ha="center", va="center")
        arrow = {"arrowstyle": "-|>", "color": color, "mutation_scale": 14, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (5.6, top + 2), (3.6, top + 2), arrowprops=arrow)
    for j, number in enumerate(x[:, 0]):
        color = PLANES[j // 4][1]
        ax.add_patch(Rectangle((6.2, j), 1.6, 1, facecolor="none", edgecolor=color, linewidth=1.6))
        ax.text(7, j + 0.5, f"{number:g}", ha="center", va="center", fontsize=12)
        ax.text(8.1, j + 0.5, f"$j = {j}$", va="center", color=MUTED, fontsize=12)
    for place, label in ((1.6, "image"), (7, "$x$")):
        ax.text(place, -0.6, label, ha="center", va="center", fontsize=14)
    return ax


# Tables


def side_by_side(ax, X, y, classes, features):
    """A table X (n, m) as one picture, a column an example; above each column the mark of its label y (m,)."""
    n, m = X.shape
    picture = ax.imshow(X, cmap="cividis", vmin=-2.5, vmax=2.5, aspect="auto", interpolation="nearest")
    for k, (name, (color, marker, filling)) in enumerate(zip(classes, LOOKS)):
        places = np.flatnonzero(y == k)
        look = {"markersize": 4, "markeredgecolor": color, "markerfacecolor": filling, "clip_on": False}
        ax.plot(places, np.full(places.size, -1.5), marker, label=f"$y = {k}$, {name}", **look)
    ax.set(xlim=(-0.5, m - 0.5), ylim=(n - 0.5, -0.5), xticks=[], xlabel=f"{m} examples, a column each")
    ax.set_yticks(range(n), features)
    ax.tick_params(left=False)
    ax.spines[:].set_visible(False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.03), ncols=2, borderaxespad=0, handletextpad=0.1)
    bar = ax.figure.colorbar(picture, ax=ax, extend="both", location="bottom", pad=0.02, aspect=30)
    bar.set_label("standard deviations from the mean")
    return ax


# Rules


def threshold_on_one_row(ax, edges, counts, threshold, names):
    """How often one measurement falls between two `edges`, for each class (a row of `counts`), and a threshold.

    `names` are the measurement and the two classes.
    """
    measurement, *classes = names
    for k, (name, (color, _, _)) in enumerate(zip(classes, LOOKS)):
        ax.stairs(
            counts[k], edges, color=color, fill=k == 1, alpha=0.75 if k else 1, linewidth=2, label=name, zorder=3 - k
        )
    ax.axvline(threshold, color=INK, linestyle="--", zorder=4)
    top = 1.25 * counts.max()
    for side, text in ((-1, "$z < 0$"), (1, "$z > 0$")):
        place = {"ha": "right" if side < 0 else "left", "va": "center"}
        ax.annotate(text, (threshold, 0.95 * top), (6 * side, 0), textcoords="offset points", **HALO, **place)
    ax.set(xlim=(edges[0], edges[-1]), ylim=(0, top), xlabel=measurement, ylabel="examples")
    ax.legend(loc="center right")
    return ax


def two_means(axes, means, w, classes):
    """The mean images (2, height, width) of two classes in grey, and their difference w (height, width): three axes.

    A square stands for a weight, as large as the weight: filled where it is positive, open where it is negative.
    """
    for ax, mean, name in zip(axes, means, classes):
        _bare(ax).imshow(mean, cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(name)
    ax = axes[-1]
    height, width = w.shape
    _bare(ax).set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    ax.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=0.8))
    for (r, v), weight in np.ndenumerate(w):
        side = 0.9 * (abs(weight) / abs(w).max()) ** 0.5
        look = {"facecolor": BROWN, "edgecolor": BROWN} if weight > 0 else {"facecolor": "none", "edgecolor": BLUE}
        _square(ax, v + (1 - side) / 2, r + (1 - side) / 2, side, linewidth=1.3, **look)
    ax.set_title("weights $w$")
    return ax


def scores_of_classes(ax, z, y, classes, marked):
    """Scores z (1, m) on a line for each class, by the labels y (m,), with the border at 0; a ring round one of them.

    `marked` is the place of the example with the ring.
    """
    ax.axvline(0, color=INK, linestyle="--", linewidth=1.4)
    for k, (name, (color, marker, filling)) in enumerate(zip(classes, LOOKS)):
        ours = z[0, y == k]
        look = {"markersize": 8, "markeredgecolor": color, "markerfacecolor": filling, "alpha": 0.75}
        ax.plot(ours, np.full(ours.size, k), marker, label=name, **look)
    ring = {"markersize": 17, "markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 2}
    ax.plot(z[0, marked], y[marked], "o", **ring)
    above = {"textcoords": "offset points", "ha": "center", "va": "center", **HALO}
    ax.annotate("the image of section 1.1", (z[0, marked], y[marked]), (0, 22), **above)
    for side, k in ((-1, 0), (1, 1)):
        place = {"ha": "right" if side < 0 else "left", "textcoords": "offset points", "va": "center"}
        ax.annotate(f"decides {classes[k]}", (0, -0.65), (8 * side, 0), color=MUTED, **place)
    ax.set(ylim=(-0.9, 1.75), xlabel="score $z$")
    ax.set_yticks((0, 1), [f"$y = {k}$: {name}" for k, name in enumerate(classes)])
    return ax
