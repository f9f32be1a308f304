"""A network small enough to carry all its numbers: forward, back, and one neuron with those who listen to it."""

from unity.course.chapter_11.figures.pieces import arrow, label, node, number
from unity.course.style import BLUE, GREEN, INK, MUTED, VERMILION

__all__ = ["backward", "forward", "listeners"]

COLUMNS = {"x": 0.0, "z": 2.9, "a": 6.0, "score": 8.6, "p": 10.7}
ROWS = (2.2, 0.0)
MIDDLE = 1.1
HALF = 0.58  # of a node's width


def short(value):
    """Two digits are enough to follow by hand."""
    return number(float(f"{value:.2g}"))


def _wires():
    """Who is joined to whom, from left to right: the places of both, and the row of each end (None: the middle)."""
    for i, y in enumerate(ROWS):
        for j, z in enumerate(ROWS):
            yield "W_1", (i, j), (COLUMNS["x"] + HALF, y), (COLUMNS["z"] - HALF, z + 0.1 * (y - z))
    for j, y in enumerate(ROWS):
        yield "f", (j, 0), (COLUMNS["z"] + HALF, y), (COLUMNS["a"] - HALF, y)
        yield "W_2", (j, 0), (COLUMNS["a"] + HALF, y), (COLUMNS["score"] - HALF, MIDDLE + 0.2 * (y - MIDDLE))


def _near(kind, place):
    """At which share of its way a wire carries its label: the two that cross carry theirs apart."""
    return (0.5 if place[0] == place[1] else 0.27) if kind == "W_1" else 0.5


def _heads(ax, heads):
    for column, head in heads.items():
        y = (MIDDLE if column in ("score", "p") else ROWS[0]) + 0.62
        ax.text(COLUMNS[column], y, head, ha="center", va="bottom", color=MUTED)
    ax.set(xlim=(-0.8, COLUMNS["p"] + 0.8), ylim=(-0.95, 3.5))
    ax.axis("off")
    return ax


def forward(ax, x, layers, Z, A):
    """Two inputs x (2, 1), two hidden neurons and an output, with every number on the way from left to right.

    `layers` are (W_1, b_1) and (W_2, b_2), `Z` the sums (2, 1) and (1, 1), `A` what comes of them.
    """
    (W_1, b_1), (W_2, b_2) = layers
    texts = {"W_1": lambda at: f"× {short(W_1[at])}", "W_2": lambda at: f"× {short(W_2[at])}", "f": lambda at: "tanh"}
    for kind, at, tail, tip in _wires():
        arrow(ax, tail, tip, BLUE)
        label(ax, tail, tip, _near(kind, at), texts[kind](at), BLUE)
    for j, y in enumerate(ROWS):
        node(ax, (COLUMNS["x"], y), short(x[j, 0]), INK)
        node(ax, (COLUMNS["z"], y), short(Z[0][j, 0]))
        node(ax, (COLUMNS["a"], y), short(A[0][j, 0]))
        ax.text(COLUMNS["z"], y - 0.62, f"bias {short(b_1[j, 0])}", ha="center", va="center", color=MUTED)
    tail, tip = (COLUMNS["score"] + HALF, MIDDLE), (COLUMNS["p"] - HALF, MIDDLE)
    arrow(ax, tail, tip, BLUE)
    label(ax, tail, tip, 0.4, r"$\sigma$", BLUE)
    node(ax, (COLUMNS["score"], MIDDLE), short(Z[1].item()))
    node(ax, (COLUMNS["p"], MIDDLE), short(A[1].item()))
    ax.text(COLUMNS["score"], MIDDLE - 0.62, f"bias {short(b_2.item())}", ha="center", va="center", color=MUTED)
    return _heads(ax, {"x": "hears", "z": "sums", "a": "says", "score": "sums", "p": "answers"})


def backward(ax, x, layers, slopes, back):
    """The same network, with the slope of the loss by each number, from right to left.

    `slopes` (2, 1) are those of tanh, `back` are the slopes of the loss: E_1 (2, 1) by the sums, D_2 (2, 1) by what the
    hidden neurons say, E_2 (1, 1) by the score. On the first wires stands what their weights get: input times error.
    """
    W_2, _ = layers[1]
    E_1, D_2, E_2 = back
    texts = {
        "W_1": lambda at: short(x[at[0], 0] * E_1[at[1], 0]),
        "W_2": lambda at: f"× {short(W_2[at])}",
        "f": lambda at: f"× {short(slopes[at])}",
    }
    for kind, at, tail, tip in _wires():
        color = GREEN if kind == "W_1" else VERMILION
        if kind == "W_1":
            ax.plot(*zip(tail, tip), color=color, linestyle="-", linewidth=1.2)
        else:
            arrow(ax, tip, tail, color, linestyle="--")
        outside = (0.3, -0.3)[at[0]] if kind == "W_1" and at[0] == at[1] else 0  # on a level wire, a stub is a minus
        label(ax, tail, tip, _near(kind, at), texts[kind](at), color, above=outside)
    for j, y in enumerate(ROWS):
        node(ax, (COLUMNS["x"], y), short(x[j, 0]), INK)
        node(ax, (COLUMNS["z"], y), short(E_1[j, 0]), VERMILION)
        node(ax, (COLUMNS["a"], y), short(D_2[j, 0]), VERMILION)
    node(ax, (COLUMNS["score"], MIDDLE), short(E_2.item()), VERMILION)
    arrow(ax, (COLUMNS["p"] - 0.35, MIDDLE), (COLUMNS["score"] + HALF, MIDDLE), VERMILION, linestyle="--")
    ax.text(COLUMNS["p"] + 0.1, MIDDLE, "$a - y$", ha="center", va="center", color=VERMILION)
    ax.text((COLUMNS["x"] + COLUMNS["z"]) / 2, -0.75, "input × error", ha="center", va="center", color=GREEN)
    return _heads(ax, {"x": "heard", "z": "$E_1$", "a": r"$\partial J / \partial A_2$", "score": "$E_2$"})


def listeners(ax, w, e, pushes, total):
    """One neuron and those who listen to it: each sends its error (k,) back by its weight (k,), and the pushes add up."""
    here, there = (0.0, 1.4), 6.4
    for k, y in enumerate((2.8, 1.4, 0.0)):
        tail, tip = (there - 0.95, y), (here[0] + 1.25, here[1] + 0.25 * (y - here[1]))
        arrow(ax, tail, tip, VERMILION, linestyle="--")
        label(ax, tail, tip, 0.4, f"× {short(w[k])} = {short(pushes[k])}", VERMILION)
        node(ax, (there, y), f"error {short(e[k])}", VERMILION)
    node(ax, here, f"adds up to\n{short(total)}", VERMILION)
    ax.text(here[0], here[1] + 0.95, "one is heard", ha="center", va="center", color=MUTED)
    ax.text(there, 3.45, "three listen", ha="center", va="center", color=MUTED)
    ax.set(xlim=(-1.5, 7.6), ylim=(-0.5, 3.7))
    ax.axis("off")
    return ax
