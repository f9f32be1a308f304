"""All weights at once, or one after the other: J = (P b^2 + 2 Q b w + R w^2) / 2 + p b + q w."""

import numpy as np

from unity import decks
from unity.equations.binding import Entry

__all__ = ["ENTRIES"]


def cost(b: float, w: float, P: float, Q: float, R: float, p: float, q: float):
    return (P * b**2 + 2 * Q * b * w + R * w**2) / 2 + p * b + q * w


def slope_b(b: float, w: float, P: float, Q: float, p: float):
    return P * b + Q * w + p


def slope_w(b: float, w: float, Q: float, R: float, q: float):
    return Q * b + R * w + q


def updated(update, place):
    """b or w after a step of one of the two kinds."""

    def value(b: float, w: float, P: float, Q: float, R: float, p: float, q: float, alpha: float):
        slopes = lambda b, w: (slope_b(b, w, P, Q, p), slope_w(b, w, Q, R, q))
        return np.asarray(update(slopes, (b, w), step=alpha)[place])

    return value


def gap(b: float, w: float, P: float, Q: float, R: float, p: float, q: float, alpha: float):
    in_turn, at_once = (
        updated(update, 1)(b, w, P, Q, R, p, q, alpha)
        for update in (decks.sequential_update, decks.simultaneous_update)
    )
    return in_turn - at_once


TWO_WEIGHTS = {
    "J": cost,
    "J_b": slope_b,
    "J_w": slope_w,
    "b'": r"b - \alpha J_b",
    "w'": updated(decks.simultaneous_update, 1),
    "tilde_w": updated(decks.sequential_update, 1),
    "p": None,
}
NUMBERS = {"b": "", "w": "", "P": "", "Q": "", "R": "", "p": "", "q": ""}

ENTRIES = {
    "eq-simultaneous": Entry(value=updated(decks.simultaneous_update, 0), symbols=TWO_WEIGHTS, shapes=NUMBERS),
    "eq-sequential": Entry(value=updated(decks.sequential_update, 1), symbols=TWO_WEIGHTS, shapes=NUMBERS),
    "eq-sequential-gap": Entry(value=gap, symbols=TWO_WEIGHTS, shapes=NUMBERS),
}
