"""A convolution as a table: a window on an image, wires, the window beside its column, counts, and what the table costs."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, GREEN, INK, MUTED, ORANGE, VERMILION, canvas

__all__ = [
    "canvas",
    "dense_table",
    "errors_by_images",
    "image_kernel_map",
    "kernel_beside_column",
    "reach",
    "tables_of_values",
    "weights_by_layer",
    "wires",
]

WEIGHTS = (BLUE, "solid"), (ORANGE, "dashed"), (GREEN, "dashdot"), (VERMILION, "dotted")
"""Colour and line of the weights 1 to 4."""
WAYS = {"dense": (VERMILION, "s"), "local": (ORANGE, "^"), "shared": (BLUE, "o")}
"""Colour and marker of a layer whose places are all filled, filled where it looks, and filled with shared weights."""

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _bare(ax, right, bottom, *, left=0.0, top=0.0):
    """Axes in units of one cell, y pointing down, without ticks and frame."""
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.axis("off")
    return ax


def _cells(ax, texts, left, top, colors, *, width=1.0, height=1.0, fontsize=11, framed=None):
    """A table of texts, its upper left corner at (left, top); `colors` holds a colour or None for each cell.

    `framed` (rows, columns) is true for the cells with a thick border.
    """
    for (r, s), text in np.ndenumerate(texts):
        face = (*to_rgb(colors[r][s]), 0.3) if colors[r][s] else "none"
        thick = framed is not None and framed[r, s]
        edge = {"edgecolor": INK, "linewidth": 2.2, "zorder": 4} if thick else {"edgecolor": MUTED, "linewidth": 0.6}
        ax.add_patch(Rectangle((left + s * width, top + r * height), width, height, facecolor=face, **edge))
        place = left + (s + 0.5) * width, top + (r + 0.5) * height
        ax.text(*place, text, ha="center", va="center", fontsize=fontsize, zorder=5)


def _names(letter, numbers):
    """The names of numbered things, and 0 where the number is 0."""
    named = [f"${letter}_{{{number}}}$" if number else "0" for number in numbers.ravel()]
    return np.array(named, dtype=object).reshape(numbers.shape)


def _plain_names(letter, numbers):
    """The same without mathematics' fonts, which take long: for a figure that is drawn for each place of a slider."""
    named = [f"{letter}{number}".translate(LOWERED) for number in numbers.ravel()]
    return np.array(named, dtype=object).reshape(numbers.shape)


def _weight_colors(numbers):
    return [[WEIGHTS[number - 1][0] if number else None for number in row] for row in numbers]


def _plain(shape):
    return [[None] * shape[1]] * shape[0]


def _numbered(shape):
    """The numbers from 1, row by row."""
    return np.arange(1, shape[0] * shape[1] + 1).reshape(shape)


# Two pictures of one layer


def image_kernel_map(ax, image, kernel, outputs):
    """An image, a kernel and a map of these shapes, each a table of its names; the first window and its output framed."""
    (rows, columns), (kh, kw), (down, right) = image, kernel, outputs
    in_window = np.zeros(image, bool)
    in_window[:kh, :kw] = True
    weights = _numbered(kernel)
    at, middle = columns + kw + 2, rows / 2
    _cells(ax, _names("x", _numbered(image)), 0, 0, _plain(image), framed=in_window)
    _cells(ax, _names("w", weights), columns + 1, middle - kh / 2, _weight_colors(weights))
    first = _numbered(outputs) == 1
    _cells(ax, _names("y", _numbered(outputs)), at, middle - down / 2, _plain(outputs), framed=first)
    for x, sign in ((columns + 0.5, r"$\star$"), (at - 0.5, "$=$")):
        ax.text(x, middle, sign, ha="center", va="center", fontsize=15)
    for x, name in ((columns / 2, "image"), (columns + 1 + kw / 2, "kernel"), (at + right / 2, "map")):
        ax.text(x, -0.45, name, ha="center", va="center")
    return _bare(ax, at + right + 0.1, rows + 0.3, left=-0.1, top=-0.9)


