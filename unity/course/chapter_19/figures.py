"""The project's pictures: digits before and after they are enlarged, learning curves, and the gains of single deals."""

from unity.course.chapter_12.figures import image_sheet
from unity.course.style import BLUE, INK, MUTED, VERMILION, canvas, narrow

__all__ = ["canvas", "gains", "image_sheets", "learning_curves", "narrow"]

PENS = ("-", "o", BLUE), ("--", "s", VERMILION)
"""Line, marker and colour, in turn."""


def image_sheets(axes, sheets, names):
    """The same images in several sizes, side by side: each sheet (images, height, width) under its size."""
    for ax, sheet in zip(axes, sheets):
        _, height, width = sheet.shape
        image_sheet(ax, sheet, names, columns=2).set_title(f"{height} by {width}")
    return axes[-1]


def learning_curves(ax, sizes, curves):
    """Shares in percent over the number of images to train on; for each name the means and the spreads."""
    for (name, (mean, spread)), (line, marker, color) in zip(curves.items(), PENS):
        pen = {"linestyle": line, "marker": marker, "color": color, "markersize": 6}
        ax.errorbar(sizes, mean, yerr=spread, label=name, capsize=3, linewidth=1.5, elinewidth=1, **pen)
    ax.set(xscale="log", xlabel="images to train on", ylabel="read rightly, in percent")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    ax.legend(loc="lower right", fontsize=12)
    return ax


def gains(ax, d, interval):
    """A dot for each deal's gain, in points, above the band of the interval (low, high) for the mean; 0 is a line."""
    ax.axvspan(*interval, color=BLUE, alpha=0.18, linewidth=0)
    ax.axvline(0, color=MUTED, linestyle="-", linewidth=1)
    ax.plot(d, range(len(d)), "o", color=INK, markersize=6)
    ax.set(xlabel="points gained", ylabel="deal", yticks=range(len(d)), ylim=(-0.7, len(d) - 0.3))
    return ax
