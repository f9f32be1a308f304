"""What the exercises of chapter 8 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "08-circle-weights",
        r"""
| letter | shape | what it is |
|---|---|---|
| $x$ | (2, 1) | a point of the plane |
| $c$ | (2, 1) | the centre of a circle |
| $r$ | (), positive | its radius |
| $j$ | 1 to 2 | a component |
""",
        start="(x_1 - c_1)^2 + (x_2 - c_2)^2 - r^2",
        goal="x_1^2 + x_2^2 - 2 c_1 x_1 - 2 c_2 x_2 + c_1^2 + c_2^2 - r^2",
        also=("-2 c_1 x_1 - 2 c_2 x_2 + x_1^2 + x_2^2 + c_1^2 + c_2^2 - r^2",),
        solution=r"""
(x_1 - c_1)^2 + (x_2 - c_2)^2 - r^2 \\
= x_1^2 - 2 c_1 x_1 + c_1^2 + x_2^2 - 2 c_2 x_2 + c_2^2 - r^2 \\
= x_1^2 + x_2^2 - 2 c_1 x_1 - 2 c_2 x_2 + c_1^2 + c_2^2 - r^2
""",
    ),
)
