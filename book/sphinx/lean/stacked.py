"""Panels beside each other come to stand below each other on a narrow screen, and rows beside each other on a slide."""

import functools
import itertools
import re

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

__all__ = ["NARROW", "narrow", "wide"]

NARROW = "(max-width: 480px)"
ROOM = 290
"""Points: how wide a drawing is in which the letters of a figure are a third larger on a phone."""
NAMES = {2: ("left", "right"), 3: ("left", "middle", "right")}
"""What captions and text call the panels, and what stands above them where they no longer stand so."""
LINE = 14
"""Points: the height of such a name."""
LETTERS = {"size": 12, "prop": FontProperties(family="STIXGeneral")}
"""As the other letters of a figure: outlines, since an image loads no font."""
INK = "#5f5f5f"
COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
"""Matplotlib's codes of an outline's pieces, as SVG writes them."""
ROOT = re.compile(r"<svg\b[^>]*>")
SLIDE = (1136, 500)
"""The room for a picture on a slide: width and height."""
GAP = 24
"""Points between rows that have come to stand beside each other."""


def rows(widths):
    """The places of panels in rows, as many in each as have room.

    >>> rows([190, 200]), rows([100, 99, 98, 97]), rows([80, 80, 80])
    ([[0], [1]], [[0, 1], [2, 3]], [[0, 1, 2]])
    """
    found, left = [], 0.0
    for place, width in enumerate(widths):
        if width > left:
            found.append([])
            left = ROOM
        found[-1].append(place)
        left -= width
    return found


@functools.cache
def outline(name):
    """The letters of a name, from the left end of their line, as SVG draws a path.

    >>> outline("right")[0], outline("right")[-1], outline("left") == outline("right")
    ('M', 'Z', False)
    """
    pieces = TextPath((0, 0), name, **LETTERS).iter_segments()
    upright = ((COMMANDS[code], points.reshape(-1, 2) * (1, -1)) for points, code in pieces)
    return "".join(
        command + ("" if command == "Z" else " ".join(f"{number:.2f}" for number in points.ravel()))
        for command, points in upright
    )


def narrow(svg):
    """The drawing for a narrow screen; None where there is none, or where all panels have room beside each other.

    >>> narrow('<svg viewBox="0 0 400 100">')
    """
    said = _said(svg)
    if "data-panels" not in said:
        return None
    _, _, whole, height = map(float, said["viewBox"].split())
    edges, starts = ([float(x) for x in said[name].split()] for name in ("data-panels", "data-axes"))
    edges, starts = ([x * whole / edges[-1] for x in places] for places in (edges, starts))
    before = [start - edge for start, edge in zip(starts, edges)]
    widths = [right - left for left, right in itertools.pairwise(edges)]
    lines = rows(widths)
    if len(lines) == 1:
        return None
    names = NAMES.get(len(widths), ())
    step = height + LINE * bool(names)
    # The first axes of all rows begin below each other.
    left = max(before[line[0]] for line in lines)
    right = max(sum(widths[place] for place in line) - before[line[0]] for line in lines)
    broad, high = max(ROOM, left + right), len(lines) * step
    left += (broad - left - right) / 2
    panels = []
    for number, line in enumerate(lines):
        x = left - before[line[0]]
        for place in line:
            size = f'width="{widths[place]:.2f}" height="{height:.2f}"'
            view = f'viewBox="{edges[place]:.2f} 0 {widths[place]:.2f} {height:.2f}"'
            y = (number + 1) * step - height
            panels.append(f'<svg x="{x:.2f}" y="{y:.2f}" {size} {view}><use xlink:href="#whole"/></svg>')
            if names:
                at = f"translate({x + before[place]:.2f} {y - 2:.2f})"
                panels.append(f'<path class="name" transform="{at}" d="{outline(names[place])}" fill="{INK}"/>')
            x += widths[place]
    return _drawing(svg, broad, high, panels)


def wide(svg):
    """The drawing for a slide: rows of panels that stand beside each other, where they come out larger so; else as it was.

    >>> wide('<svg viewBox="0 0 400 100">')
    '<svg viewBox="0 0 400 100">'
    """
    said = _said(svg)
    if "data-rows" not in said:
        return svg
    _, _, width, height = map(float, said["viewBox"].split())
    numbers = [float(x) for x in said["data-rows"].split()]
    boxes = list(zip(*(numbers[side::4] for side in range(4))))
    sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    broad, high = sum(x for x, _ in sizes) + GAP * (len(sizes) - 1), max(y for _, y in sizes)
    if _scale(broad, high) <= _scale(width, height):
        return svg
    x, panels = 0.0, []
    for (left, top, _, _), (w, h) in zip(boxes, sizes):
        size = f'width="{w:.2f}" height="{h:.2f}"'
        view = f'viewBox="{left:.2f} {top:.2f} {w:.2f} {h:.2f}"'
        panels.append(f'<svg x="{x:.2f}" y="{(high - h) / 2:.2f}" {size} {view}><use xlink:href="#whole"/></svg>')
        x += w + GAP
    return _drawing(svg, broad, high, panels)


def _scale(width, height):
    """How much larger a drawing becomes that fills a slide."""
    return min(SLIDE[0] / width, SLIDE[1] / height)


def _said(svg):
    """What the root of a drawing says."""
    root = ROOT.search(svg)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', root[0])) if root else {}


def _drawing(svg, width, height, panels):
    """A drawing of parts of another one."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    inside = svg[ROOT.search(svg).end() : svg.rindex("</svg>")]
    return (
        f'<svg {space} width="{width:.2f}pt" height="{height:.2f}pt" viewBox="0 0 {width:.2f} {height:.2f}">'
        f'<defs><g id="whole">{inside}</g></defs><rect width="100%" height="100%" fill="#ffffff"/>{"".join(panels)}</svg>'
    )
