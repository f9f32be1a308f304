"""Exercises of chapter 05, descending."""

import numpy as np

from unity import decks, descent
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def bowl(rng):
    """A positive definite matrix; its curvatures lie between 1/2 and about 5, and none along an axis is the largest."""
    n = int(rng.integers(2, 5))
    A = rng.normal(size=(n, n))
    return A @ A.T / n + np.eye(n) / 2


def walks(rng):
    H = bowl(rng)
    n = len(H)
    return H, rng.normal(size=(n, 1)), rng.normal(size=(n, 1)), rng.uniform(0.05, 0.2), int(rng.integers(3, 7))


def bowls(rng):
    return (bowl(rng),)


def measurements(rng):
    n, m = int(rng.integers(2, 5)), int(rng.integers(6, 10))
    return (rng.normal(size=(n, m)) + 0.5,)


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


def with_ones(X):
    return np.vstack([np.ones((1, X.shape[1])), X])


def steepest(A):
    return np.linalg.eigvalsh(A)[-1]


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
    Exercise(
        name="05-longest-step",
        reference=lambda H: 2 / steepest(H),
        draw=bowls,
        mistakes=(
            Mistake(
                lambda H: 1 / steepest(H),
                "This is 1/L: a good step, but not the limit. At twice its length the walk neither arrives nor leaves.",
            ),
            Mistake(
                lambda H: 2 / np.linalg.eigvalsh(H)[0],
                "This is 2 over the smallest curvature. The steepest direction is the first to run off.",
            ),
            Mistake(
                lambda H: 2 / np.max(np.diag(H)),
                "This looks along the axes alone. The most curved direction may lie between them.",
            ),
            Mistake(
                lambda H: 2 / np.trace(H),
                "This is 2 over the sum of all curvatures: safe, but too short. The largest alone decides.",
            ),
            Mistake(lambda H: steepest(H), "This is the largest curvature L. The longest step is 2 divided by it."),
        ),
    ),
    Exercise(
        name="05-curvature-bound",
        reference=lambda X: steepest(with_ones(X) @ with_ones(X).T) / (4 * X.shape[1]),
        draw=measurements,
        mistakes=(
            Mistake(
                lambda X: steepest(X @ X.T) / (4 * X.shape[1]),
                "The bias is missing: put a row of ones on top of X first.",
            ),
            Mistake(
                lambda X: steepest(with_ones(X) @ with_ones(X).T) / 4,
                "This bounds the sum of the losses. The cost is their mean: divide by m.",
            ),
            Mistake(
                lambda X: steepest(with_ones(X) @ with_ones(X).T) / X.shape[1],
                "The 1/4 is missing: a (1 − a) is never more than that.",
            ),
            Mistake(
                lambda X: steepest(with_ones(X) @ with_ones(X).T) / (2 * X.shape[1]),
                "This is the bound for the softmax. The slope of the sigmoid is at most 1/4.",
            ),
            Mistake(
                lambda X: np.sqrt(steepest(with_ones(X) @ with_ones(X).T)) / (4 * X.shape[1]),
                "This is the largest singular value of X with its ones. The curvature has its square.",
            ),
            Mistake(
                lambda X: 8 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
                "This is 2/B, the step. The question asks for the bound B itself.",
            ),
        ),
    ),
)
