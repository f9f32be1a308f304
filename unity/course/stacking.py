"""Where a figure may be cut: a narrow screen shows panels below each other that stood beside each other, a slide rows beside."""

import itertools

from unity.extras import require

with require("widgets"):
    import matplotlib
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

__all__ = ["cuts", "drawn", "rows", "show_with_cuts", "starts"]

POINTS = 72  # in an inch
HAIR = 2  # points round a row, so that no line at its edge is cut


def cuts(figure):
    """The edges of a figure's panels in points from its left side, as it is printed: of k panels k + 1 numbers.

    None where they do not all stand beside each other, each in a place of its own, or where something belongs to several.
    """
    boxes = sorted((ax.get_tightbbox() for ax in figure.axes), key=lambda box: box.x0)
    if _shared(figure) or len(boxes) < 2:
        return None
    pairs = list(itertools.pairwise(boxes))
    if any(left.x1 > right.x0 for left, right in pairs):
        return None
    width = figure.get_tightbbox().width + 2 * matplotlib.rcParams["savefig.pad_inches"]
    return [0, *(_printed(figure, (left.x1 + right.x0) / 2) for left, right in pairs), POINTS * width]


def rows(figure):
    """The rows of a figure's panels, from the top: the sides of each (left, top, right, bottom), in points, as it is printed.

    None where there is one row, where a row says something that another one needs, an axis, a colour bar or the heads of its
    columns, or where something belongs to several.
    """
    found = []
    for ax in sorted(figure.axes, key=lambda ax: -ax.get_tightbbox().y1):
        box = ax.get_tightbbox()
        if found and box.y1 > min(each.get_tightbbox().y0 for each in found[-1]):
            found[-1].append(ax)
        else:
            found.append([ax])
    above = [ax for row in found[:-1] for ax in row]
    one_axis = any(ax.get_shared_x_axes().joined(ax, other) for ax in above for other in figure.axes if other is not ax)
    bars = any(ax.get_label() == "<colorbar>" for ax in figure.axes)
    grid = len({len(row) for row in found}) == 1 < len(found[0] if found else ())
    if _shared(figure) or len(found) < 2 or one_axis or bars or grid:
        return None
    top = figure.get_tightbbox().y1 + matplotlib.rcParams["savefig.pad_inches"]
    boxes = [Bbox.union([ax.get_tightbbox() for ax in row]).padded(HAIR * figure.dpi / POINTS) for row in found]
    return [
        (
            _printed(figure, x.x0),
            POINTS * (top - x.y1 / figure.dpi),
            _printed(figure, x.x1),
            POINTS * (top - x.y0 / figure.dpi),
        )
        for x in boxes
    ]


def starts(figure):
    """Where the axes of a figure begin, from left to right, in points from its left side, as it is printed."""
    axes = sorted(figure.axes, key=lambda ax: ax.get_tightbbox().x0)
    return [_printed(figure, ax.get_window_extent().x0) for ax in axes]


def _shared(figure):
    """What belongs to no panel."""
    return [*figure.texts, *figure.legends, *figure.lines, *figure.patches, *figure.subfigs]


def _printed(figure, x):
    """How far from the left side of the print a place is, in points."""
    left = figure.get_tightbbox().x0 - matplotlib.rcParams["savefig.pad_inches"]
    return POINTS * (x / figure.dpi - left)


def drawn(figure):
    """A figure as SVG, as a notebook shows it; its root says where it may be cut, and where its axes begin."""
    svg = print_figure(figure, "svg")
    if not svg:
        return svg
    places = {}
    if edges := cuts(figure):
        places = {"panels": edges, "axes": starts(figure)}
    elif boxes := rows(figure):
        places = {"rows": itertools.chain(*boxes)}
    said = "".join(f' data-{name}="{" ".join(f"{x:.1f}" for x in numbers)}"' for name, numbers in places.items())
    return svg.replace("<svg", f"<svg{said}", 1)


def show_with_cuts():
    """Let the notebook that runs show its figures so."""
    if InteractiveShell.initialized():
        InteractiveShell.instance().display_formatter.formatters["image/svg+xml"].for_type(Figure, drawn)
