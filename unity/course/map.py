"""The figures of the course itself: which chapter needs which, and which part of the library imports which."""

from matplotlib.patches import Arc

from unity.course.style import BLUE, GREEN, INK, MUTED, ORANGE, VERMILION

__all__ = ["house", "needs"]

PARTS = (BLUE, VERMILION, GREEN, ORANGE)


def needs(ax, titles, parts, pairs):
    """Chapters below each other, with an arc from each that is needed to the one that needs it.

    `titles` is one line a chapter, `parts` the number of its part, from 0, and `pairs` are (needed, needing) places.
    """
    for place, (title, part) in enumerate(zip(titles, parts)):
        ax.plot(0, -place, "o", color=PARTS[part % len(PARTS)], markersize=9)
        ax.text(0.35, -place, title, va="center", color=INK)
    for needed, needing in pairs:
        span, middle = needing - needed, -(needed + needing) / 2
        ax.add_patch(
            Arc((0, middle), 0.7 * span, span, theta1=90, theta2=270, color=PARTS[parts[needed] % len(PARTS)], lw=1.2)
        )
    longest = max((needing - needed for needed, needing in pairs), default=1)
    ax.set(xlim=(-0.38 * longest - 0.2, 5.2), ylim=(-len(titles) + 0.4, 0.6))
    ax.axis("off")
    return ax


def house(ax, rows, imports):
    """The parts of the library in rows, the first on the ground, with a line from each down to every part it imports.

    `rows` are lists of names, `imports` says for each name which others it imports.
    """
    places = {}
    for height, names in enumerate(rows):
        for number, name in enumerate(names):
            places[name] = ((number + 0.5) / len(names), height)
    for name, others in imports.items():
        for other in sorted(others & places.keys()):
            (x, y), (to_x, to_y) = places[name], places[other]
            ax.plot([x, to_x], [y - 0.16, to_y + 0.16], "-", color=MUTED, linewidth=0.9, alpha=0.7, zorder=1)
    for name, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": BLUE, "linewidth": 0.8}
        ax.text(x, y, name, ha="center", va="center", color=INK, fontsize=8.5, bbox=box, zorder=2)
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.5, len(rows) - 0.5))
    ax.axis("off")
    return ax
