"""Where a figure whose panels stand beside each other may be cut, so that a narrow screen shows them below each other."""

import itertools
import re

from unity.extras import require

with require("widgets"):
    import matplotlib
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

__all__ = ["cuts", "drawn", "show_with_cuts"]

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
    whole, pad = figure.get_tightbbox(), matplotlib.rcParams["savefig.pad_inches"]
    middles = [(left.x1 + right.x0) / 2 / figure.dpi - whole.x0 + pad for left, right in pairs]
    return [POINTS * x for x in (0, *middles, whole.width + 2 * pad)]


def drawn(figure):
    """A figure as SVG, as a notebook shows it; its root says in `data-panels` where it may be cut."""
    svg = print_figure(figure, "svg")
    if not svg or not (edges := cuts(figure)):
        return svg
    said = " ".join(f"{edge:.1f}" for edge in edges)
    return re.sub(r"<svg\b", f'<svg data-panels="{said}"', svg, count=1)


def show_with_cuts():
    """Let the notebook that runs show its figures so."""
    if InteractiveShell.initialized():
        InteractiveShell.instance().display_formatter.formatters["image/svg+xml"].for_type(Figure, drawn)
