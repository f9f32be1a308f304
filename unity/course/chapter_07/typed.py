"""What the exercises of chapter 07 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "07-shape-of-gradient",
        "7.1",
        "The shape of `X @ dZ.T`",
        (30, 1),
        (
            Mistake((30, 569), "That is X * dZ, entry by entry. The product adds up the patients."),
            Mistake((1, 30), "The rows come from X, and it has thirty."),
            Mistake((569, 1), "That is dZ.T. The product adds up the patients."),
        ),
    ),
    Typed(
        "07-sum-over-patients",
        "7.1",
        "Which holds a sum over the patients",
        "X @ dZ.T",
        (
            Mistake("w.T @ X", "It adds up the features: the patients are left."),
            Mistake("X * dZ", "It multiplies entry by entry, and adds up nothing."),
            Mistake("dZ.T", "It turns the row, and adds up nothing."),
        ),
        ("X * dZ", "X @ dZ.T", "dZ.T", "w.T @ X"),
    ),
    Typed(
        "07-shape-of-difference",
        "7.2",
        "The shape of the inner difference",
        (569, 569),
        (
            Mistake((1, 569), "So it is without the transpose. A row and a column are stretched to a table."),
            Mistake((569, 1), "A row and a column are stretched to a table."),
        ),
    ),
    Typed(
        "07-does-it-run",
        "7.2",
        "Does the line run",
        "no",
        (Mistake("yes", "X has thirty rows, and the difference 569: they do not fit entry by entry."),),
        ("no", "yes"),
    ),
)
