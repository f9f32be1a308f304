"""The receptive field: what one output answers to, layer by layer."""

import numpy as np
from matplotlib.patches import Rectangle

from unity.course.chapter_14.figures.cells import bare
from unity.course.style import BLUE, INK, MUTED, tint

__all__ = ["reach"]


def reach(axes, changes, fields):
    """How much one output answers to each pixel, an image (height, width) for each of the axes, and the field's frame.

    `fields` holds the side of the frame, which stands in the middle of the image. All are shown as far as the largest
    frame reaches. Numbers are whole.
    """
    shown = max(fields)
    for depth, (ax, change, side) in enumerate(zip(axes, changes, fields), 1):
        height, width = change.shape
        for (r, s), value in np.ndenumerate(change):
            face = tint(BLUE, value / change.max()) if value else "none"
            ax.add_patch(Rectangle((s, r), 1, 1, facecolor=face, edgecolor=MUTED, linewidth=0.4))
            if value:
                ax.text(s + 0.5, r + 0.5, f"{value:.0f}", ha="center", va="center", fontsize=12)
        corner = (width - side) / 2, (height - side) / 2
        ax.add_patch(Rectangle(corner, side, side, facecolor="none", edgecolor=INK, linewidth=2.2))
        x, y = (width - shown) / 2, (height - shown) / 2
        bare(ax, x + shown + 0.05, y + shown + 0.05, left=x - 0.05, top=y - 0.05)
        ax.set_title(f"{depth} layer{'s' if depth > 1 else ''}: {side} × {side}")
    return axes[-1]
