"""Convolution: photographs and what filters make of them, a window on its way, the places it visits, and stamps."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, BROWN, GREEN, INK, LEADING, MUTED, VERMILION, canvas

__all__ = [
    "canvas",
    "filters_above_maps",
    "in_rows",
    "places_of_windows",
    "shaded_numbers",
    "shades",
    "through_channels",
    "window_on_its_way",
]

WHITE_IS_MORE = plt.colormaps["gray"].resampled(48)
"""As many greys as an eye tells apart here: with all 256 of them the file of a photograph is more than half as large again."""
WHITE_IS_LESS = WHITE_IS_MORE.reversed()


def in_rows(rows, columns, *, width, height, heights=None):
    """Empty axes in rows, as `canvas` has them side by side, in reading order: pictures in one row are small on a telephone.

    `heights` are the proportions of the rows, if they differ.

    >>> len(in_rows(2, 3, width=5.6, height=4))
    6
    """
    grid = {"height_ratios": heights}
    return plt.subplots(rows, columns, figsize=(width, height), layout="constrained", gridspec_kw=grid)[1].ravel()


def _bare(ax):
    """Axes without ticks and frame, for what has no scale."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def _frame(ax, top, left, height, width, **look):
    """A rectangle whose upper left corner is (left, top) on axes where y points down."""
    ax.add_patch(Rectangle((left, top), width, height, facecolor="none", **look))


def shades(axes, pictures, titles, ends):
    """Images of one channel in shades of grey, each on axes of its own, the last of which may stay empty.

    Axes of size 1 of an image are left out.
    `ends` gives for each picture the number that is black and the number that is white.
    """
    for ax, picture, title, (black, white) in zip(axes, pictures, titles, ends):
        picture = picture.squeeze()
        limits = {"vmin": min(black, white), "vmax": max(black, white)}
        # Unsampled: the page scales the pixels, and the file holds each of them once.
        _bare(ax).imshow(
            picture, cmap=WHITE_IS_MORE if black < white else WHITE_IS_LESS, interpolation="none", **limits
        )
        _frame(ax, -0.5, -0.5, *picture.shape, edgecolor=MUTED, linewidth=0.8, clip_on=False)
        ax.set_title(title, linespacing=LEADING)
    for ax in axes[len(titles) :]:
        ax.axis("off")
    return axes[-1]


def _numbers(ax, numbers, darkest):
    """A grid of whole numbers, darker where they are larger in size; a NaN leaves its place empty."""
    height, width = numbers.shape
    _bare(ax).set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    sizes = np.nan_to_num(abs(numbers)) / darkest
    place = {"extent": (0, width, height, 0), "interpolation": "none"}
    ax.imshow(sizes, cmap="Greys", vmin=0, vmax=3, **place)  # so light that a number can be read, in the dark, too
    ax.hlines(range(height + 1), 0, width, color=MUTED, linewidth=0.6, clip_on=False)
    ax.vlines(range(width + 1), 0, height, color=MUTED, linewidth=0.6, clip_on=False)
    for (row, column), number in np.ndenumerate(numbers):
        if not np.isnan(number):
            text = f"{number:.0f}".replace("-", "−")
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center")


def _centred(ax, shape, room):
    """A grid of this shape in the middle of room for a larger one, so that their squares are of one size."""
    (height, width), (most_rows, most_columns) = shape, room
    ax.set_xlim((width - most_columns) / 2, (width + most_columns) / 2)
    ax.set_ylim((height + most_rows) / 2, (height - most_rows) / 2)


def _corner(ax):
    """Where a title stands above the left upper corner of a grid, as parts of the axes' width and height."""
    x, y = ax.transLimits.transform((0, 0))
    return {"x": x, "y": y}


def shaded_numbers(axes, arrays, titles):
    """Small images of whole numbers and one channel, each in its own grid, the larger the darker; also kernels."""
    grids = [array.squeeze() for array in arrays]
    room = np.max([numbers.shape for numbers in grids], axis=0)
    for ax, numbers, title in zip(axes, grids, titles):
        _numbers(ax, numbers, abs(numbers).max())
        _centred(ax, numbers.shape, room)
        ax.set_title(title, fontsize=14, **_corner(ax))
    return axes[-1]


def window_on_its_way(axes, X, Z, size, row, column):
    """An image X with the window at one place, and the feature map Z as far as the window has filled it: two axes.

    Both have one channel and one example, and whole numbers. A number of Z stands where the middle of its window stood,
    seen on X. `row` and `column` count from 1; the window has come row by row, from left to right.
    """
    (image, grid), X, Z = axes, X.squeeze(), Z.squeeze()
    _numbers(image, X, abs(X).max())
    _frame(image, row - 1, column - 1, *size, edgecolor=BLUE, linewidth=3, clip_on=False)
    visited = np.arange(Z.size).reshape(Z.shape) <= (row - 1) * Z.shape[1] + column - 1
    _numbers(grid, np.where(visited, Z, np.nan), abs(Z).max())
    _centred(grid, Z.shape, X.shape)
    _frame(grid, row - 1, column - 1, 1, 1, edgecolor=BLUE, linewidth=3, clip_on=False)
    image.set_title("image, and the window")
    here = f"{Z[row - 1, column - 1]:.0f}".replace("-", "−")
    grid.set_title(f"row {row}, column {column}: {here}")
    return grid


