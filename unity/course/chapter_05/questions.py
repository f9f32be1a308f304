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
    return (
        H,
        rng.normal(size=(n, 1)),
        rng.normal(size=(n, 1)),
        round(rng.uniform(0.05, 0.2), 3),
        int(rng.integers(3, 7)),
    )


def long_steps(rng):
    """A bowl, a place on it, and a step from 3 to 8 over the largest curvature, which has to be halved."""
    H, w_min, start, *_ = walks(rng)
    return H, w_min, start, rng.uniform(3, 8) / steepest(H)


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


def backtracked(*, least=0.5, power=2):
    """Backtracking until the cost falls by `least` of what a straight slope would give."""

    def halved(H, w_min, w, step):
        g = descent.quadratic_gradient(w, w_min, H)
        cost = lambda w: descent.quadratic(w, w_min, H).item()
        for _ in range(40):
            if cost(w - step * g) <= cost(w) - least * step * np.linalg.norm(g) ** power:
                break
            step = step / 2
        return step

    return halved


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
        name="05-safe-step",
        reference=lambda X: 8 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
        draw=measurements,
        mistakes=(
            Mistake(
                lambda X: 8 * X.shape[1] / steepest(X @ X.T),
                "The bias is missing: put a row of ones on top of X first.",
            ),
            Mistake(
                lambda X: 8 / steepest(with_ones(X) @ with_ones(X).T),
                "This bounds the sum of the losses. The cost is their mean: B is divided by m.",
            ),
            Mistake(
                lambda X: 2 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
                "The quarter is missing: a (1 − a) is never more than that.",
            ),
            Mistake(
                lambda X: 4 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
                "This is half of the safe step: 1/B, or 2/B with the bound for the softmax.",
            ),
            Mistake(
                lambda X: 8 * X.shape[1] / np.sqrt(steepest(with_ones(X) @ with_ones(X).T)),
                "This has the largest singular value of X with its ones. The curvature has its square.",
            ),
            Mistake(
                lambda X: steepest(with_ones(X) @ with_ones(X).T) / (4 * X.shape[1]),
                "This is the bound B itself. The step is 2 divided by it.",
            ),
        ),
    ),
    Exercise(
        name="05-backtracking",
        reference=backtracked(),
        draw=long_steps,
        mistakes=(
            Mistake(
                backtracked(least=0.0),
                "This takes any step that lowers the cost. It has to fall by at least step / 2 times the squared gradient.",
            ),
            Mistake(
                backtracked(least=1.0),
                "This asks for all that a straight slope would give, and a bowl never gives that. Half of it is enough.",
            ),
            Mistake(
                backtracked(power=1),
                "This compares with the length of the gradient. Its square stands in the condition.",
            ),
            Mistake(
                lambda H, w_min, w, step: backtracked()(H, w_min, w, step) / 2,
                "This halves once too often: return the first step that passes, not the one after it.",
            ),
            Mistake(
                lambda H, w_min, w, step: 1 / steepest(H),
                "This is 1/L, from the curvature. Here only the cost and its gradient are asked, and steps are halves of the first.",
            ),
            Mistake(
                lambda H, w_min, w, step: step,
                "This is the step that was given. Halve it as long as the cost does not fall enough.",
            ),
        ),
    ),
)
