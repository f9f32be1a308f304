"""What the exercises of chapter 03 ask to be typed."""

from unity.grading import Mistake, Typed

__all__ = ["TYPED"]

TYPED = (
    Typed(
        "03-what-screening-changes",
        "3.1",
        r"Which of \(w\) and \(b\) change",
        "b alone",
        (
            Mistake(
                "w alone",
                "The weights come from the means and the covariance of the classes, and these look as before.",
            ),
            Mistake(
                "both", "The weights come from the means and the covariance of the classes, and these look as before."
            ),
            Mistake("neither", "How frequent a class is stands in the bias."),
        ),
        ("b alone", "both", "neither", "w alone"),
    ),
    Typed(
        "03-probability-in-screening",
        "3.1",
        "The probability for the tumour at 1",
        "falls",
        (
            Mistake("stays", "The measurement says as much as before, but a malignant tumour is rarer now."),
            Mistake("rises", "A malignant tumour is rarer now: the bias falls, and with it every score."),
        ),
        ("falls", "rises", "stays"),
    ),
    Typed(
        "03-boundaries-of-radii",
        "3.2",
        "How many boundaries there are",
        2,
        (
            Mistake(1, "So it is where both classes vary alike. Here the log-odds are a parabola."),
            Mistake(0, "The classes differ: somewhere the decision changes."),
        ),
    ),
    Typed(
        "03-smallest-tumour",
        "3.2",
        "What the smallest tumour of all is called",
        "malignant",
        (Mistake("benign", "Far out on either side, the class that varies more is the more probable."),),
        ("benign", "malignant"),
    ),
)
