"""Panels of a figure that stand beside each other come to stand below each other on a narrow screen: a drawing of its own."""

import itertools
import re

__all__ = ["NARROW", "narrow"]

NARROW = "(max-width: 480px)"
ROOM = 290
"""Points: how wide a drawing is in which the letters of a figure are a third larger on a phone."""
NAMES = {2: ("left", "right"), 3: ("left", "middle", "right")}
"""What captions and text call the panels, and what stands above them where they no longer stand so."""
LINE = 14
"""Points: the height of such a name."""
LOOK = 'font-family="STIX Two Text, Times New Roman, Liberation Serif, serif" font-size="12" fill="#5f5f5f"'
ROOT = re.compile(r"<svg\b[^>]*>")


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


def narrow(svg):
    """The drawing for a narrow screen; None where there is none, or where all panels have room beside each other.

    >>> narrow('<svg viewBox="0 0 400 100">')
    """
    root = ROOT.search(svg)
    said = dict(re.findall(r'([\w-]+)="([^"]*)"', root[0])) if root else {}
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
    wide, high = max(ROOM, left + right), len(lines) * step
    left += (wide - left - right) / 2
    panels = []
    for number, line in enumerate(lines):
        x = left - before[line[0]]
        for place in line:
            size = f'width="{widths[place]:.2f}" height="{height:.2f}"'
            view = f'viewBox="{edges[place]:.2f} 0 {widths[place]:.2f} {height:.2f}"'
            y = (number + 1) * step - height
            panels.append(f'<svg x="{x:.2f}" y="{y:.2f}" {size} {view}><use xlink:href="#whole"/></svg>')
            if names:
                panels.append(f'<text x="{x + before[place]:.2f}" y="{y - 2:.2f}" {LOOK}>{names[place]}</text>')
            x += widths[place]
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    inside = svg[root.end() : svg.rindex("</svg>")]
    return (
        f'<svg {space} width="{wide:.2f}pt" height="{high:.2f}pt" viewBox="0 0 {wide:.2f} {high:.2f}">'
        f'<defs><g id="whole">{inside}</g></defs><rect width="100%" height="100%" fill="#ffffff"/>{"".join(panels)}</svg>'
    )
