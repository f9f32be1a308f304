"""What slides back: the error over the image, the kernel over the error, its stamps, and a stride that spreads out."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from unity.course.chapter_15.figures.cells import bare, grid, in_corners, window, written
from unity.course.style import BLUE, INK, MUTED, PHONE, VERMILION

__all__ = [
    "convolution_with_errors",
    "dilated_error",
    "error_over_image",
    "kernel_over_error",
    "large_between_two",
    "stamps_that_add_up",
]


def convolution_with_errors(axes, X, W, Z, E):
    """An image X, a kernel W on its first window, the outputs Z, and the errors E that came back to them: four axes."""
    titles = "image $X$", "kernel $W$", "outputs $Y$", "errors $E$"
    colors = INK, BLUE, INK, VERMILION
    for ax, numbers, title, color in zip(axes, (X, W, Z, E), titles, colors):
        grid(bare(ax, *numbers.shape, span=max(X.shape)), numbers, color=color)
        ax.set_title(title, loc="center")
    window(axes[0], 0, 0, W.shape, color=BLUE)
    window(axes[2], 0, 0, (1, 1), color=BLUE)
    return axes[-1]


def error_over_image(axes, X, E, dW):
    """The errors E as a window over the image X, at one place for each weight: as many axes as dW has numbers."""
    for place, (ax, ((row, column), slope)) in enumerate(zip(axes, np.ndenumerate(dW)), 1):
        grid(bare(ax, *X.shape), X)
        window(ax, row, column, E.shape)
        in_corners(ax, E, row, column, VERMILION)
        ax.set_title(rf"$\partial L / \partial w_{place}$ = {written(slope)}", loc="center")
    return axes[-1]


def kernel_over_error(axes, padded, kernel, dX, place):
    """The flipped kernel on the padded errors, at the pixel `place`, (row, column) from 0; and dX, up to that pixel."""
    left, right = axes
    row, column = place
    size = kernel.shape
    grid(bare(left, *padded.shape), padded, color=VERMILION, faint=padded == 0, fontsize=13)
    window(left, row, column, size, color=BLUE)
    in_corners(left, kernel, row, column, BLUE)
    left.set_title("padded errors, flipped kernel", loc="center")
    bare(right, *dX.shape, span=max(padded.shape))
    until = row * dX.shape[1] + column
    for number, (r, c) in enumerate(np.ndindex(dX.shape)):
        right.add_patch(Rectangle((c, r), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.8))
        if number <= until:
            right.text(c + 0.5, r + 0.5, written(dX[r, c]), ha="center", va="center", fontsize=14)
    window(right, row, column, (1, 1), color=BLUE)
    right.set_title(rf"$\partial L / \partial x_{until + 1}$ = {written(dX[row, column])}", loc="center")
    return right


def stamps_that_add_up(axes, stamps, size, dX):
    """What each error sends back, a stamp (rows, columns) of the kernel on its window of `size`, and last their sum dX."""
    columns = dX.shape[1] - size[1] + 1
    for place, (ax, stamp) in enumerate(zip(axes, stamps)):
        row, column = divmod(place, columns)
        outside = np.ones(dX.shape, bool)
        outside[row : row + size[0], column : column + size[1]] = False
        grid(bare(ax, *dX.shape), stamp, faint=outside, fontsize=13)
        window(ax, row, column, size, color=BLUE)
        ax.set_title(f"{'+ ' if place else ''}$e_{place + 1} W$", loc="center")
    grid(bare(axes[-1], *dX.shape), dX, fontsize=13)
    axes[-1].set_title(r"$= \partial L / \partial X$", loc="center")
    return axes[-1]


def large_between_two():
    """Three empty axes for `dilated_error`: a small one, a large one that takes the room beside both, a small one below.

    >>> len(large_between_two())
    3
    """
    places = [["above", "large"], ["below", "large"]]
    _, axes = plt.subplot_mosaic(places, width_ratios=[1, 1.75], figsize=(PHONE, 3.7), layout="constrained")
    return [axes[name] for name in ("above", "large", "below")]


def dilated_error(axes, E, padded, kernel, dX):
    """Errors E of a stride, spread out in zeros with the flipped kernel on its first place, and what goes back: three axes."""
    span = max(dX.shape)
    grid(bare(axes[0], *E.shape, span=span), E, color=VERMILION, fontsize=12)
    grid(bare(axes[1], *padded.shape), padded, color=VERMILION, faint=padded == 0, fontsize=13)
    window(axes[1], 0, 0, kernel.shape, color=BLUE)
    in_corners(axes[1], kernel, 0, 0, BLUE)
    grid(bare(axes[2], *dX.shape, span=span), dX, fontsize=12)
    titles = "errors $E$", "spread out and padded: $D_p$", r"$\partial L / \partial X$"
    for ax, title in zip(axes, titles):
        ax.set_title(title, loc="center")
    return axes[-1]
