"""A sheet of paper with lines on it: cut by lines, folded along a diagonal, and taken through a hidden layer."""

from typing import NamedTuple

import numpy as np

from unity.geometry import line, sides
from unity.layers import dense
from unity.logistic import decide

__all__ = ["FAR", "Views", "Way", "behind", "folded_paper", "on_the_way", "sheet", "strip", "views"]

FAR = np.array([[-3.0, 3.0]])
"""How far a line is drawn."""


def strip(W, b, side):
    """Where on the grid side x side each of two neurons says yes, and where both do: title -> (answers, their edges)."""
    H = sides(W, b, np.stack(np.meshgrid(side, side)).reshape(2, -1))
    answers = np.vstack([H, decide(np.ones((2, 1)), np.array([[-1.5]]), H)]).reshape(3, len(side), len(side))
    low, high = (line(W[:, [k]], b[[k]], FAR) for k in (0, 1))
    edges = [low], [high], [low, high]
    return dict(zip(("at least one", "at most one", "both"), zip(answers, edges)))


def sheet(low=-0.5, high=1.5, lines=11, points=81):
    """Lines of a grid in both directions, (2, 2 * lines, points): first across, then along.

    >>> sheet(0, 1, lines=2, points=3)[:, 0]
    array([[0. , 0. , 0. ],
           [0. , 0.5, 1. ]])
    """
    fixed, running = np.meshgrid(np.linspace(low, high, lines), np.linspace(low, high, points), indexing="ij")
    return np.stack([np.concatenate([fixed, running]), np.concatenate([running, fixed])])


def folded_paper(X):
    """Where points (2, ...) lie when the paper is folded along the line x_1 + x_2 = 1: along the crease, and beside it.

        x_1 - x_2,   |x_1 + x_2 - 1|

    >>> folded_paper(np.array([[0.0, 1.0], [0.0, 1.0]]))
    array([[0., 0.],
           [1., 1.]])
    """
    return np.stack([X[0] - X[1], np.abs(X[0] + X[1] - 1)])


def behind(hidden, last, activation, X):
    """Where a hidden layer of two neurons takes points (2, ...), and whether the neuron behind it gives a positive score.

    `hidden` and `last` are weights and biases.

    >>> from unity.activations import RELU
    >>> hidden = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-1.0], [1.0]])
    >>> behind(hidden, (-np.ones((2, 1)), np.array([[0.5]])), RELU, np.array([[1.0, 1.0], [1.0, 0.0]]))
    (array([[1., 0.],
           [0., 0.]]), array([False,  True]))
    """
    A = activation.function(dense(2).forward(hidden, X.reshape(2, -1)))
    Z = dense(1).forward(last, A)
    return A.reshape(X.shape), Z.reshape(X.shape[1:]) > 0


class Views(NamedTuple):
    """The plane, the paper folded, and what a hidden layer keeps: of each the grid, the positions and a line; and where it is on."""

    sheets: tuple[np.ndarray, ...]
    inside: np.ndarray
    positions: tuple[np.ndarray, ...]
    lines: tuple[np.ndarray, ...]


def views(hidden, last, activation, X):
    """The three views of positions X (2, m). The paper is cut half way between the crease and the far corners."""
    plane = sheet()
    kept, inside = behind(hidden, last, activation, plane)
    positions = X, folded_paper(X), behind(hidden, last, activation, X)[0]
    crease = line(hidden[0][:, :1], hidden[1][:1], FAR)
    lines = crease, np.vstack([FAR, np.full_like(FAR, 0.5)]), line(*last, FAR)
    return Views((plane, folded_paper(plane), kept), inside, positions, lines)


class Way(NamedTuple):
    """A grid and points on their way through a layer: lines, where the score is positive, points, and at the end the cut."""

    lines: np.ndarray
    inside: np.ndarray
    X: np.ndarray
    cut: np.ndarray | None


def on_the_way(hidden, last, activation, X, t):
    """Every point walks straight from its place in the plane, at t = 0, to its place behind the hidden layer, at t = 1."""
    plane = sheet()
    bent, inside = behind(hidden, last, activation, plane)
    there, _ = behind(hidden, last, activation, X)
    cut = line(*last, FAR) if t == 1 else None
    return Way((1 - t) * plane + t * bent, inside, (1 - t) * X + t * there, cut)
