"""The figures' common ground: colours, one style for all of them, and the empty axes they draw on."""

import functools

from unity.course import stacking
from unity.extras import require

with require("widgets"):
    import matplotlib
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib import _mathtext, textpath
    from matplotlib.patheffects import AbstractPathEffect, withStroke
    from matplotlib_inline.backend_inline import set_matplotlib_formats

__all__ = [
    "BLUE",
    "BROWN",
    "GREEN",
    "HALO",
    "INK",
    "LEADING",
    "MUTED",
    "PHONE",
    "SKY",
    "VERMILION",
    "arrow",
    "canvas",
    "narrow",
    "panels",
    "tint",
]

INK = "#222222"
MUTED = "#767676"
BLUE = "#0072B2"
BROWN = "#7A4500"
GREEN = "#009E73"
VERMILION = "#D55E00"
SKY = "#56B4E9"
HALO = {"path_effects": [withStroke(linewidth=6, foreground="white")]}
"""Of a text: the ground's colour round each letter, so that it can be read among lines and points and hides few of them."""
LEADING = 1.15
"""From a line of a text to the next one, in heights of its letters: STIX itself asks for one and a half."""
PHONE = 5.4
"""Inches: in a figure that is no wider, letters are 10 pixels high where a phone shows it."""

STYLE = {
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.prop_cycle": matplotlib.cycler(
        color=[BLUE, VERMILION, GREEN, BROWN], linestyle=["solid", "dashed", "dashdot", "dotted"]
    ),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 13,
    "figure.facecolor": "white",
    "font.family": "STIXGeneral",
    "font.size": 13,
    "legend.frameon": False,
    "legend.handlelength": 1.7,
    "legend.handletextpad": 0.7,
    "legend.labelspacing": 0.4,
    "lines.linewidth": 2,
    "mathtext.fontset": "stix",
    "svg.hashsalt": "harmony",
    "text.color": INK,
    "xtick.color": INK,
    "xtick.labelsize": 12,
    "ytick.color": INK,
    "ytick.labelsize": 12,
}
# A transpose and a star stand close to their letter: matplotlib sets \top as far off as an arrow, and * as a product.
getattr(_mathtext.Parser, "_spaced_symbols", set()).difference_update({r"\top", "*"})
# One parser for all figures keeps the formulas that it has read: the frames of a slider have the same ones.
textpath.MathTextParser = functools.cache(textpath.MathTextParser)
matplotlib.rcParams.update(STYLE)
set_matplotlib_formats("svg")
stacking.show_with_cuts()


def tint(color, share):
    """A ground behind numbers, the stronger the larger its share (0 to 1): INK can be read on it, on the dark site too.

    >>> tint("black", 0.5)
    (0.0, 0.0, 0.0, 0.24)
    """
    return (*matplotlib.colors.to_rgb(color), 0.08 + 0.32 * share)


def canvas(columns=1, *, width=6.0, height=3.6, ratios=None):
    """Empty axes for a figure to draw on: one, or an array of them side by side; sizes in inches.

    The columns are as wide as each other, or have the `ratios`.

    >>> canvas().get_title()
    ''
    """
    _, axes = plt.subplots(1, columns, figsize=(width, height), width_ratios=ratios, layout="constrained")
    return axes


def narrow(columns=1, *, width=PHONE, height=3.6, ratios=None):
    """Empty axes as those of `canvas`, no wider than a phone can show with readable letters.

    >>> narrow().figure.get_size_inches()[0]
    np.float64(5.4)
    """
    return canvas(columns, width=width, height=height, ratios=ratios)


def panels(rows, columns, *, width=PHONE, height=3.6):
    """Empty axes in rows and columns, as one array (rows * columns,), row by row; sizes in inches.

    >>> panels(2, 3).shape
    (6,)
    """
    _, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained")
    return np.ravel(axes)


class _WholeHead(AbstractPathEffect):
    """The head of an arrow has a whole edge, whatever the line of its shaft."""

    def draw_path(self, renderer, gc, tpath, affine, rgbFace=None):
        pen = renderer.new_gc()
        pen.copy_properties(gc)
        if rgbFace is not None:  # a head is filled, a shaft is not
            pen.set_dashes(0, None)
        renderer.draw_path(pen, tpath, affine, rgbFace)
        pen.restore()


def arrow(ax, tail, tip, color, *, linestyle="-", linewidth=1.6, size=13, zorder=3):
    """An arrow between two points (2,), with a head of that size in points."""
    pen = {"color": color, "linestyle": linestyle, "linewidth": linewidth, "path_effects": [_WholeHead()]}
    shape = {"arrowstyle": "-|>", "mutation_scale": size, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tuple(tip), tuple(tail), arrowprops=shape | pen, zorder=zorder)
