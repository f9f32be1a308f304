"""A network that reads digits: images, start, learning curves, mistakes, weights, and what a test can tell."""

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from unity import tally
from unity.course.style import BLUE, BROWN, GREEN, INK, LEADING, MUTED, VERMILION, panels
from unity.course.style import narrow as canvas

__all__ = [
    "canvas",
    "confusion_table",
    "costs_by_step",
    "hidden_units",
    "image_sheet",
    "learning_curves",
    "mistakes",
    "panels",
    "shares_by_seed",
    "sizes_by_layer",
    "weight_sheet",
]

GAP = 1.2
"""From one picture to the next, in widths of a picture."""
PENS = ("-", "o", BLUE), ("--", "s", VERMILION), ("-.", "^", GREEN), (":", "D", BROWN)
"""Line, marker and colour, in turn."""


# Pictures on one sheet


def _bare(ax, columns, rows, high):
    """Axes without ticks and frame, for pictures of side 1 in columns and rows; y points down, a row is `high`."""
    ax.set(xticks=[], yticks=[], aspect="equal")
    ax.set(xlim=(-0.1, GAP * columns - 0.1), ylim=(high * rows - 0.1, -0.3))
    ax.spines[:].set_visible(False)
    return ax


def _picture(ax, image, x, y):
    """A grey image (height, width), from 0 (paper) to 1 (ink), its upper left corner at (x, y)."""
    ax.imshow(image, cmap="Greys", vmin=0, vmax=1, interpolation="nearest", extent=(x, x + 1, y + 1, y), zorder=1)
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6, zorder=2))


def _weights(ax, W, x, y, largest):
    """Weights (height, width) as squares: filled where positive, open where negative, as large as the weight."""
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6))
    height, width = W.shape
    for positive in (True, False):
        squares = []
        for (r, v), weight in np.ndenumerate(W):
            side = 0.9 * (abs(weight) / largest) ** 0.5
            if (weight > 0) == positive and side > 0.12:
                corner = x + (v + (1 - side) / 2) / width, y + (r + (1 - side) / 2) / height
                squares.append(Rectangle(corner, side / width, side / height))
        filling = BROWN if positive else "none"
        edge = BROWN if positive else BLUE
        ax.add_collection(PatchCollection(squares, facecolor=filling, edgecolor=edge, linewidth=0.7))


