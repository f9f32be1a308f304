"""How errors go back through a convolution: over the image, over the padded error, by stamps, by a table, to a digit."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, INK, MUTED, ORANGE, VERMILION, canvas

__all__ = [
    "canvas",
    "convolution_with_errors",
    "dilated_error",
    "error_over_image",
    "kernel_over_error",
    "slopes_of_pixels",
    "stamps_that_add_up",
    "table_from_both_sides",
    "two_ways_back",
]


def _bare(ax, height, width, *, span=0):
    """Axes for a grid of unit squares, rows downwards, at the top of at least `span` of them; no ticks, no frame."""
    edge, side = 0.06, max(span - width, 0) / 2
    ax.set(xticks=[], yticks=[], aspect="equal")
    ax.set(xlim=(-side - edge, width + side + edge), ylim=(max(span, height) + edge, -edge))
    ax.spines[:].set_visible(False)
    return ax


def _text(value):
    """A number as it stands in a grid: three digits, mathematics' own minus."""
    return f"{value:.3g}".replace("-", "−")


def _grid(ax, numbers, *, left=0, top=0, color=INK, faint=None, fontsize=13):
    """The numbers of an array (rows, columns) in squares; where `faint` is true they are grey."""
    for (row, column), number in np.ndenumerate(numbers):
        x, y = left + column, top + row
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        shade = MUTED if faint is not None and faint[row, column] else color
        ax.text(x + 0.5, y + 0.5, _text(number), ha="center", va="center", fontsize=fontsize, color=shade)


def _window(ax, row, column, size, *, color=VERMILION, fill=0.16, linewidth=2.6):
    """A window of `size` = (rows, columns) whose upper left square is (row, column)."""
    height, width = size
    look = {"linewidth": linewidth, "zorder": 4}
    ax.add_patch(Rectangle((column, row), width, height, facecolor=color, alpha=fill, zorder=0.5))
    ax.add_patch(Rectangle((column, row), width, height, facecolor="none", edgecolor=color, **look))


def _in_corners(ax, numbers, row, column, color, *, fontsize=9):
    """Small numbers in the corners of the squares that a window covers."""
    look = {"ha": "right", "va": "bottom", "fontsize": fontsize, "color": color, "weight": "bold"}
    for (r, c), number in np.ndenumerate(numbers):
        ax.text(column + c + 0.92, row + r + 0.92, _text(number), **look)


# The question, and the error over the image


def convolution_with_errors(axes, X, W, Z, E):
    """An image X, a kernel W on its first window, the outputs Z, and the errors E that came back to them: four axes."""
    titles = "image $X$", "kernel $W$", "outputs $Y$", "errors $E$"
    colors = INK, BLUE, INK, VERMILION
    for ax, numbers, title, color in zip(axes, (X, W, Z, E), titles, colors):
        _grid(_bare(ax, *numbers.shape, span=max(X.shape)), numbers, color=color)
        ax.set_title(title, loc="center")
    _window(axes[0], 0, 0, W.shape, color=BLUE)
    _window(axes[2], 0, 0, (1, 1), color=BLUE)
    return axes[-1]


def error_over_image(axes, X, E, dW):
    """The errors E as a window over the image X, at one place for each weight: as many axes as dW has numbers."""
    for place, (ax, ((row, column), slope)) in enumerate(zip(axes, np.ndenumerate(dW)), 1):
        _grid(_bare(ax, *X.shape), X)
        _window(ax, row, column, E.shape)
        _in_corners(ax, E, row, column, VERMILION)
        ax.set_title(rf"$\partial L / \partial w_{place}$ = {_text(slope)}", loc="center")
    return axes[-1]


# The kernel over the error, and its stamps


