"""What the exercises of chapter 17 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "17-form-after-factors",
        "17.1",
        r"What \(T\) is",
        -1.8,
        (
            Mistake(-0.6, "Two times one half times three is not one."),
            Mistake(-3.6, "The weight is halved: its factor is one half."),
            Mistake(1.8, "All three factors are positive: the sign stays."),
        ),
    ),
    Typed(
        "17-factors-of-derivatives",
        "17.1",
        r"The factors of its derivatives by \(E\), \(X\) and \(W\)",
        (1.5, 1, 6),
        (
            Mistake((3, 3, 3), "T itself has the factor 3. Each derivative lacks the factor of its own letter."),
            Mistake((2, 3, 0.5), "These are the factors of the letters. Each derivative has those of the other two."),
            Mistake((1.5, 6, 1), "The order is E, X, W: two of them are exchanged."),
        ),
    ),
    Typed(
        "17-triples-and-weights",
        "17.2",
        "Triples and weights of the kernels, then those of the dense layer",
        (1296, 36, 9216, 9216),
        (
            Mistake((1296, 1296, 9216, 9216), "Kernels share their weights: nine each."),
            Mistake((324, 9, 2304, 2304), "That is one kernel. There are four."),
        ),
    ),
)
