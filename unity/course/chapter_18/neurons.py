"""Two kinds of nerve cell, made up: where their branches begin and end."""

from typing import NamedTuple

import numpy as np

__all__ = ["Neuron", "purkinje", "pyramidal", "twigs"]


class Neuron(NamedTuple):
    """A cell body as the corners of a polygon (2, k), and its branches as segments (2, 2, j): x and y, begin and end."""

    body: np.ndarray
    dendrites: np.ndarray
    axon: np.ndarray


def twigs(begin, angle, *, length, spread, forks):
    """A branch that forks again and again, each twig four fifths as long as the one it grows from: segments (2, 2, j).

    `angle` and `spread` are in degrees; 0 points to the right, and a fork turns by `spread` to either side.

    >>> twigs([0.0, 0.0], 90, length=1.0, spread=30, forks=2).shape
    (2, 2, 7)
    """
    turn = np.deg2rad(angle)
    end = np.asarray(begin) + length * np.array([np.cos(turn), np.sin(turn)])
    grown = [np.stack([begin, end], axis=1)[..., None]]
    for side in (-spread, spread) if forks else ():
        grown.append(twigs(end, angle + side, length=0.8 * length, spread=spread, forks=forks - 1))
    return np.concatenate(grown, axis=2)


def pyramidal():
    """A body like a pyramid: one tall dendrite with a tuft, short ones at the base, an axon with a side branch below."""
    trunk = np.array([[0.0, 0.0], [0.5, 2.6]])[..., None]
    tuft = twigs([0.0, 2.6], 90, length=0.5, spread=32, forks=3)
    base = [
        twigs(corner, angle, length=0.5, spread=24, forks=2)
        for corner, angle in (([-0.3, -0.3], 205), ([0.3, -0.3], -25))
    ]
    stem = np.array([[0.0, 0.0], [-0.3, -2.2]])[..., None]
    axon = np.concatenate([stem, twigs([0.0, -1.3], -30, length=0.8, spread=0, forks=0)], axis=2)
    return Neuron(
        np.array([[-0.35, 0.35, 0.0], [-0.3, -0.3, 0.55]]), np.concatenate([trunk, tuft, *base], axis=2), axon
    )


def purkinje():
    """A round body with one wide fan of dendrites, and an axon below."""
    around = np.linspace(0, 2 * np.pi, 25)
    fan = twigs([0.0, 0.25], 90, length=1.1, spread=30, forks=3)
    stem = np.array([[0.0, 0.0], [-0.3, -2.2]])[..., None]
    return Neuron(0.35 * np.stack([np.cos(around), np.sin(around)]), fan, stem)
