"""What the exercises of chapter 13 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "13-misty-sky",
        r"""
| letter | shape | what it is |
|---|---|---|
| $\alpha$, $\beta$, $\gamma$, $\delta$ | (), (), (), () | how bright the sky is, and how it brightens |
| $r$, $s$ | (), whole, from 1 to 9, (), whole, from 1 to 9 | the row and the column of the middle pixel |
| $f(r, s)$ | | the brightness there, $= \alpha + \beta r + \gamma s + \delta r^2$ |
| $z$ | | what the edge finder answers, $= \sum_{i=-1}^{1} \sum_{j=-1}^{1} (f(r, s) - f(r + i, s + j))$ |
""",
        start="z",
        goal=r"-6 \delta",
        solution=r"""
z = \sum_{i=-1}^{1} \sum_{j=-1}^{1} (f(r, s) - f(r + i, s + j)) \\
= -\sum_{i=-1}^{1} \sum_{j=-1}^{1} (\beta i + \gamma j + 2 \delta r i + \delta i^2) \\
= -3 (\beta + 2 \delta r) \sum_{i=-1}^{1} i - 3 \gamma \sum_{j=-1}^{1} j - 3 \delta \sum_{i=-1}^{1} i^2 \\
= -3 \delta \sum_{i=-1}^{1} i^2 = -6 \delta
""",
    ),
)
