"""What the exercises of chapter 13 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "13-blurred-corner",
        "13.1",
        "Nine times what comes out in a corner, at an edge and elsewhere",
        (4, 6, 9),
        (
            Mistake((9, 9, 9), "At the border the window looks at padding, and that is 0."),
            Mistake((9, 6, 4), "A window in a corner sees the fewest pixels: the other way round."),
            Mistake((5, 7, 9), "Count the pixels of the image that the window sees: two by two in a corner."),
        ),
    ),
    Typed(
        "13-brighter",
        "13.2",
        "Every pixel 0.2 brighter: the map",
        "stays",
        (
            Mistake("is 0.2 larger", "The weights of an edge finder add up to 0: what all nine pixels share cancels."),
            Mistake("doubles", "That is what twice the image does. What all nine pixels share cancels."),
        ),
        ("doubles", "is 0.2 larger", "stays"),
    ),
    Typed(
        "13-twice-as-bright",
        "13.2",
        "Every pixel times two: the map",
        "doubles",
        (
            Mistake("stays", "Differences double when both pixels do."),
            Mistake("is four times as large", "The map is linear in the image: twice the image, twice the map."),
        ),
        ("doubles", "is four times as large", "stays"),
    ),
)