def dense_table(ax, inputs, outputs):
    """The table of a dense layer: a weight of its own for each pair of an input and an output."""
    texts = np.array([[f"$w_{{{p + 1}{q + 1}}}$" for q in range(outputs)] for p in range(inputs)], dtype=object)
    _cells(ax, texts, 0, 0, _plain(texts.shape), width=1.6)
    _headings(ax, inputs, outputs, width=1.6)
    return _bare(ax, 1.6 * outputs + 0.1, inputs + 0.1, left=-1.2, top=-1.1)


def _headings(ax, inputs, outputs, *, width, fontsize=11):
    """The names of the inputs before the rows of a table, of the outputs above its columns."""
    look = {"ha": "center", "va": "center", "color": MUTED, "fontsize": fontsize}
    for p in range(inputs):
        ax.text(-0.6, p + 0.5, f"$x_{{{p + 1}}}$", **look)
    for q in range(outputs):
        ax.text((q + 0.5) * width, -0.5, f"$y_{{{q + 1}}}$", **look)


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
        ax.text(-0.35, p, f"$x_{p + 1}$", ha="right", va="center", fontsize=9)
    for q, height in enumerate(heights):
        ax.text(5.35, height, f"$y_{q + 1}$", ha="left", va="center", fontsize=9)
    ax.set(xlim=(-1.3, 6.3), ylim=(inputs - 0.5, -0.5))
    ax.set_title(title)
    ax.axis("off")
    return ax


def kernel_beside_column(ax, numbers, image, outputs, place):
    """The window at `place`, from 1, as the column of the table `numbers` (pixels, places), and the output it makes.

    `image` and `outputs` are shapes. Left: that column laid out as the image. Middle: the table, blocks of one image row
    and one row of outputs apart. Right: the outputs.
    """
    (rows, columns), (down, right) = image, outputs
    pixels, places = numbers.shape
    column = numbers[:, place - 1].reshape(image)
    top, at, width = (pixels - 2 * rows) / 2, 2 * columns + 2.8, 1.15
    grid = np.where(column > 0, _plain_names("w", column), _plain_names("x", _numbered(image)))
    _cells(ax, grid, 0, top, _weight_colors(column), width=2, height=2, fontsize=12, framed=column > 0)
    here = np.zeros(numbers.shape, bool)
    here[:, place - 1] = True
    texts = np.where(numbers > 0, numbers.astype(str), "")
    _cells(ax, texts, at, 0, _weight_colors(numbers), width=width, fontsize=8.5, framed=here)
    for r in range(1, rows):
        ax.plot([at, at + width * places], [r * columns] * 2, color=INK, linewidth=1.4, linestyle="-", zorder=3)
    for s in range(1, down):
        ax.plot([at + width * s * right] * 2, [0, pixels], color=INK, linewidth=1.4, linestyle="-", zorder=3)
    small = {"ha": "center", "va": "center", "color": MUTED, "fontsize": 8.5}
    for p in range(pixels):
        ax.text(at - 0.7, p + 0.5, f"x{p + 1}".translate(LOWERED), **small)
    for q in range(places):
        ax.text(at + (q + 0.5) * width, -0.5, f"y{q + 1}".translate(LOWERED), **small)
    end = at + width * places + 1.2
    middle, output = (pixels - down) / 2, _numbered(outputs)
    _cells(ax, _plain_names("y", output), end, middle, _plain(outputs), width=1.3, framed=output == place)
    look = {"ha": "center", "va": "center"}
    ax.text(columns, top - 0.8, "on the image", **look)
    ax.text(end + 0.65 * right, middle - 0.8, "output", **look)
    return _bare(ax, end + 1.3 * right + 0.1, pixels + 0.1, left=-0.1, top=-1.1)


# What a table costs and what a step makes of it


