"""What the exercises of chapter 09 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "09-where-python-objects",
        "9.1",
        "Python objects in",
        "the first and the last",
        (
            Mistake("all three", "The second layer has a square table: its product fits, and is another one."),
            Mistake(
                "the first alone", "The last table is 8 by 1, and hears 8 rows: without the transpose it does not fit."
            ),
            Mistake("the second alone", "There the table is square: its product fits, and is another one."),
        ),
        ("all three", "the first alone", "the first and the last", "the second alone"),
    ),
    Typed(
        "09-orders-of-eight",
        "9.2",
        "In how many orders eight hidden neurons can stand",
        40320,
        (
            Mistake(8, "That is how many can stand first. Seven are left for the second place, and so on."),
            Mistake(64, "Eight can stand first, but only seven second, and so on through all places."),
            Mistake(256, "That is how many subsets there are. Orders are 8 times 7 times 6, and so on."),
        ),
    ),
)
