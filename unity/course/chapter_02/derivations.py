"""What the exercises of chapter 2 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "02-nearest",
        r"""
| letter | shape | what it is |
|---|---|---|
| $w$, $b$ | (n, 1), () | the weights and the bias |
| $x$, $v$ | (n, 1), (n, 1) | a point, and another one |
| $u$ | | the unit normal, $= \frac{w}{\lVert w \rVert}$ |
| $d$ | | the signed distance of $x$, $= \frac{w^\top x + b}{\lVert w \rVert}$ |
| $f$ | | the foot of $x$, $= x - u d$ |
| $q$ | | any point of the plane: the foot of $v$, $= v - u \frac{w^\top v + b}{\lVert w \rVert}$ |
| $j$ | 1 to n | a component |
""",
        start=r"\lVert x - q \rVert^2",
        goal=r"d^2 + \lVert f - q \rVert^2",
        also=(r"\lVert f - q \rVert^2 + d^2",),
        solution=r"""
\lVert x - q \rVert^2 = \lVert (f - q) + u d \rVert^2 \\
= (f - q)^\top (f - q) + 2 d u^\top (f - q) + d^2 u^\top u \\
= \lVert f - q \rVert^2 + d^2
""",
    ),
)
