"""The loop of the deck, repaired, and the ways in which it stays broken."""

from unity import decks
from unity.course.chapter_06 import one_example
from unity.course.chapter_06.questions.gradients import neuron_and_examples
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def descents(rng):
    return *neuron_and_examples(rng), rng.uniform(0.2, 0.8), int(rng.integers(3, 8))


def end(trace):
    """What is asked of a descent: w and b after its last pass, and the J of that pass."""
    return trace.w[:, -1:], trace.b[:, -1:], trace.J[-1]


def repaired(w, b, X, Y, step, iterations):
    return end(decks.descend_by_loops(w, b, X, Y, step=step, iterations=iterations))


def set_once(w, b, X, Y, step, iterations):
    return end(decks.descend_accumulators_set_once(w, b, X, Y, step=step, iterations=iterations))


def only_J_set_once(w, b, X, Y, step, iterations):
    trace = decks.descend_by_loops(w, b, X, Y, step=step, iterations=iterations)
    J = decks.accumulated(trace.J[None, :], X.shape[1])
    return *end(trace)[:2], J[0, -1]


def without_minus(w, b, X, Y, step, iterations):
    w, b, J = repaired(w, b, X, Y, step, iterations)
    return w, b, -J


def sums_for_means(w, b, X, Y, step, iterations):
    w, b, J = repaired(w, b, X, Y, step * X.shape[1], iterations)
    return w, b, J * X.shape[1]


def set_back_for_each_example(w, b, X, Y, step, iterations):
    w, b, J = repaired(w, b, X[:, -1:], Y[:, -1:], step / X.shape[1], iterations)
    return w, b, J / X.shape[1]


def moved_by_each_example(w, b, X, Y, step, iterations):
    m = X.shape[1]
    for _ in range(iterations):
        J = 0.0
        for x, y in ((X[:, [i]], Y[:, [i]]) for i in range(m)):
            J = J + one_example.graph(w, b, x, y).L.item() / m
            w, b = one_example.push(w, b, x, y, step=step)
    return w, b, J


EXERCISES = (
    Exercise(
        name="06-repair-the-loop",
        reference=repaired,
        draw=descents,
        mistakes=(
            Mistake(
                set_once,
                "This is the loop as the deck first prints it: J, dw and db are set to 0 once. Set them in every pass.",
            ),
            Mistake(
                only_J_set_once,
                "w and b are right. J still carries a part of every earlier pass: set it to 0 in every pass, too.",
            ),
            Mistake(
                without_minus,
                "w and b are right. J lacks its minus: it has to be positive, and to fall.",
            ),
            Mistake(
                sums_for_means,
                "J, dw and db are sums over the examples. Divide all three by m before the step.",
            ),
            Mistake(
                set_back_for_each_example,
                "Only the last example counts: J, dw and db are set to 0 for each example. Do it once a pass.",
            ),
            Mistake(
                moved_by_each_example,
                "Here w and b move after each example. Gather all m first, divide by m, and take one step a pass.",
            ),
        ),
    ),
)
