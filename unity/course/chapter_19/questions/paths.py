"""An exercise of the project: every path of a graph, added up."""

import numpy as np

from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]

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


EXERCISES = (
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
)
