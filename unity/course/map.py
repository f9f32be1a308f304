"""The figure of the course itself: which chapter needs which."""

from matplotlib.patches import Arc

from unity.course.style import BLUE, GREEN, INK, ORANGE, VERMILION

__all__ = ["needs"]

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
