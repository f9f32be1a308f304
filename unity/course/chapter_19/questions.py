"""Exercises of the project: four steps to automatic differentiation, images drawn larger, and an interval."""

import numpy as np

from unity.activations import TANH, softmax
from unity.families import CATEGORICAL
from unity.grading import Exercise, Mistake
from unity.layers import Elementwise, dense
from unity.network import Network

__all__ = ["EXERCISES"]


# Back through a product


def two_factors(rng):
    n, k, m = (int(size) for size in rng.choice(np.arange(2, 7), size=3, replace=False))
    return rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m))


def product_back(A, B, E):
    return E @ B.T, A.T @ E


# An array that was stretched


def stretched(rng):
    rows, columns = (int(size) for size in rng.choice(np.arange(2, 6), size=2, replace=False))
    shape = [(rows, 1), (1, columns), (rows, 1), (1, 1), (rows, columns)][int(rng.integers(5))]
    return rng.normal(size=(rows, columns)), shape


def unstretched(E, shape):
    axes = tuple(axis for axis in (0, 1) if shape[axis] < E.shape[axis])
    return E.sum(axis=axes, keepdims=True)


def mean_of_copies(E, shape):
    return unstretched(E, shape) * np.prod(shape) / E.size


# Every path of a graph


def graph(rng):
    """Numbers in any order, of which 0 is the end: what each was made of, and the slopes of these arrows."""
    n = int(rng.integers(5, 8))
    name = [0, *(int(i) for i in 1 + rng.permutation(n - 1))]  # the place in the graph -> its number
    made_of, slopes = [[] for _ in range(n)], [[] for _ in range(n)]
    for place in range(n - 1):
        later = [place + 1, *(other for other in range(place + 2, n) if rng.random() < 0.5)]
        for other in rng.permutation(later):
            made_of[name[place]].append(name[other])
            slopes[name[place]].append(float(rng.integers(2, 6)) * float(rng.choice([-1, 1])))
    return made_of, slopes


def depth_first(made_of):
    found = []

    def visit(number):
        if number not in found:
            for part in made_of[number]:
                visit(part)
            found.append(number)

    visit(0)
    return found[::-1]


def breadth_first(made_of):
    waiting, found = [0], []
    for number in waiting:
        if number not in found:
            found.append(number)
            waiting.extend(made_of[number])
    return found


def walked(order, *, adds=True):
    """The slopes that come of a walk over the numbers in this order."""

    def slopes_of(made_of, slopes):
        found = np.zeros(len(made_of))
        found[0] = 1.0
        for number in order(made_of):
            for part, slope in zip(made_of[number], slopes[number]):
                found[part] = adds * found[part] + found[number] * slope
        return found

    return slopes_of


def by_number(made_of):
    return range(len(made_of))


# The gradient of a network


def network_and_examples(rng):
    n, k, K, m = (int(size) for size in rng.choice(np.arange(2, 7), size=4, replace=False))
    W_1, W_2 = rng.normal(size=(n, k)), rng.normal(size=(k, K))
    b_1, b_2 = rng.normal(size=(k, 1)), rng.normal(size=(K, 1))
    return W_1, b_1, W_2, b_2, rng.normal(size=(n, m)), np.eye(K)[:, rng.integers(K, size=m)]


def gradients(W_1, b_1, W_2, b_2, X, Y):
    network = Network([dense(len(b_1)), Elementwise(TANH), dense(len(b_2))], CATEGORICAL)
    (dW_1, db_1), _, (dW_2, db_2) = network.gradient(((W_1, b_1), (), (W_2, b_2)), X, Y)
    return dW_1, db_1, dW_2, db_2


def sent_back(error, *, bends=True, together=True):
    """The gradients that come of an error of the scores, made of probabilities A, labels Y and the number m."""

    def gradients_of(W_1, b_1, W_2, b_2, X, Y):
        A_2 = np.tanh(W_1.T @ X + b_1)
        E_2 = error(softmax(W_2.T @ A_2 + b_2), Y, X.shape[1])
        E_1 = W_2 @ E_2 * (1 - A_2**2 if bends else 1)
        b_back = [E.sum(axis=1, keepdims=True) if together else E for E in (E_1, E_2)]
        return X @ E_1.T, b_back[0], A_2 @ E_2.T, b_back[1]

    return gradients_of


def right_error(A, Y, m):
    return (A - Y) / m


# Images, and an interval


def images(rng):
    return (rng.uniform(0.1, 1, (1, 8, 8, int(rng.integers(2, 5)))),)


