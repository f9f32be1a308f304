"""Two pictures of one layer: a window on an image, and a table of weights; wires, and the window beside its column."""

import matplotlib.pyplot as plt
import numpy as np

from unity.course.chapter_14.figures.cells import (
    WEIGHTS,
    bare,
    blank,
    cells,
    headings,
    names,
    numbered,
    weight_colors,
)
from unity.course.style import INK, LEADING, MUTED, PHONE

__all__ = ["above_each_other", "dense_table", "image_kernel_map", "kernel_beside_column", "wires"]


def above_each_other(*, height):
    """Two empty axes, the lower one higher, no wider than a phone can show with readable letters.

    >>> len(above_each_other(height=4))
    2
    """
    return plt.subplots(2, 1, figsize=(PHONE, height), height_ratios=[1, 2], layout="constrained")[1]


def image_kernel_map(ax, image, kernel, outputs):
    """An image, a kernel and a map of these shapes, each a table of its names; the first window and its output framed."""
    (rows, columns), (kh, kw), (down, right) = image, kernel, outputs
    in_window = np.zeros(image, bool)
    in_window[:kh, :kw] = True
    weights = numbered(kernel)
    at, middle = columns + kw + 2, rows / 2
    cells(ax, names("x", numbered(image)), 0, 0, blank(image), framed=in_window)
    cells(ax, names("w", weights), columns + 1, middle - kh / 2, weight_colors(weights))
    first = numbered(outputs) == 1
    cells(ax, names("y", numbered(outputs)), at, middle - down / 2, blank(outputs), framed=first)
    for x, sign in ((columns + 0.5, r"$\star$"), (at - 0.5, "$=$")):
        ax.text(x, middle, sign, ha="center", va="center", fontsize=17.5)
    for x, name in ((columns / 2, "image"), (columns + 1 + kw / 2, "kernel"), (at + right / 2, "map")):
        ax.text(x, -0.45, name, ha="center", va="center")
    return bare(ax, at + right + 0.1, rows + 0.3, left=-0.1, top=-0.9)


def dense_table(ax, inputs, outputs):
    """The table of a dense layer: a weight of its own for each pair of an input and an output."""
    texts = np.array([[f"$w_{{{p + 1}{q + 1}}}$" for q in range(outputs)] for p in range(inputs)], dtype=object)
    cells(ax, texts, 0, 0, blank(texts.shape), width=1.6)
    headings(ax, inputs, outputs, width=1.6)
    return bare(ax, 1.6 * outputs + 0.1, inputs + 0.1, left=-1.2, top=-1.1)


def wires(ax, numbers, title):
    """Inputs on the left, outputs on the right, and a wire for each filled place of the table `numbers` (inputs, outputs).

    Wires look alike where their weight is the same one, if there are no more than four weights; else all are thin.
    """
    inputs, outputs = numbers.shape
    apart = (inputs - 1) / outputs
    heights = [apart * (q + 0.5) for q in range(outputs)]
    few = numbers.max() <= len(WEIGHTS)
    for p, q in np.argwhere(numbers):
        color, line = WEIGHTS[numbers[p, q] - 1] if few else (INK, "solid")
        ax.plot([0, 5], [p, heights[q]], color=color, linestyle=line, linewidth=1.6 if few else 0.7, zorder=2)
    dot = {"linestyle": "none", "marker": "o", "markersize": 6, "color": INK, "zorder": 3}
    ax.plot([0] * inputs, range(inputs), **dot)
    ax.plot([5] * outputs, heights, **dot)
    for p in range(inputs):
        ax.text(-0.35, p, f"$x_{p + 1}$", ha="right", va="center", fontsize=12)
    for q, height in enumerate(heights):
        ax.text(5.35, height, f"$y_{q + 1}$", ha="left", va="center", fontsize=12)
    ax.set(xlim=(-1.3, 6.3), ylim=(inputs - 0.5, -0.5))
    ax.set_title(title, linespacing=LEADING)
    ax.axis("off")
    return ax


def kernel_beside_column(ax, numbers, image, outputs, place):
    """The window at `place`, from 1, as the column of the table `numbers` (pixels, places), and the output it makes.

    `image` and `outputs` are shapes. Above: that column laid out as the image, and the outputs. Below: the table, blocks of
    one image row and one row of outputs apart.
    """
    (rows, columns), (down, right) = image, outputs
    pixels, places = numbers.shape
    column = numbers[:, place - 1].reshape(image)
    side, width, at, top = 2, 2.4, 2, 2 * rows + 2.4
    grid = np.where(column > 0, names("w", column), names("x", numbered(image)))
    cells(ax, grid, at, 0, weight_colors(column), width=side, height=side, fontsize=14, framed=column > 0)
    end, output = at + width * places - side * right, numbered(outputs)
    here = np.zeros(numbers.shape, bool)
    here[:, place - 1] = True
    texts = np.where(numbers > 0, numbers.astype(str), "")
    cells(ax, texts, at, top, weight_colors(numbers), width=width, fontsize=12, framed=here)
    for r in range(1, rows):
        level = top + r * columns
        ax.plot([at, at + width * places], [level] * 2, color=INK, linewidth=1.4, linestyle="-", zorder=3)
    for s in range(1, down):
        ax.plot([at + width * s * right] * 2, [top, top + pixels], color=INK, linewidth=1.4, linestyle="-", zorder=3)
    small = {"ha": "center", "va": "center", "color": MUTED, "fontsize": 12}
    for p in range(pixels):
        ax.text(at - 0.9, top + p + 0.5, f"$x_{{{p + 1}}}$", **small)
    for q in range(places):
        ax.text(at + (q + 0.5) * width, top - 0.6, f"$y_{{{q + 1}}}$", **small)
    cells(ax, names("y", output), end, 0, blank(outputs), width=side, height=side, framed=output == place)
    look = {"ha": "center", "va": "center"}
    ax.text(at + columns, -0.8, "on the image", **look)
    ax.text(end + side * right / 2, -0.8, "output", **look)
    return bare(ax, at + width * places + 0.1, top + pixels + 0.1, left=0, top=-1.4)
