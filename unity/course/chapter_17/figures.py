"""One form: triples on three piles, straight lines and a cubic, nine derivatives, a network there and back, what bends."""

import math

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from unity.course.style import BLUE, BROWN, GREEN, INK, MUTED, VERMILION, arrow, canvas

__all__ = ["canvas", "form_by_steps", "nine_derivatives", "piles_of_triples", "there_and_back", "values_along_a_line"]

LETTERS = {"E": GREEN, "X": BLUE, "W": VERMILION}
"""A colour for each letter of the form, as on the welcome page."""


def _number(value, digits=3):
    """A number as it stands in a figure: a few digits, mathematics' own minus, and none before a 0."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


# Triples


NAMES = "outputs", "pixels", "weights"


def piles_of_triples(ax, piles, sums, met):
    """Three piles, each laid out as a square, with its sum below; the places in `met` are framed.

    The piles hold a number for each output, each input, each weight; `met` is a place in each of them.
    """
    centred = {"ha": "center", "va": "center"}
    for place, (pile, total, marked, name, color) in enumerate(zip(piles, sums, met, NAMES, LETTERS.values())):
        side = math.isqrt(len(pile))
        left = 1.6 + 4.2 * place - side / 2
        for i, number in enumerate(pile):
            x, y = left + i % side, i // side
            edge = {"edgecolor": INK, "linewidth": 3.5} if i == marked else {"edgecolor": color, "linewidth": 1.2}
            ax.add_patch(Rectangle((x, y), 1, 1, facecolor="none", zorder=4 if i == marked else 3, **edge))
            weight = "bold" if i == marked else "normal"
            ax.text(x + 0.5, y + 0.5, _number(number), weight=weight, fontsize=12, **centred)
        ax.text(left + side / 2, -0.35, name, color=color, **centred)
        ax.text(left + side / 2, side + 0.35, f"sum {_number(total)}", color=color, **centred)
    ax.set(xlim=(-0.2, 11.8), ylim=(3.7, -0.7), aspect="equal")
    ax.axis("off")
    return ax


# Straight in each letter


STROKES = (GREEN, "-", "o"), (BLUE, "--", "s"), (VERMILION, "-.", "^"), (INK, "-", None)


def form_by_steps(ax, steps, values):
    """The form over the size of a step; `values` maps what has been moved to a number for each step, all letters last."""
    for (name, numbers), (color, linestyle, marker) in zip(values.items(), STROKES):
        look = {"color": color, "linestyle": linestyle, "marker": marker, "markevery": 5, "markersize": 6}
        ax.plot(steps, numbers, label=name, linewidth=3 if marker is None else 1.8, clip_on=False, **look)
    ax.set(xlabel="step $c$", ylabel="$T$", xlim=(steps[0], steps[-1]))
    ax.legend()
    return ax


# Arrays as pictures


def _tables(array):
    """What one example, or some weights, hold: a table for each map or kernel; a column is laid on its side."""
    if array.ndim == 2:
        return array.T[None]
    return array.transpose(0, 3, 1, 2).reshape(-1, *array.shape[1:3])


def _squares(ax, tables, centre, room, columns):
    """Some tables of numbers of one shape, in rows of `columns`, within a box (width, height) round a centre.

    A number is a square as large as the number: filled where it is positive, open where it is negative.
    """
    count, height, width = tables.shape
    rows, gap = math.ceil(count / columns), 0.8
    wide, high = columns * (width + gap) - gap, rows * (height + gap) - gap
    cell = min(room[0] / wide, room[1] / high, 0.55)
    left, top = centre[0] - cell * wide / 2, centre[1] - cell * high / 2
    largest = max(np.abs(tables).max(), 1e-300)
    full, hollow = [], []
    for i, table in enumerate(tables):
        x, y = left + cell * (width + gap) * (i % columns), top + cell * (height + gap) * (i // columns)
        frame = {"facecolor": "none", "edgecolor": MUTED, "linewidth": 0.5}
        ax.add_patch(Rectangle((x, y), cell * width, cell * height, **frame))
        for (row, column), number in np.ndenumerate(table):
            side = 0.92 * cell * math.sqrt(abs(number) / largest)
            corner = x + cell * (column + 0.5) - side / 2, y + cell * (row + 0.5) - side / 2
            if side > 0.04 * cell:
                (full if number > 0 else hollow).append(Rectangle(corner, side, side))
    ax.add_collection(PatchCollection(full, facecolor=BROWN, edgecolor=BROWN, linewidth=0.3))
    ax.add_collection(PatchCollection(hollow, facecolor="none", edgecolor=BLUE, linewidth=min(1.1, 5 * cell)))


WHAT = (
    ("forward pass", r"$\partial T / \partial E = W^\top P(X)$", "E"),
    ("error sent back", r"$\partial T / \partial X = P^*(W E)$", "X"),
    ("weight gradient", r"$\partial T / \partial W = P(X)\, E^\top$", "W"),
)


def nine_derivatives(ax, layers):
    """The three derivatives of the form for some layers: a column a layer, a row a derivative, the pairing below each.

    `layers` maps a name to three pairs, in the order of `WHAT`: the derivative, for one example, and the number that it
    makes with the letter it is taken by.
    """
    wide, high = 4.7, 4.5
    for column, (name, derivatives) in enumerate(layers.items()):
        x = wide * column
        ax.text(x, -1.2, name, ha="center", va="center", weight="bold", fontsize=14)
        for row, ((derivative, number), (*_, letter)) in enumerate(zip(derivatives, WHAT)):
            y, tables = 2.0 + high * row, _tables(derivative)
            _squares(ax, tables, (x, y), (wide - 0.4, 2.4), 2 if len(tables) > 1 else 1)
            paired = rf"$\langle {letter}, \partial T / \partial {letter} \rangle =$ {_number(number)}"
            ax.text(x, y + 1.65, paired, ha="center", va="center")
    for row, (name, formula, _) in enumerate(WHAT):
        y = high * row
        ax.plot([-2.3, wide * (len(layers) - 1) + 2.3], [y - 0.45] * 2, color=MUTED, linewidth=0.6, linestyle="-")
        ax.text(-2.3, y + 0.1, f"{name},  {formula}", va="center", color=LETTERS[WHAT[row][2]])
    ax.set(xlim=(-2.4, wide * (len(layers) - 1) + 2.4), ylim=(high * 3 - 0.2, -1.7), aspect="equal")
    ax.axis("off")
    return ax


PLACES = ("$X$", "$dX$"), ("$Z_1$", "$E_1$"), ("$A_2$", "$dA_2$"), ("$Z_2$", "$E_2$")
STEPS = (r"$W_1^\top P$", "$P^* W_1$"), ("$f$", r"$f\/′$"), (r"$W_2^\top$", "$W_2$")


def there_and_back(ax, values, errors, numbers):
    """A network of two products there and back: above what each place holds for one example, below the error of it.

    Values and errors as `unity.network.Network.there_and_back` gives them; between them stand the numbers that they make.
    """
    apart, low = 4.6, 4.9
    for i, (value, error, number, names) in enumerate(zip(values, errors, numbers, PLACES)):
        x = apart * i
        for array, y, name, side, color in ((value, 0, names[0], -1, BLUE), (error, low, names[1], 1, VERMILION)):
            tables = _tables(array)
            tables = tables.transpose(0, 2, 1) if array.ndim == 2 else tables
            _squares(ax, tables, (x, y), (2.6, 2.6), math.ceil(math.sqrt(len(tables))))
            ax.text(x, y + 1.85 * side, name, ha="center", va="center", color=color, fontsize=14)
        ax.text(x, low / 2, _number(number), ha="center", va="center", weight="bold")
    for i, (there, home) in enumerate(STEPS):
        left, right = apart * i + 1.5, apart * (i + 1) - 1.5
        arrow(ax, (left, 0), (right, 0), BLUE)
        arrow(ax, (right, low), (left, low), VERMILION, linestyle="--")
        ax.text((left + right) / 2, -0.55, there, ha="center", va="center", color=BLUE)
        ax.text((left + right) / 2, low + 0.65, home, ha="center", va="center", color=VERMILION)
    ax.set(xlim=(-1.7, apart * 3 + 1.2), ylim=(low + 2.3, -2.3), aspect="equal")
    ax.axis("off")
    return ax


# What is not of the form


def values_along_a_line(axes, steps, curves):
    """One output of each map, on axes of its own, while the input moves along a line; `curves` maps names to outputs."""
    for ax, (name, values) in zip(axes, curves.items()):
        ax.plot(steps, values, color=BLUE, linestyle="-")
        ax.set(title=name, xlabel="step $c$", xlim=(steps[0], steps[-1]), xticks=(-1, 0, 1), yticks=[])
    return axes[-1]
