"""What the exercises of chapter 01 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "01-shape-of-images",
        "1.1",
        r"The shape of \(X\)",
        (3072, 500),
        (
            Mistake((500, 3072), "An example is a column here: the features run down, the images across."),
            Mistake((1024, 500), "That is one plane of an image. A colour image has three."),
            Mistake((3, 32, 32, 500), "So the file may have it. As columns, the first three become one."),
        ),
    ),
    Typed(
        "01-numbers-of-a-rule",
        "1.1",
        "How many numbers make up a rule",
        3073,
        (
            Mistake(3072, "These are the weights alone: the bias is a number, too."),
            Mistake(3073 * 500, "A rule is one for all images, however many there are."),
            Mistake(1025, "That is the rule for grey images."),
        ),
    ),
    Typed(
        "01-numbers-if-grey",
        "1.1",
        "How many if the images are grey",
        1025,
        (
            Mistake(1024, "These are the weights alone: the bias is a number, too."),
            Mistake(3073, "That is the rule for images of three colours. A grey one has one plane."),
        ),
    ),
    Typed(
        "01-labels-exchanged",
        "1.2",
        "What becomes of the accuracy",
        "it stays",
        (
            Mistake(
                "it becomes one minus itself",
                "So it would if the labels stayed. But they are exchanged as well as the decisions.",
            ),
            Mistake("it cannot be said", "It can: every decision turns over, and so does every label."),
        ),
        ("it becomes one minus itself", "it cannot be said", "it stays"),
    ),
)
