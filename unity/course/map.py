"""The picture of which part of the library imports which, and the map of the chapters."""

import html
import textwrap

from unity.course.style import BLUE, INK, MUTED

__all__ = ["LONGEST", "house", "needs"]

LONGEST = 4
"""So many names stand beside each other on a phone."""

ROW, LEFT, WIDTH = 30, 112, 450  # pixels of the map: between two chapters, left of them, and of all


def needs(titles, links, parts, pairs):
    """Chapters below each other, each a link, with an arc from each that is needed to the one that needs it, as SVG.

    `titles` is one line a chapter, `links` its address, `parts` the number of its part, from 0, and `pairs` are (needed, needing)
    places.
    """
    longest = max((needing - needed for needed, needing in pairs), default=1)
    drawn = []
    for needed, needing in pairs:
        reach, half = (LEFT - 12) * (needing - needed) / longest, ROW * (needing - needed) / 2
        start, end = (ROW * (place + 0.5) for place in (needed, needing))
        arc = f"M{LEFT} {start:g}A{reach:.4g} {half:g} 0 0 0 {LEFT} {end:g}"
        drawn.append(f'<path class="part-{parts[needed]}" d="{arc}"/>')
    for place, (title, link, part) in enumerate(zip(titles, links, parts, strict=True)):
        y = ROW * (place + 0.5)
        name = f'<a href="{html.escape(link)}"><text x="{LEFT + 14}" y="{y + 5:g}">{html.escape(title)}</text></a>'
        drawn.append(f'<circle class="part-{part}" cx="{LEFT}" cy="{y:g}" r="5"/>{name}')
    lines = textwrap.indent("\n".join(drawn), "  ")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {ROW * len(titles)}">\n{lines}\n</svg>'


def house(ax, rows, imports):
    """The parts of the library in rows, the first on the ground, with a line from each down to every part it imports.

    `rows` are lists of names, `imports` says for each name which others it imports. A row of more than LONGEST names stands in
    several lines, as long as each other or one longer.
    """
    places, height = {}, 0
    for names in rows:
        lines = -(-len(names) // LONGEST)
        for line in range(lines):
            own = names[line * len(names) // lines : (line + 1) * len(names) // lines]
            places |= {name: ((number + 0.5) / len(own), height + 0.62 * line) for number, name in enumerate(own)}
        height += 1 + 0.62 * (lines - 1)
    for name, others in imports.items():
        for other in sorted(others & places.keys()):
            (x, y), (to_x, to_y) = places[name], places[other]
            ax.plot([x, to_x], [y - 0.16, to_y + 0.16], "-", color=MUTED, linewidth=0.9, alpha=0.7, zorder=1)
    for name, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": BLUE, "linewidth": 0.8}
        ax.text(x, y, name, ha="center", va="center", color=INK, fontsize=12.5, bbox=box, zorder=2)
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.5, height - 0.5))
    ax.axis("off")
    return ax
