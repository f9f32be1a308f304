"""Exercises of chapter 12, a network that reads digits."""

import numpy as np

from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def labels_and_readings(rng):
    """Labels and what was read, every class among both, with a mistake in each class but the last."""
    K = int(rng.integers(3, 6))
    y = np.concatenate([np.arange(K), np.arange(K - 1), rng.integers(0, K, 12)])
    read = np.concatenate([np.arange(K), np.arange(1, K), rng.integers(0, K, 12)])
    return y, read, K


def counted(y, read, K):
    return np.eye(K)[:, y] @ np.eye(K)[:, read].T


def shares_of_rows(y, read, K):
    C = counted(y, read, K)
    return C / C.sum(axis=1, keepdims=True)


def even_numbers(rng):
    n_in, n_out = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (rng.uniform(-1, 1, size=(n_in, n_out)),)


def scaled(factor):
    return lambda G: G * factor(*G.shape)


def held_out_costs(rng):
    """Costs that fall, rise once, fall, rise almost too long, fall, rise too long, and then fall below all of them."""
    patience = int(rng.integers(3, 6))
    fall = 2.0 - np.cumsum(rng.uniform(0.05, 0.1, 5))
    fall = np.insert(fall, 3, fall[2] + 0.03)
    wait = fall[-1] + rng.uniform(0.01, 0.05, patience - 1)
    again = fall[-1] - np.cumsum(rng.uniform(0.01, 0.02, 3))
    late = again[-1] + rng.uniform(0.1, 0.5, patience + 2)
    return np.concatenate([fall, wait, again, late, [0.01, 0.5]]), patience


def best_epoch(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def first_rise(costs, patience):
    return int(np.flatnonzero(np.diff(costs) > 0)[0])


def where_it_stops(costs, patience):
    return best_epoch(costs, patience) + patience


def impatient(costs, patience):
    return best_epoch(costs, patience - 1)


EXERCISES = (
    Exercise(
        name="12-confusion",
        reference=counted,
        draw=labels_and_readings,
        mistakes=(
            Mistake(
                lambda y, read, K: counted(read, y, K),
                "Rows and columns are exchanged: what was written counts the rows, what was read the columns.",
            ),
            Mistake(
                lambda y, read, K: counted(y, read, K) - np.diag(np.diag(counted(y, read, K))),
                "Only the mistakes are counted. What is read rightly belongs on the diagonal.",
            ),
            Mistake(
                shares_of_rows,
                "Each row adds up to 1: these are shares. The table was asked to count.",
            ),
            Mistake(
                lambda y, read, K: (counted(y, read, K) > 0) * 1.0,
                "An entry is set to 1, however often it happens. Add 1 to it each time.",
            ),
        ),
    ),
    Exercise(
        name="12-start",
        reference=scaled(lambda n_in, n_out: np.sqrt(6 / n_in)),
        draw=even_numbers,
        mistakes=(
            Mistake(
                scaled(lambda n_in, n_out: 6 / n_in),
                "6 / n is the square of the factor. Multiply the numbers by its root.",
            ),
            Mistake(
                scaled(lambda n_in, n_out: np.sqrt(2 / n_in)),
                "So it is for normal numbers, whose variance is 1. These have the variance 1/3, and come out too small.",
            ),
            Mistake(
                scaled(lambda n_in, n_out: np.sqrt(6 / n_out)),
                "This counts the outputs. A sum has as many terms as the layer has inputs: the rows of W.",
            ),
            Mistake(
                scaled(lambda n_in, n_out: np.sqrt(3 / n_in)),
                "The rectifier lets half of the mean square through: 2 / n makes up for it, 1 / n does not.",
            ),
            Mistake(
                scaled(lambda n_in, n_out: np.sqrt(6 / (n_in * n_out))),
                "This counts all the weights. One sum has only as many terms as the layer has inputs.",
            ),
        ),
    ),
    Exercise(
        name="12-stop",
        reference=best_epoch,
        draw=held_out_costs,
        mistakes=(
            Mistake(
                lambda costs, patience: int(np.argmin(costs)),
                "This is the least of all costs. The walk had given up before it came there.",
            ),
            Mistake(
                where_it_stops,
                "This is the epoch at which the walk gives up. The weights to keep are older: those of the least cost.",
            ),
            Mistake(
                first_rise,
                "This stops at the first rise. Be patient: the cost may fall below its least again.",
            ),
            Mistake(
                impatient,
                "This gives up one epoch early: wait until `patience` epochs in a row have brought no new least.",
            ),
            Mistake(
                lambda costs, patience: best_epoch(costs, patience) + 1,
                "One too many: the first cost belongs to the start, which is epoch 0.",
            ),
        ),
    ),
)
