"""Exercises of chapter 18, brains and machines."""

import numpy as np

from unity import brains
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def currents(rng):
    """Currents on both sides of 1, a time constant and a pause."""
    I = np.concatenate([rng.uniform(0, 0.9, 3), rng.uniform(1.1, 4, 4)])[None]
    return I, round(rng.uniform(0.01, 0.04), 4), round(rng.uniform(0.001, 0.004), 4)


def rate(I, tau, pause):
    return brains.firing_rate(I, tau=tau, pause=pause)


def above(I, value):
    """`value` where the current is above 1, and 0 elsewhere."""
    return np.where(I > 1, value(np.where(I > 1, I, 2.0)), 0.0)


def neuron(rng):
    """Weights of any length, examples with a mean of 0 and more of them than inputs, a step."""
    n = rng.integers(2, 5)
    X = rng.normal(size=(n, n + rng.integers(3, 6)))
    return rng.normal(size=(n, 1)), X - X.mean(axis=1, keepdims=True), round(rng.uniform(0.1, 0.5), 4)


def oja(w, X, step):
    return brains.oja_step(w, X, step=step)


def layer(rng):
    """A layer of kernels: channels, the kernel's size, filters, then rows and columns of its output."""
    channels, size, filters = (int(k) for k in rng.choice([2, 3, 5, 6, 7], 3, replace=False))
    return channels, size, filters, int(rng.integers(8, 15)), int(rng.integers(15, 30))


def shared(channels, size, filters, rows, columns):
    weights = (channels * size**2 + 1) * filters
    return weights, weights * rows * columns


EXERCISES = (
    Exercise(
        name="18-rate",
        reference=rate,
        draw=currents,
        mistakes=(
            Mistake(
                lambda I, tau, pause: rate(I, tau, 0.0),
                "The pause is missing: after a spike the cell is deaf for so long, and only then charges again.",
            ),
            Mistake(
                lambda I, tau, pause: above(I, lambda I: pause + tau * np.log(I / (I - 1))),
                "This is the time from one spike to the next. The rate is 1 over it.",
            ),
            Mistake(
                lambda I, tau, pause: above(I, lambda I: 1 / (pause + tau * np.log((I - 1) / I))),
                "The logarithm is upside down: (I − 1)/I is less than 1, and its logarithm negative. A time is positive.",
            ),
            Mistake(
                lambda I, tau, pause: above(I, lambda I: 1 / (pause + tau * np.log10(I / (I - 1)))),
                "It is the natural logarithm, np.log.",
            ),
            Mistake(
                lambda I, tau, pause: above(I, lambda I: 1 / (pause + tau * np.log(I))),
                "The membrane charges towards I and stops at 1: what is left to go falls from I to I − 1.",
            ),
            Mistake(
                lambda I, tau, pause: np.maximum(I - 1, 0) / (pause + tau),
                "This is a ReLU. The curve resembles one, and is not one: derive the time between two spikes.",
            ),
        ),
    ),
    Exercise(
        name="18-oja",
        reference=oja,
        draw=neuron,
        mistakes=(
            Mistake(
                lambda w, X, step: w + step * X @ (w.T @ X).T / X.shape[1],
                "This is Hebb's rule alone. The forgetting is missing, and the weights grow without end.",
            ),
            Mistake(
                lambda w, X, step: w + X.shape[1] * (oja(w, X, step) - w),
                "These are sums over the examples. Divide by m.",
            ),
            Mistake(
                lambda w, X, step: 2 * w - oja(w, X, step),
                "The change has the wrong sign: what is active together is wired more strongly.",
            ),
            Mistake(
                lambda w, X, step: w + step * (X @ (w.T @ X).T / X.shape[1] - w),
                "The forgetting has to know how active the neuron is: it is w times the mean of z², not w alone.",
            ),
            Mistake(
                lambda w, X, step: oja(w, X, step) / np.linalg.norm(oja(w, X, step)),
                "You also divide by the length. Oja's rule needs no such step: its forgetting does it, in time.",
            ),
            Mistake(
                lambda w, X, step: oja(w, X, step) - w,
                "This is the change. Add it to w.",
            ),
        ),
    ),
    Exercise(
        name="18-shared-weights",
        reference=shared,
        draw=layer,
        mistakes=(
            Mistake(
                lambda c, s, f, rows, columns: (c * s**2 * f, c * s**2 * f * rows * columns),
                "The biases are missing: each filter has one.",
            ),
            Mistake(
                lambda c, s, f, rows, columns: ((c * s**2 + 1) * f, (c * s**2 + 1) * f),
                "The weights are right. But each of them acts at every place of the output: count its connections there.",
            ),
            Mistake(
                lambda c, s, f, rows, columns: ((s**2 + 1) * f, (s**2 + 1) * f * rows * columns),
                "A kernel has a weight for each of its pixels in every channel, not in one.",
            ),
            Mistake(
                lambda c, s, f, rows, columns: ((c * s**2 + 1) * f * rows * columns,) * 2,
                "The connections are right. The weights are shared by all places: they do not depend on the size of the output.",
            ),
            Mistake(
                lambda c, s, f, rows, columns: shared(c, s, f, rows, columns)[::-1],
                "Both numbers are right, in the wrong order: first the weights, then the connections.",
            ),
            Mistake(
                lambda c, s, f, rows, columns: (c * s**2 * f + 1, (c * s**2 * f + 1) * rows * columns),
                "You count one bias. There is one for each filter.",
            ),
        ),
    ),
)
