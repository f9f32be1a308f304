"""Walks down a bowl, and the ways in which they go astray."""

import numpy as np

from unity import decks, descent
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES", "walks"]


def bowl(rng):
    """A positive definite matrix; its curvatures lie between 1/2 and about 5, and none along an axis is the largest."""
    n = int(rng.integers(2, 5))
    A = rng.normal(size=(n, n))
    return A @ A.T / n + np.eye(n) / 2


def walks(rng):
    H = bowl(rng)
    n = len(H)
    return (
        H,
        rng.normal(size=(n, 1)),
        rng.normal(size=(n, 1)),
        round(rng.uniform(0.05, 0.2), 3),
        int(rng.integers(3, 7)),
    )


def descended(H, w_min, start, step, iterations):
    gradient = lambda w: descent.quadratic_gradient(w, w_min, H)
    return descent.gradient_descent(gradient, start, step=step, iterations=iterations)


def walked(H, w_min, start, step, iterations):
    return np.hstack(descended(H, w_min, start, step, iterations).iterates)


def climbed(H, w_min, start, step, iterations):
    return walked(-H, w_min, start, step, iterations)


def one_after_the_other(H, w_min, start, step, iterations):
    slopes = lambda *w: tuple(H @ (np.array(w) - w_min[:, 0]))
    path = [tuple(start[:, 0])]
    for _ in range(iterations):
        path.append(decks.sequential_update(slopes, path[-1], step=step))
    return np.transpose(path)


def from_the_first_slope(H, w_min, start, step, iterations):
    dw = H @ (start - w_min)
    return start - step * dw * np.arange(iterations + 1)


def steps_of_one_length(H, w_min, start, step, iterations):
    path = [start]
    for _ in range(iterations):
        dw = H @ (path[-1] - w_min)
        path.append(path[-1] - step * dw / np.linalg.norm(dw))
    return np.hstack(path)


EXERCISES = (
    Exercise(
        name="05-descent",
        reference=walked,
        draw=walks,
        mistakes=(
            Mistake(climbed, "This walks uphill: the step goes against the slope, so it is taken away from w."),
            Mistake(
                one_after_the_other,
                "Here each weight meets the weights before it already moved. Compute the whole gradient first, then move all at once.",
            ),
            Mistake(
                from_the_first_slope,
                "This takes the slope at the start again and again. Compute it anew at each place.",
            ),
            Mistake(
                lambda *case: walked(*case)[:, 1:],
                "The start is missing: the path of T steps has T + 1 places, and the first is where it starts.",
            ),
            Mistake(
                lambda *case: walked(*case)[:, -1:],
                "This is the last place alone. Keep every place, as the columns of one array.",
            ),
            Mistake(
                steps_of_one_length,
                "All these steps have the length alpha. A step is alpha times the gradient, and gets shorter as the slope does.",
            ),
            Mistake(
                lambda H, w_min, *rest: walked(H, 0 * w_min, *rest),
                "This walks towards the origin. The gradient is H (w − w_min): take w_min away first.",
            ),
        ),
    ),
)
