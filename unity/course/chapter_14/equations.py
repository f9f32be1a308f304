"""Chapter 14, one layer, two pictures."""

import numpy as np

from unity import toeplitz, trilinear
from unity.course import convolving
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

WINDOW = trilinear.Convolution(2)
KERNEL, IMAGE, ERRORS = Float[Array, "4 1"], Float[Array, "9 1"], Float[Array, "4 1"]
NUMBERS = np.array(
    [
        [1, 0, 0, 0],
        [2, 1, 0, 0],
        [0, 2, 0, 0],
        [3, 0, 1, 0],
        [4, 3, 2, 1],
        [0, 4, 0, 2],
        [0, 0, 3, 0],
        [0, 0, 4, 3],
        [0, 0, 0, 4],
    ]
)
"""Which weight stands where in the deck's table, typed."""


# The deck's case: nine pixels, a kernel of four weights


def table(w: KERNEL):
    return toeplitz.matrix(WINDOW, w.reshape(1, 2, 2, 1), (1, 3, 3))


def table_by_hand(w: KERNEL):
    return np.concatenate([[0.0], w[:, 0]])[NUMBERS]


def by_table(w: KERNEL, x: IMAGE):
    return table(w).T @ x


def by_window(w: KERNEL, x: IMAGE):
    return convolving.convolve_by_definition(w.reshape(1, 2, 2, 1), x.reshape(1, 3, 3, 1)).reshape(4, 1)


def gathered(x: IMAGE, e: ERRORS):
    return toeplitz.shared_gradient(WINDOW, x @ e.T, (1, 3, 3)).reshape(4)


DECK = {"w": "4 1", "x": "9 1", "e": "4 1"}
LOSS = {"L": r"\sum_{j=1}^{4} e_j y_j", "e_j": None, "y": r"T^\top x", "T": table_by_hand}


# One dimension, and two tables one after the other


def along_a_line(w: Float[Array, "h 1"], x: Float[Array, "n 1"]):
    """The table of a kernel of h weights on an axis as long as x."""
    return toeplitz.matrix(trilinear.Convolution((len(w), 1)), w.reshape(1, -1, 1, 1), (1, len(x), 1))


def line_by_hand(w, n):
    return sum(weight * np.eye(n, n - len(w) + 1, -place) for place, weight in enumerate(w[:, 0]))


FIRST, SECOND, SIGNAL = Float[Array, "k_1 1"], Float[Array, "k_2 1"], Float[Array, "n 1"]


def first_by_hand(first: FIRST, x: SIGNAL):
    return line_by_hand(first, len(x))


def second_by_hand(first: FIRST, second: SECOND, x: SIGNAL):
    return line_by_hand(second, len(x) - len(first) + 1)


def by_two_tables(first: FIRST, second: SECOND, x: SIGNAL):
    T_1 = along_a_line(first, x)
    return along_a_line(second, T_1.T @ x).T @ T_1.T @ x


def by_two_windows(first: FIRST, second: SECOND, x: SIGNAL):
    A = x.reshape(1, -1, 1, 1)
    for kernel in (first, second):
        A = convolving.convolve_by_definition(kernel.reshape(1, -1, 1, 1), A)
    return A.reshape(-1, 1)


# Counts


def counted(field):
    """One of the counts of a layer with a square kernel that stays within the image."""

    def value(C: int, n: int, h: int, F: int):
        return getattr(toeplitz.counts(trilinear.Convolution(h), (C, n, n), F), field)

    return value


def saved_by_locality(C: int, n: int, h: int, F: int):
    places, filled, _ = toeplitz.counts(trilinear.Convolution(h), (C, n, n), F)
    return places / filled


def larger_than_kernels(rng, shape):
    return rng.integers(5, 9, shape)


def few(rng, shape):
    return rng.integers(1, 4, shape)


def field(h: Float[Array, "N 1"], t: Float[Array, "N 1"]):
    layers = [trilinear.Convolution(int(size), int(stride)) for size, stride in zip(h[:, 0], t[:, 0])]
    return convolving.receptive_field(layers)[0]


SIDES = {"n": larger_than_kernels}
PLACES = {"G": "(n - h + 1)^2"}
COUNTS = {"D": counted("places"), "S": counted("filled"), "Q": counted("free")}

TWO = {"y": by_two_windows, "T_1": first_by_hand, "T_2": second_by_hand}

ENTRIES = {
    "eq-table": Entry(value=table),
    "eq-table-forward": Entry(value=by_table, symbols={"y": by_window, "T": table_by_hand}, shapes=DECK),
    "eq-toeplitz": Entry(value=along_a_line, shapes={"w": "h 1", "x": "n 1"}, sizes={"n": 9}),
    "eq-table-blocks": Entry(value=table),
    "eq-dense-count": Entry(value=counted("places"), draws=SIDES),
    "eq-local-count": Entry(value=counted("filled"), draws=SIDES, symbols=PLACES),
    "eq-shared-count": Entry(value=counted("free"), draws=SIDES),
    "eq-savings": Entry(value=saved_by_locality, draws=SIDES, symbols={**PLACES, **COUNTS}),
    "eq-table-gradient": Entry(symbols=LOSS, shapes=DECK),
    "eq-tied": Entry(value=gathered, symbols={**LOSS, "nu": lambda: NUMBERS}, shapes=DECK),
    "eq-two-tables": Entry(value=by_two_tables, symbols=TWO, shapes={"x": "n 1"}, sizes={"n": 7, "k_1": 2, "k_2": 3}),
    "eq-field": Entry(value=field, draws={"h": few, "t": few}),
}

ACCEPTED = {}