def enlarged(X, widths=((2, 2), (2, 2)), mode="constant"):
    return np.pad(np.repeat(np.repeat(X, 3, axis=1), 3, axis=2), ((0, 0), *widths, (0, 0)), mode=mode)


def tiled(X):
    return np.pad(np.tile(X, (1, 3, 3, 1)), ((0, 0), (2, 2), (2, 2), (0, 0)))


def differences(rng):
    n = int(rng.integers(5, 12))
    return rng.normal(loc=1, size=n), float(rng.uniform(2, 3))


def interval(d, t, *, missing=1, over=lambda n: np.sqrt(n)):
    half = t * np.std(d, ddof=missing) / over(len(d))
    return d.mean() - half, d.mean() + half


EXERCISES = (
    Exercise(
        name="19-product",
        reference=product_back,
        draw=two_factors,
        mistakes=(
            Mistake(
                lambda A, B, E: product_back(A, B, E)[::-1],
                "Both errors are right, and in the wrong order: that of A comes first.",
            ),
            Mistake(
                lambda A, B, E: (B @ E.T, E.T @ A),
                "Both are transposed. An error has the shape of the array that it belongs to.",
            ),
            Mistake(
                lambda A, B, E: tuple(D / E.shape[1] for D in product_back(A, B, E)),
                "Both are divided by the number of columns. The mean over the examples is an operation of its own.",
            ),
        ),
    ),
    Exercise(
        name="19-unstretched",
        reference=unstretched,
        draw=stretched,
        mistakes=(
            Mistake(
                lambda E, shape: np.full(shape, E.sum()),
                "This adds up everything. Add up along the stretched axes only.",
            ),
            Mistake(mean_of_copies, "This is the mean of the copies' errors. Paths add up."),
            Mistake(
                lambda E, shape: E[: shape[0], : shape[1]],
                "This is the error of the first copy. All copies move together, and each has a path of its own.",
            ),
        ),
    ),
    Exercise(
        name="19-slopes",
        reference=walked(depth_first),
        draw=graph,
        mistakes=(
            Mistake(
                walked(depth_first, adds=False),
                "A later path overwrites an earlier one here. Paths add up.",
            ),
            Mistake(
                walked(by_number),
                "This goes by the numbers. But a number may hand on its slope only when all that were made of it have spoken.",
            ),
            Mistake(
                walked(breadth_first),
                "A number that is met early hands on its slope here, before a longer path has reached it.",
            ),
        ),
    ),
    Exercise(
        name="19-gradients",
        reference=gradients,
        draw=network_and_examples,
        mistakes=(
            Mistake(
                sent_back(lambda A, Y, m: A / m),
                "The error of the scores is A / m here. They reach the cost by the labels, too: is an error overwritten?",
            ),
            Mistake(
                sent_back(lambda A, Y, m: -Y / m),
                "The error of the scores is -Y / m here. They reach the cost by the softmax, too: is an error overwritten?",
            ),
            Mistake(
                sent_back(lambda A, Y, m: A - Y),
                "This is the gradient of the sum of all losses. The cost is their mean.",
            ),
            Mistake(
                sent_back(right_error, bends=False),
                "The first layer's errors lack the slope of tanh, which is one minus its square.",
            ),
            Mistake(
                sent_back(right_error, together=False),
                "A bias was stretched over the examples. Its copies have one error together.",
            ),
        ),
    ),
    Exercise(
        name="19-enlarged",
        reference=enlarged,
        draw=images,
        mistakes=(
            Mistake(tiled, "This sets nine small images side by side. Each pixel has to become three by three."),
            Mistake(
                lambda X: enlarged(X, widths=((0, 4), (0, 4))),
                "All four lines of paper stand below and at the right. Two have to stand on each side.",
            ),
            Mistake(
                lambda X: enlarged(X, mode="edge"),
                "The frame repeats the outermost pixels. It has to be paper, 0.",
            ),
        ),
    ),
    Exercise(
        name="19-interval",
        reference=interval,
        draw=differences,
        mistakes=(
            Mistake(
                lambda d, t: interval(d, t, missing=0),
                "The spread is divided by n here. The mean was fitted to the same numbers, so divide by n - 1.",
            ),
            Mistake(
                lambda d, t: interval(d, t, over=lambda n: 1),
                "So far single gains spread. Their mean spreads less, by the root of their number.",
            ),
            Mistake(
                lambda d, t: interval(d, t, over=lambda n: n),
                "The spread is divided by n here. The spread of a mean falls with the root of n.",
            ),
        ),
    ),
)
