"""Where a figure whose panels stand beside each other may be cut, so that a narrow screen shows them below each other."""

import itertools
import re

from unity.extras import require

with require("widgets"):
    import matplotlib
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

__all__ = ["cuts", "drawn", "show_with_cuts", "starts"]

POINTS = 72  # in an inch


def cuts(figure):
    """The edges of a figure's panels in points from its left side, as it is printed: of k panels k + 1 numbers.

    None where they do not all stand beside each other, each in a place of its own, or where something belongs to several.
    """
    shared = [*figure.texts, *figure.legends, *figure.lines, *figure.patches, *figure.subfigs]
    boxes = sorted((ax.get_tightbbox() for ax in figure.axes), key=lambda box: box.x0)
    if shared or len(boxes) < 2:
        return None
    pairs = list(itertools.pairwise(boxes))
    if any(left.x1 > right.x0 for left, right in pairs):
        return None
    width = figure.get_tightbbox().width + 2 * matplotlib.rcParams["savefig.pad_inches"]
    return [0, *(_printed(figure, (left.x1 + right.x0) / 2) for left, right in pairs), POINTS * width]


def starts(figure):
    """Where the axes of a figure begin, from left to right, in points from its left side, as it is printed."""
    axes = sorted(figure.axes, key=lambda ax: ax.get_tightbbox().x0)
    return [_printed(figure, ax.get_window_extent().x0) for ax in axes]


def _printed(figure, x):
    """How far from the left side of the print a place is, in points."""
    left = figure.get_tightbbox().x0 - matplotlib.rcParams["savefig.pad_inches"]
    return POINTS * (x / figure.dpi - left)


def drawn(figure):
    """A figure as SVG, as a notebook shows it; its root says where it may be cut, and where its axes begin."""
    svg = print_figure(figure, "svg")
    if not svg or not (edges := cuts(figure)):
        return svg
    panels, axes = (" ".join(f"{x:.1f}" for x in places) for places in (edges, starts(figure)))
    return re.sub(r"<svg\b", f'<svg data-panels="{panels}" data-axes="{axes}"', svg, count=1)


def show_with_cuts():
    """Let the notebook that runs show its figures so."""
    if InteractiveShell.initialized():
        InteractiveShell.instance().display_formatter.formatters["image/svg+xml"].for_type(Figure, drawn)