def weights_by_layer(ax, names, counts):
    """For each layer the places of its table, those that are filled, and its free weights, on a logarithmic scale."""
    for place, (places, filled, free) in enumerate(counts):
        ax.plot([free, places], [place, place], color=MUTED, linewidth=1, linestyle="-", zorder=1)
        for (color, marker), number, name in zip(WAYS.values(), (places, filled, free), WAYS):
            label = name if place == 0 else None
            ax.plot([number], [place], marker, color=color, markersize=8, linestyle="none", label=label, zorder=2)
            side = {"xytext": (0, -7), "va": "top"} if name == "local" else {"xytext": (0, 7), "va": "bottom"}
            where = {"textcoords": "offset points", "ha": "center"} | side
            ax.annotate(_count(number), (number, place), fontsize=9, **where)
    ax.set(xscale="log", xlim=(1, 2e12), ylim=(len(names) - 0.6, -0.9), xlabel="weights, without biases")
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.legend(loc="upper right", ncols=3, bbox_to_anchor=(1, 1.14), handletextpad=0.1)
    return ax


def _count(number):
    """A count in a few characters."""
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if number >= unit:
            return f"{number / unit:.3g}{name}"
    return f"{number:,}"


def tables_of_values(axes, tables, titles):
    """Tables of numbers (inputs, outputs), one on each of the axes; empty places are blank, large numbers dark."""
    most = max(abs(table).max() for table in tables)
    for ax, table, title in zip(axes, tables, titles):
        for (p, q), value in np.ndenumerate(table):
            shade = 0.75 * abs(value) / most
            color = (*to_rgb(BLUE if value > 0 else ORANGE), shade)
            ax.add_patch(Rectangle((1.7 * q, p), 1.7, 1, facecolor=color, edgecolor=MUTED, linewidth=0.6))
            if value:
                text = f"{value:.2f}".replace("-", "−")
                ax.text(1.7 * q + 0.85, p + 0.5, text, ha="center", va="center", fontsize=8.5)
        _headings(ax, *table.shape, width=1.7, fontsize=9)
        _bare(ax, 1.7 * table.shape[1] + 0.1, table.shape[0] + 0.1, left=-1.2, top=-1.1)
        ax.set_title(title)
    return axes[-1]


def errors_by_images(ax, images, errors, least):
    """The error on new images over the number of training images: `errors` maps "dense", "local", "shared" to numbers.

    What is smaller than `least` is drawn there.
    """
    for way, values in errors.items():
        color, marker = WAYS[way]
        line = {"dense": "solid", "local": "dashed", "shared": "dashdot"}[way]
        ax.plot(images, np.maximum(values, least), color=color, marker=marker, markersize=5, linestyle=line, label=way)
    ax.axhline(least, color=MUTED, linewidth=0.8, linestyle=":")
    below = {"textcoords": "offset points", "ha": "right", "va": "top", "color": MUTED}
    ax.annotate("exact, but for rounding", (images[-1], least), (0, -5), **below)
    ax.set(xscale="log", yscale="log", xlabel="images to learn from", ylabel="error on new images", ylim=(least / 4, 5))
    ax.set_xticks([1, 2, 4, 8, 16, 32, 64, 128], ["1", "2", "4", "8", "16", "32", "64", "128"])
    ax.minorticks_off()
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.92))
    return ax


# Receptive field


def reach(axes, changes, fields):
    """How much one output answers to each pixel, an image (height, width) for each of the axes, and the field's frame.

    `fields` holds the side of the frame, which stands in the middle of the image. Numbers are whole.
    """
    for depth, (ax, change, side) in enumerate(zip(axes, changes, fields), 1):
        height, width = change.shape
        for (r, s), value in np.ndenumerate(change):
            face = (*to_rgb(BLUE), 0.15 + 0.6 * value / change.max()) if value else "none"
            ax.add_patch(Rectangle((s, r), 1, 1, facecolor=face, edgecolor=MUTED, linewidth=0.4))
            if value:
                ax.text(s + 0.5, r + 0.5, f"{value:.0f}", ha="center", va="center", fontsize=7.5)
        corner = (width - side) / 2, (height - side) / 2
        ax.add_patch(Rectangle(corner, side, side, facecolor="none", edgecolor=INK, linewidth=2.2))
        _bare(ax, width + 0.05, height + 0.05, left=-0.05, top=-0.05)
        ax.set_title(f"{depth} layer{'s' if depth > 1 else ''}: {side} × {side}")
    return axes[-1]