def kernel_over_error(axes, padded, kernel, dX, place):
    """The flipped kernel on the padded errors, at the pixel `place`, (row, column) from 0; and dX, up to that pixel."""
    left, right = axes
    row, column = place
    size = kernel.shape
    _grid(_bare(left, *padded.shape), padded, color=VERMILION, faint=padded == 0)
    _window(left, row, column, size, color=BLUE)
    _in_corners(left, kernel, row, column, BLUE)
    left.set_title("padded errors, flipped kernel", loc="center")
    _bare(right, *dX.shape, span=max(padded.shape))
    until = row * dX.shape[1] + column
    for number, (r, c) in enumerate(np.ndindex(dX.shape)):
        right.add_patch(Rectangle((c, r), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        if number <= until:
            right.text(c + 0.5, r + 0.5, _text(dX[r, c]), ha="center", va="center", fontsize=13)
    _window(right, row, column, (1, 1), color=BLUE)
    right.set_title(rf"$\partial L / \partial x_{until + 1}$ = {_text(dX[row, column])}", loc="center")
    return right


def stamps_that_add_up(axes, stamps, size, dX):
    """What each error sends back, a stamp (rows, columns) of the kernel on its window of `size`, and last their sum dX."""
    columns = dX.shape[1] - size[1] + 1
    for place, (ax, stamp) in enumerate(zip(axes, stamps)):
        row, column = divmod(place, columns)
        outside = np.ones(dX.shape, bool)
        outside[row : row + size[0], column : column + size[1]] = False
        _grid(_bare(ax, *dX.shape), stamp, faint=outside, fontsize=12)
        _window(ax, row, column, size, color=BLUE)
        ax.set_title(f"{'+ ' if place else ''}$e_{place + 1} W$", loc="center")
    _grid(_bare(axes[-1], *dX.shape), dX, fontsize=12)
    axes[-1].set_title(r"$= \partial L / \partial X$", loc="center")
    return axes[-1]


# The table


def table_from_both_sides(ax, numbers, row, column):
    """Which weight joins pixel and output, `numbers` (inputs, outputs) with 0 for none; a row and a column are framed."""
    inputs, outputs = numbers.shape
    _bare(ax, inputs, outputs).set(xlim=(-1.1, outputs + 4.6), ylim=(inputs + 0.3, -1))
    for (r, c), number in np.ndenumerate(numbers):
        ax.add_patch(Rectangle((c, r), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6))
        text, color = (f"$w_{number}$", INK) if number else ("0", MUTED)
        ax.text(c + 0.5, r + 0.5, text, ha="center", va="center", fontsize=12, color=color)
    for r in range(inputs):
        ax.text(-0.25, r + 0.5, f"$x_{r + 1}$", ha="right", va="center", fontsize=12)
    for c in range(outputs):
        ax.text(c + 0.5, -0.25, f"$y_{c + 1}$", ha="center", va="bottom", fontsize=12)
    look = {"facecolor": "none", "linewidth": 2.8, "zorder": 4}
    ax.add_patch(Rectangle((column, 0), 1, inputs, edgecolor=BLUE, **look))
    ax.add_patch(Rectangle((0, row), outputs, 1, edgecolor=VERMILION, linestyle="--", **look))
    notes = (
        (1.2, f"forward: down a column,\n$y_{column + 1}$ gathers its window", BLUE),
        (row + 0.5, f"back: along a row,\n$x_{row + 1}$ hears every output\nthat it touched", VERMILION),
    )
    for y, text, color in notes:
        ax.text(outputs + 0.3, y, text, va="center", fontsize=10.5, color=color)
    return ax


# Two ways, and their difference


def two_ways_back(axes, E, one, other, difference):
    """Errors E on a scale of their own; the error sent back in two ways and the difference, on one scale: four axes."""
    largest = np.abs(one).max()
    pictures = (E, np.abs(E).max()), (one, largest), (other, largest), (difference, largest)
    titles = "errors $E$", "flipped kernel\nover padded $E$", "table times $E$", "difference"
    for ax, (picture, scale), title in zip(axes, pictures, titles):
        height, width = picture.shape
        _bare(ax, height, width)
        for (r, c), value in np.ndenumerate(picture):
            _signed(ax, r, c, value / scale)
        ax.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        ax.set_title(title, loc="center", fontsize=10.5)
    return axes[-1]


def _signed(ax, row, column, share):
    """A square as large as the share (its area is), filled where it is positive, open where it is negative."""
    side = 0.92 * min(abs(share), 1) ** 0.5
    if side < 0.02:
        return
    look = {"facecolor": ORANGE, "edgecolor": INK} if share > 0 else {"facecolor": "none", "edgecolor": BLUE}
    inset = (1 - side) / 2
    linewidth = 0.4 if share > 0 else 1.3
    ax.add_patch(Rectangle((column + inset, row + inset), side, side, linewidth=linewidth, **look))


# A stride


def dilated_error(axes, E, padded, kernel, dX):
    """Errors E of a stride, spread out in zeros with the flipped kernel on its first place, and what goes back: three axes."""
    span = max(padded.shape)
    _grid(_bare(axes[0], *E.shape, span=span), E, color=VERMILION, fontsize=10)
    _grid(_bare(axes[1], *padded.shape), padded, color=VERMILION, faint=padded == 0, fontsize=10)
    _window(axes[1], 0, 0, kernel.shape, color=BLUE)
    _in_corners(axes[1], kernel, 0, 0, BLUE, fontsize=6.5)
    _grid(_bare(axes[2], *dX.shape, span=span), dX, fontsize=10)
    titles = "errors $E$", "spread out and padded: $D_p$", r"$\partial L / \partial X$"
    for ax, title in zip(axes, titles):
        ax.set_title(title, loc="center")
    return axes[-1]


# A digit


def slopes_of_pixels(axes, before, slopes, after):
    """An image in grey, how a score answers to each of its pixels, and the image after a step: three axes.

    A square is as large as the slope: filled where more ink raises the score, open where it lowers it.
    """
    for ax, image in ((axes[0], before), (axes[2], after)):
        height, width = image.shape
        _bare(ax, height, width)
        ax.imshow(image, cmap="Greys", vmin=0, vmax=1, interpolation="nearest", extent=(0, width, height, 0))
    ax = _bare(axes[1], *slopes.shape)
    ax.imshow(before, cmap="Greys", vmin=0, vmax=2.5, interpolation="nearest", extent=(0, width, height, 0))
    for (r, c), slope in np.ndenumerate(slopes):
        _signed(ax, r, c, slope / np.abs(slopes).max())
    for ax, title in zip(axes, ("before", "slopes by its pixels", "after a step")):
        ax.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        ax.set_title(title, loc="center", fontsize=10.5)
    return axes[-1]
