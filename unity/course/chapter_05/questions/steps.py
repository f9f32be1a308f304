"""How long a step may be: from the measurements, or by halving."""

import numpy as np

from unity import descent
from unity.course.chapter_05.questions.walks import walks
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def measurements(rng):
    n, m = int(rng.integers(2, 5)), int(rng.integers(6, 10))
    return (rng.normal(size=(n, m)) + 0.5,)


def long_steps(rng):
    """A bowl, a place on it, and a step from 3 to 8 over the largest curvature, which has to be halved."""
    H, w_min, start, *_ = walks(rng)
    return H, w_min, start, rng.uniform(3, 8) / steepest(H)


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
                "This bounds the sum of the losses. The cost is their mean: the bound is divided by m.",
            ),
            Mistake(
                lambda X: 2 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
                "The quarter is missing: a (1 − a) is never more than that.",
            ),
            Mistake(
                lambda X: 4 * X.shape[1] / steepest(with_ones(X) @ with_ones(X).T),
                "This is half of the safe step: 1 over the bound, or 2 over the bound for the softmax.",
            ),
            Mistake(
                lambda X: 8 * X.shape[1] / np.sqrt(steepest(with_ones(X) @ with_ones(X).T)),
                "This has the largest singular value of X with its ones. The curvature has its square.",
            ),
            Mistake(
                lambda X: steepest(with_ones(X) @ with_ones(X).T) / (4 * X.shape[1]),
                "This is the bound itself. The step is 2 divided by it.",
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
