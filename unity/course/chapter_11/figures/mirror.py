"""A network forward and backward, one below the other."""

from unity.course.chapter_11.figures.pieces import arrow, node
from unity.course.style import BLUE, GREEN, INK, MUTED, VERMILION

__all__ = ["mirror"]


def mirror(ax, passed, errors, slopes, gradients):
    """A network of two layers: what each step gives, above; the slope of J by it, below; between them the gradients.

    `passed` is a `unity.decks.ForwardPass`, `errors` are E_1 and E_2, `slopes` those by A_1 and A_2, `gradients` as
    `unity.decks.back_propagate` gives them. Only their shapes are shown.
    """
    top, middle, bottom, columns = 3.6, 1.8, 0.0, (0.0, 2.5, 4.3, 6.8)
    names = ("A_1", "Z_1", "A_2", "Z_2")
    above = passed.A[0], passed.Z[0], passed.A[1], passed.Z[1]
    below = slopes[0], errors[0], slopes[1], errors[1]
    under = r"\partial J / \partial A_1", "E_1", r"\partial J / \partial A_2", "E_2"
    forward = r"$W_1^\top A_1 + b_1$", "$f$", r"$W_2^\top A_2 + b_2$"
    back = "$W_1 E_1$", r"× $f\/′(Z_1)$", "$W_2 E_2$"
    ax.axhline(middle, color=MUTED, linestyle=":", linewidth=1, zorder=0)
    for x, name, array, slope_name, slope in zip(columns, names, above, under, below, strict=True):
        node(ax, (x, top), f"${name}$\n{tuple(array.shape)}")
        node(ax, (x, bottom), f"${slope_name}$\n{tuple(slope.shape)}", VERMILION)
    for x, after, there, here in zip(columns, columns[1:], forward, back):
        left, right = x + 0.68, after - 0.68
        arrow(ax, (left, top), (right, top), BLUE)
        arrow(ax, (right, bottom), (left, bottom), VERMILION, linestyle="--")
        ax.text((x + after) / 2, top + 0.68, there, ha="center", va="bottom", color=BLUE)
        ax.text((x + after) / 2, bottom - 0.72, here, ha="center", va="top", color=VERMILION)
    for n, (x, after) in enumerate(((columns[0], columns[1]), (columns[2], columns[3])), 1):
        centre = (x + after) / 2
        arrow(ax, (x + 0.3, top - 0.6), (centre - 0.3, middle + 0.58), GREEN)
        arrow(ax, (after - 0.3, bottom + 0.6), (centre + 0.3, middle - 0.58), GREEN)
        text = rf"$dW_{n} = A_{n} E_{n}^\top$" f"\n{tuple(gradients[n - 1][0].shape)}"
        node(ax, (centre, middle), text, GREEN)
    end = columns[-1] + 1.2
    node(ax, (end, middle), "$J$", INK)
    arrow(ax, (columns[-1] + 0.5, top - 0.55), (end - 0.08, middle + 0.42), BLUE)
    arrow(ax, (end - 0.08, middle - 0.42), (columns[-1] + 0.5, bottom + 0.55), VERMILION, linestyle="--")
    first = r"$\frac{1}{m} (A - Y)$"
    ax.text(columns[-1] + 0.25, bottom - 0.72, first, ha="center", va="top", color=VERMILION)
    between = (columns[1] + columns[2]) / 2
    ax.text(between, middle + 0.2, "forward", ha="center", va="bottom", color=BLUE)
    ax.text(between, middle - 0.2, "back", ha="center", va="top", color=VERMILION)
    ax.set(xlim=(-0.85, end + 0.75), ylim=(-1.3, 4.75))
    ax.axis("off")
    return ax