def image_sheet(ax, images, captions, columns, *, high=None):
    """Images (count, height, width), row by row on one sheet, each above its caption; a row is `high` times an image."""
    rows = -(-len(images) // columns)
    high = high or (1.75 if any("\n" in caption for caption in captions) else 1.5)
    limits = _bare(ax, columns, rows, high).axis()
    for i, (image, caption) in enumerate(zip(images, captions)):
        x, y = GAP * (i % columns), high * (i // columns)
        _picture(ax, image, x, y)
        ax.text(x + 0.5, y + 1.06, caption, ha="center", va="top", fontsize=11, linespacing=LEADING)
    ax.axis(limits)
    return ax


def mistakes(ax, digits, A, places, columns):
    """The digits at `places`, in this order, each above what was written, what is read, and the probability that A gives it."""
    read, sure = tally.decide(A), 100 * A.max(axis=0)
    captions = [f"{digits.y[i]} as {read[i]}\n{sure[i]:.0f} %" for i in places]
    return image_sheet(ax, digits.X[0][..., places].T.mT, captions, columns)


def weight_sheet(ax, W, captions, columns):
    """The weights of several neurons (count, height, width) as squares, filled where positive, open where negative."""
    rows = -(-len(W) // columns)
    _bare(ax, columns, rows, 1.5)
    for i, (weights, caption) in enumerate(zip(W, captions)):
        x, y = GAP * (i % columns), 1.5 * (i // columns)
        _weights(ax, weights, x, y, abs(W).max())
        ax.text(x + 0.5, y + 1.06, caption, ha="center", va="top", fontsize=11)
    return ax


def hidden_units(ax, W, images):
    """A row for each unit: its weights, from W (units, height, width), then images (units, count, height, width)."""
    units, count = images.shape[:2]
    ax.set_anchor("N")  # level with what stands beside it
    limits = _bare(ax, count + 1.3, units, GAP).axis()
    for i in range(units):
        _weights(ax, W[i], 0, GAP * i, abs(W[i]).max())
        for j, image in enumerate(images[i]):
            _picture(ax, image, GAP * (j + 1.2), GAP * i)
    ax.axis(limits)
    return ax


# Starting and learning


def sizes_by_layer(axes, sizes, costs, factor):
    """The root mean square of what each layer hears, and the cost over the epochs; no cost where training diverged."""
    left, right = axes
    places = np.arange(1, len(sizes) + 1)
    left.axhline(sizes[0], color=MUTED, linewidth=0.8, linestyle=":")
    left.semilogy(places, sizes, "o-", color=BLUE, markersize=5)
    left.set(ylim=(1e-5, 1e3), xticks=places, xlabel="layer $n$", ylabel="root mean square of $A_n$")
    left.set_title(f"factor {factor:g}")
    if costs is None:
        right.text(0.5, 0.5, "diverges", transform=right.transAxes, ha="center", color=VERMILION)
    else:
        right.plot(range(len(costs)), costs, "s--", color=VERMILION, markersize=5)
    right.set(xlim=(-0.2, 6.2), ylim=(0, 3), xlabel="epochs", ylabel="training cost $J$")
    return right


def learning_curves(axes, curves):
    """For each network (a name) the costs on training and on held-out examples over the epochs, and the best epoch."""
    for ax, (name, (training, held_out, best)) in zip(axes, curves.items()):
        epochs = range(len(training))
        ax.semilogy(epochs, held_out, color=VERMILION, linestyle="--", label="held out")
        ax.semilogy(epochs, training, color=BLUE, linestyle="-", label="training")
        ax.plot([best], [held_out[best]], "v", color=INK, markersize=8, label="least")
        ax.set(title=name, ylabel="cost $J$", ylim=(1e-3, 3))
    axes[0].legend(loc="upper right", ncols=3, fontsize=12)
    axes[-1].set_xlabel("epochs")
    return axes[-1]


def costs_by_step(ax, steps, costs, batches):
    """A line for each batch: its costs over the step, both logarithmic. A line ends where a cost is NaN."""
    for (line, marker, color), found, batch in zip(PENS, costs, batches):
        ax.loglog(steps, found, linestyle=line, marker=marker, color=color, markersize=5, label=f"batch {batch}")
    ax.set(xlabel=r"step $\alpha$", ylabel="held-out cost")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, fontsize=12)
    return ax


# Counting mistakes


def confusion_table(ax, C):
    """How many examples of each class (a row) are read as each (a column): mistakes in frames, zeros left out."""
    K = C.shape[0]
    for (k, read), count in np.ndenumerate(C):
        if count:
            mistake = k != read
            color = VERMILION if mistake else MUTED
            ax.text(read, k, f"{count:.0f}", ha="center", va="center", color=color, weight="bold" if mistake else None)
            if mistake:
                box = Rectangle((read - 0.4, k - 0.4), 0.8, 0.8, facecolor="none", edgecolor=VERMILION, linewidth=1.2)
                ax.add_patch(box)
    ax.set(xlim=(-0.5, K - 0.5), ylim=(K - 0.5, -0.5), xticks=range(K), yticks=range(K), aspect="equal")
    ax.set(xlabel="read as", ylabel="written as")
    ax.tick_params(length=0)
    return ax


def shares_by_seed(ax, shares):
    """For each network (a name) its runs' shares in percent, their mean, and an error that reaches to both sides of it."""
    for place, ((found, mean, error), (_, marker, color)) in enumerate(zip(shares.values(), PENS)):
        bar = {"color": MUTED, "linewidth": 9, "alpha": 0.3, "solid_capstyle": "butt"}
        ax.plot([mean - error, mean + error], [place, place], "-", **bar)
        lift = 0.22 * np.linspace(-1, 1, len(found))
        ax.plot(found, place + lift, marker, color=color, markersize=4, linestyle="none")
        ax.plot([mean, mean], [place - 0.34, place + 0.34], color=INK, linestyle="-", linewidth=2)
    ax.set_yticks(range(len(shares)), shares)
    ax.set(ylim=(len(shares) - 0.4, -0.6), xlabel="test images read rightly, in percent")
    return ax