def places_of_windows(axes, image, products, grids):
    """An image of `image` = (height, width) pixels, and the middles of the windows of each product, on axes of their own.

    `grids` holds (rows, columns) of places for each product. Solid squares are pixels, dotted ones padding; the first
    window has a solid frame, the last a dashed one.
    """
    height, width = image
    for ax, product, (rows, columns) in zip(axes, products, grids):
        (kh, kw), (down, right), (top, left) = product.size, product.stride, product.padding
        for row, column in np.ndindex(height + 2 * top, width + 2 * left):
            pixel = top <= row < height + top and left <= column < width + left
            look = {"linestyle": "-", "linewidth": 0.8} if pixel else {"linestyle": ":", "linewidth": 0.8}
            _frame(ax, row - top, column - left, 1, 1, edgecolor=MUTED, **look)
        starts = [(row * down - top, column * right - left) for row in range(rows) for column in range(columns)]
        ax.plot([x + kw / 2 for _, x in starts], [y + kh / 2 for y, _ in starts], "o", color=INK, markersize=4)
        for start, color, linestyle in ((starts[0], BLUE, "-"), (starts[-1], BROWN, "--")):
            _frame(ax, *start, kh, kw, edgecolor=color, linestyle=linestyle, linewidth=2.6, zorder=3)
        _bare(ax).set(xlim=(-1.2, width + 1.2), ylim=(height + 1.2, -1.2), aspect="equal")
        ax.set_title(f"stride {down}\npadding {top}\n{rows} × {columns} places", linespacing=LEADING)
    return axes[-1]


def through_channels(ax, kernels, image, maps):
    """A window through all channels of an image makes one number of a map; so many filters, so many maps.

    Only the shapes are drawn: of the kernels (channels, kh, kw, filters), of the image (channels, height, width) and of the
    maps (filters, rows, columns).
    """
    channels, kh, kw, filters = kernels
    side, apart, right = 2.4, 0.8, 6.9
    for c in reversed(range(channels)):
        left, top, color = apart * c, 1.0 + apart * (channels - 1 - c), (VERMILION, GREEN, BLUE)[c % 3]
        ax.add_patch(Rectangle((left, top), side, side, facecolor="none", edgecolor=color, linewidth=1.6))
        window = left + 0.5, top + 0.4
        ax.add_patch(Rectangle(window, 0.6, 0.6, facecolor=color, alpha=0.35, edgecolor=INK, linewidth=1.2))
        ax.plot(
            [window[0] + 0.6, right + 0.62],
            [window[1] + 0.3, 1.72],
            color=color,
            linestyle="-",
            linewidth=1.1,
            zorder=5,
        )
    for k in reversed(range(filters)):
        corner = right + 0.28 * k, 1.3 - 0.14 * k
        look = {"facecolor": "white", "edgecolor": INK if k == 0 else MUTED}
        ax.add_patch(Rectangle(corner, 2.0, 2.0, linewidth=1.2, **look))
    ax.plot([right + 0.62], [1.72], "s", color=INK, markersize=6, zorder=6)
    weights = channels * kh * kw
    centred = {"ha": "center", "va": "center"}
    ax.text(side / 2, 5.5, f"{channels} channels", **centred)
    ax.text(5.4, 3.6, f"{channels} × {kh} × {kw} = {weights}\nweights,\none number", linespacing=LEADING, **centred)
    ax.text(right + 2, 5.5, f"{filters} filters, {maps[0]} maps", **centred)
    ax.set(xlim=(-0.3, right + 2 + 0.28 * filters + 0.3), ylim=(5.9, -0.2), aspect="equal")
    ax.axis("off")
    return ax


def filters_above_maps(axes, W, maps):
    """Filters (channels, kh, kw, filters), four in a row, each above its map of (filters, rows, columns, 1).

    Every filter has a grid for each channel, in the channel's colour: squares are filled where a weight is positive, open
    where it is negative, and as large as it. Every map goes from its smallest number, black, to its largest, white.
    """
    (channels, kh, kw, filters), most = W.shape, abs(W).max()
    for k in range(filters):
        above, below = (axes[8 * (k // 4) + 4 * row + k % 4] for row in (0, 1))
        for c, a, b in np.ndindex(channels, kh, kw):
            weight, color = W[c, a, b, k], (VERMILION, GREEN, BLUE)[c % 3]
            side, left = 0.9 * abs(weight) / most, c * (kw + 0.6) + b
            corner = left + (1 - side) / 2, a + (1 - side) / 2
            face = color if weight > 0 else "none"
            above.add_patch(Rectangle(corner, side, side, facecolor=face, edgecolor=color, linewidth=0.9))
        for c in range(channels):
            _frame(above, 0, c * (kw + 0.6), kh, kw, edgecolor=MUTED, linewidth=0.8)
        _bare(above).set(xlim=(-0.1, channels * (kw + 0.6) - 0.5), ylim=(kh + 0.1, -0.1), aspect="equal")
        above.set_title(f"filter {k + 1}", loc="center")
        _bare(below).imshow(maps[k, ..., 0], cmap=WHITE_IS_MORE, interpolation="none")
    return axes[-1]
